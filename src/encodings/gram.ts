/** How alike the rows of a table are: all dot products at once. */
import { divNoNan, matMul, mul, sqrt, square, sum, type Tensor2D } from '@tensorflow/tfjs-core';
import { runOwn } from './kernel.ts';

/**
 * @param vectors  [position, channel]
 * @param kind     'cosine', or the factor that multiplies the plain dot product
 * @returns        [position, position]; the cosine with a zero row is defined as 0
 */
export function gram(vectors: Tensor2D, kind: 'cosine' | number): Tensor2D {
  const cosine = kind === 'cosine';
  const scale = cosine ? 1 : kind;
  return runOwn('Gram', { vectors }, { scale, cosine }, () => {
    const products: Tensor2D = matMul(vectors, vectors, false, true);
    if (!cosine) return mul(products, scale);
    const norms = sqrt(sum(square(vectors), 1, true));
    const both: Tensor2D = matMul(norms, norms, false, true);
    return divNoNan<Tensor2D>(products, both);
  });
}
