import { expect, it } from 'vitest';
import { arrowStep, cellFrom, placeFrom } from './arrows.ts';

it('arrows are steps along lines of places', () => {
  expect(arrowStep('ArrowUp', 4)).toBe(-4);
  expect(arrowStep('ArrowRight', 4)).toBe(1);
  expect(arrowStep('a', 4)).toBeUndefined();
});

it('arrows lead from cell to cell and never out of the matrix', () => {
  const size = { rows: 3, columns: 5 };
  expect(cellFrom('ArrowDown', { row: 1, column: 4 }, size)).toEqual({ row: 2, column: 4 });
  expect(cellFrom('ArrowRight', { row: 1, column: 4 }, size)).toEqual({ row: 1, column: 4 });
  expect(cellFrom('ArrowUp', { row: 2, column: 4 }, size, 10)).toEqual({ row: 0, column: 4 });
  expect(cellFrom('Home', { row: 2, column: 4 }, size)).toBeUndefined();
});

it('keys lead along a line and never off it, up or down as it goes', () => {
  expect(placeFrom('ArrowUp', 3, { count: 5 })).toBe(4);
  expect(placeFrom('ArrowUp', 3, { count: 5, down: 1 })).toBe(2);
  expect(placeFrom('PageDown', 3, { count: 50, down: 1, page: 7 })).toBe(10);
  expect(placeFrom('PageDown', 3, { count: 50 })).toBeUndefined();
  expect(placeFrom('ArrowRight', 4, { count: 5 })).toBe(4);
  expect(placeFrom('End', 0, { count: 5 })).toBe(4);
  expect(placeFrom('Tab', 0, { count: 5 })).toBeUndefined();
  expect(placeFrom('ArrowRight', null, { count: 5 })).toBe(0);
  expect(placeFrom('ArrowLeft', null, { count: 5 })).toBe(4);
});
