import { add, mean, mul, rsqrt, square, sub, type Tensor2D } from '@tensorflow/tfjs-core';

/**
 * Each row with mean 0 and variance 1, the variance that of the population. Source: Ba, Kiros and
 * Hinton 2016, arXiv 1607.06450, eq. 3.
 *
 * @param epsilon  added to the variance before its root
 */
export function layerNorm(x: Tensor2D, epsilon = 1e-5): Tensor2D {
  const centred: Tensor2D = sub(x, mean(x, 1, true));
  return mul(centred, rsqrt(add(mean(square(centred), 1, true), epsilon)));
}
