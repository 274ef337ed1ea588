/**
 * Numbers as comma-separated values. A line is a row of the array, which for a square map is a query;
 * before its numbers it has the places of the row on all sides but the last, under their names, so that
 * heads lie below one another.
 */
import type { Quantity } from '../state/asked.ts';

/** What is along a side, and what its first is counted as. */
export interface Side {
  readonly name: string;
  readonly first: number;
}

/** Bytes of a number and its comma, about. */
export const perNumber = 12;
/** The most that is written: four million numbers, some ten seconds' work. */
export const mostCsvBytes = perNumber * 2 ** 22;

/** Numbers between two turns for the page. */
const together = 1 << 12;

/** @param sides  one for each side of the shape @returns the file, in pieces */
export function* csvTurns(
  { shape, data }: Quantity,
  sides: readonly Side[],
): Generator<void, string[]> {
  const isLine = shape.length === 1;
  // A vector is written down the page.
  const [outer, columns] = isLine ? [shape, 1] : [shape.slice(0, -1), shape.at(-1) ?? 1];
  const last = sides.at(-1);
  const names = sides.slice(0, outer.length).map(({ name }) => name);
  const values = Array.from({ length: columns }, (_, column) =>
    isLine ? 'value' : `${last?.name} ${(last?.first ?? 0) + column}`,
  );
  const pieces = [`${[...names, ...values].join(',')}\n`];
  const rowsTogether = Math.ceil(together / columns);
  const rows = data.length / columns;
  for (let top = 0; top < rows; top += rowsTogether) {
    let piece = '';
    for (let row = top; row < Math.min(top + rowsTogether, rows); row++) {
      const numbers = Array.from(data.subarray(row * columns, (row + 1) * columns), float32Text);
      piece += `${[...placesOf(row, outer, sides), ...numbers].join(',')}\n`;
    }
    pieces.push(piece);
    yield;
  }
  return pieces;
}

/** Where the row of an array is on all its outer sides, as they are counted. */
function placesOf(row: number, outer: readonly number[], sides: readonly Side[]): number[] {
  let left = row;
  return outer
    .map((size, i) => ({ size, first: sides[i]?.first ?? 0 }))
    .toReversed()
    .map(({ size, first }) => {
      const place = left % size;
      left = (left - place) / size;
      return first + place;
    })
    .toReversed();
}

/** The shortest text, or nearly, that parses to the same float32. @param value  a float32 */
export function float32Text(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Number.isInteger(value) && Math.abs(value) < 1e9)
    return Object.is(value, -0) ? '-0' : `${value}`;
  for (const digits of [7, 8]) {
    const text = value.toPrecision(digits);
    // Without the zeros that it was filled up with.
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}
