import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossings, shuffled } from './order.ts';

describe('a shuffled order', () => {
  it('has every place once, whatever the chance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (length, chances) => {
          const order = shuffled(length, () => chances.next().value ?? 0);
          expect(order.toSorted((a, b) => a - b)).toEqual(
            Array.from({ length }, (_, place) => place),
          );
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });

  it('follows its chances', () => {
    expect(shuffled(4, () => 0)).toEqual([1, 2, 3, 0]);
    expect(shuffled(4, () => 0.999)).toEqual([0, 1, 2, 3]);
  });
});

it('a line goes from where each token was to where it is', () => {
  expect(crossings([1, 0], (place) => 10 * place, 0, 8)).toBe(
    'M10.0 0C10.0 4 0.0 4 0.0 8M0.0 0C0.0 4 10.0 4 10.0 8',
  );
});
