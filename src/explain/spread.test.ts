import { expect, it } from 'vitest';
import { spreadOf } from './spread.ts';

it('is the mean, and the deviation of a sample', () => {
  expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, deviation: Math.sqrt(32 / 7) });
  expect(spreadOf([3])).toEqual({ mean: 3, deviation: Number.NaN });
});
