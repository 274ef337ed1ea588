/**
 * A WebGPU device of our own as tfjs's backend `webgpu`: tfjs would request one itself, throw on a
 * null adapter and never notice that it was lost. Loaded only where there is WebGPU.
 */

import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu';
import {
  env,
  registerBackend,
  removeBackend,
  setBackend,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { registerOwnKernels } from './kernels/index.ts';
import { registerUsedKernels } from './kernels/used.ts';
import { BoundedPool } from './pool.ts';

/** tfjs's backend with a bounded pool, counting what it does. */
export class CountingBackend extends WebGPUBackend {
  readonly pool: BoundedPool;
  dispatches = 0;
  bytesRead = 0;

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info);
    this.pool = new BoundedPool(device);
    // tfjs's class has private fields, which make its type nominal; it uses only these methods.
    this.bufferManager = this.pool as unknown as WebGPUBackend['bufferManager'];
  }

  override runWebGPUProgram(
    ...program: Parameters<WebGPUBackend['runWebGPUProgram']>
  ): ReturnType<WebGPUBackend['runWebGPUProgram']> {
    this.dispatches += 1;
    return super.runWebGPUProgram(...program);
  }

  override getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer> {
    this.bytesRead += buffer.size;
    return super.getBufferData(buffer);
  }

  /** Hands the recorded commands to the queue, so that what follows on it sees their results. */
  flush(): void {
    this.endComputePassEncoder();
    this.ensureCommandEncoderReady();
    this.submitQueue();
  }

  /** The buffer of a tensor, on loan: valid until the tensor is disposed. */
  lend(tensor: Tensor): GPUBuffer {
    this.uploadToGPU(tensor.dataId);
    const resource = this.tensorMap.get(tensor.dataId).resource;
    if (!(resource instanceof GPUBuffer)) throw new Error('webgpu: a tensor without a buffer');
    return resource;
  }
}

export interface OpenedGpu {
  readonly device: GPUDevice;
  readonly backend: CountingBackend;
  readonly adapter: string;
}

/** The limits that our sizes and kernels can make use of. */
const wanted = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

let kernelsRegistered = false;

/**
 * Requests an adapter and a device and makes them tfjs's current backend.
 *
 * @returns null where there is no adapter: a normal case
 * @throws what the browser says when a device cannot be had
 */
export async function openWebGpu(): Promise<OpenedGpu | null> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: Object.fromEntries(wanted.map((name) => [name, adapter.limits[name]])),
  });
  if (!kernelsRegistered) {
    registerUsedKernels();
    registerOwnKernels();
  }
  kernelsRegistered = true;
  // Small tensors too: the page says that its numbers come from the GPU.
  env().set('WEBGPU_CPU_FORWARD', false);
  const backend = new CountingBackend(device, adapter.info);
  registerBackend('webgpu', () => backend, 3);
  await setBackend('webgpu');
  const { vendor, architecture, device: model, description } = adapter.info;
  const name = description || [vendor, architecture, model].filter(Boolean).join(' ');
  return { device, backend, adapter: name || 'WebGPU' };
}

/** Forgets the backend; all tensors must have been disposed. The name is free to register again. */
export function closeWebGpu(): void {
  removeBackend('webgpu');
}
