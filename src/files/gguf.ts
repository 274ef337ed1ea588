/**
 * The header of a GGUF file, versions 2 and 3: magic, version, counts, the metadata (typed values by
 * key), then for each tensor its name, sizes, kind and where it begins. How long it is shows only as it is
 * read, so it is read from the front, as much as is wanted. Whatever does not fit the file is refused.
 * Source: the format as described in ggml's docs/gguf.md.
 */
import { packingOf } from '../bytes/dtype.ts';
import { refusal } from './refusal.ts';
import { longestName, mostTensors } from './safetensors.ts';
import type { Source } from './source.ts';
import { countOf, type Stored } from './stored.ts';

type Scalar = string | number | boolean;

/** A list that is too long to be told, of which only the length is. */
interface LongList {
  readonly count: number;
}

type GgufValue = Scalar | readonly Scalar[] | LongList;
export type GgufMetadata = ReadonlyMap<string, GgufValue>;

export interface GgufHeader {
  readonly metadata: GgufMetadata;
  /** In the order of the file; shapes last axis fastest, as everywhere on this page. */
  readonly tensors: readonly Stored[];
  /** Of the header, in bytes. */
  readonly length: number;
}

/** So many bytes from the front are wanted before anything can be told. */
export interface Unfinished {
  readonly wants: number;
}

/** `ggufIn`, in a thread where the file is a stranger's. */
export type ReadGguf = (
  bytes: Uint8Array,
  size: number,
  signal?: AbortSignal,
) => GgufHeader | Unfinished | Promise<GgufHeader | Unfinished>;

/** The longest header that is read, in bytes: several times that of a vocabulary of 256,000. */
const mostHeader = 2 ** 25;
/** More than the metadata of any model in use has. */
const mostKeys = 2 ** 14;
/** A list up to this length is told whole: one number per layer, the sections of M-RoPE. */
const longestList = 1024;
const mostDimensions = 4;
/** Read first; most headers of models are longer by their vocabulary, and are read on in doubles. */
const firstRead = 2 ** 20;

export function isGguf(start: Uint8Array): boolean {
  return [0x47, 0x47, 0x55, 0x46].every((byte, i) => start[i] === byte);
}

/** @throws Refusal */
export async function readGguf(
  source: Source,
  readHeader: ReadGguf,
  signal?: AbortSignal,
): Promise<GgufHeader> {
  const { size } = source;
  let bytes: Uint8Array = new Uint8Array();
  for (let wanted = firstRead; ; wanted = Math.max(wanted, 2 * bytes.length)) {
    const more = await source.read(bytes.length, Math.min(wanted, mostHeader, size), signal);
    const both = new Uint8Array(bytes.length + more.length);
    both.set(bytes);
    both.set(more, bytes.length);
    bytes = both;
    const header = await readHeader(bytes, size, signal);
    if (!('wants' in header)) return header;
    wanted = header.wants;
  }
}

/** The header goes on after the bytes that are here. */
class Beyond extends Error {
  readonly wants: number;

  constructor(wants: number) {
    super('gguf: more bytes are wanted');
    this.wants = wants;
  }
}

/**
 * @param bytes  of the file, from its front
 * @param size   of the whole file
 * @param whole  keys whose lists are told at any length
 * @throws Refusal
 */
export function ggufIn(
  bytes: Uint8Array,
  size: number,
  whole: readonly string[] = [],
): GgufHeader | Unfinished {
  try {
    return headerIn(cursorOn(bytes, size), size, new Set(whole));
  } catch (error) {
    if (error instanceof Beyond) return { wants: error.wants };
    throw error;
  }
}

function headerIn(cursor: Cursor, size: number, whole: ReadonlySet<string>): GgufHeader {
  cursor.skip(4);
  const version = cursor.uint32();
  // Written by a machine that keeps the highest byte first.
  if (version > 0 && (version & 0xffff) === 0) throw refusal('files.gguf.endian');
  if (version !== 2 && version !== 3) throw refusal('files.gguf.version', { version });
  const [count, keys] = [cursor.length(), cursor.length()];
  if (count > mostTensors) throw refusal('files.many', { count, most: mostTensors });
  if (keys > mostKeys) throw refusal('files.gguf.keys', { count: keys, most: mostKeys });
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < keys; i++) {
    const name = named(cursor);
    if (metadata.has(name)) throw refusal('files.header.twice', { name });
    metadata.set(name, valueOf(cursor, cursor.uint32(), name, whole.has(name)));
  }
  const infos = Array.from({ length: count }, () => infoOf(cursor));
  const alignment = metadata.get('general.alignment') ?? 32;
  if (typeof alignment !== 'number' || !(alignment > 0) || !Number.isInteger(alignment)) {
    throw refusal('files.gguf.alignment', { found: JSON.stringify(alignment) });
  }
  const length = cursor.at();
  const begin = Math.ceil(length / alignment) * alignment;
  const tensors = infos.map((info) => storedAt(info, begin, size, alignment));
  checkApart(tensors);
  return { metadata, tensors, length };
}

/** @throws Refusal for a name that no page can show */
function named(cursor: Cursor): string {
  const bytes = cursor.length();
  if (bytes > longestName) throw refusal('files.gguf.name', { length: bytes, most: longestName });
  return cursor.text(bytes);
}

interface Kind {
  readonly bytes: number;
  read(view: DataView, at: number): Scalar;
}

