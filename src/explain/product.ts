/** A row of numbers times a column of others: what a projected or a mixed value is. */
import { texFactor, texNumber, texResult } from '../encodings/tex.ts';
import type { MatrixName, StageName } from '../state/frame.ts';

export interface Product {
  /** Whose row, and of what the column is. */
  readonly from: StageName | 'joined' | 'hidden';
  readonly by: MatrixName | 'value';
  readonly row: Float32Array;
  /** As long as the row. */
  readonly column: Float32Array;
  /** What a rotary scheme does with the product; null where it is left as it is. */
  readonly turn: Turn | null;
  /** What multiplies the result at its position: the query's factor; 1 elsewhere. */
  readonly factor: number;
}

/** A pair of channels turned by an angle: the cosine's channel first, as `Exact.channels` has it. */
export interface Turn {
  readonly channels: readonly [number, number];
  /** Radians, not reduced. */
  readonly angle: number;
  readonly gain: number;
  /** The column of the matrix that makes the other channel; null where one makes both (PoPE). */
  readonly other: Float32Array | null;
}

export function products(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: a.length }, (_, i) => (a[i] ?? 0) * (b[i] ?? 0));
}

export const sumOf = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

export const productOf = ({ row, column }: Pick<Product, 'row' | 'column'>): number =>
  sumOf(products(row, column));

/** The products at some places, and whether there are more: 0.5 × 2 + 0.25 × (−4) + …; or 0. */
export function texTerms(
  { row, column }: Product,
  places: readonly number[],
  more: boolean,
): string {
  const terms = places.map((place, i) => {
    const [a, b] = [row[place] ?? 0, column[place] ?? 0];
    return String.raw`${i === 0 ? texNumber(a, 3) : texFactor(a, 3)} \times ${texFactor(b, 3)}`;
  });
  if (terms.length === 0) return '0';
  return `${terms.join(' + ')}${more ? String.raw` + \dots` : ''}`;
}

/** The first two terms: as many as fit on a line with the result. */
export function texFirst(product: Product): string {
  const count = product.row.length;
  return texTerms(product, count > 1 ? [0, 1] : [0], count > 2);
}

/**
 * A channel of a turned pair, from the two products before the turn, u.
 *
 * @param name  the channel as it is written, such as q_{9,4}
 */
export function texTurned(
  product: Product,
  turn: Turn,
  channel: number,
  name: string,
  value: number,
): string {
  const [first, second] = turn.channels;
  const own = productOf(product);
  const angle = texNumber(turn.angle);
  const times = turn.gain * product.factor;
  const gain = times === 1 ? '' : String.raw`${texNumber(times)}\,`;
  const wave = channel === first ? '\\cos' : '\\sin';
  if (!turn.other) {
    return texLines(
      [`u_{${first}}`, String.raw`\textstyle\sum_c x_c W_{c,\,${first}}`],
      ['', `${texFirst(product)} = ${texNumber(own)}`],
      [
        name,
        String.raw`${gain}\ln(1 + e^{${texNumber(own)}})\,${wave}(${angle}) = ${texResult(value)}`,
      ],
    );
  }
  const other = productOf({ row: product.row, column: turn.other });
  const [a, b] = channel === first ? [own, other] : [other, own];
  const turned =
    channel === first
      ? String.raw`\cos(${angle}) \times ${texFactor(a)} - \sin(${angle}) \times ${texFactor(b)}`
      : String.raw`\sin(${angle}) \times ${texFactor(a)} + \cos(${angle}) \times ${texFactor(b)}`;
  const pair = channel === first ? second : first;
  return texLines(
    [
      String.raw`u_{${channel}}`,
      String.raw`\textstyle\sum_c x_c W_{c,\,${channel}},\quad u_{${pair}} = ${texNumber(other)}`,
    ],
    ['', `${texFirst(product)} = ${texNumber(own)}`],
    [
      name,
      `${gain === '' ? turned : String.raw`${gain}\bigl(${turned}\bigr)`} = ${texResult(value)}`,
    ],
  );
}

/** Equations under one another, at their equals signs. */
export const texLines = (...lines: readonly (readonly [left: string, right: string])[]): string =>
  String.raw`\begin{aligned}${lines.map(([left, right]) => `${left} &= ${right}`).join(String.raw` \\ `)}\end{aligned}`;
