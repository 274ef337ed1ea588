/** Part of a matrix on its way out of the backend. */
import { slice, tidy } from '@tensorflow/tfjs-core';
import { type MatrixView, tensorOf } from '../attention/matrixView.ts';
import type { Device } from './device.ts';

/** Part of a matrix, row-major; null when the device is lost on the way. */
export async function readPart(
  plane: MatrixView,
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

/** Some rows of a matrix, one after another; null when the device is lost on the way. */
export async function readRows(
  { tensor, from, columns }: MatrixView,
  rows: readonly number[],
  { gpu }: Device,
): Promise<Float32Array | null> {
  if (gpu) {
    const buffer = gpu.backend.lend(tensor);
    await gpu.backend.play();
    if (tensor.isDisposed) return null;
    const starts = rows.map((row) => 4 * (from + row * columns));
    return floats(gpu.backend.readRuns(buffer, starts, 4 * columns));
  }
  const all = await tensor.data();
  const data = new Float32Array(rows.length * columns);
  rows.forEach((row, place) => {
    const start = from + row * columns;
    data.set(all.subarray(start, start + columns), place * columns);
  });
  return data;
}

/** Neighbouring cells of a buffer as they are now; null when the device is lost on the way. */
export async function readCells(
  buffer: GPUBuffer,
  from: number,
  count: number,
  { gpu }: Device,
): Promise<Float32Array | null> {
  return gpu && floats(gpu.backend.readRuns(buffer, [4 * from], 4 * count));
}

async function floats(read: Promise<ArrayBuffer>): Promise<Float32Array | null> {
  try {
    return new Float32Array(await read);
  } catch {
    return null;
  }
}
