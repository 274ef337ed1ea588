/** Scores as far as positions go, on both backends, against the plain formula in float64. */
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RopeParams } from '../encodings/rope-params.ts';
import { attentionFactorOf, scaledFrequencies } from '../encodings/rope-scaling.ts';
import { toBfloat16, toHalf } from '../fields/halves.ts';
import type { Far, FarCurve } from '../state/lens.ts';
import { patched } from '../state/patch.ts';
import { defaultSpec } from '../state/spec.ts';
import { testDevice } from '../testing/device.ts';
import { backends } from '../testing/scheme.ts';
import { farMeanwhile, farOf } from './far.ts';

const rounded = { exact: (d: number) => d, bfloat16: toBfloat16, float16: toHalf };

for (const backend of backends) {
  describe(`far scores on ${backend}`, () => {
    beforeAll(async () => {
      const device = await testDevice(backend === 'webgpu' ? 'auto' : 'off');
      if (backend === 'cpu') await setBackend('cpu');
      else expect(device.backend).toBe('webgpu');
    });

    it('are the mean, least and most of every offset of a bin, under each scaling', async () => {
      const params = { scaling: 'yarn', factor: 8, originalLength: 4096, rotaryDim: 12 };
      const spec = patched(defaultSpec, { encoding: 'rope', dim: 32, heads: 2, params });
      const before = memory().numTensors;
      const begun = performance.now();
      const far = await farOf({ spec });
      console.log(`far scores, ${backend}: ${Math.round(performance.now() - begun)} ms`);
      if (!far) throw new Error('it is RoPE');
      expect(memory().numTensors).toBe(before);
      expect(far.curves.map(({ scaling, ids }) => `${scaling} ${ids}`)).toEqual([
        'yarn exact',
        'yarn bfloat16',
        'yarn float16',
        'none exact',
        'linear exact',
        'ntk exact',
        'dynamic-ntk exact',
        'ntk-by-parts exact',
        'llama3 exact',
      ]);
      const { edges } = far;
      expect([edges[0], edges.at(-1)]).toEqual([1, 2 ** 20]);
      // The first, some with several offsets, and the last, with 28,000.
      for (const bin of [0, 7, 150, 300, edges.length - 2]) {
        for (const curve of far.curves) holdsIn(curve, edges, bin, spec.params as never);
      }
      expect(far.largest).toBeLessThan(2e-6);
      expect(far.checked).toBeGreaterThan(50_000);
      beginsWith(far, await farMeanwhile({ spec }));
    });

    it.each(['alibi', 't5', 'kerple'])('are what %s adds in each head', async (encoding) => {
      const before = memory().numTensors;
      const spec = patched(defaultSpec, { encoding, dim: 32, heads: 2 });
      const far = await farOf({ spec });
      beginsWith(far, await farMeanwhile({ spec }));
      expect(memory().numTensors).toBe(before);
      expect(far?.curves.map(({ head, ids }) => [head, ids])).toEqual([
        [0, 'exact'],
        [1, 'exact'],
      ]);
      expect(far?.checked).toBe(2 * 4095);
      // Roundings of float32, and of a few terms that are added up.
      expect(far?.largest).toBeLessThan(1e-6);
    });

    it('of ALiBi are −2^(−8 (head + 1) / heads) for each step', async () => {
      const far = await farOf({ spec: patched(defaultSpec, { encoding: 'alibi', heads: 2 }) });
      const [from = 0, to = 0] = far?.edges.subarray(-2) ?? [];
      for (const [head, slope] of [2 ** -4, 2 ** -8].entries()) {
        const curve = far?.curves[head];
        // A float32 of up to 65,536 is good to 0.004.
        expect(curve?.most.at(-1)).toBeCloseTo(-slope * from, 2);
        expect(curve?.least.at(-1)).toBeCloseTo(-slope * (to - 1), 2);
        expect(curve?.mean.at(-1)).toBeCloseTo((-slope * (from + to - 1)) / 2, 2);
      }
    });

    it('are those of no scheme that looks at more than the distance', async () => {
      expect(await farOf({ spec: patched(defaultSpec, { encoding: 'shaw' }) })).toBeNull();
    });
  });
}

/** What there is while a slider is dragged: the same numbers, of the nearer distances. */
function beginsWith(whole: Far | null, near: Far | null) {
  const bins = (near?.edges.length ?? 0) - 1;
  expect(bins).toBeGreaterThan(100);
  expect(near?.curves.length).toBe(whole?.curves.length);
  for (const [at, curve] of (near?.curves ?? []).entries()) {
    for (const name of ['mean', 'least', 'most'] as const) {
      expect(curve[name]).toEqual(whole?.curves[at]?.[name].subarray(0, bins));
    }
  }
}

/** A curve in a bin against the formula: 6 pairs of 8 turn, each score times the attention factor². */
function holdsIn(
  { scaling, ids, ...got }: FarCurve,
  edges: Int32Array,
  bin: number,
  all: RopeParams,
) {
  const values = { ...all, scaling } as RopeParams;
  const frequencies = scaledFrequencies(values, 12, 8 * 4096);
  const gain = attentionFactorOf(values) ** 2;
  const [from = 0, to = 0] = edges.subarray(bin, bin + 2);
  let [sum, least, most] = [0, 9, -9];
  for (let d = from; d < to; d++) {
    const offset = rounded[ids](d);
    const turned = frequencies.reduce((total, each) => total + Math.cos(each * offset), 0);
    const score = (gain * turned + 2) / 8;
    sum += score;
    least = Math.min(least, score);
    most = Math.max(most, score);
  }
  const wanted = { mean: sum / (to - from), least, most };
  // No id is there for the far end of the last bins.
  const there = Number.isFinite(rounded[ids](to - 1));
  for (const name of ['mean', 'least', 'most'] as const) {
    const value = got[name][bin] ?? 0;
    const apart = there ? Math.abs(value - wanted[name]) : Number(!Number.isNaN(value));
    // Sums of float32 of up to 1.5.
    expect(apart, `${scaling} ${ids}, offsets ${from} to ${to}, ${name}`).toBeLessThan(2e-6);
  }
}
