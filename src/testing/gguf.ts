/** GGUF files made in memory. Tests only. */
import type { Made } from '../files/testing.ts';

type Scalar = string | number | boolean;

interface GgufFile {
  readonly version?: number;
  /** Whole numbers are written as uint32 or int32, others as float32. */
  readonly metadata?: Readonly<Record<string, Scalar | readonly Scalar[]>>;
  /** Shapes last axis fastest. */
  readonly tensors?: Readonly<Record<string, Made>>;
}

/** Kinds of number by ggml's numbers; any other is given as its number. */
const tensorTypes: Readonly<Record<string, number>> = { F32: 0, F16: 1, Q4_1: 3, BF16: 30 };

/** A file whose tensors begin at multiples of `general.alignment`, or of 32. */
export function ggufBytes({ version = 3, metadata = {}, tensors = {} }: GgufFile) {
  const { 'general.alignment': given = 32 } = metadata;
  const alignment = Number(given);
  const header = [
    ...new TextEncoder().encode('GGUF'),
    ...uint32(version),
    ...uint64(Object.keys(tensors).length),
    ...uint64(Object.keys(metadata).length),
    ...Object.entries(metadata).flatMap(([key, value]) => [...text(key), ...valueBytes(value)]),
  ];
  let end = 0;
  const data = Object.entries(tensors).map(([name, { dtype, shape, bytes }]) => {
    const offset = aligned(end, alignment);
    end = offset + bytes.length;
    header.push(...text(name), ...uint32(shape.length));
    for (const size of shape.toReversed()) header.push(...uint64(size));
    header.push(...uint32(tensorTypes[dtype] ?? Number(dtype)), ...uint64(offset));
    return { offset, bytes };
  });
  const begin = data.length > 0 ? aligned(header.length, alignment) : header.length;
  const file = new Uint8Array(begin + end);
  file.set(header);
  for (const { offset, bytes } of data) file.set(bytes, begin + offset);
  return file;
}

const aligned = (at: number, alignment: number) => Math.ceil(at / alignment) * alignment;

function bytesOf(size: number, write: (view: DataView) => void): number[] {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return [...bytes];
}

const uint32 = (value: number) => bytesOf(4, (view) => view.setUint32(0, value, true));
const uint64 = (value: number) => bytesOf(8, (view) => view.setBigUint64(0, BigInt(value), true));

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...uint64(bytes.length), ...bytes];
}

/** The number of the type, then the value. */
function valueBytes(value: Scalar | readonly Scalar[]): number[] {
  if (typeof value !== 'object') return [...uint32(typeOf([value])), ...scalar(value, [value])];
  return [
    ...uint32(9),
    ...uint32(typeOf(value)),
    ...uint64(value.length),
    ...value.flatMap((each) => scalar(each, value)),
  ];
}

/** One type for all of a list. */
function typeOf(values: readonly Scalar[]): number {
  if (values.every((value) => typeof value === 'string')) return 8;
  if (values.every((value) => typeof value === 'boolean')) return 7;
  if (!values.every(Number.isInteger)) return 6;
  return values.every((value) => Number(value) >= 0) ? 4 : 5;
}

function scalar(value: Scalar, among: readonly Scalar[]): number[] {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return [Number(value)];
  return bytesOf(4, (view) => {
    if (typeOf(among) === 6) view.setFloat32(0, value, true);
    else view.setInt32(0, value, true);
  });
}
