/** A class's answers put together: how many of each, and where numbers lie; no DOM. */
import { extent, mean, median as medianOf, quantileSorted, range, ticks } from 'd3';
import type { Guess, Question } from './result.ts';

interface Column {
  /** Values from `first` up to `end`, the last column's end with it; one whole number where they are alike. */
  readonly first: number;
  readonly end: number;
  readonly count: number;
}

export interface Tally {
  readonly columns: readonly Column[];
  readonly median: number;
  /** Too far from the others to be drawn beside them. */
  readonly outside: readonly number[];
}

/** How often each of the whole numbers 0…kinds − 1 was answered. */
export function countsOf(answers: readonly number[], kinds: number): readonly number[] {
  const counts = Array.from({ length: kinds }, () => 0);
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

/** As many columns as can be told apart from the back row. */
const mostColumns = 24;
/** Beyond this, and closer together than its inverse, nobody means a number. */
const largest = 1e15;

/**
 * Numbers in columns of the same width. One far from all others (a slip, a joke) is left outside, or
 * nothing would be seen of them.
 *
 * @param truth  always within; left out where it is not known yet
 */
export function tallyOf(values: readonly number[], truth?: number): Tally {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = 0, middle = 0, high = 0] = [0.25, 0.5, 0.75].map((p) => quantileSorted(sorted, p));
  const reach = 3 * Math.max(high - low, Math.abs(middle) / 4, 1e-6);
  const isNear = (value: number) =>
    value >= low - reach && value <= high + reach && Math.abs(value) < largest;
  const near = sorted.filter(isNear);
  const outside = sorted.filter((value) => !isNear(value));
  const [least = 0, most = 0] = extent(truth === undefined ? near : [...near, truth]);
  const whole = near.every(Number.isInteger) && most - least < mostColumns;
  if (whole) {
    const counted = range(Math.floor(least), Math.ceil(most) + 1).map((value) => ({
      first: value,
      end: value,
      count: near.filter((each) => each === value).length,
    }));
    return { columns: counted, median: middle, outside };
  }
  // What differs by rounding alone is the same.
  const size = Math.max(Math.abs(least), Math.abs(most));
  if (most - least <= Math.max(1e-9 * size, 1 / largest)) {
    return { columns: [{ first: least, end: most, count: near.length }], median: middle, outside };
  }
  const steps = ticks(least, most, mostColumns / 2);
  const width = (steps[1] ?? 1) - (steps[0] ?? 0);
  const start = Math.floor(least / width) * width;
  const count = Math.max(Math.ceil((most - start) / width + 1e-9), 1);
  const at = (value: number) =>
    Math.min(Math.max(Math.floor((value - start) / width), 0), count - 1);
  const counts = countsOf(near.map(at), count);
  const columns = counts.map((each, place) => ({
    first: start + place * width,
    end: start + (place + 1) * width,
    count: each,
  }));
  return { columns, median: middle, outside };
}

/** The mean of curves, place by place. */
export function meanCurve(curves: readonly (readonly number[])[]): readonly number[] {
  const [first = []] = curves;
  return first.map((_, at) => mean(curves, (curve) => curve[at]) ?? Number.NaN);
}

export interface CellCount {
  readonly row: number;
  readonly column: number;
  readonly count: number;
}

/** How often each cell was picked, the most frequent first. */
export function cellsOf(
  cells: readonly { readonly row: number; readonly column: number }[],
): readonly CellCount[] {
  const counts = new Map<string, CellCount>();
  for (const { row, column } of cells) {
    const name = `${row} ${column}`;
    counts.set(name, { row, column, count: (counts.get(name)?.count ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count);
}

/** The answer of a class as a whole: the most frequent choice or cell, the median, the mean curve. */
export function typicalOf(
  guesses: readonly Guess[],
  { kind }: Pick<Question, 'kind'>,
): Guess | null {
  const numbers = guesses.filter((guess) => typeof guess === 'number');
  const cells = guesses.filter((guess) => typeof guess === 'object' && 'row' in guess);
  const curves = guesses.flatMap((guess) =>
    typeof guess === 'object' && !('row' in guess) ? [guess] : [],
  );
  switch (kind) {
    case 'choose': {
      const counts = countsOf(numbers, Math.max(...numbers, 0) + 1);
      return numbers.length > 0 ? counts.indexOf(Math.max(...counts)) : null;
    }
    case 'number':
    case 'colour':
      return medianOf(numbers) ?? null;
    case 'cell': {
      const [most] = cellsOf(cells);
      return most ? { row: most.row, column: most.column } : null;
    }
    case 'curve':
      return curves.length > 0 ? meanCurve(curves) : null;
  }
}
