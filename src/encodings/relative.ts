/**
 * From the rows of a relative table to the square of queries and keys, and back. Knows that a row
 * is chosen by the offset key − query; which row that is, the scheme says.
 */
import type { Rank, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { runKernel } from './kernel.ts';
import { tf } from './tensors.ts';

/** The table row of each offset −(length−1) … length−1, whole numbers, [2·length − 1]. */
export function picksOf(length: number, rowOf: (offset: number) => number): Int32Array {
  return Int32Array.from({ length: 2 * length - 1 }, (_, place) => rowOf(place - length + 1));
}

/** x · tableᵀ for a table that all heads share: [head, position, d] · [row, d] → [head, position, row]. */
export function dotRows(x: Tensor3D, table: Tensor2D): Tensor3D {
  const [heads, length, width] = x.shape;
  // Heads as rows: a product with a broadcast batch is wrong on WebGPU at small sizes.
  const flat: Tensor2D = tf.reshape(x, [heads * length, width]);
  return tf.reshape(tf.matMul(flat, table, false, true), [heads, length, table.shape[0]]);
}

/**
 * out[h, i, j] = scores[h, by === 'query' ? i : j, picks[j − i + n − 1]].
 *
 * @param scores  [head, position, row], n positions
 * @param picks   [2n − 1], a row for each offset key − query
 * @param by      whose positions the scores have
 * @returns       [head, query, key]
 */
export function pickRelative(scores: Tensor3D, picks: Int32Array, by: 'query' | 'key'): Tensor3D {
  return runKernel('PickRelative', { scores, picks: tf.tensor1d(picks, 'int32') }, { by }, () => {
    const length = scores.shape[1];
    const sign = by === 'query' ? 1 : -1;
    const cells = Int32Array.from({ length: length * length }, (_, cell) => {
      const [own, other] = [Math.floor(cell / length), cell % length];
      return picks[sign * (other - own) + length - 1] ?? 0;
    });
    const byPosition = tf.transpose(scores, [1, 0, 2]); // [position, head, row]
    const picked = tf.gather(byPosition, tf.tensor2d(cells, [length, length], 'int32'), 2, 1);
    return tf.transpose(picked, by === 'query' ? [1, 0, 2] : [1, 2, 0]);
  });
}

/**
 * out[h, i, row] = the sum of weights[h, i, j] over the keys j whose offset picks that row.
 *
 * @param weights  [head, query, key]
 * @param picks    [2n − 1], never falling, so that a row's offsets are neighbours
 * @param rows     how many rows the table has
 * @returns        [head, query, row]
 */
export function sumRelative(weights: Tensor3D, picks: Int32Array, rows: number): Tensor3D {
  const length = weights.shape[1];
  // Where each row's offsets begin, and one more where the last ends.
  const starts = Int32Array.from({ length: rows + 1 }, (_, row) => {
    const first = picks.findIndex((pick) => pick >= row);
    return first === -1 ? picks.length : first;
  });
  return runKernel('SumRelative', { weights, starts: tf.tensor1d(starts, 'int32') }, {}, () => {
    const heads = weights.shape[0];
    const byPosition = tf.transpose(weights, [1, 0, 2]); // [query, head, key]
    const padded = tf.concat([byPosition, tf.zeros([length, heads, 1])], 2);
    const offsets = picks.length;
    const keys = Int32Array.from({ length: length * offsets }, (_, cell) => {
      const key = (cell % offsets) - length + 1 + Math.floor(cell / offsets);
      return key >= 0 && key < length ? key : length;
    });
    const byOffset = tf.gather(padded, tf.tensor2d(keys, [length, offsets], 'int32'), 2, 1);
    const chosen = new Float32Array(offsets * rows);
    picks.forEach((row, offset) => {
      chosen[offset * rows + row] = 1;
    });
    const sums = tf.matMul(
      tf.reshape<Rank.R2>(byOffset, [length * heads, offsets]),
      tf.tensor2d(chosen, [offsets, rows]),
    );
    return tf.transpose(tf.reshape<Rank.R3>(sums, [length, heads, rows]), [1, 0, 2]);
  });
}
