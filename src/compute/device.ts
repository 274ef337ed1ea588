/**
 * What computes: a WebGPU device, or the fallback and the reason for it. Owns nothing that
 * outlives the device; knows nothing of what is computed.
 */
import { memory } from '@tensorflow/tfjs-core';
import * as operations from '../encodings/operations.ts';
import { provideTensors } from '../encodings/tensors.ts';
import type { DeviceInfo, FallbackReason } from '../state/frame.ts';
import type { OpenedGpu } from './webgpu.ts';

export interface Device extends DeviceInfo {
  /** The most bytes that one tensor may have. */
  readonly tensorBytesLimit: number;
  readonly gpu: OpenedGpu | null;
}

/** Bytes of tensors and buffers right now. */
export interface Memory {
  readonly tensors: number;
  readonly bytesAllocated: number;
  readonly bytesPooled: number;
}

// Whoever has a device has tensors, and schemes can be asked for theirs.
provideTensors(operations);

/** Opens WebGPU, or says why not. */
export async function openGpu(): Promise<Device | FallbackReason> {
  if (!('gpu' in navigator)) return 'unsupported';
  try {
    const { openWebGpu } = await import('./webgpu.ts');
    const opened = await openWebGpu();
    if (!opened) return 'no-adapter';
    const { maxBufferSize, maxStorageBufferBindingSize } = opened.device.limits;
    return {
      backend: 'webgpu',
      adapter: opened.adapter,
      fallback: null,
      tensorBytesLimit: Math.min(maxBufferSize, maxStorageBufferBindingSize),
      gpu: opened,
    };
  } catch {
    return 'failed';
  }
}

/** Opens WebGPU, or the next best in the same thread. */
export async function openDevice(gpu: 'auto' | 'off'): Promise<Device> {
  const opened = gpu === 'off' ? 'off' : await openGpu();
  return typeof opened === 'string' ? openFallbackDevice(opened) : opened;
}

export async function openFallbackDevice(fallback: FallbackReason): Promise<Device> {
  const { openFallback, fallbackAdapter } = await import('./fallback.ts');
  const backend = await openFallback();
  return {
    backend,
    adapter: fallbackAdapter(backend),
    fallback,
    // A square of 4,096; on the CPU one of 1,024, which takes seconds.
    tensorBytesLimit: backend === 'webgl' ? 4 * 4096 ** 2 : 4 * 1024 ** 2,
    gpu: null,
  };
}

export function memoryOf(device: Device): Memory {
  const { numTensors, numBytes } = memory();
  const pool = device.gpu?.backend.pool;
  return {
    tensors: numTensors,
    bytesAllocated: pool?.numBytesAllocated ?? numBytes,
    bytesPooled: pool?.numBytesPooled ?? 0,
  };
}
