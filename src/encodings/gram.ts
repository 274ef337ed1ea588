/** How alike the rows of a table are: all dot products at once. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { runKernel } from './kernel.ts';
import { tf } from './tensors.ts';

/**
 * @param vectors  [position, channel]
 * @param kind     'cosine', or the factor that multiplies the plain dot product
 * @returns        [position, position]; the cosine with a zero row is defined as 0
 */
export function gram(vectors: Tensor2D, kind: 'cosine' | number): Tensor2D {
  const cosine = kind === 'cosine';
  const scale = cosine ? 1 : kind;
  return runKernel('Gram', { vectors }, { scale, cosine }, () => {
    const products: Tensor2D = tf.matMul(vectors, vectors, false, true);
    if (!cosine) return tf.mul(products, scale);
    const norms = tf.sqrt(tf.sum(tf.square(vectors), 1, true));
    const both: Tensor2D = tf.matMul(norms, norms, false, true);
    return tf.divNoNan<Tensor2D>(products, both);
  });
}
