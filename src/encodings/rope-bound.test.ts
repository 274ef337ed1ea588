import { expect, it } from 'vitest';
import golden from '../golden/rope_frequencies.json';
import { caseOf, numbersOf, worstDifference } from '../testing/golden.ts';
import { defaultsOf } from './params.ts';
import { relativeUpperBound } from './rope-bound.ts';
import { ropeParams } from './rope-params.ts';
import { scaledFrequencies } from './rope-scaling.ts';

const frequencies = scaledFrequencies(defaultsOf(ropeParams), 16, 16);

it('is the bound of the paper at the distances of the golden', () => {
  const { inputs, data } = caseOf(golden, 'relative_upper_bound');
  const got = numbersOf(inputs, 'delta').map((delta) => relativeUpperBound(delta, frequencies));
  expect(worstDifference(got, data)).toBeLessThanOrEqual(1e-12);
});

it('is (d/2 + 1) / 2 at distance 0, and the same both ways', () => {
  expect(relativeUpperBound(0, frequencies)).toBe(4.5);
  expect(relativeUpperBound(-7, frequencies)).toBe(relativeUpperBound(7, frequencies));
});
