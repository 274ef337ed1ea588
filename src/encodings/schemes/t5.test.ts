import { describe, expect, it } from 'vitest';
import attention from '../../golden/attention.json';
import golden from '../../golden/t5_buckets.json';
import { goldenPass } from '../../testing/content.ts';
import { cellsOf, dimsFor, exactOf } from '../../testing/exact.ts';
import {
  arrayOf,
  attentionTolerance,
  caseOf,
  numbersOf,
  worstDifference,
} from '../../testing/golden.ts';
import { givenNumbers, hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { sequence } from '../encoding.ts';
import { defaultsOf } from '../params.ts';
import t5, { bucketsOf, edgesOf } from './t5.ts';

const full = {
  buckets: 32,
  maxDistance: 128,
  bidirectional: true as boolean,
  sign: 'key-query',
} as const;
const causal = { ...full, bidirectional: false };

/** The golden's table in place of the seeded one. */
function tableOf(inputs: unknown, dModel: number) {
  const data = numbersOf(inputs, 'table').map((entry) => entry * Math.sqrt(dModel));
  return givenNumbers({ t5: { width: 2, data } });
}

describe('t5, in whole numbers and float64', () => {
  it('puts every offset of the goldens into their bucket', () => {
    for (const [name, values] of [
      ['buckets_bi_32_128', full],
      ['buckets_causal_32_128', causal],
    ] as const) {
      const { inputs, data } = caseOf(golden, name);
      expect(numbersOf(inputs, 'relative_position').map(bucketsOf(values))).toEqual(data);
    }
  });

  it('begins the wide buckets where the paper’s defaults do', () => {
    expect(edgesOf(16, 128)).toEqual([8, 12, 16, 23, 32, 46, 64, 91]);
    expect(edgesOf(32, 128)).toEqual([
      16, 19, 21, 24, 27, 31, 35, 40, 46, 52, 59, 67, 77, 87, 99, 113,
    ]);
  });

  it('finds every edge at the largest sizes, each the least that reaches', () => {
    const edges = edgesOf(256, 4096);
    expect(edges).toHaveLength(128);
    expect(edges[0]).toBe(128);
    // The 64th of 128 is half way in the logarithm: √(128 · 4096) = 724.08.
    expect(edges[64]).toBe(725);
    expect(edges.toSorted((a, b) => a - b)).toEqual(edges);
  });

  it('leaves bucket 16 of 32 empty when it looks both ways', () => {
    const used = new Set(Array.from({ length: 601 }, (_, o) => bucketsOf(full)(o - 300)));
    expect(used.has(16)).toBe(false);
    expect(used.size).toBe(31);
  });

  it('has the golden’s biases, and puts all keys ahead into bucket 0 when causal', () => {
    for (const [name, bidirectional] of [
      ['bias_bi', true],
      ['bias_causal', false],
    ] as const) {
      const { inputs, data } = caseOf(golden, name);
      const table = numbersOf(inputs, 'table');
      const bucketOf = bucketsOf({ ...full, buckets: 8, maxDistance: 20, bidirectional });
      const got = data.map((_, cell) => {
        const [head, query, key] = [Math.floor(cell / 49), Math.floor(cell / 7) % 7, cell % 7];
        return table[2 * bucketOf(key - query) + head] ?? Number.NaN;
      });
      expect(worstDifference(got, data)).toBe(0);
    }
    expect([1, 2, 300].map(bucketsOf(causal))).toEqual([0, 0, 0]);
  });

  it('depends on the offset alone, from wherever the text starts', () => {
    const exact = exactOf(t5, {}, dimsFor(8, 16, 2, 1000));
    expect(exact.bias?.(1, 1007, 1002)).toBe(exact.bias?.(1, 5, 0));
    expect(cellsOf(exact, 2, 15)[15 + 2]).toBe(exact.bias?.(1, 1005, 1000));
  });

  it('refuses bucket counts that do not divide and distances that are too short', () => {
    const dims = dimsFor(8, 16, 2);
    const say = (given: object) => t5.check?.({ ...defaultsOf(t5.params), ...given }, dims)?.en;
    expect(say({})).toBeUndefined();
    expect(say({ buckets: 6 })).toContain('a multiple of 4; it is 6');
    expect(say({ buckets: 6, bidirectional: false })).toBeUndefined();
    expect(say({ maxDistance: 8 })).toContain('greater than 8; it is 8');
    expect(say({ maxDistance: 9 })).toBeUndefined();
  });
});

onBothBackends(t5, ({ holds }) => {
  for (const name of ['bias_bi', 'bias_causal']) {
    it(`golden ${name}`, async () => {
      const { params, inputs, data } = caseOf(golden, name);
      const given = { buckets: 8, maxDistance: 20, bidirectional: params.bidirectional === true };
      const hooks = hooksOf(t5, given, dimsFor(7, 16, 2), tableOf(inputs, 16));
      const at = sequence(5, 7);
      await holds(() => hooks.bias?.(at, at, { first: 0, count: 2 }), data);
      await holds(() => hooks.bias?.(at, at, { first: 1, count: 1 }), data.slice(49));
      await holds(() => hooks.weights?.table?.(at), arrayOf(inputs, 'table'));
    });
  }

  for (const mask of ['full', 'causal']) {
    it(`attention: every stage of golden t5_${mask}`, async () => {
      const { inputs, data, extra } = caseOf(attention, `t5_${mask}`);
      const given = { bidirectional: mask === 'full' };
      const hooks = hooksOf(t5, given, dimsFor(6, 8, 2), tableOf(inputs, 8));
      const pass = () => goldenPass(hooks, mask === 'causal');
      await holds(() => pass().logits, arrayOf(extra, 'scores'), attentionTolerance);
      await holds(() => pass().weights, arrayOf(extra, 'weights'), attentionTolerance);
      await holds(() => pass().output, data, attentionTolerance);
    });
  }
});
