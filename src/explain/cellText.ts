/** Whether the cells of a map have room for their numbers, and what stands in them. */
import type { Window } from '../fields/matrix.ts';

/** The least that a number needs, in pixels of letters 11 high. */
const leastCell = { width: 34, height: 18 };
/** Wide enough for a third decimal. */
const wideCell = 46;
/** Numbers that a screen may hold; more cannot be read. */
const mostNumbers = 400;

/** Cells of a window whose middles are in sight. */
export interface Part {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * @param width   of the map, in pixels of letters 11 high
 * @returns       the cells that have room for their numbers, or null
 */
export function numberedPart(window: Window, width: number, height: number): Part | null {
  const { left, right, top, bottom } = window;
  if (width / (right - left) < leastCell.width) return null;
  if (height / (bottom - top) < leastCell.height) return null;
  const along = (from: number, to: number) => {
    const first = Math.ceil(from - 0.5);
    return [first, Math.max(Math.ceil(to - 0.5) - first, 0)] as const;
  };
  const [[firstColumn, columns], [firstRow, rows]] = [along(left, right), along(top, bottom)];
  if (rows * columns === 0 || rows * columns > mostNumbers) return null;
  return { top: firstRow, left: firstColumn, rows, columns };
}

/** At most six characters: 0.123, −0.98, 12.3, 1240, 3e9. */
export function cellText(value: number, cellWidth: number): string {
  const minus = value < 0 ? '−' : '';
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 'NaN';
  if (size === Infinity) return `${minus}∞`;
  if (size === 0) return '0';
  if (size >= 9999.5) return `${minus}${size.toExponential(0).replace('+', '')}`;
  const decimals = (cellWidth >= wideCell ? 3 : 2) - Math.max(Math.floor(Math.log10(size)), 0);
  const text = size.toFixed(Math.max(decimals, 0));
  return Number(text) === 0 ? text : `${minus}${text}`;
}
