/**
 * The header of a safetensors file: an 8-byte little-endian length, then JSON, then the bytes that
 * the JSON describes without overlap or hole. Whatever is not exactly so is refused.
 * Source: the format as described in the README of huggingface/safetensors.
 */
import { packingOf } from '../bytes/dtype.ts';
import { refusal } from './refusal.ts';
import { repeatedName } from './repeated.ts';
import type { Source } from './source.ts';
import { countOf, type Stored } from './stored.ts';

/** The largest header that is read, in bytes. The format allows 100 MB. */
export const mostHeader = 2 ** 23;
/** More than the parts of any large model have: the page goes through their names at once. */
export const mostTensors = 2 ** 14;

/** In UTF-16 units; those of models have fewer than 200, and a page has to show them. */
export const longestName = 1000;

/** What a header of a file of `size` bytes describes: `storedIn`, in a thread where it is a stranger's. */
export type ReadSafetensors = (
  bytes: Uint8Array,
  size: number,
  signal?: AbortSignal,
) => readonly Stored[] | Promise<readonly Stored[]>;

/** @throws Refusal */
export async function readSafetensors(
  source: Source,
  readHeader: ReadSafetensors,
  signal?: AbortSignal,
): Promise<readonly Stored[]> {
  const { size } = source;
  const start = await source.read(0, Math.min(size, 9), signal);
  if (start.length < 9 || start[8] !== 0x7b) throw refusal('files.unknown');
  const length = Number(new DataView(start.buffer).getBigUint64(0, true));
  if (length > size - 8) throw refusal('files.header.beyond', { length, size });
  if (length > mostHeader) throw refusal('files.header.huge', { length, most: mostHeader });
  return readHeader(await source.read(8, 8 + length, signal), size, signal);
}

/**
 * @param bytes  the JSON
 * @throws Refusal
 */
export function storedIn(bytes: Uint8Array, size: number): readonly Stored[] {
  const begin = 8 + bytes.length;
  const entries = Object.entries(jsonOf(bytes));
  if (entries.length > mostTensors) {
    throw refusal('files.many', { count: entries.length, most: mostTensors });
  }
  const tensors: Stored[] = [];
  for (const [name, entry] of entries) {
    if (name.length > longestName) {
      throw refusal('files.name', { length: name.length, most: longestName });
    }
    if (name === '__metadata__') checkMetadata(entry);
    else tensors.push(tensorOf(name, entry, begin, size));
  }
  if (tensors.length === 0) throw refusal('files.none');
  checkCover(tensors, begin, size);
  return tensors;
}

function jsonOf(bytes: Uint8Array): object {
  const text = textOf(bytes);
  const header = text === null ? null : parsed(text);
  if (text === null || !isObject(header)) throw refusal('files.header.json');
  const twice = repeatedName(text);
  if (twice !== null) throw refusal('files.header.twice', { name: twice });
  return header;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkMetadata(entry: unknown): void {
  const texts = isObject(entry) && Object.values(entry).every((text) => typeof text === 'string');
  if (!texts) throw refusal('files.metadata');
}

function tensorOf(name: string, entry: unknown, begin: number, size: number): Stored {
  const own = new Map(isObject(entry) ? Object.entries(entry) : []);
  const [dtype, shape, offsets] = ['dtype', 'shape', 'data_offsets'].map((key) => own.get(key));
  if (typeof dtype !== 'string' || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw refusal('files.entry', { name });
  }
  const [from = 0, to = 0] = offsets.map((offset) => begin + offset);
  if (to > size) throw refusal('files.outside', { name, end: to, size });
  if (from > to) throw refusal('files.entry', { name });
  const count = countOf(shape);
  if (count === null) throw refusal('files.overflow', { name });
  // A kind that is not known here has a width that is not known either; it is refused when picked.
  const packing = packingOf(dtype);
  const needed = packing ? (count / packing.values) * packing.bytes : Number.NaN;
  if (needed !== to - from && !Number.isNaN(needed)) {
    throw refusal('files.bytes', { name, bytes: to - from, needed });
  }
  return { name, dtype, shape, from, to, little: true, fortran: false };
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** Every byte after the header belongs to exactly one tensor. */
function checkCover(tensors: readonly Stored[], begin: number, size: number): void {
  let [end, before] = [begin, ''];
  for (const { name, from, to } of tensors.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (from < end) throw refusal('files.overlap', { first: before, second: name });
    if (from > end) throw refusal('files.hole', { name, bytes: from - end });
    [end, before] = [to, name];
  }
  if (end < size) throw refusal('files.tail', { bytes: size - end });
}
