/** Surgery and the positional heads of the trained encoder, against sums over what is drawn of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { asTrained, withoutPositions } from '../state/model.ts';
import { defaultSpec, type Spec } from '../state/spec.ts';
import { startWithEncoder } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

// As long as a golden's text: WebGL compiles its shaders for every length anew.
const trained = asTrained({ ...defaultSpec, text: 'the river bank was flooded' });
const pieces = 6;

/** By the definition: the part of the variance that lies between the diagonals. */
function shareOf(cells: readonly number[], length: number): { share: number; means: number[] } {
  const mean = cells.reduce((a, b) => a + b) / cells.length;
  const means = Array.from({ length: 2 * length - 1 }, (_, i) => {
    const own = cells.filter(
      (_cell, at) => (at % length) - Math.floor(at / length) === i + 1 - length,
    );
    return own.reduce((a, b) => a + b) / own.length;
  });
  const at = (cell: number) => means[(cell % length) - Math.floor(cell / length) + length - 1] ?? 0;
  const sum = (of: (value: number, cell: number) => number) =>
    cells.reduce((total, value, cell) => total + of(value, cell) ** 2, 0);
  const share = sum((_, cell) => at(cell) - mean) / sum((value) => value - mean);
  return { share, means };
}

for (const [gpu, backends] of [
  ['auto', ['webgpu']],
  ['off', ['webgl', 'cpu']],
] as const) {
  describe(`lenses of the trained encoder, gpu=${gpu}`, () => {
    let pipeline: Pipeline;
    let before: Awaited<ReturnType<typeof drawn>>;
    beforeAll(async () => {
      pipeline = await startWithEncoder(gpu);
      expect(backends).toContain(pipeline.device().backend);
      before = await drawn(trained);
    });

    /** The weights of all eight heads, layer 1 first, and the sentence vector: as they are drawn. */
    async function drawn(spec: Spec) {
      await pipeline.request(spec, { model: true });
      const numbers = async (...asked: Parameters<Pipeline['block']>) => [
        ...((await pipeline.block(...asked)) ?? []),
      ];
      const heads: number[][] = [];
      for (let head = 0; head < 8; head++) {
        heads.push(await numbers(`layer ${head}`, 0, 0, pieces, pieces));
        expect(heads[head]).toHaveLength(pieces ** 2);
      }
      return { heads, sentence: await numbers('sentence', 0, 0, 1, 512) };
    }

    it('a share is the variance between the diagonals over the whole', async () => {
      const { heads } = before;
      await pipeline.request(trained, { model: true });
      const found = await pipeline.lens('positional');
      heads.forEach((cells, head) => {
        const { share, means } = shareOf(cells, pieces);
        expect(found?.shares[head]).toBeCloseTo(share, 5);
        means.forEach((mean, i) => expect(found?.means[head]?.[i]).toBeCloseTo(mean, 5));
      });
    });

    it('finds three heads of layer 1 to go by offset, and none of layer 2', async () => {
      const texts = ['the cat chased the mouse'];
      if (gpu === 'auto') texts.push('The quick brown fox jumps over the lazy dog.');
      for (const text of texts) {
        await pipeline.request({ ...trained, text }, { model: true });
        const found = await pipeline.lens('positional');
        const [, ...others] = found?.shares ?? [];
        expect(others.map((share) => share >= 0.55)).toEqual([
          true,
          true,
          true,
          false,
          false,
          false,
          false,
        ]);
      }
    });

    it('surgery is the largest difference of what is drawn; none as trained', async () => {
      const after = await drawn(withoutPositions(trained));
      const found = await pipeline.lens('surgery');
      const largest = (a: readonly number[], b: readonly number[]) =>
        a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? 0))), 0);
      before.heads.forEach((cells, head) => {
        expect(found?.heads[head]).toBeCloseTo(largest(cells, after.heads[head] ?? []), 5);
      });
      expect(found?.sentence).toBeCloseTo(largest(before.sentence, after.sentence), 5);
      const cosine = before.sentence.reduce((sum, x, i) => sum + x * (after.sentence[i] ?? 0), 0);
      expect(found?.cosine).toBeCloseTo(cosine, 5);

      await pipeline.request(trained, { model: true });
      const none = await pipeline.lens('surgery');
      expect([...(none?.heads ?? [])].every((change) => change === 0)).toBe(true);
      expect(none?.sentence).toBe(0);
      expect(none?.cosine).toBeCloseTo(1, 6);
    });

    it('has no answer where the encoder is not looked at whole', async () => {
      await pipeline.request(trained);
      expect(await pipeline.lens('surgery')).toBeNull();
      expect(await pipeline.lens('positional')).toBeNull();
    });
  });
}
