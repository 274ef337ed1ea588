/**
 * An array as an `.npy` file of version 1.0: little-endian float32, rows first, the numbers from a multiple
 * of 64 bytes on. Source: numpy.lib.format.
 */
import type { Quantity } from '../state/asked.ts';

const aligned = 64;

/** Bytes of the file of an array of this shape. */
export function npyBytes(shape: readonly number[]): number {
  return headerOf(shape).length + 4 * countOf(shape);
}

export function npyParts({ shape, data }: Quantity): readonly Uint8Array<ArrayBuffer>[] {
  return [headerOf(shape), littleEndian(data)];
}

export const countOf = (shape: readonly number[]): number =>
  shape.reduce((count, side) => count * side, 1);

function headerOf(shape: readonly number[]): Uint8Array<ArrayBuffer> {
  // A tuple of one has a comma too.
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sides}), }`;
  const before = 10;
  const length = Math.ceil((before + text.length + 1) / aligned) * aligned - before;
  const bytes = new TextEncoder().encode(`\0NUMPY\x01\0\0\0${text.padEnd(length - 1)}\n`);
  bytes[0] = 0x93;
  new DataView(bytes.buffer).setUint16(8, length, true);
  return bytes;
}

function littleEndian(data: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * data.length);
  const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  if (isLittle) new Float32Array(bytes.buffer).set(data);
  else {
    const view = new DataView(bytes.buffer);
    data.forEach((value, i) => view.setFloat32(4 * i, value, true));
  }
  return bytes;
}
