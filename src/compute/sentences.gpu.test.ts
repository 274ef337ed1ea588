/** Sentence vectors that are asked for together, against the float64 goldens and those of one frame each. */
import { beforeAll, describe, expect, it } from 'vitest';
import golden from '../golden/use_lite.json';
import { asTrained, withoutPositions } from '../state/model.ts';
import { defaultParams, defaultSpec, type Spec } from '../state/spec.ts';
import { worstDifference } from '../testing/golden.ts';
import { startWithEncoder } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const trained = asTrained(defaultSpec);
const circle: Spec = { ...trained, encoding: 'circular', params: defaultParams('circular') };
const texts = golden.pairs.flatMap(({ a, b }) => [a, b]);
const { tolerance } = golden;

describe('sentences that are asked for together', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await startWithEncoder('auto');
    expect(pipeline.device().backend).toBe('webgpu');
  });

  const vectors = async (spec: Spec) => {
    const all = (await pipeline.sentences(spec, texts)) ?? new Float32Array();
    expect(all).toHaveLength(texts.length * 512);
    return texts.map((_, text) => all.subarray(text * 512, (text + 1) * 512));
  };

  // Vectors have length 1, so that their product is their cosine.
  const cosine = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, channel) => sum + value * (b[channel] ?? Number.NaN), 0);

  it.each([
    ['as trained', trained, 'sin'],
    ['off', withoutPositions(defaultSpec), 'off'],
    ['on a circle', circle, 'circ'],
  ] as const)('have the golden cosines with positions %s', async (_, spec, name) => {
    const found = await vectors(spec);
    golden.pairs.forEach((pair, at) => {
      const [a, b] = [found[2 * at], found[2 * at + 1]];
      if (!a || !b) throw new Error(`golden: pair ${at}`);
      expect(Math.abs(cosine(a, b) - pair[name])).toBeLessThanOrEqual(tolerance.cosine);
    });
  });

  it('are those of a frame of their own: a table, a rotation, a bias', async () => {
    const specs: readonly Spec[] = [
      { ...trained, order: 'reversed', start: 3, gain: 2 },
      // One pass for each text.
      { ...trained, encoding: 'rope', params: defaultParams('rope') },
      { ...trained, encoding: 'alibi', params: defaultParams('alibi') },
    ];
    const found = [];
    for (const spec of specs) found.push({ spec, together: await vectors(spec) });
    // Text by text: a frame keeps what its text gives as trained for the next of that text.
    for (const [at, text] of texts.entries()) {
      for (const { spec, together } of found) {
        await pipeline.request({ ...spec, text }, { model: true });
        const own = (await pipeline.block('sentence', 0, 0, 1, 512)) ?? [];
        expect(own).toHaveLength(512);
        expect(
          worstDifference(together[at] ?? [], [...own]),
          `${spec.encoding}: ${text}`,
        ).toBeLessThanOrEqual(tolerance.embedding);
      }
    }
  });
});
