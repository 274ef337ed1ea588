/**
 * A sequence laid out as a picture: tokens row by row, t = y · columns + x. Knows where a token
 * stands, and nothing of what is made of it.
 */
import type { Positions } from './encoding.ts';
import type { ParamSchema } from './params.ts';

const side = {
  kind: 'number',
  min: 1,
  max: 64,
  integer: true,
  scale: 'linear',
} as const;

/** The size of the grid; 5 rows of 8 are the 40 tokens that the page opens with. */
export const gridParams = {
  rows: { ...side, default: 5, label: { en: 'Rows', 'zh-CN': '行数' } },
  columns: { ...side, default: 8, label: { en: 'Columns', 'zh-CN': '列数' } },
} as const satisfies ParamSchema;

/** Column x and row y of a token, from 0; below the last row the grid simply goes on. */
export function cellOf(token: number, columns: number): readonly [x: number, y: number] {
  return [token % columns, Math.floor(token / columns)];
}

/** @returns the places [x, y] of the tokens start … start + length − 1 */
export function gridPlaces(start: number, length: number, columns: number): Positions {
  const values = new Float64Array(2 * length);
  for (let row = 0; row < length; row++) values.set(cellOf(start + row, columns), 2 * row);
  return { length, axes: 2, values };
}
