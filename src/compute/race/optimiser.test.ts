import { expect, it } from 'vitest';
import { rateAt } from './optimiser.ts';

it('the learning rate rises to its largest, falls to a tenth of it, and stays there', () => {
  expect(rateAt(1, 500, 0.01)).toBeCloseTo(0.0002, 12);
  expect(rateAt(50, 500, 0.01)).toBe(0.01);
  expect(rateAt(275, 500, 0.01)).toBeCloseTo(0.0055, 12);
  expect(rateAt(500, 500, 0.01)).toBeCloseTo(0.001, 12);
  expect(rateAt(900, 500, 0.01)).toBeCloseTo(0.001, 12);
});

it('is a number whatever is planned', () => {
  for (const steps of [1, 2, 10, 11]) {
    for (const step of [1, 2, 10, 11, 12]) expect(rateAt(step, steps, 1)).toBeGreaterThan(0);
  }
});
