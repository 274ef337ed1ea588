/** What the pass can be asked to do otherwise, held against float64 and against itself. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '../state/frame.ts';
import { patched, type SpecPatch } from '../state/patch.ts';
import { defaultSpec } from '../state/spec.ts';
import { startQuietly } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const small = patched(defaultSpec, { length: 16, dim: 16, heads: 2 });

describe('the pass', () => {
  let pipeline: Pipeline;
  const frames: Frame[] = [];
  beforeAll(async () => {
    pipeline = await startQuietly('auto', {
      show: (frame) => void frames.push(frame),
    });
    expect(pipeline.device().backend).toBe('webgpu');
  });

  const patches: readonly SpecPatch[] = [
    { fusion: 'concat' },
    { fusion: 'multiply' },
    { fusion: 'query-key' },
    { fusion: 'concat', gain: 2.5, mask: 'none' },
    { gain: 0 },
    { gain: 4 },
    { temperature: 0.3 },
    { queryScale: 'log', encoding: 'rope', start: 20 },
    { temperature: 0 },
    { temperature: 7, encoding: 'alibi' },
    { mask: 'window', window: 3 },
    { mask: 'window', window: 1 },
    { mask: 'padding', text: 'five words are not sixteen' },
    { mask: 'padding', text: '', temperature: 2 },
    { encoding: 'rope', mask: 'window', window: 5, temperature: 0.5 },
  ];
  for (const patch of patches) {
    it(`${JSON.stringify(patch)} agrees with float64`, async () => {
      await pipeline.request(patched(small, patch));
      const frame = frames.at(-1);
      for (const row of [0, 5, 15]) {
        const gpu = await pipeline.block('attention', row, 0, 1, 16);
        const exact = frame?.exactRow(row)?.weights ?? [];
        expect(exact.length).toBe(16);
        exact.forEach((weight, column) => {
          expect(Math.abs(weight - (gpu?.[column] ?? Number.NaN))).toBeLessThanOrEqual(1e-5);
        });
      }
    });
  }

  it('a bad number spoils the rows that see it, on the GPU as in float64', async () => {
    const formula = 'if(p == 3, log(-1), i / d)';
    await pipeline.request(patched(small, { encoding: 'custom', params: { formula } }));
    const frame = frames.at(-1);
    const similarity = await pipeline.block('similarity', 3, 0, 1, 16);
    expect([...(similarity ?? [])].every(Number.isNaN)).toBe(true);
    // Row 2 does not see key 3, but tfjs's product lets a NaN into the column beside it.
    for (const row of [0, 1, 3, 9]) {
      const gpu = await pipeline.block('attention', row, 0, 1, 16);
      const exact = frame?.exactRow(row)?.weights ?? [];
      exact.forEach((weight, column) => {
        // What is masked is 0 on the GPU; float64 has NaN there too.
        const wanted = column > row ? 0 : weight;
        const got = gpu?.[column] ?? 9;
        const apart = Number.isNaN(wanted) && Number.isNaN(got) ? 0 : Math.abs(wanted - got);
        expect(apart).toBeLessThanOrEqual(1e-5);
      });
    }
  });

  for (const fusion of ['add', 'concat', 'multiply', 'query-key'] as const) {
    it(`the terms under the crosshair are those that are read, ${fusion}`, async () => {
      await pipeline.request(patched(small, { fusion, gain: 1.5, head: 2 }), { stages: true });
      const { data } = await pipeline.read('terms');
      for (const term of [0, 1, 2, 3] as const) {
        const row = await pipeline.block(`term ${term}`, 3, 0, 1, 16);
        const wanted = data.subarray(512 * term + 256 + 48, 512 * term + 256 + 64);
        wanted.forEach((value, key) => {
          // Sums of 8 products, some in another order.
          expect(Math.abs((row?.[key] ?? Number.NaN) - value)).toBeLessThanOrEqual(2e-6);
        });
      }
    });
  }

  it('terms sum to the logits before bias and mask', async () => {
    for (const patch of [
      {},
      { fusion: 'concat' as const },
      { fusion: 'query-key' as const, gain: 3 },
      { fusion: 'multiply' as const },
      { encoding: 'rope' },
    ]) {
      await pipeline.request(patched(small, { ...patch, mask: 'none' }));
      const { shape, data } = await pipeline.read('terms');
      expect(shape).toEqual([4, 2, 16, 16]);
      const logits = (await pipeline.read('logits')).data;
      logits.forEach((logit, cell) => {
        const sum = [0, 1, 2, 3].reduce((all, term) => all + (data[512 * term + cell] ?? 0), 0);
        expect(Math.abs(sum - logit)).toBeLessThanOrEqual(1e-5);
      });
    }
  });

  it('a permutation of tokens only permutes the outputs without positions, for every seed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.shuffledSubarray(
          Array.from({ length: 16 }, (_, place) => place),
          { minLength: 16 },
        ),
        async (seed, order) => {
          await pipeline.request(patched(small, { encoding: 'none', mask: 'none', seed }));
          const { difference, reasons } = await pipeline.permute(order);
          expect(difference).toBeLessThanOrEqual(1e-5);
          expect(reasons).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('and names the reason where it does more', async () => {
    for (const [patch, reason] of [
      [{ mask: 'none' }, 'table'],
      [{ encoding: 'none', mask: 'causal' }, 'mask'],
      [{ encoding: 'rope', mask: 'none' }, 'rotation'],
      [{ encoding: 'alibi', mask: 'none' }, 'bias'],
      [{ encoding: 'shaw', mask: 'none' }, 'content'],
    ] as const) {
      await pipeline.request(patched(small, patch));
      const { difference, reasons } = await pipeline.permute();
      expect(difference).toBeGreaterThan(1e-3);
      expect(reasons).toEqual([reason]);
    }
    await expect(pipeline.permute([0, 0, 1])).rejects.toThrow(RangeError);
  });

  it('three blocks, each stage of the last, and nothing left behind', async () => {
    const deep = patched(small, { depth: 3, layer: 3, fused: 'every', precision: 'int8' });
    await pipeline.request(deep);
    const before = pipeline.memory().tensors;
    await pipeline.request(deep, { stages: true, terms: true });
    const stages = frames.at(-1)?.stages;
    expect(stages?.heads).toHaveLength(2);
    expect(stages?.terms).toHaveLength(4);
    const out = await pipeline.block('output', 0, 0, 16, 16);
    // The block ends in a norm: each row has mean 0 and variance 1.
    for (let row = 0; row < 16; row++) {
      const values = out?.subarray(16 * row, 16 * row + 16) ?? new Float32Array();
      expect(Math.abs(values.reduce((a, b) => a + b) / 16)).toBeLessThanOrEqual(1e-5);
      expect(values.reduce((a, b) => a + b * b, 0) / 16).toBeCloseTo(1, 3);
    }
    const head = await pipeline.block('head 0', 3, 0, 1, 16);
    expect(head).toEqual(await pipeline.block('weights', 3, 0, 1, 16));
    await pipeline.request(deep);
    // The block's matrices stay, to be used again, and what positions alone make.
    const after = pipeline.memory().tensors;
    expect(after).toBeLessThanOrEqual(before + 5 + 2);
    await pipeline.request(deep, { stages: true, terms: true });
    await pipeline.block('term 0', 0, 0, 1, 16);
    await pipeline.request(deep);
    expect(pipeline.memory().tensors).toBe(after);
    await pipeline.request(small);
  });

  it('in whole numbers a head is the same by itself and among all', async () => {
    await pipeline.request(patched(small, { precision: 'int8', head: 2 }));
    const own = await pipeline.block('attention', 15, 0, 1, 16);
    const { data } = await pipeline.read('weights');
    const among = data.subarray(256 + 15 * 16, 256 + 16 * 16);
    among.forEach((weight, key) => {
      expect(Math.abs(weight - (own?.[key] ?? 9))).toBeLessThanOrEqual(1e-6);
    });
  });

  it('fewer bits change the weights, and fewer still change them more', async () => {
    await pipeline.request(small);
    const full = await pipeline.block('attention', 15, 0, 1, 16);
    const apart = async (precision: 'float16' | 'bfloat16' | 'int8' | 'int4') => {
      await pipeline.request(patched(small, { precision }));
      const row = await pipeline.block('attention', 15, 0, 1, 16);
      return Math.max(...(row ?? []).map((weight, key) => Math.abs(weight - (full?.[key] ?? 9))));
    };
    const [half, brain, eight, four] = [
      await apart('float16'),
      await apart('bfloat16'),
      await apart('int8'),
      await apart('int4'),
    ];
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(brain);
    expect(brain).toBeLessThan(four);
    expect(eight).toBeLessThan(four);
  });
});
