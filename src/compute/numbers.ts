/** Results on their way out of the backend: what to run, and the numbers of it. */
import { getBackend, getKernel, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** Whether the backend in force has a kernel of ours by that name. */
export function hasOwn(kernel: string): boolean {
  return getKernel(kernel, getBackend()) !== undefined;
}

/** A tensor's numbers; the tensor and all made on the way are freed. */
export async function numbers(make: () => Tensor): Promise<Float32Array> {
  const tensor = tidy(make);
  try {
    return Float32Array.from(await tensor.data());
  } finally {
    tensor.dispose();
  }
}
