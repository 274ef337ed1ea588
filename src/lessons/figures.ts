/** Numbers as lessons write them, the same in English and Chinese, and small sums over what was read. */
import { formatNumber } from '../text/t.ts';
import type { Numbers } from './lesson.ts';

/** With so many decimals: 0.852, −1.00. */
export function decimal(value: number, decimals = 3): string {
  return formatNumber('en', value, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Two significant digits, as a power of ten where it is small: 0.34, 1.2 × 10⁻⁷. */
export function rough(value: number): string {
  if (value === 0 || Math.abs(value) >= 0.001) {
    return formatNumber('en', value, { maximumSignificantDigits: 2 });
  }
  const [mantissa = '0', exponent = '0'] = value.toExponential(1).split('e');
  const digits = Array.from(exponent.replace('-', ''), (digit) => superscripts[Number(digit)]);
  return `${mantissa.replace('-', '−')} × 10⁻${digits.join('')}`;
}

/** The place of the largest number, the first of several. */
export function largestAt(values: ArrayLike<number>): number {
  return Array.from(values).reduce(
    (best, value, at) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? at : best),
    0,
  );
}

/** One row of a matrix. */
export function rowOf({ data, columns }: Numbers, row: number): Float32Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

/** How many rows are different: two are the same when no number differs by more than `within`. */
export function differentRows(numbers: Numbers, within = 1e-6): number {
  const kinds: Float32Array[] = [];
  for (let row = 0; row < numbers.rows; row++) {
    const own = rowOf(numbers, row);
    const same = (other: Float32Array) =>
      own.every((value, column) => Math.abs(value - (other[column] ?? Number.NaN)) <= within);
    if (!kinds.some(same)) kinds.push(own);
  }
  return kinds.length;
}

/** The angle of a hand, the pair of channels sine and cosine in a row of an interleaved table: −π…π. */
export function handOf(row: ArrayLike<number>, pair: number): number {
  return Math.atan2(row[2 * pair] ?? Number.NaN, row[2 * pair + 1] ?? Number.NaN);
}

/** One channel of a matrix, over its rows. */
export function columnOf({ rows, data, columns }: Numbers, column: number): readonly number[] {
  return Array.from({ length: rows }, (_, row) => data[row * columns + column] ?? Number.NaN);
}

/** How far a pair of channels turns from the first row to another, in rad: no step may be half a turn. */
export function turnTo(numbers: Numbers, cosine: number, sine: number, row: number): number {
  const angleAt = (at: number) => {
    const values = rowOf(numbers, at);
    return Math.atan2(values[sine] ?? Number.NaN, values[cosine] ?? Number.NaN);
  };
  let turn = 0;
  for (let at = 1; at <= row; at++) {
    const step = angleAt(at) - angleAt(at - 1);
    turn += step - 2 * Math.PI * Math.round(step / (2 * Math.PI));
  }
  return turn;
}
