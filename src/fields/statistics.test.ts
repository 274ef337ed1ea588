import { expect, it } from 'vitest';
import { extent } from './statistics.ts';

it('the extent is of the finite values, and counts the others', () => {
  const data = Float32Array.of(0.5, -3, Number.NaN, -Infinity, 2, Infinity, -Infinity);
  expect(extent(data)).toEqual({ min: -3, max: 2, largest: 3, nan: 1, infinite: 3 });
});

it('without a finite value there is no least or most', () => {
  const none = { min: Number.NaN, max: Number.NaN, largest: 0 };
  expect(extent(Float32Array.of(Number.NaN, -Infinity))).toEqual({ ...none, nan: 1, infinite: 1 });
  expect(extent(new Float32Array(0))).toEqual({ ...none, nan: 0, infinite: 0 });
});
