/** Files made in memory, sources that count, and refusals held against both languages. Tests only. */
import { expect } from 'vitest';
import { locales } from '../text/locale.ts';
import { headersHere } from './headers.ts';
import { Refusal } from './refusal.ts';
import { checkRange, type Source } from './source.ts';
import { openTensors, type Tensors } from './tensors.ts';

export interface Made {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export function float32(shape: readonly number[], values: readonly number[]): Made {
  return { dtype: 'F32', shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}

/** A safetensors file, tensors in the order given. */
export function safetensorsBytes(tensors: Readonly<Record<string, Made>>): Uint8Array<ArrayBuffer> {
  let end = 0;
  const header = Object.entries(tensors).map(([name, { dtype, shape, bytes }]) => {
    const from = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [from, end] }] as const;
  });
  // Own properties, also for the name __proto__.
  const json = JSON.stringify(Object.fromEntries(header));
  return withHeader(json, ...Object.values(tensors).map(({ bytes }) => bytes));
}

/** Any header under its true length, then any bytes. */
export function withHeader(json: string, ...data: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(json);
  const length = new Uint8Array(new BigUint64Array([BigInt(header.length)]).buffer);
  return joined(length, header, ...data);
}

export function npyBytes(header: string, data: Uint8Array, version = 1): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const sizes = [text.length & 255, text.length >> 8, 0, 0].slice(0, version === 1 ? 2 : 4);
  const magic = [0x93, ...new TextEncoder().encode('NUMPY'), version, 0, ...sizes];
  return joined(Uint8Array.from(magic), text, data);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** A file of tensors, its header read in this thread. */
export function tensorsIn(source: Source): Promise<Tensors> {
  return openTensors(source, headersHere);
}

/** A file in memory. */
export function memorySource(bytes: Uint8Array<ArrayBuffer>): Source {
  return madeSource(bytes.length, (from, to) => bytes.slice(from, to));
}

/** A file that makes its bytes when they are asked for. */
export function madeSource(
  size: number,
  make: (from: number, to: number) => Uint8Array<ArrayBuffer>,
): Source {
  let bytesRead = 0;
  return {
    name: 'made.file',
    size,
    get bytesRead() {
      return bytesRead;
    },
    read(from, to) {
      checkRange(from, to, size);
      bytesRead += to - from;
      return Promise.resolve(make(from, to));
    },
  };
}

/** Expects a refusal, whose sentence is whole in both languages, and gives its English. */
export async function refused(reading: Promise<unknown>): Promise<{ key: string; said: string }> {
  const error: unknown = await reading.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Refusal)) throw error ?? new Error('it was not refused');
  for (const locale of locales()) expect(error.said(locale)).toMatch(/[.。]$/);
  expect(error.said('en')).toBe(error.message);
  return { key: error.key, said: error.message };
}
