/** How alike two positions are in float64, from the rows of a position map. */
import type { Exact, Family } from './encoding.ts';

/** The products of two rows of the map: of both, and of each with itself. */
export interface RowProducts {
  readonly both: number;
  readonly first: number;
  readonly second: number;
}

/**
 * @param width  how many channels the map has
 * @param head   whose keys, where they are turned otherwise than queries
 */
export function rowProducts(
  exact: Exact,
  width: number,
  row: number,
  column: number,
  head: number,
): RowProducts {
  let [both, first, second] = [0, 0, 0];
  for (let channel = 0; channel < width; channel++) {
    const a = exact.cell(row, channel);
    const b = exact.keyCell?.(column, channel, head) ?? exact.cell(column, channel);
    both += a * b;
    first += a * a;
    second += b * b;
  }
  return { both, first, second };
}

/**
 * What the similarity map shows of two rows. Rotary: the mean over pairs of their two channels'
 * products, which is the cosine of the difference of the angles, times whatever multiplies it.
 * Additive: the dot product, or the cosine, which is 0 beside a row of zeros.
 */
export function similarityFrom(
  { both, first, second }: RowProducts,
  width: number,
  family: Family,
  kind: 'dot' | 'cosine',
): number {
  if (family === 'rotary') return both / (width / 2);
  if (kind === 'dot') return both;
  return first * second > 0 ? both / Math.sqrt(first * second) : 0;
}
