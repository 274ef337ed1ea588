/**
 * What the Model room says in numbers: how much surgery on the positions changes, and which heads
 * go by position. Worked out with each frame of that room; a few numbers a head are read back.
 */
import { clone, type Tensor2D, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core';
import { runKernel } from '../encodings/kernel.ts';
import type { Positional, Surgery } from '../state/lens.ts';
import { encoderSizes } from '../state/spec.ts';
import type { Asked } from './lenses.ts';
import type { AsTrained } from './model.ts';
import { readBack } from './readBack.ts';

const headCount = encoderSizes.layers * encoderSizes.heads;

/**
 * Largest |Δ| of each head's weights and of the sentence vector, and the cosine of the two, [1, 10].
 * Without a kernel on the host: to compile a dozen programs for so few numbers takes seconds.
 */
export function surgeryTensor(now: AsTrained, trained: AsTrained): Tensor2D {
  const inputs = {
    weights: now.weights,
    vector: now.sentence,
    weights0: trained.weights,
    vector0: trained.sentence,
  };
  return runKernel('Surgery', inputs, {}, () => {
    const [weights, weights0] = [
      now.weights.dataSync<'float32'>(),
      trained.weights.dataSync<'float32'>(),
    ];
    const [vector, vector0] = [
      now.sentence.dataSync<'float32'>(),
      trained.sentence.dataSync<'float32'>(),
    ];
    const cells = weights.length / headCount;
    const heads = Array.from({ length: headCount }, (_, head) => {
      const [from, to] = [head * cells, (head + 1) * cells];
      return largestApart(weights.subarray(from, to), weights0.subarray(from, to));
    });
    // Both are of length 1: their product is their cosine.
    const cosine = vector.reduce((sum, value, i) => sum + value * (vector0[i] ?? Number.NaN), 0);
    return tensor2d([[...heads, largestApart(vector, vector0), cosine]]);
  });
}

/**
 * Of each head the variance of its weights, that between its offsets, and their means, [layer · head, 2n + 1].
 * Without a kernel on the host, as above.
 *
 * @param weights  of all layers, [layer · head, query, key]
 */
export function positionalTensor(weights: Tensor3D): Tensor2D {
  return runKernel('PositionalHeads', { weights }, {}, () => {
    const [heads, length] = weights.shape;
    const data = weights.dataSync<'float32'>();
    // Every row sums to 1.
    const mean = 1 / length;
    const width = 2 * length + 1;
    const found = new Float32Array(heads * width);
    for (let head = 0; head < heads; head++) {
      let [whole, between] = [0, 0];
      for (let offset = 1 - length; offset < length; offset++) {
        const count = length - Math.abs(offset);
        let cell = head * length ** 2 + Math.max(offset, -offset * length);
        let sum = 0;
        for (let k = 0; k < count; k++, cell += length + 1) {
          const weight = data[cell] ?? Number.NaN;
          sum += weight;
          whole += (weight - mean) ** 2;
        }
        found[head * width + 1 + length + offset] = sum / count;
        between += count * (sum / count - mean) ** 2;
      }
      found.set([whole, between], head * width);
    }
    return tensor2d(found, [heads, width]);
  });
}

/** Null where the encoder is not shown. */
export async function surgeryOf({ parts }: Asked): Promise<Surgery | null> {
  const surgery = parts?.surgery;
  if (!surgery) return null;
  const data = await readBack(() => clone(surgery));
  const [sentence = Number.NaN, cosine = Number.NaN] = data.subarray(headCount);
  return { heads: data.slice(0, headCount), sentence, cosine };
}

/** Null where no trained model is shown. */
export async function positionalOf({ parts }: Asked): Promise<Positional | null> {
  if (!parts) return null;
  const data = await readBack(() => clone(parts.positional));
  const [count] = parts.positional.shape;
  const width = data.length / count;
  const heads = Array.from({ length: count }, (_, head) =>
    data.slice(head * width, (head + 1) * width),
  );
  return {
    shares: Float32Array.from(heads, ([whole = 0, between = 0]) =>
      // Where all weights are equal, the variance is rounding alone.
      whole < 1e-9 ? Number.NaN : between / whole,
    ),
    means: heads.map((head) => head.subarray(2)),
  };
}

function largestApart(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}
