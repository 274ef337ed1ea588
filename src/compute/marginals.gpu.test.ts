/** What each key receives and how widely each query spreads, on both backends, against float64 rows. */
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '../state/frame.ts';
import { patched, type SpecPatch } from '../state/patch.ts';
import { defaultSpec } from '../state/spec.ts';
import { startQuietly } from '../testing/pipeline.ts';
import { backends } from '../testing/scheme.ts';
import type { Pipeline } from './pipeline.ts';

const length = 24;
const small = patched(defaultSpec, { length, dim: 16, heads: 2 });

for (const backend of backends) {
  describe(`the marginals on ${backend}`, () => {
    let pipeline: Pipeline;
    let frame: Frame;
    beforeAll(async () => {
      pipeline = await startQuietly(backend === 'webgpu' ? 'auto' : 'off', {
        show: (shown) => {
          frame = shown;
        },
      });
      if (backend === 'cpu') await setBackend('cpu');
      else expect(pipeline.device().backend).toBe('webgpu');
    });

    const patches: readonly SpecPatch[] = [
      {},
      { mask: 'none', head: 2 },
      { mask: 'window', window: 4 },
      { mask: 'padding', text: 'five words are not many' },
      { temperature: 0, mask: 'none' },
    ];
    for (const patch of patches) {
      it(`${JSON.stringify(patch)} agree with float64`, async () => {
        await pipeline.request(patched(small, patch));
        const found = await pipeline.lens('marginals');
        const rows = Array.from({ length }, (_, query) => frame.exactRow(query)?.weights ?? []);
        const logits = Array.from({ length }, (_, query) => frame.exactRow(query)?.logits ?? []);
        for (let place = 0; place < length; place++) {
          const seeing = logits.filter((row) => row[place] !== Number.NEGATIVE_INFINITY).length;
          const mean = rows.reduce((all, row) => all + (row[place] ?? Number.NaN), 0) / seeing;
          const got = found?.attended[place] ?? Number.NaN;
          // A key that nobody sees has no mean: both are NaN. Weights agree within 1e-5,
          // and so does their mean.
          const apart = Number.isNaN(got) && seeing === 0 ? 0 : Math.abs(got - mean);
          expect(apart).toBeLessThanOrEqual(1e-5);
          const bits = [...(rows[place] ?? [])].reduce(
            (h, w) => (w > 0 ? h - w * Math.log2(w) : h),
            0,
          );
          // The sum of 24 such errors, each times the slope of −w·log₂ w near small weights.
          expect(Math.abs((found?.entropy[place] ?? Number.NaN) - bits)).toBeLessThanOrEqual(1e-3);
          const keys = [...(logits[place] ?? [])].filter(
            (logit) => logit !== Number.NEGATIVE_INFINITY,
          );
          expect(found?.largest[place]).toBeCloseTo(Math.log2(keys.length), 5);
        }
      });
    }

    it('a row that sees nothing has no entropy, and a key that nobody sees no mean', async () => {
      await pipeline.request(patched(small, { mask: 'padding', text: '' }));
      const found = await pipeline.lens('marginals');
      expect([...(found?.entropy ?? [])]).toEqual(Array.from({ length }, () => 0));
      expect([...(found?.attended ?? [1])].every(Number.isNaN)).toBe(true);
    });

    it('leave nothing behind', async () => {
      await pipeline.request(small);
      await pipeline.lens('marginals');
      const before = pipeline.memory().tensors;
      await pipeline.lens('marginals');
      expect(pipeline.memory().tensors).toBe(before);
    });
  });
}
