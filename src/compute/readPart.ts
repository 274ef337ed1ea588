/** Part of a matrix on its way out of the backend. */
import { slice, tidy } from '@tensorflow/tfjs-core';
import { type Plane, tensorOf } from '../attention/plane.ts';
import type { Device } from './device.ts';

/** Part of a matrix, row-major; null when the device is lost on the way. */
export async function readPart(
  plane: Plane,
  [top, left]: readonly [number, number],
  [rows, columns]: readonly [number, number],
  device: Device,
): Promise<Float32Array | null> {
  const inOne = rows === 1 || columns === plane.columns;
  if (device.gpu && inOne) {
    const from = plane.from + top * plane.columns + left;
    const buffer = device.gpu.backend.lend(plane.tensor);
    // What is asked for may just have been recorded.
    await device.gpu.backend.play();
    if (plane.tensor.isDisposed) return null;
    return readCells(buffer, from, rows * columns, device);
  }
  const part = tidy(() => slice(tensorOf(plane), [top, left], [rows, columns]));
  try {
    return Float32Array.from(await part.data());
  } catch {
    // The device was lost on the way: there is no such part any more.
    return null;
  } finally {
    part.dispose();
  }
}

/** Neighbouring cells of a buffer as they are now; null when the device is lost on the way. */
export async function readCells(
  buffer: GPUBuffer,
  from: number,
  count: number,
  { gpu }: Device,
): Promise<Float32Array | null> {
  if (!gpu) return null;
  try {
    return new Float32Array(await gpu.backend.readBuffer(buffer, 4 * from, 4 * count));
  } catch {
    return null;
  }
}
