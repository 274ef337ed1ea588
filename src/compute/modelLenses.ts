/**
 * What the Model room says in numbers: how much surgery on the positions changes, and which heads
 * go by position. Worked out with each frame of that room; a few numbers a head are read back.
 */
import {
  abs,
  clone,
  concat,
  div,
  max,
  mul,
  pad,
  reshape,
  reverse,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../encodings/kernel.ts';
import type { Positional, Surgery } from '../state/lens.ts';
import { encoderSizes } from '../state/spec.ts';
import type { Asked } from './lenses.ts';
import type { AsTrained } from './model.ts';
import { readBack } from './readBack.ts';

const headCount = encoderSizes.layers * encoderSizes.heads;

/** Largest |Δ| of each head's weights and of the sentence vector, and the cosine of the two, [1, 10]. */
export function surgeryTensor(now: AsTrained, trained: AsTrained): Tensor2D {
  const inputs = {
    weights: now.weights,
    vector: now.sentence,
    weights0: trained.weights,
    vector0: trained.sentence,
  };
  return runKernel('Surgery', inputs, {}, (): Tensor2D => {
    const all = concat<Tensor1D>([
      max<Tensor1D>(apart(now.weights, trained.weights), [1, 2]),
      single(max(apart(now.sentence, trained.sentence))),
      // Both are of length 1: their product is their cosine.
      single(sum(mul(now.sentence, trained.sentence))),
    ]);
    return reshape(all, [1, headCount + 2]);
  });
}

/**
 * Of each head the variance of its weights, that between its offsets, and their means,
 * [layer · head, 2n + 1].
 *
 * @param weights  of all layers, [layer · head, query, key]
 */
export function positionalTensor(weights: Tensor3D): Tensor2D {
  return runKernel('PositionalHeads', { weights }, {}, () => {
    const [, length] = weights.shape;
    const means = offsetMeans(weights);
    // Every row sums to 1.
    const mean = 1 / length;
    const whole = sum<Tensor1D>(square(sub(weights, mean)), [1, 2]);
    const between = sum<Tensor1D>(mul(square(sub(means, mean)), cellsAt(length)), 1);
    return concat<Tensor2D>([column(whole), column(between), means], 1);
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

/**
 * Mean of each diagonal, [head, 2n − 1] at the offsets −(n−1)…n−1. With n zeros behind every row
 * and one row after another, rows of 2n − 1 put a diagonal into a column.
 */
function offsetMeans(weights: Tensor3D): Tensor2D {
  const [heads, length] = weights.shape;
  const width = 2 * length - 1;
  const rows: Tensor3D = pad(reverse(weights, 1), [
    [0, 0],
    [0, 0],
    [0, length],
  ]);
  const line: Tensor2D = reshape(rows, [heads, 2 * length * length]);
  const skewed: Tensor3D = reshape(slice(line, [0, 0], [heads, length * width]), [
    heads,
    length,
    width,
  ]);
  return div(sum<Tensor2D>(skewed, 1), cellsAt(length));
}

/** Cells of each diagonal, [2n − 1]. */
function cellsAt(length: number): Tensor1D {
  return tensor1d(
    Float32Array.from({ length: 2 * length - 1 }, (_, i) => length - Math.abs(i + 1 - length)),
  );
}

function apart<T extends Tensor>(a: T, b: T): T {
  return abs(sub(a, b));
}

function column(values: Tensor1D): Tensor2D {
  return reshape(values, [values.size, 1]);
}

function single(scalar: Tensor): Tensor1D {
  return reshape(scalar, [1]);
}
