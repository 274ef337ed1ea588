/**
 * WebGPU for training: the page's own device, with all kernels of tfjs, which gradients need. Loaded
 * only where it is trained with.
 */
import '@tensorflow/tfjs-backend-webgpu/dist/register_all_kernels';
import { enableProdMode } from '@tensorflow/tfjs-core';
import { type OpenedGpu, openWebGpu } from '../webgpu.ts';

export { closeWebGpu } from '../webgpu.ts';

/** Makes it the current backend; null where there is none, or it cannot be had. */
export async function openTrainingGpu(): Promise<OpenedGpu | null> {
  // Some kernels are registered twice; tfjs warns of each where it is not in production.
  enableProdMode();
  // A step goes in one submission: at its size each submission costs more than what it computes.
  return openWebGpu({ lightWork: Number.POSITIVE_INFINITY }).catch(() => null);
}
