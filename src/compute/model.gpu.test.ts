/** The trained encoder through the pipeline, against its float64 goldens, on both backends. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import golden from '../golden/use_lite.json';
import { type Frame, maxErrorOf } from '../state/frame.ts';
import { asTrained, withoutPositions } from '../state/model.ts';
import { defaultParams, defaultSpec, type Spec } from '../state/spec.ts';
import { worstDifference } from '../testing/golden.ts';
import { startWithEncoder } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const trained = asTrained(defaultSpec);

/** A golden's text: WebGL compiles its shaders for every length anew. */
const flooded = 'the river bank was flooded';

const positions: Readonly<Record<string, Spec>> = {
  'as trained': trained,
  zeros: withoutPositions(defaultSpec),
  '[sin 2πi/n, cos 2πi/n, 0…], i from 0': {
    ...trained,
    encoding: 'circular',
    params: defaultParams('circular'),
  },
};

for (const [gpu, backends] of [
  ['auto', ['webgpu']],
  ['off', ['webgl', 'cpu']],
] as const) {
  describe(`the trained encoder, gpu=${gpu}`, () => {
    let pipeline: Pipeline;
    let frame: Frame;
    let maxError: number | null = null;
    beforeAll(async () => {
      pipeline = await startWithEncoder(gpu, {
        show: (shown) => {
          frame = shown;
        },
        checked: (check) => {
          maxError = check && maxErrorOf(check);
        },
      });
      expect(backends).toContain(pipeline.device().backend);
    });

    const read = async (spec: Spec, name: string) => {
      await pipeline.request(spec);
      return pipeline.read(name);
    };

    /** The sentence vector of a picture: unlike one that is read, no pass of its own. */
    const sentenceOf = async (spec: Spec) => {
      await pipeline.request(spec, { model: true });
      return (await pipeline.block('sentence', 0, 0, 1, 512)) ?? new Float32Array();
    };

    /** Attention of both layers and the sentence vector, read one by one. */
    const allRead = async (spec: Spec) => {
      const sentence = await read(spec, 'sentence');
      expect(sentence.shape).toEqual([512]);
      const layers = [];
      for (const layer of [1, 2]) layers.push(await read({ ...spec, layer }, 'weights'));
      return { layers, sentence: sentence.data };
    };

    /** The same of one picture. */
    const allDrawn = async (spec: Spec, length: number) => {
      const sentence = await sentenceOf(spec);
      const heads = await Promise.all(
        Array.from({ length: 8 }, (_, head) =>
          pipeline.block(`layer ${head}`, 0, 0, length, length),
        ),
      );
      const layers = [heads.slice(0, 4), heads.slice(4)].map((own) => ({
        shape: [own.length, length, length],
        data: Float32Array.from(own.flatMap((head) => [...(head ?? [])])),
      }));
      return { layers, sentence };
    };

    for (const { text, ids, positions: kind, attention, embedding } of golden.cases) {
      it(`"${text}", positions ${kind}: tokens, attention of both layers, sentence vector`, async () => {
        const spec = positions[kind];
        if (!spec) throw new Error(`golden: positions ${kind}`);
        const said = { ...spec, text, layer: 1 };
        const { layers, sentence } = await (kind === 'as trained'
          ? allRead(said)
          : allDrawn(said, ids.length));
        expect([...(await pipeline.read('pieces')).data]).toEqual(ids);
        for (const [layer, { shape, data }] of layers.entries()) {
          expect(shape).toEqual(attention[layer]?.shape);
          expect(worstDifference(data, attention[layer]?.data ?? [])).toBeLessThanOrEqual(
            golden.tolerance.attention,
          );
        }
        expect(worstDifference(sentence, embedding.data)).toBeLessThanOrEqual(
          golden.tolerance.embedding,
        );
      });
    }

    it('without positions the order of the words does not matter, for any order', async () => {
      const words = flooded.split(' ');
      const off = withoutPositions(defaultSpec);
      const first = (await read({ ...off, text: words.join(' ') }, 'sentence')).data;
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(words, { minLength: words.length }), async (other) => {
          const { data } = await read({ ...off, text: other.join(' ') }, 'sentence');
          expect(worstDifference(data, [...first])).toBeLessThanOrEqual(golden.tolerance.embedding);
        }),
        { numRuns: 5, seed: 3 },
      );
    });

    it('reversed positions on reversed words give the sentence vector of neither', async () => {
      const forward = await sentenceOf({ ...trained, text: 'dog bites man' });
      const reversed = await sentenceOf({ ...trained, text: 'dog bites man', order: 'reversed' });
      expect(worstDifference(reversed, [...forward])).toBeGreaterThan(1e-3);
    });

    it('in both layers a score is its query times its key times the scale of that layer', async () => {
      for (const [layer, dHead] of [
        [1, 64],
        [2, 128],
      ] as const) {
        const deberta = { encoding: 'deberta', params: defaultParams('deberta') };
        await pipeline.request(
          { ...trained, ...deberta, text: 'dog bites man', layer },
          { stages: true },
        );
        const scale = frame.stages?.scale ?? Number.NaN;
        // He et al. 2020, eq. 4: three terms share the variance.
        expect(scale).toBeCloseTo(1 / Math.sqrt(3 * dHead), 12);
        const [query, key, scores] = await Promise.all([
          pipeline.block('query', 1, 0, 1, dHead),
          pipeline.block('key', 0, 0, 1, dHead),
          pipeline.block('scores', 1, 0, 1, 1),
        ]);
        const product = [...(query ?? [])].reduce(
          (sum, q, c) => sum + q * (key?.[c] ?? Number.NaN),
          0,
        );
        expect(scores?.[0]).toBeCloseTo(scale * product, 4);
      }
    });

    it('the map is that of the formula, in whatever order the tokens are given positions', async () => {
      for (const encoding of ['sinusoidal', 'learned', 'rope', 'alibi']) {
        maxError = null;
        const params = defaultParams(encoding);
        await pipeline.request({
          ...trained,
          encoding,
          params,
          text: flooded,
          order: 'shuffled',
        });
        await vi.waitFor(() => expect(maxError).not.toBeNull(), 5000);
        expect(maxError, encoding).toBeLessThanOrEqual(1e-6);
      }
    });

    it('shifted positions, all schemes: rotary and biased ones only see distances', async () => {
      for (const encoding of ['rope', 'alibi', 't5']) {
        const spec = {
          ...trained,
          encoding,
          params: defaultParams(encoding),
          text: 'dog bites man',
        };
        const here = await sentenceOf(spec);
        const there = await sentenceOf({ ...spec, start: 1000 });
        expect(worstDifference(there, [...here])).toBeLessThanOrEqual(golden.tolerance.embedding);
      }
    });
  });
}
