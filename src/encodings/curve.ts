/** A bias that depends on the offset alone, as one curve a head; `toeplitz` spreads it to squares. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { tf } from './tensors.ts';

/**
 * @param biasAt  the bias of a head, from 0, at an offset key − query; float64
 * @returns       [head, 2·length − 1], at offsets −(length−1) … length−1
 */
export function curveOf(
  nHeads: number,
  length: number,
  biasAt: (head: number, offset: number) => number,
): Tensor2D {
  const width = 2 * length - 1;
  const data = Float32Array.from({ length: nHeads * width }, (_, cell) =>
    biasAt(Math.floor(cell / width), (cell % width) - length + 1),
  );
  return tf.tensor2d(data, [nHeads, width]);
}
