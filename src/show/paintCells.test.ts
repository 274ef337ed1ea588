import { expect, it } from 'vitest';
import { specialColours } from '../fields/colour.ts';
import { placeOf } from '../fields/scale.ts';
import { tableOf } from './mapColours.ts';
import { cellPixels } from './paintCells.ts';

const { nan, stripe, masked, infinite } = specialColours.paper;
const sequential = { kind: 'sequential', curve: 'linear' } as const;

it('paints one pixel a cell where all are numbers', () => {
  const cells = { rows: 1, columns: 3, data: [0, 0.5, 2] };
  const { width, height, pixels } = cellPixels(cells, sequential, 1, 'paper');
  expect([width, height]).toEqual([3, 1]);
  const table = tableOf('paper', 'sequential');
  expect([...pixels]).toEqual([0, 0.5, 1].map((unit) => table[placeOf(unit)]));
});

it('gives what is not a number a look of its own, hatched, and infinities their colours', () => {
  const cells = { rows: 1, columns: 3, data: [Number.NaN, -Infinity, Infinity] };
  const { width, height, pixels } = cellPixels(cells, sequential, 1, 'paper');
  const colours = (column: number) => {
    const size = width / 3;
    return new Set([...pixels].filter((_, at) => Math.floor((at % width) / size) === column));
  };
  expect(height).toBeGreaterThan(3);
  expect(colours(0)).toEqual(new Set([nan, stripe]));
  expect(colours(1)).toEqual(new Set([masked]));
  expect(colours(2)).toEqual(new Set([infinite]));
});

it('goes on being one pixel a cell where the matrix is large', () => {
  const data = new Float32Array(1024 * 1024).fill(Number.NaN);
  const { width } = cellPixels({ rows: 1024, columns: 1024, data }, sequential, 1, 'paper');
  expect(width).toBe(1024);
});
