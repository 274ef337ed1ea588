/**
 * A sequence laid out as a picture: tokens row by row, t = y · columns + x. What is made of x and
 * y is the scheme's.
 */
import type { Localized } from '../text/locale.ts';
import type { Dims, Positions } from './encoding.ts';
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

/** Row and column of the patch at a position, from 0: how people name it. */
export function patchOf(position: number, columns: number): readonly [row: number, column: number] {
  const [x, y] = cellOf(position, columns);
  return [y, x];
}

/** @returns the places [x, y] of the tokens start … start + length − 1 */
export function gridPlaces(start: number, length: number, columns: number): Positions {
  const values = new Float64Array(2 * length);
  for (let row = 0; row < length; row++) values.set(cellOf(start + row, columns), 2 * row);
  return { length, axes: 2, values };
}

/** Turns along one axis of the two. */
export function along(axis: 'x' | 'y', turns: number): readonly [number, number] {
  return axis === 'x' ? [turns, 0] : [0, turns];
}

/** Why a table of sines and cosines of both axes does not fit a width, or null. */
export function unevenQuarters({ dModel }: Dims): Localized | null {
  return dModel % 4 === 0
    ? null
    : {
        en: `Two axes with a sine and a cosine each need a dimension divisible by 4; it is ${dModel}.`,
        'zh-CN': `两个坐标轴各有正弦和余弦，所以维度必须能被 4 整除；现在是 ${dModel}。`,
      };
}
