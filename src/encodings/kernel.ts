/**
 * The door to our own kernels. An operation runs as one dispatch where the backend has a kernel
 * of that name (registered in compute/kernels/) and as a composition of ordinary ones elsewhere, and
 * where gradients are asked for: ordinary operations have them. What has a gradient of its own
 * (customGrad) runs as a kernel again.
 */
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { tf } from './tensors.ts';

/** Whether the backend in force has a kernel of ours by that name. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** @param composed  the same of ordinary operations */
export function runKernel<T extends Tensor>(
  name: string,
  inputs: NamedTensorMap,
  attributes: NamedAttrMap,
  composed: () => T,
): T {
  const { gradientDepth, kernelDepth } = tf.engine().state;
  const recorded = gradientDepth > 0 && kernelDepth === 0;
  if (recorded || !hasKernel(name)) return composed();
  // runKernel returns one tensor for a kernel with one output, as all of ours have.
  return tf.engine().runKernel(name, inputs, attributes) as T;
}
