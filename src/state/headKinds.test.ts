import { expect, it } from 'vitest';
import { headKinds, kindShares, repeats } from './headKinds.ts';

const column = (ids: readonly number[], at: number) =>
  [...kindShares(ids)].filter((_, cell) => cell % headKinds.length === at);

it('shares are means over the queries that have such a key', () => {
  // Queries 1…4 have one token before them, and the first.
  expect(column([5, 6, 5, 7, 5], 0).filter(Boolean)).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(column([5, 6, 5, 7, 5], 1).map(Boolean).indexOf(true)).toBe(5);
  // Query 2 has the 6 after the first 5; query 4 has that and the 7 after the second.
  const induction = column([5, 6, 5, 7, 5], 2);
  expect(induction.flatMap((share, cell) => (share ? [[cell, share]] : []))).toEqual([
    [2 * 5 + 1, 0.5],
    [4 * 5 + 1, 0.5],
    [4 * 5 + 3, 0.5],
  ]);
});

it('a token right after its like has nothing but itself after that', () => {
  expect(repeats([1, 2, 2, 3])).toBe(false);
  expect(column([1, 2, 2, 3], 2).some(Boolean)).toBe(false);
  expect(repeats([2, 1, 2])).toBe(true);
});
