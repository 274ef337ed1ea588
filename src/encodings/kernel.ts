/**
 * The door to our own kernels. An operation runs as one dispatch where the backend has a kernel
 * of that name (registered in compute/kernels/) and as a composition of ordinary ones elsewhere.
 */
import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

export function runOwn<T extends Tensor>(
  name: string,
  inputs: NamedTensorMap,
  attributes: NamedAttrMap,
  composed: () => T,
): T {
  if (getKernel(name, getBackend()) === undefined) return composed();
  // runKernel returns one tensor for a kernel with one output, as all of ours have.
  return engine().runKernel(name, inputs, attributes) as T;
}
