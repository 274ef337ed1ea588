/**
 * What some schemes project from a block's input, beside queries and keys: on the device, and in
 * float64 for one position at a time, kept while the input stays the same.
 */
import type { Rank, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { ExactScoreContext, Heads } from './encoding.ts';
import type { Entry } from './seeded.ts';
import { type Learned, tableOf } from './table.ts';
import { tf } from './tensors.ts';

/**
 * x · W of some heads, where a head owns `width` columns of W.
 *
 * @param input  [position, dModel]
 * @param entry  W, by row and column
 * @returns      [head, position, width]
 */
export function projectedInput(
  input: Tensor2D,
  entry: Learned,
  width: number,
  { first, count }: Heads,
): Tensor3D {
  const [length, dModel] = input.shape;
  const matrix = tableOf(entry, dModel, count * width, first * width);
  const product = tf.reshape<Rank.R3>(tf.matMul(input, matrix), [length, count, width]);
  return tf.transpose(product, [1, 0, 2]);
}

/**
 * The same in float64, of one position and head, [width].
 *
 * @param make  from that product to what is kept of it
 */
export function exactProjection<T>(
  entry: Entry,
  { dModel, width }: { readonly dModel: number; readonly width: number },
  make: (projected: Float64Array) => T,
): (input: ExactScoreContext['input'], position: number, head: number) => T {
  let of: ExactScoreContext['input'] | null = null;
  const matrices = new Map<number, Float64Array>();
  const made = new Map<string, T>();
  const matrixOf = (head: number) => {
    const known = matrices.get(head);
    if (known) return known;
    const matrix = Float64Array.from({ length: dModel * width }, (_, cell) =>
      entry(Math.floor(cell / width), head * width + (cell % width)),
    );
    matrices.set(head, matrix);
    return matrix;
  };
  return (input, position, head) => {
    if (of !== input) made.clear();
    of = input;
    const key = `${head} ${position}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const [x, matrix] = [input(position), matrixOf(head)];
    const out = new Float64Array(width);
    for (let row = 0; row < dModel; row++) {
      const entryOf = x[row] ?? 0;
      for (let column = 0; column < width; column++) {
        out[column] = (out[column] ?? 0) + entryOf * (matrix[row * width + column] ?? 0);
      }
    }
    const result = make(out);
    made.set(key, result);
    return result;
  };
}
