import { expect, it } from 'vitest';
import { columnsOf } from './columns.ts';

it('takes neighbouring columns of every row', () => {
  const matrix = Float32Array.from({ length: 12 }, (_, i) => i);
  expect([...columnsOf(matrix, 4, 1, 2)]).toEqual([1, 2, 5, 6, 9, 10]);
  expect([...columnsOf(matrix, 3, 2, 1)]).toEqual([2, 5, 8, 11]);
  expect(columnsOf(matrix, 4, 0, 4)).toBe(matrix);
});
