/**
 * The kinds of number that are read, by the names that safetensors and GGUF give them, and their
 * decoding to float32. Refuses no file: what is in no table is unknown.
 */
import { type Block, blockOf } from './blocks.ts';
import { halfOf } from './half.ts';

interface Dtype {
  readonly bytes: number;
  read(view: DataView, at: number, little: boolean): number;
}

const dtypes = new Map<string, Dtype>([
  ['F64', { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) }],
  ['F32', { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) }],
  ['F16', { bytes: 2, read: (view, at, little) => halfOf(view.getUint16(at, little)) }],
  ['BF16', { bytes: 2, read: (view, at, little) => bfloat16Of(view.getUint16(at, little)) }],
  ['I64', { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) }],
  ['U64', { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) }],
  ['I32', { bytes: 4, read: (view, at, little) => view.getInt32(at, little) }],
  ['U32', { bytes: 4, read: (view, at, little) => view.getUint32(at, little) }],
  ['I16', { bytes: 2, read: (view, at, little) => view.getInt16(at, little) }],
  ['U16', { bytes: 2, read: (view, at, little) => view.getUint16(at, little) }],
  ['I8', { bytes: 1, read: (view, at) => view.getInt8(at) }],
  ['U8', { bytes: 1, read: (view, at) => view.getUint8(at) }],
  ['BOOL', { bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) }],
]);

/** How values of a kind lie: `values` of them together in `bytes`; null for a kind that is not read. */
export function packingOf(
  name: string,
): { readonly bytes: number; readonly values: number } | null {
  const plain = dtypes.get(name);
  return plain ? { bytes: plain.bytes, values: 1 } : blockOf(name);
}

const word = new DataView(new ArrayBuffer(4));

/** @param bits  the upper half of a float32, 0…65,535 */
function bfloat16Of(bits: number): number {
  word.setUint16(0, bits);
  return word.getFloat32(0);
}

const littleHost = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Values in the order in which they lie.
 *
 * @param bytes  a whole number of values or blocks; float32 that need no change are lent, not copied
 */
export function decoded(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  little: boolean,
): Float32Array<ArrayBuffer> {
  const block = blockOf(name);
  if (block) return unpacked(bytes, block);
  const dtype = known(name);
  const count = bytes.length / dtype.bytes;
  if (name === 'F32' && little && littleHost && bytes.byteOffset % 4 === 0) {
    return new Float32Array(bytes.buffer, bytes.byteOffset, count);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = dtype.read(view, i * dtype.bytes, little);
  return values;
}

function unpacked(bytes: Uint8Array<ArrayBuffer>, block: Block): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = bytes.length / block.bytes;
  const values = new Float32Array(count * block.values);
  for (let i = 0; i < count; i++) block.decode(view, i * block.bytes, values, i * block.values);
  return values;
}

/** The same for values that lie with their first axis fastest (Fortran), put last axis fastest. */
export function decodedFortran(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  little: boolean,
  shape: readonly number[],
): Float32Array<ArrayBuffer> {
  const dtype = known(name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float32Array(bytes.length / dtype.bytes);
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, dtype.bytes));
  const index = shape.map(() => 0);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    values[i] = dtype.read(view, at, little);
    // An odometer: the last axis turns first, and carries.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [step, size] = [steps[axis] ?? 0, shape[axis] ?? 0];
      const turned = (index[axis] ?? 0) + 1;
      at += step;
      index[axis] = turned % size;
      if (turned < size) break;
      at -= step * size;
    }
  }
  return values;
}

function known(name: string): Dtype {
  const dtype = dtypes.get(name);
  if (!dtype) throw new Error(`dtype: ${name} is not one that can be decoded`);
  return dtype;
}
