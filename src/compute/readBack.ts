/** Results on their way out of the backend: what to run, and the numbers of it. */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';

/** A tensor's numbers; the tensor and all made on the way are freed. */
export async function readBack(make: () => Tensor): Promise<Float32Array> {
  const tensor = tidy(make);
  try {
    return Float32Array.from(await tensor.data());
  } finally {
    tensor.dispose();
  }
}
