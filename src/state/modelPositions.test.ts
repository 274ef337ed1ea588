import { beforeAll, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import type { RopeParams } from '../encodings/rope-params.ts';
import { scaledFrequencies } from '../encodings/rope-scaling.ts';
import type { Positional } from '../files/families/description.ts';
import { layersAlike, useOfPositions } from './modelPositions.ts';
import { patched } from './patch.ts';
import { defaultSpec } from './spec.ts';

beforeAll(() => loadEncodings(['rope', 'alibi']));

const rope = (params: Positional['params']): Positional => ({ scheme: 'rope', params });

it('layers with the same positions and window are one kind', () => {
  const [near, far] = [{ ...rope({ base: 1e4 }) }, rope({ base: 1e6 })];
  const layers = [near, near, far, near].map((positions) => ({ positions, window: 0 }));
  expect(layersAlike(layers).map(({ numbers }) => numbers)).toEqual([[1, 2, 4], [3]]);
});

it('a model of 70 B opens the scheme with exactly its numbers', () => {
  // Llama 3's scaling, as the factors by which a GGUF divides.
  const llama3 = {
    base: 500_000,
    scaling: 'llama3',
    factor: 8,
    originalLength: 8192,
  } as RopeParams;
  const whole = { ...llama3, lowFreqFactor: 1, highFreqFactor: 4 };
  const plain = (pair: number) => 500_000 ** (-pair / 64);
  const scaled = scaledFrequencies(whole, 128, 100);
  const factors = Array.from(scaled, (frequency, pair) => Math.fround(plain(pair) / frequency));
  const list = factors.map((factor) => Number(factor.toPrecision(9))).join(', ');
  const { patch, says } = useOfPositions(
    rope({
      base: 500_000,
      pairing: 'interleaved',
      scaling: 'longrope',
      shortFactors: list,
      longFactors: list,
      attentionFactor: 1,
    }),
    { heads: 64, headDim: 128 },
  );
  expect(says).toEqual([]);
  const spec = patched(defaultSpec, patch);
  expect(spec).toMatchObject({ encoding: 'rope', dim: 512, heads: 4 });
  const shown = scaledFrequencies(spec.params as unknown as RopeParams, 128, 100);
  // The factors are float32.
  for (const [pair, frequency] of shown.entries()) {
    expect(Math.abs(frequency / (scaled[pair] ?? 0) - 1)).toBeLessThan(1e-7);
  }
});

it('what does not fit the page is said', () => {
  const wide = useOfPositions(rope({ base: 1e12 }), { heads: 8, headDim: 64 });
  expect(wide.says[0]?.en).toContain('Base is 1000000000000');
  expect(wide.patch?.params).toMatchObject({ base: 1e8 });
  const odd = useOfPositions(rope({ scaling: 'new' }), { heads: 8, headDim: 64 });
  expect(odd.patch).toBeNull();
  expect(odd.says[0]?.['zh-CN']).toContain('new');
  const uneven = useOfPositions(rope({}), { heads: 8, headDim: 65 });
  expect(uneven.patch).toBeNull();
  expect(uneven.says[0]?.en).toContain('must be even');
  const slopes = useOfPositions({ scheme: 'alibi', params: {} }, { heads: 112, headDim: 128 });
  expect(slopes.patch).toMatchObject({ heads: 16, dim: 1024 });
  expect(slopes.says[0]?.en).toContain('112 heads');
});
