import { slice, type Tensor2D, type Tensor3D, tile } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/transformer_xl.json';
import {
  alike,
  type Content,
  contextOf,
  exactContextOf,
  exactScores,
  squareOf,
  worstAlongDiagonals,
} from '../../testing/content.ts';
import { dimsFor, exactOf } from '../../testing/exact.ts';
import {
  arrayOf,
  attentionTolerance,
  caseOf,
  numbersOf,
  worstDifference,
} from '../../testing/golden.ts';
import { givenNumbers, hooksOf, onBothBackends, readBack } from '../../testing/scheme.ts';
import { tf } from '../tensors.ts';
import transformerXl, {
  relativeTable,
  relativeVector,
  terms,
  termsOfRow,
} from './transformer-xl.ts';

const { inputs, data, extra } = caseOf(golden, 'terms');
const relativeVectors = caseOf(golden, 'relative_vectors');
const given = (name: string) => numbersOf(inputs, name);
const termNames = ['a', 'b', 'c', 'd'] as const;

// Four queries at positions 2…5 of six keys; two rows before them make a square of it.
const dims = { length: 6, start: 0, dModel: 6, nHeads: 1, dHead: 4 };
const content: Content = {
  query: [...alike(2, [0, 0, 0, 0]), ...given('q')],
  key: given('k'),
  dHead: 4,
  causal: true,
};
const lastFour = (square: Tensor3D) => slice(square, [0, 2, 0], [1, 4, 6]);

const normal = givenNumbers({
  wr: { width: 4, data: given('w_r').map((entry) => entry * Math.sqrt(6)) },
  u: { width: 4, data: given('u') },
  v: { width: 4, data: given('v') },
});

describe('transformer-xl, in float64', () => {
  it('has sines, then cosines, of the distance back, as the golden has them', () => {
    const got = [5, 4, 3, 2, 1, 0].flatMap((distance) => [...relativeVector(distance, 10000, 6)]);
    expect(worstDifference(got, relativeVectors.data)).toBeLessThanOrEqual(1e-12);
  });

  it('gives three terms of the golden; the first is the product itself', () => {
    const w = given('w_r');
    const rows = [2, 3, 4, 5].map((row) =>
      termsOfRow(exactContextOf(content, row), (distance) => relativeVector(distance, 10000, 6), {
        wr: (channel, column) => w[4 * channel + column] ?? Number.NaN,
        u: Float64Array.from(given('u')),
        v: Float64Array.from(given('v')),
      }),
    );
    for (const name of ['b', 'c', 'd'] as const) {
      const got = rows.flatMap((row) => row[name]);
      expect(worstDifference(got, arrayOf(extra, name))).toBeLessThanOrEqual(1e-12);
    }
  });

  it('turns its sines about for keys ahead, and leaves the cosines', () => {
    const [back, ahead] = [3, -3].map((distance) => Array.from(relativeVector(distance, 100, 8)));
    expect(ahead?.slice(0, 4)).toEqual(back?.slice(0, 4).map((sine) => -sine));
    expect(ahead?.slice(4)).toEqual(back?.slice(4));
  });

  it('adds what depends on the offset alone when all words are alike', () => {
    const same = alike(6, [1, -2, 0.5, 3]);
    const exact = exactOf(transformerXl, {}, dimsFor(6, 4));
    const added = exactScores(exact, { query: same, key: same, dHead: 4 });
    expect(worstAlongDiagonals(added)).toBeLessThanOrEqual(1e-12);
    const varied = exactScores(exact, { query: same, key: content.key, dHead: 4 });
    expect(worstAlongDiagonals(varied)).toBeGreaterThan(0.1);
  });

  it('refuses an odd dimension', () => {
    expect(transformerXl.check?.({ base: 10000 }, dimsFor(6, 9))?.en).toContain('it is 9');
    expect(transformerXl.check?.({ base: 10000 }, dimsFor(6, 10))).toBeNull();
  });
});

onBothBackends(transformerXl, ({ holds }) => {
  it('golden relative_vectors', () =>
    holds(() => slice(relativeTable(6, 10000, 6), [0, 0], [6, 6]), relativeVectors.data));

  it('every term of golden terms, and their masked sum', async () => {
    const hooks = hooksOf(transformerXl, {}, dims, normal);
    const parts = () => {
      const context = contextOf(content);
      const r: Tensor2D = tf.matMul(relativeTable(6, 10000, 6), tf.tensor2d(given('w_r'), [6, 4]));
      const row = (name: string) => tf.tensor2d(given(name), [1, 4]);
      const { b, c, d } = terms(context.query, context.key, { r, u: row('u'), v: row('v') });
      const a = tf.mul<Tensor3D>(context.products, 0.5);
      return { a, b, c: tile(c, [1, 6, 1]), d };
    };
    for (const name of termNames) {
      await holds(() => lastFour(parts()[name]), arrayOf(extra, name), attentionTolerance);
    }
    const total = () => squareOf('logits', hooks, content);
    await holds(() => lastFour(total()), data, attentionTolerance);
  });

  it('a head on its own gets what it gets among all', async () => {
    const wide = hooksOf(transformerXl, {}, dimsFor(6, 8, 2));
    const x = Float32Array.from({ length: 48 }, (_, i) => Math.sin(i));
    const added = (first: number, count: number) => {
      const own = tf.tensor3d(x.slice(24 * first, 24 * (first + count)), [count, 6, 4]);
      return wide.score?.({ ...contextOf(content), query: own, key: own, heads: { first, count } });
    };
    const both = await readBack(() => added(0, 2));
    await holds(() => added(1, 1), Array.from(both.subarray(36)));
  });

  it('the learned tables can be read', async () => {
    const { weights } = hooksOf(transformerXl, {}, dims, normal);
    const at = { length: 6, axes: 1, values: new Float64Array(6) };
    await holds(() => weights?.wr?.(at), given('w_r'));
    await holds(() => weights?.u?.(at), given('u'));
    await holds(() => weights?.v?.(at), given('v'));
  });
});
