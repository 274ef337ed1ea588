/** A network of one hidden layer that turns each number of a matrix into one number a head. */
import type { Rank, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Heads } from './encoding.ts';
import { runKernel } from './kernel.ts';
import { tf } from './tensors.ts';

/** Linear(1, width) → ReLU → Linear(width, heads); a matrix is [out, in], row-major. */
export interface Network {
  /** [width], and b1. */
  readonly w1: Float64Array;
  readonly b1: Float64Array;
  /** [heads, width]. */
  readonly w2: Float64Array;
  /** [heads]. */
  readonly b2: Float64Array;
}

/** What a head makes of x, float64. */
export function through({ w1, b1, w2, b2 }: Network, x: number, head: number): number {
  const width = w1.length;
  let sum = b2[head] ?? 0;
  for (let unit = 0; unit < width; unit++) {
    const active = Math.max(0, (w1[unit] ?? 0) * x + (b1[unit] ?? 0));
    sum += (w2[head * width + unit] ?? 0) * active;
  }
  return sum;
}

/** Its matrices as tensors, the biases [width, 1] and [heads, 1]. */
export type Layers = Readonly<Record<keyof Network, Tensor2D>>;

/**
 * @param x  [row, column]
 * @returns  [heads.count, row, column]
 */
export function networkOver(x: Tensor2D, { w1, b1, ...ends }: Layers, heads: Heads): Tensor3D {
  const { first, count } = heads;
  const [width] = w1.shape;
  const w2: Tensor2D = tf.slice(ends.w2, [first, 0], [count, width]);
  const b2: Tensor2D = tf.slice(ends.b2, [first, 0], [count, 1]);
  return runKernel('NetworkOver', { x, w1, b1, w2, b2 }, {}, () => {
    const column = (of: Tensor2D, rows: number, at: number): Tensor3D =>
      tf.reshape<Rank.R3>(tf.slice(of, [0, at], [rows, 1]), [rows, 1, 1]);
    const each = tf.reshape<Rank.R3>(x, [1, ...x.shape]);
    let sum = column(b2, count, 0);
    // A unit at a time: all at once would take the room of 32 squares.
    for (let unit = 0; unit < width; unit++) {
      const [slope, shift] = [w1, b1].map((of) =>
        tf.reshape<Rank.R3>(tf.slice(of, [unit, 0], [1, 1]), [1, 1, 1]),
      );
      if (!slope || !shift) throw new Error('network: two columns give two numbers');
      const active = tf.maximum<Tensor3D>(tf.add(tf.mul(each, slope), shift), 0);
      sum = tf.add(sum, tf.mul(column(w2, count, unit), active));
    }
    return sum;
  });
}
