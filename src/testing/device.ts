/** The device of the tests of a page, whose compiled shaders serve all its files. Tests only. */
import { setBackend } from '@tensorflow/tfjs-core';
import { type Device, openDevice } from '../compute/device.ts';
import { closeWebGpu } from '../compute/webgpu.ts';

let webgpu: Promise<Device> | null = null;

/** Pipelines on it, of which each checks its last frame when nothing new has come for 200 ms. */
export const started = { pipelines: 0 };

/**
 * As `openDevice`, but WebGPU is opened once; what is opened is tfjs's current backend. No pipeline of a
 * file before does anything any more: that would spoil the counts of this one.
 */
export async function testDevice(gpu: 'auto' | 'off'): Promise<Device> {
  if (webgpu && started.pipelines > 0) await untilCalm(await webgpu);
  if (gpu === 'off') return openDevice('off');
  webgpu ??= openDevice('auto');
  const device = await webgpu;
  await setBackend(device.backend);
  return device;
}

/** Makes room for a device of a test's own, as tfjs knows one at a time. Such a file is the last of the page. */
export async function leaveTestDevice(): Promise<void> {
  if (!webgpu) return;
  await untilCalm(await webgpu);
  closeWebGpu();
  webgpu = null;
}

async function untilCalm({ gpu }: Device): Promise<void> {
  const work = () => `${gpu?.backend.dispatches} ${gpu?.backend.bytesRead}`;
  let before = '';
  while (before !== work()) {
    before = work();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
