import { mul, tensor3d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/deberta.json';
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
import { defaultsOf } from '../params.ts';
import deberta, { bucketOf, rowOf, terms, termsOfRow } from './deberta.ts';

const plain = {
  span: 3,
  delta: 'paper',
  logBuckets: false,
  bucketSize: 32,
  maxPosition: 512,
} as const;

function given(delta: 'paper' | 'code') {
  const each = caseOf(golden, `p2c_${delta}`);
  const content: Content = {
    query: numbersOf(each.inputs, 'q'),
    key: numbersOf(each.inputs, 'k'),
    dHead: 4,
  };
  const [key, query] = [numbersOf(each.inputs, 'k_r'), numbersOf(each.inputs, 'q_r')];
  return { each, content, key, query, values: { ...plain, delta } };
}

describe('deberta, in float64', () => {
  for (const delta of ['paper', 'code'] as const) {
    it(`gives both relative terms of golden p2c_${delta}`, () => {
      const { each, content, key, query, values } = given(delta);
      const entry = (table: number[]) => (row: number, channel: number) =>
        table[4 * row + channel] ?? Number.NaN;
      const tables = { key: entry(key), query: entry(query) };
      const rows = [0, 1, 2, 3, 4, 5].map((row) =>
        termsOfRow(exactContextOf(content, row), tables, values),
      );
      for (const name of ['c2p', 'p2c'] as const) {
        const got = rows.flatMap((row) => row[name]);
        expect(worstDifference(got, arrayOf(each.extra, name))).toBeLessThanOrEqual(1e-12);
      }
    });
  }

  // Beyond that the goldens cap the distance, which neither the released models nor transformers do.
  it('puts every distance of the goldens below the largest position into its bucket', () => {
    for (const [name, size, most] of [
      ['log_buckets', 8, 64],
      ['log_buckets_256_512', 256, 512],
    ] as const) {
      const { inputs, data } = caseOf(golden, name);
      const distances = numbersOf(inputs, 'relative_position');
      const within = distances.flatMap((distance, at) =>
        Math.abs(distance) < most ? [[bucketOf(distance, size, most), data[at]]] : [],
      );
      expect(within.length).toBeGreaterThanOrEqual(distances.length - 12);
      for (const [bucket, wanted] of within) expect(bucket).toBe(wanted);
    }
  });

  it('has buckets that are odd, never fall, and grow on past the largest position', () => {
    for (let distance = 1; distance <= 2048; distance++) {
      const bucket = bucketOf(distance, 256, 512);
      expect(bucketOf(-distance, 256, 512)).toBe(-bucket);
      expect(bucket).toBeGreaterThanOrEqual(bucketOf(distance - 1, 256, 512));
    }
    expect([511, 512, 1024].map((distance) => bucketOf(distance, 256, 512))).toEqual([
      255, 256, 319,
    ]);
  });

  it('has row 0 for keys at least maxPosition ahead, and row 1 for one step less', () => {
    const v3 = { ...plain, span: 256, logBuckets: true, bucketSize: 256, maxPosition: 512 };
    const ahead = [510, 511, 512, 513, 1023].map((distance) => rowOf(-distance, v3));
    expect(ahead).toEqual([1, 1, 0, 0, 0]);
    expect([511, 512, 1023].map((distance) => rowOf(distance, v3))).toEqual([511, 511, 511]);
    // The map and the number under it say the same.
    const exact = exactOf(deberta, v3, dimsFor(1024, 4));
    expect(exact.steps(0, 1023 + 512)).toContain('\\beta(-512) = -256');
    expect(exact.steps(0, 1023 + 511)).toContain('\\beta(-511) = -255');
    expect(exact.cell(0, 1023 + 512)).not.toBe(exact.cell(0, 1023 + 511));
    expect(exact.cell(0, 1023 + 512)).toBe(exact.cell(0, 2046));
  });

  it('writes out what β is where distances are bucketed', () => {
    const tex = (params: object) => deberta.tex({ ...defaultsOf(deberta.params), ...params });
    expect(tex({})).not.toContain('beta');
    const bucketed = tex({ logBuckets: true, bucketSize: 256, maxPosition: 512 });
    expect(bucketed).toContain('\\beta(r) =');
    expect(bucketed).toContain('\\frac{\\ln(|r|/128)}{\\ln(511/128)}');
  });

  it('clips one step earlier behind than ahead', () => {
    expect([-5, -4, -3, -2].map((distance) => rowOf(distance, plain))).toEqual([0, 0, 0, 1]);
    expect([1, 2, 3, 4].map((distance) => rowOf(distance, plain))).toEqual([4, 5, 5, 5]);
  });

  it('adds what depends on the offset alone when all words are alike', () => {
    const same = alike(6, [1, -2, 0.5, 3]);
    for (const delta of ['paper', 'code']) {
      const exact = exactOf(deberta, { span: 3, delta }, dimsFor(6, 4));
      const added = exactScores(exact, { query: same, key: same, dHead: 4 });
      expect(worstAlongDiagonals(added)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('refuses buckets that do not halve and distances that are too short', () => {
    const say = (params: object) =>
      deberta.check?.({ ...defaultsOf(deberta.params), ...params }, dimsFor(6, 8))?.en;
    expect(say({ bucketSize: 7, maxPosition: 3 })).toBeUndefined();
    expect(say({ logBuckets: true })).toBeUndefined();
    expect(say({ logBuckets: true, bucketSize: 7 })).toContain('it is 7');
    expect(say({ logBuckets: true, maxPosition: 17 })).toContain('greater than 17; it is 17');
  });
});

onBothBackends(deberta, ({ holds }) => {
  for (const delta of ['paper', 'code'] as const) {
    it(`every term of golden p2c_${delta}, and their sum`, async () => {
      const { each, content, key, query, values } = given(delta);
      const normal = givenNumbers({
        'key table': { width: 4, data: key },
        'query table': { width: 4, data: query },
      });
      const hooks = hooksOf(deberta, values, dimsFor(6, 4), normal);
      const parts = () => {
        const tables = { key: tensor3d(key, [1, 6, 4]), query: tensor3d(query, [1, 6, 4]) };
        const context = contextOf(content);
        const c2c = mul(context.products, hooks.scale ?? Number.NaN);
        return { c2c, ...terms(context, tables, values) };
      };
      for (const name of ['c2c', 'c2p', 'p2c'] as const) {
        await holds(() => parts()[name], arrayOf(each.extra, name), attentionTolerance);
      }
      await holds(() => squareOf('logits', hooks, content), each.data, attentionTolerance);
      const at = { length: 6, axes: 1, values: new Float64Array(6) };
      await holds(() => hooks.weights?.keyTable?.(at), key);
      await holds(() => hooks.weights?.queryTable?.(at), query);
    });
  }

  it('a head on its own gets what it gets among all, in buckets too', async () => {
    const params = { span: 4, logBuckets: true, bucketSize: 4, maxPosition: 8 };
    const hooks = hooksOf(deberta, params, dimsFor(12, 8, 2));
    const x = Float32Array.from({ length: 96 }, (_, i) => Math.sin(i));
    const whole = { query: Array.from(x), key: Array.from(x), dHead: 4 };
    const added = (first: number, count: number) => {
      const own = tensor3d(x.slice(48 * first, 48 * (first + count)), [count, 12, 4]);
      return hooks.score?.({
        ...contextOf(whole),
        query: own,
        key: own,
        heads: { first, count },
      });
    };
    const both = await readBack(() => added(0, 2));
    await holds(() => added(1, 1), Array.from(both.subarray(144)));
    const exact = exactOf(deberta, params, dimsFor(12, 8, 2));
    const own = { query: Array.from(x.subarray(0, 48)), key: Array.from(x.subarray(0, 48)) };
    const wanted = exactScores(exact, { ...own, dHead: 4 });
    await holds(() => added(0, 1), wanted, attentionTolerance);
  });
});
