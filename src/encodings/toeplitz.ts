/** A bias that depends on the offset alone, spread from its curve to a square for each head. */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Heads } from './encoding.ts';
import { runKernel } from './kernel.ts';
import { tf } from './tensors.ts';

/**
 * @param curve  [head, 2·length − 1], at offsets key − query = −(length−1) … length−1
 * @returns      [heads.count, query, key]
 */
export function toeplitz(curve: Tensor2D, heads: Heads): Tensor3D {
  const length = (curve.shape[1] + 1) / 2;
  return runKernel('Toeplitz', { curve }, { first: heads.first, count: heads.count }, () => {
    const offsets = Int32Array.from(
      { length: length * length },
      (_, cell) => (cell % length) - Math.floor(cell / length) + length - 1,
    );
    const rows = tf.slice(curve, [heads.first, 0], [heads.count, curve.shape[1]]);
    const cells = tf.gather(rows, tf.tensor1d(offsets, 'int32'), 1);
    return tf.reshape(cells, [heads.count, length, length]);
  });
}
