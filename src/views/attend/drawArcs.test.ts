import { expect, it } from 'vitest';
import { faintOf, mostFaint } from './drawArcs.ts';

it('draws the weights of an even share and more, the heaviest last', () => {
  const { arcs, least } = faintOf(Float32Array.of(0.9, 0.1, 0.5, 0.5), 2);
  expect(least).toBeCloseTo(0.5, 3);
  expect(arcs.map(({ query, key }) => [query, key])).toEqual([
    [1, 0],
    [1, 1],
    [0, 0],
  ]);
});

it('of more than there is room for, the heaviest', () => {
  const length = 100;
  const weights = Float32Array.from({ length: length ** 2 }, (_, cell) => 0.02 + cell * 1e-6);
  const { arcs, least } = faintOf(weights, length);
  expect(arcs).toHaveLength(mostFaint);
  expect(least).toBe(weights[length ** 2 - mostFaint]);
  expect(arcs.at(-1)).toMatchObject({ query: 99, key: 99 });
});

it('an even share is drawn, however it was rounded', () => {
  expect(faintOf(new Float32Array(49).fill(0.99999 / 7), 7).arcs).toHaveLength(49);
});
