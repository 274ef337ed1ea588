/** One whole block of a Transformer after its attention: residual, norm, feed-forward. */
import {
  add,
  matMul,
  mean,
  mul,
  relu,
  rsqrt,
  square,
  sub,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

export interface BlockWeights {
  /** [dModel, 4·dModel] and back. */
  readonly wide: Tensor2D;
  readonly narrow: Tensor2D;
}

export interface BlockTrace {
  /** norm(x + attended), [position, dModel]. */
  readonly residual: Tensor2D;
  /** ReLU(residual · wide), [position, 4·dModel]. */
  readonly hidden: Tensor2D;
  /** hidden · narrow: what the feed-forward adds, [position, dModel]. */
  readonly forward: Tensor2D;
  /** norm(residual + forward): the block's output. */
  readonly output: Tensor2D;
}

/**
 * Norms after each part, as in Vaswani et al. 2017, §3.1 and §3.3, without learned scales.
 *
 * @param x         what the block was given, [position, dModel]
 * @param attended  the heads joined and mixed by W_o, same shape
 */
export function finishBlock(x: Tensor2D, attended: Tensor2D, weights: BlockWeights): BlockTrace {
  const residual = layerNorm(add(x, attended));
  const hidden: Tensor2D = relu(matMul(residual, weights.wide));
  const forward: Tensor2D = matMul(hidden, weights.narrow);
  const output = layerNorm(add(residual, forward));
  return { residual, hidden, forward, output };
}

/** Each row with mean 0 and variance 1. @param epsilon  added to the variance before its root */
export function layerNorm(x: Tensor2D, epsilon = 1e-5): Tensor2D {
  const centred: Tensor2D = sub(x, mean(x, 1, true));
  return mul(centred, rsqrt(add(mean(square(centred), 1, true), epsilon)));
}
