/** The last step of a pass in ordinary operations, to hold the kernels against. For tests only. */
import {
  add,
  matMul,
  reshape,
  type Tensor2D,
  type Tensor3D,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Hooks } from '../encodings/encoding.ts';

/**
 * Heads joined and mixed: concat(weights · V) · W_o, [position, dModel]. Needs all heads.
 * Some schemes add to the values as well (`Hooks.values`).
 */
export function outputOf(
  weights: Tensor3D,
  value: Tensor3D,
  wo: Tensor2D,
  hooks: Hooks = {},
): Tensor2D {
  const attended: Tensor3D = matMul(weights, value);
  const more = hooks.values?.(weights, { first: 0, count: weights.shape[0] });
  const mixed: Tensor3D = transpose(more ? add<Tensor3D>(attended, more) : attended, [1, 0, 2]);
  return matMul(reshape(mixed, [mixed.shape[0], mixed.shape[1] * mixed.shape[2]]), wo);
}
