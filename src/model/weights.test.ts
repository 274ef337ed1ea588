import { describe, expect, it } from 'vitest';
import { packagedBytes, packagedManifest } from '../testing/sentenceEncoder.ts';
import { type Weight, type WeightsManifest, weightsByName, weightsByRole } from './weights.ts';

const manifest = packagedManifest();
const shards = manifest.flatMap((group) => group.paths).map(packagedBytes);
const byName = weightsByName(manifest, shards);
const weights = weightsByRole(byName);

/** Euclidean length of one row. */
function norm({ shape, data }: Weight, row: number): number {
  const width = shape.at(-1) ?? 0;
  return Math.hypot(...data.subarray(row * width, (row + 1) * width));
}

describe('the weights of Universal Sentence Encoder Lite', () => {
  it('have the shapes of a two-layer encoder that widens from 256 to 512', () => {
    expect(weights.embedding.shape).toEqual([8002, 256]);
    expect(weights.head.weights.shape).toEqual([512, 512]);
    expect(weights.layers.map((layer) => layer.qkv.kernel.shape)).toEqual([
      [256, 768],
      [512, 1536],
    ]);
    expect(weights.layers.map((layer) => layer.dHead)).toEqual([64, 128]);
    expect(weights.layers.map((layer) => layer.residual?.kernel.shape)).toEqual([
      [256, 512],
      undefined,
    ]);
  });

  it('hold as many numbers in each as its shape says, all finite', () => {
    for (const { shape, data } of byName.values()) {
      expect(data).toHaveLength(shape.reduce((product, length) => product * length, 1));
      expect(data.every(Number.isFinite)).toBe(true);
    }
  });

  it('begin with the 128 inverse timescales of tensor2tensor', () => {
    const { data } = weights.inverseTimescales;
    const expected = Float32Array.from({ length: 128 }, (_, k) => 10_000 ** (-k / 127));
    // Computed in float32 by the exporter: a few units in the last place.
    data.forEach((scale, k) => expect(scale / (expected[k] ?? 0)).toBeCloseTo(1, 5));
  });

  it('are put together right across the seams of the shards', () => {
    // Cut at a wrong byte, numbers are of any size. The table is longer than a shard.
    const norms = Array.from({ length: 8000 }, (_, row) => norm(weights.embedding, row));
    expect(norms.toSorted((a, b) => a - b)[4000]).toBeCloseTo(1.7, 1);
    expect(Math.max(...norms)).toBeLessThan(10);
  });

  it('share one buffer', () => {
    expect(new Set([...byName.values()].map(({ data }) => data.buffer)).size).toBe(1);
  });
});

describe('files that are not those of the model', () => {
  const one: WeightsManifest = [
    { paths: ['a'], weights: [{ name: 'x', shape: [2], dtype: 'float32' }] },
  ];

  it('are refused with the name, the value and the rule', () => {
    expect(() => weightsByName(one, [new Uint8Array(4)])).toThrow('x ends after the 4 bytes');
    expect(() => weightsByName(one, [new Uint8Array(12)])).toThrow('8 bytes are named');
    expect(() =>
      weightsByName([{ paths: [], weights: [{ name: 'x', shape: [], dtype: 'uint8' }] }], []),
    ).toThrow('x must be float32 or int32, got uint8');
    expect(() => weightsByRole(weightsByName(one, [new Uint8Array(8)]))).toThrow(
      'Embeddings_en must be [8002, 256], got nothing',
    );
  });
});
