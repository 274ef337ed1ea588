import { tensor3d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { contextOf, exactContextOf, exactScores } from '../../testing/content.ts';
import { dimsFor, exactOf } from '../../testing/exact.ts';
import { attentionTolerance, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { todayCase, todaySizes } from '../../testing/today.ts';
import { reflected } from '../reflected.ts';
import path, { reflectedRow } from './path.ts';

const { length, dHead, heads } = todaySizes;
const { data, input } = todayCase('path');
const content = { query: input('q'), key: input('k'), dHead, heads, causal: true };
const cells = Array.from({ length: heads * length * length }, (_, cell) => ({
  head: Math.floor(cell / length ** 2),
  query: Math.floor(cell / length) % length,
  key: cell % length,
}));
/** q·k of every pair, to which the golden adds nothing ahead of the query. */
const products = cells.map(
  ({ head, query, key }) => exactContextOf(content, query, head).products[key] ?? Number.NaN,
);
const added = cells.map(({ query, key }, cell) =>
  key > query ? 0 : (data[cell] ?? Number.NaN) - (products[cell] ?? Number.NaN),
);

/** A line of 150 tokens of two heads. */
const long = {
  query: Array.from({ length: 2 * 150 * 8 }, (_, i) => Math.sin(i * i)),
  key: Array.from({ length: 2 * 150 * 8 }, (_, i) => Math.cos(i * i)),
  input: Array.from({ length: 150 * 16 }, (_, i) => 1.4 * Math.sin(3 * i * i + 1)),
  dHead: 8,
  heads: 2,
};
const longDims = dimsFor(150, 16, 2);

describe('path, in float64', () => {
  it('scores as the golden, row by row', () => {
    const got = [0, 1].flatMap((head) =>
      Array.from({ length }, (_, row) => {
        const at = (position: number) => head * length + position;
        const w = (position: number) =>
          input('w').slice(at(position) * dHead, (at(position) + 1) * dHead);
        const beta = (position: number) => input('beta')[at(position)] ?? Number.NaN;
        const scores = reflectedRow(exactContextOf(content, row, head), w, beta);
        return Array.from(scores, (score, key) => (key > row ? 0 : score));
      }).flat(),
    );
    expect(worstDifference(got, data)).toBeLessThanOrEqual(1e-9);
  });

  it('with β = 0 adds nothing', () => {
    const exact = exactOf(path, { beta: 'fixed', strength: 0 }, longDims);
    expect(
      worstDifference(
        exactScores(exact, long),
        exactScores(exact, long).map(() => 0),
      ),
    ).toBe(0);
  });

  it('with β = 2 keeps the length of a query: twice through one reflection is where it was', () => {
    const query = Float64Array.of(1, 2, 3);
    const w = () => [0.6, 0, 0.8];
    const keys = [Float64Array.of(5, 1, 2), Float64Array.of(1, 1, 1), Float64Array.of(2, 0, 1)];
    const [first] = reflectedRow({ query, keys, row: 2 }, w, () => 2);
    expect(first).toBeCloseTo(13, 12);
  });
});

onBothBackends(path, ({ holds }) => {
  it('adds what the golden says', async () => {
    const three = (name: string, width: number) =>
      tensor3d([...input(name)], [heads, length, width]);
    const chain = () => ({
      query: three('q', dHead),
      key: three('k', dHead),
      direction: three('w', dHead),
      strength: three('beta', 1),
    });
    await holds(() => reflected(chain(), 1), added, attentionTolerance);
  });

  it('is none with β = 0, whatever the tokens', async () => {
    const hooks = hooksOf(path, { beta: 'fixed', strength: 0 }, longDims);
    await holds(() => hooks.score?.(contextOf(long)), Array<number>(2 * 150 * 150).fill(0), 0);
  });

  it('adds over a long line what the float64 formula adds, at every β', async () => {
    for (const given of [{}, { beta: 'fixed', strength: 2 }]) {
      const wanted = exactScores(exactOf(path, given, longDims), long);
      const hooks = hooksOf(path, given, longDims);
      await holds(() => hooks.score?.(contextOf(long)), wanted, attentionTolerance);
    }
  });
});
