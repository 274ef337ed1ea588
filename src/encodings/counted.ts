/**
 * What a position that is counted adds to the scores: each query counts, from itself backwards, how
 * far its gates have opened. Knows gates and counts; where the rows come from is the scheme's.
 */
import type { GradSaveFunc, Rank, Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { runKernel } from './kernel.ts';
import { tf } from './tensors.ts';

/**
 * Gates g = σ(gateScale · q·k) for keys up to the query, counts p_ij = min(g_ij + … + g_ii, m − 1),
 * and between the rows ⌊p⌋ and ⌈p⌉ a straight line. A key ahead is behind no gate: p = 0.
 *
 * @param products  q·k, [head, query, key]
 * @param byCount   what a query finds at the whole counts 0 … m − 1, [head, query, m]
 * @returns         [head, query, key]
 * Source: Golovneva et al. 2024, arXiv 2405.18719.
 */
export function countedBias(products: Tensor3D, byCount: Tensor3D, gateScale: number): Tensor3D {
  return runKernel('CountedBias', { products, byCount }, { gateScale }, () => {
    const [, length, most] = byCount.shape;
    const behind = Uint8Array.from({ length: length * length }, (_, cell) =>
      cell % length <= Math.floor(cell / length) ? 1 : 0,
    );
    const gates = tf.mul<Tensor3D>(
      tf.sigmoid(tf.mul<Tensor3D>(products, gateScale)),
      tf.tensor3d(behind, [1, length, length], 'float32'),
    );
    const counts = tf.minimum<Tensor3D>(tf.cumsum(gates, 2, false, true), most - 1);
    const below = tf.floor(counts);
    const at = (count: Tensor3D) => lookedUp(byCount, tf.cast(count, 'int32'));
    const [from, to] = [at(below), at(tf.minimum(tf.add(below, 1), most - 1))];
    return tf.add(from, tf.mul(tf.sub(counts, below), tf.sub(to, from)));
  });
}

/**
 * @param table   [head, query, count]
 * @param counts  whole, [head, query, key]
 * @returns       [head, query, key]
 */
function lookedUp(table: Tensor3D, counts: Tensor3D): Tensor3D {
  const [heads, length, most] = table.shape;
  // tfjs has no gradient of a look-up with more than one axis of batches.
  const withGradient = tf.customGrad((from, save) => {
    (save as GradSaveFunc)([counts]);
    const gradFunc = (dy: Tensor, [at]: Tensor[]): Tensor => {
      if (!at) throw new Error('counted: the counts of its look-up');
      const rows = heads * length;
      const chosen = tf.oneHot(at, most, 1, 0, 'float32');
      const sums = tf.matMul(
        tf.reshape<Rank.R3>(dy, [rows, 1, length]),
        tf.reshape<Rank.R3>(chosen, [rows, length, most]),
      );
      return tf.reshape(sums, table.shape);
    };
    return { value: tf.gather(from as Tensor3D, counts, 2, 2), gradFunc };
  });
  return withGradient(table);
}
