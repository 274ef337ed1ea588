/** A model from a file through the pipeline: what is read of it, and what surgery on its positions does. */
import { beforeAll, describe, expect, it } from 'vitest';
import { firstLayers } from '../files/families/description.ts';
import type { Frame, OwnModelParts } from '../state/frame.ts';
import { setOpenedModel } from '../state/openedModel.ts';
import { patched } from '../state/patch.ts';
import { defaultParams, defaultSpec, type Spec } from '../state/spec.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { openGolden, squaresIn } from '../testing/checkpoints.ts';
import { attentionTolerance, worstDifference } from '../testing/golden.ts';
import { startQuietly } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

/** Of a seed. */
const small = patched(defaultSpec, { length: 24, dim: 32, heads: 2 });

for (const gpu of ['auto', 'off'] as const) {
  describe(`a model from a file, gpu=${gpu}`, () => {
    let pipeline: Pipeline;
    let frame: Frame | null = null;
    beforeAll(async () => {
      pipeline = await startQuietly(gpu, {
        show: (shown) => {
          frame = shown;
        },
      });
      expect(pipeline.device().backend === 'webgpu').toBe(gpu === 'auto');
    });

    async function opened(family: string) {
      const { model, expected } = await openGolden(family);
      const text = expected.ids.join(' ');
      return { spec: { ...fileAsTrained(defaultSpec, model.description), text }, expected };
    }

    async function own(spec: Spec): Promise<OwnModelParts> {
      frame = null;
      await pipeline.request(spec, { model: true });
      // Told to TypeScript: it was shown meanwhile.
      const parts = (frame as Frame | null)?.model?.own;
      if (!parts) throw new Error('no parts of a model from a file');
      return parts;
    }

    it('attention of a layer, logits of the next token, loss and ids can be read', async () => {
      const { spec, expected } = await opened('llama');
      const [wanted] = expected.cases;
      await pipeline.request({ ...spec, layer: 2 });
      const weights = await pipeline.read('weights');
      expect(weights.shape).toEqual([4, 13, 13]);
      const apart = worstDifference(weights.data, squaresIn(wanted?.attention[1] ?? []));
      expect(apart).toBeLessThanOrEqual(attentionTolerance);
      expect((await pipeline.read('logits.next')).shape).toEqual([96]);
      expect((await pipeline.read('loss')).shape).toEqual([12]);
      expect([...(await pipeline.read('pieces')).data]).toEqual(expected.ids);
    });

    it.skipIf(gpu === 'off')(
      'shifted by 20 nothing changes; without positions it does, in the layers named alone',
      async () => {
        const { spec } = await opened('smollm3');
        const trained = await own(spec);
        expect(trained.largest).toBe(0);
        const shifted = await own({ ...spec, start: 20 });
        // Another angle, rounded otherwise.
        expect(shifted.largest).toBeLessThan(1e-5);
        const bare = { ...spec, encoding: 'none', params: defaultParams('none') };
        expect((await own(bare)).largest).toBeGreaterThan(0.05);
        // Its fourth layer has no positions to take away.
        expect((await own({ ...bare, layers: '4' })).largest).toBe(0);
        const [first, all] = [await own({ ...bare, layers: '1' }), await own(bare)];
        expect(first.largest).not.toBe(all.largest);
      },
    );

    it.skipIf(gpu === 'off')(
      'a parameter that is changed is changed, pairs that stand still do not turn',
      async () => {
        const { spec } = await opened('llama');
        const wrong = await own({ ...spec, params: { ...spec.params, pairing: 'interleaved' } });
        expect(wrong.largest).toBeGreaterThan(0.01);
        const bare = { ...spec, encoding: 'none', params: defaultParams('none') };
        const still = await own({ ...spec, pairs: '99' });
        expect([...still.losses]).toEqual([...(await own(bare)).losses]);
        const some = await own({ ...spec, pairs: '1-3' });
        expect(some.largest).toBeGreaterThan(0);
        expect(some.losses).not.toEqual(still.losses);
      },
    );

    it.skipIf(gpu === 'off')(
      'ALiBi instead of rotation acts as a bias, sinusoids instead of a table as a table',
      async () => {
        const { spec } = await opened('llama');
        const bias = await own({ ...spec, encoding: 'alibi', params: defaultParams('alibi') });
        expect(bias.largest).toBeGreaterThan(0.01);
        const { spec: gpt2 } = await opened('gpt2');
        expect((await own({ ...gpt2, start: 20 })).largest).toBeGreaterThan(0.01);
        const waves = { encoding: 'sinusoidal', params: defaultParams('sinusoidal') };
        expect((await own({ ...gpt2, ...waves })).largest).toBeGreaterThan(0.01);
      },
    );

    it.skipIf(gpu === 'off')(
      'one head changed is as with its whole layer changed, the others as they were trained',
      async () => {
        const { spec } = await opened('llama');
        const squares = async (asked: Spec) => {
          await pipeline.request({ ...asked, layer: 2 });
          const { data, shape } = await pipeline.read('weights');
          const size = (shape[1] ?? 0) ** 2;
          return Array.from({ length: 4 }, (_, head) => data.slice(head * size, (head + 1) * size));
        };
        const trained = await squares(spec);
        // Of the four query heads two share their keys. Their scores are scaled, added to, turned otherwise.
        for (const encoding of ['none', 't5', 'alibi', 'shaw', 'pope']) {
          const other = { ...spec, encoding, params: defaultParams(encoding) };
          const whole = await squares({ ...other, layers: '2' });
          const mixed = await squares({ ...other, changedHeads: '2.3' });
          for (const [head, got] of mixed.entries()) {
            const wanted = (head === 2 ? whole : trained)[head] ?? [];
            // Sums in another order.
            expect(worstDifference(got, [...wanted]), `${encoding} ${head + 1}`).toBeLessThan(1e-6);
          }
          expect(
            worstDifference(whole[2] ?? new Float32Array(), [...(trained[2] ?? [])]),
          ).toBeGreaterThan(0.01);
        }
        const before = (await own(spec)).losses;
        // A head that is shifted goes by the same distances.
        const shifted = await own({ ...spec, start: 20, changedHeads: '2.3, 3.1' });
        expect(worstDifference(shifted.losses, [...before])).toBeLessThan(1e-4);
        const first = async (change: Partial<Spec>) => {
          await pipeline.request({ ...spec, ...change, layer: 1 });
          return (await pipeline.read('weights')).data;
        };
        const untouched = await first({});
        for (const change of [{ order: 'reversed' }, { pairs: '99' }] as const) {
          expect(await first({ ...change, layers: '2' })).toEqual(untouched);
          expect(await first(change)).not.toEqual(untouched);
        }
      },
    );

    it.skipIf(gpu === 'off')(
      'the losses of another text are told, unless they are given up',
      async () => {
        const { spec } = await opened('llama');
        await pipeline.request(spec);
        const before = pipeline.memory().tensors;
        const asked = { ...spec, text: '5 6 7 8', start: 20 };
        const losses = await pipeline.losses(asked, null);
        expect(pipeline.memory().tensors).toBe(before);
        const given = pipeline.losses({ ...asked, text: '5 6 7 9' }, null);
        // Once it is under way.
        setTimeout(() => pipeline.cancelModel());
        expect(await given).toBeNull();
        expect(pipeline.memory().tensors).toBe(before);
        await pipeline.request(asked);
        expect((await pipeline.read('loss')).data).toEqual(losses);
      },
    );

    it.skipIf(gpu === 'off')('its first layers alone attend as in the whole of it', async () => {
      const { model, expected } = await openGolden('llama');
      const description = firstLayers(model.description, 2);
      setOpenedModel({ ...model, description });
      const text = expected.ids.join(' ');
      const parts = await own({ ...fileAsTrained(defaultSpec, description), text, layer: 2 });
      expect([parts.next, [...parts.losses]]).toEqual([[], []]);
      const { data } = await pipeline.read('weights');
      const wanted = squaresIn(expected.cases[0]?.attention[1] ?? []);
      expect(worstDifference(data, wanted)).toBeLessThanOrEqual(attentionTolerance);
    });

    it('another file is opened while the picture of the one before is on its way', async () => {
      const { spec } = await opened('llama');
      await own(spec);
      for (const turns of [0, 1, 4, 16]) {
        const late = pipeline.request({ ...spec, text: `${spec.text} ${turns}` }, { model: true });
        for (let turn = 0; turn < turns; turn++)
          await new Promise((resolve) => setTimeout(resolve));
        // Closed, and another opened.
        setOpenedModel(null);
        void pipeline.settleModel();
        const other = await opened('qwen2');
        expect((await own(other.spec)).losses).toHaveLength(other.expected.ids.length - 1);
        await late;
        await opened('llama');
        expect((await own(spec)).losses).toHaveLength(12);
      }
    });

    it('memory returns when the file is closed', async () => {
      const { spec } = await opened('llama');
      await pipeline.request(small);
      const before = pipeline.memory().tensors;
      await own(spec);
      await pipeline.request(small);
      setOpenedModel(null);
      await pipeline.settleModel();
      expect(pipeline.memory().tensors).toBeLessThanOrEqual(before);
    });
  });
}
