/**
 * What the Model room says in numbers: how much surgery on the positions changes, and which heads
 * go by position. The encoder runs again for it; a few numbers a head are read back.
 */
import {
  abs,
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
import type { Positional, Surgery } from '../state/lens.ts';
import { asTrained } from '../state/model.ts';
import { useLiteSizes } from '../state/spec.ts';
import type { Asked } from './lenses.ts';
import type { ModelPass } from './model.ts';
import { numbers } from './numbers.ts';

const headCount = useLiteSizes.layers * useLiteSizes.heads;

/** Null for weights that nobody has trained. */
export async function surgeryOf({ spec, model }: Asked): Promise<Surgery | null> {
  if (spec.model === 'seeded') return null;
  const data = await numbers(() => {
    const now = model.pass(spec);
    const trained = model.pass(model.fitted(asTrained(spec)));
    const [vector, before] = [now.trace.sentence, trained.trace.sentence];
    return concat<Tensor1D>([
      max<Tensor1D>(apart(allWeights(now), allWeights(trained)), [1, 2]),
      single(max(apart(vector, before))),
      // Both are of length 1: their product is their cosine.
      single(sum(mul(vector, before))),
    ]);
  });
  const [sentence = Number.NaN, cosine = Number.NaN] = data.subarray(headCount);
  return { heads: data.slice(0, headCount), sentence, cosine };
}

/** Null for weights that nobody has trained. */
export async function positionalOf({ spec, model }: Asked): Promise<Positional | null> {
  if (spec.model === 'seeded') return null;
  const { length } = spec;
  const width = 2 * length - 1;
  const data = await numbers(() => {
    const weights = allWeights(model.pass(spec));
    const means = offsetMeans(weights);
    // Every row sums to 1.
    const mean = 1 / length;
    const whole = sum<Tensor1D>(square(sub(weights, mean)), [1, 2]);
    const between = sum<Tensor1D>(mul(square(sub(means, mean)), cellsAt(length)), 1);
    return concat<Tensor1D>([whole, between, reshape(means, [headCount * width])]);
  });
  const means = data.subarray(2 * headCount);
  return {
    shares: Float32Array.from({ length: headCount }, (_, head) => {
      const [whole = 0, between = 0] = [data[head], data[headCount + head]];
      // What is left of equal weights is rounding.
      return whole < 1e-9 ? Number.NaN : between / whole;
    }),
    means: Array.from({ length: headCount }, (_, head) =>
      means.slice(head * width, (head + 1) * width),
    ),
  };
}

/** Attention of the heads of both layers, [head, query, key]. */
function allWeights({ trace }: ModelPass): Tensor3D {
  return concat(trace.layers.map(({ weights }) => weights));
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

function single(scalar: Tensor): Tensor1D {
  return reshape(scalar, [1]);
}