const text = 8;
const list = 9;
/** By the numbers that the format gives them. */
const kinds: Readonly<Record<number, Kind>> = {
  0: { bytes: 1, read: (view, at) => view.getUint8(at) },
  1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  2: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  3: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  4: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  5: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  6: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  7: { bytes: 1, read: (view, at) => view.getUint8(at) !== 0 },
  10: { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
  11: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  12: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};

function valueOf(cursor: Cursor, type: number, name: string, whole: boolean): GgufValue {
  if (type === text) return cursor.text(cursor.length());
  if (type !== list) return cursor.value(kindOf(type, name));
  const of = cursor.uint32();
  // A list in a list could go on for ever, and no model has one.
  if (of === list) throw refusal('files.gguf.nested', { name });
  const count = cursor.length();
  const told = whole || count <= longestList;
  if (of === text) {
    // Each has its length in front.
    cursor.check(8 * count);
    if (told) return Array.from({ length: count }, () => cursor.text(cursor.length()));
    for (let i = 0; i < count; i++) cursor.skip(cursor.length());
    return { count };
  }
  const kind = kindOf(of, name);
  cursor.check(kind.bytes * count);
  if (told) return Array.from({ length: count }, () => cursor.value(kind));
  cursor.skip(kind.bytes * count);
  return { count };
}

function kindOf(type: number, name: string): Kind {
  const kind = kinds[type];
  if (!kind) throw refusal('files.gguf.type', { name, type });
  return kind;
}

interface Info {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly offset: number;
}

function infoOf(cursor: Cursor): Info {
  const name = named(cursor);
  const dimensions = cursor.uint32();
  if (dimensions > mostDimensions) {
    throw refusal('files.gguf.dimensions', { name, count: dimensions, most: mostDimensions });
  }
  const sizes = Array.from({ length: dimensions }, () => cursor.length());
  const type = cursor.uint32();
  // Fastest axis first in the file.
  return {
    name,
    shape: sizes.toReversed(),
    dtype: tensorKinds[type] ?? `type ${type}`,
    offset: cursor.length(),
  };
}

/** Kinds of number by ggml's numbers; those that cannot be decoded here are refused when read. */
const tensorKinds: Readonly<Record<number, string>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  6: 'Q5_0',
  7: 'Q5_1',
  8: 'Q8_0',
  9: 'Q8_1',
  10: 'Q2_K',
  11: 'Q3_K',
  12: 'Q4_K',
  13: 'Q5_K',
  14: 'Q6_K',
  15: 'Q8_K',
  16: 'IQ2_XXS',
  17: 'IQ2_XS',
  18: 'IQ3_XXS',
  19: 'IQ1_S',
  20: 'IQ4_NL',
  21: 'IQ3_S',
  22: 'IQ2_S',
  23: 'IQ4_XS',
  24: 'I8',
  25: 'I16',
  26: 'I32',
  27: 'I64',
  28: 'F64',
  29: 'IQ1_M',
  30: 'BF16',
  34: 'TQ1_0',
  35: 'TQ2_0',
  39: 'MXFP4',
};

function storedAt(
  { name, shape, dtype, offset }: Info,
  begin: number,
  size: number,
  alignment: number,
): Stored {
  const count = countOf(shape);
  if (count === null) throw refusal('files.overflow', { name });
  if (offset % alignment !== 0) throw refusal('files.gguf.offset', { name, offset, alignment });
  const from = begin + offset;
  const packing = packingOf(dtype);
  if (packing && (shape.at(-1) ?? 1) % packing.values !== 0) {
    throw refusal('files.gguf.row', {
      name,
      dtype,
      values: packing.values,
      row: shape.at(-1) ?? 1,
    });
  }
  // Of a kind that is not known here, nobody knows where it ends.
  const to = packing ? from + (count / packing.values) * packing.bytes : from;
  if (to > size) throw refusal('files.outside', { name, end: to, size });
  return { name, dtype, shape, from, to, little: true, fortran: false };
}

/** Tensors have names and bytes of their own; between them there may be some of nobody's. */
function checkApart(tensors: readonly Stored[]): void {
  const names = new Set<string>();
  let [end, before] = [0, ''];
  for (const { name, from, to } of tensors.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (names.has(name)) throw refusal('files.header.twice', { name });
    names.add(name);
    if (from < end) throw refusal('files.overlap', { first: before, second: name });
    [end, before] = [to, name];
  }
}

interface Cursor {
  at(): number;
  /** @throws Refusal where so many bytes from here on are more than the file, or than is read */
  check(count: number): void;
  skip(count: number): void;
  uint32(): number;
  /** A count of something; one that is too large to be exact is too large for any file. */
  length(): number;
  text(bytes: number): string;
  value(kind: Kind): Scalar;
}

function cursorOn(bytes: Uint8Array, size: number): Cursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const decoder = new TextDecoder();
  let at = 0;
  const check = (count: number) => {
    if (at + count > size) throw refusal('files.gguf.beyond', { end: at + count, size });
    if (at + count > mostHeader) throw refusal('files.gguf.huge', { most: mostHeader });
  };
  const taken = (count: number) => {
    check(count);
    if (at + count > bytes.length) throw new Beyond(at + count);
    at += count;
    return at - count;
  };
  return {
    at: () => at,
    check,
    skip: taken,
    uint32: () => view.getUint32(taken(4), true),
    length() {
      const from = taken(8);
      return view.getUint32(from, true) + view.getUint32(from + 4, true) * 2 ** 32;
    },
    text(count) {
      const from = taken(count);
      return decoder.decode(bytes.subarray(from, from + count));
    },
    value: (kind) => kind.read(view, taken(kind.bytes)),
  };
}
