/** The trained encoder through the pipeline, against its float64 goldens, on both backends. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import golden from '../golden/use_lite.json';
import { type Frame, maxErrorOf } from '../state/frame.ts';
import { asTrained, withoutPositions } from '../state/model.ts';
import { defaultParams, defaultSpec, type Spec } from '../state/spec.ts';
import { worstDifference } from '../testing/golden.ts';
import { startQuietly } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const trained = asTrained(defaultSpec);

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
      pipeline = await startQuietly(gpu, {
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

    for (const { text, ids, positions: kind, attention, embedding } of golden.cases) {
      it(`"${text}", positions ${kind}: tokens, attention of both layers, sentence vector`, async () => {
        const spec = positions[kind];
        if (!spec) throw new Error(`golden: positions ${kind}`);
        const said = { ...spec, text };
        expect([...(await read(said, 'pieces')).data]).toEqual(ids);
        for (const layer of [1, 2]) {
          const { shape, data } = await read({ ...said, layer }, 'weights');
          expect(shape).toEqual(attention[layer - 1]?.shape);
          expect(worstDifference(data, attention[layer - 1]?.data ?? [])).toBeLessThanOrEqual(
            golden.tolerance.attention,
          );
        }
        const sentence = await read(said, 'sentence');
        expect(sentence.shape).toEqual([512]);
        expect(worstDifference(sentence.data, embedding.data)).toBeLessThanOrEqual(
          golden.tolerance.embedding,
        );
      });
    }

    it('without positions the order of the words does not matter, for any order', async () => {
      const words = ['the', 'old', 'dog', 'saw', 'a', 'small', 'cat', 'today'];
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
      const forward = (await read({ ...trained, text: 'dog bites man' }, 'sentence')).data;
      const reversed = await read(
        { ...trained, text: 'dog bites man', order: 'reversed' },
        'sentence',
      );
      expect(worstDifference(reversed.data, [...forward])).toBeGreaterThan(1e-3);
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
        const text = 'the old dog saw a small cat';
        await pipeline.request({ ...trained, encoding, params, text, order: 'shuffled' });
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
        const here = (await read(spec, 'sentence')).data;
        const there = (await read({ ...spec, start: 1000 }, 'sentence')).data;
        expect(worstDifference(there, [...here])).toBeLessThanOrEqual(golden.tolerance.embedding);
      }
    });
  });
}
