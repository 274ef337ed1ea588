import { expect, it } from 'vitest';
import { meansBack } from './distances.ts';

const diagonalsOf = (mean: number[]) => ({
  mean: Float32Array.from(mean),
  least: new Float32Array(),
  most: new Float32Array(),
});

it('reads distances back from the diagonal, one by one at first', () => {
  expect(meansBack(diagonalsOf([30, 20, 10, -1, -2]))).toEqual([
    { distance: 0, value: 10 },
    { distance: 1, value: 20 },
    { distance: 2, value: 30 },
  ]);
});

it('takes far distances together, each with the number of its cells', () => {
  const length = 2560;
  const cells = Array.from({ length: 2 * length - 1 }, (_, at) => length - 1 - at);
  const means = meansBack(diagonalsOf(cells));
  expect(means.length).toBeLessThan(150);
  expect(means.slice(0, 17).map(({ value }) => value)).toEqual(
    Array.from({ length: 17 }, (_, distance) => distance),
  );
  for (const { distance, value } of means)
    expect(Math.abs(value / (distance || 1) - 1) < 0.02 || distance === 0).toBe(true);
});

it('leaves out what has no number', () => {
  expect(meansBack(diagonalsOf([Number.NaN, 5, 4, 0, 0])).map(({ distance }) => distance)).toEqual([
    0, 1,
  ]);
});
