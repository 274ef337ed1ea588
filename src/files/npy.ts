/**
 * One array in an `.npy` file, versions 1 to 3: magic, version, header length, a Python dictionary,
 * then the values. Pickled objects are refused, not unpickled.
 * Source: numpy.lib.format.
 */
import { packingOf } from '../bytes/dtype.ts';
import { npyHeaderOf } from './pythonDict.ts';
import { refusal } from './refusal.ts';
import type { Source } from './source.ts';
import { countOf, type Stored } from './stored.ts';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** The longest header that version 1 can have, in bytes; later versions get no more here. */
const mostNpyHeader = 65_535;

export function isNpy(start: Uint8Array): boolean {
  return magic.every((byte, i) => start[i] === byte);
}

/** @returns the one array, named as the file is @throws Refusal */
export async function readNpy(source: Source, signal?: AbortSignal): Promise<Stored> {
  const { size, name } = source;
  const start = await source.read(0, Math.min(size, 12), signal);
  const version = start[6] ?? 0;
  if (start.length < 12) throw refusal('files.npy.header');
  if (version < 1 || version > 3) throw refusal('files.npy.version', { version });
  const view = new DataView(start.buffer);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const from = version === 1 ? 10 : 12;
  if (from + length > size) throw refusal('files.header.beyond', { length, size });
  if (length > mostNpyHeader) throw refusal('files.header.huge', { length, most: mostNpyHeader });
  const bytes = await source.read(from, from + length, signal);
  // Latin-1 before version 3, UTF-8 since; only field names differ, and those are refused.
  const header = npyHeaderOf(new TextDecoder(version < 3 ? 'latin1' : 'utf-8').decode(bytes));
  if (!header) throw refusal('files.npy.header');
  if (header.descr === null) throw refusal('files.npy.records');
  const { dtype, little } = kindOf(header.descr, name);
  const count = countOf(header.shape);
  if (count === null) throw refusal('files.overflow', { name });
  const needed = count * (packingOf(dtype)?.bytes ?? 0);
  const data = size - from - length;
  if (needed !== data) throw refusal('files.npy.length', { needed, bytes: data });
  const { shape, fortran } = header;
  return { name, dtype, shape, from: from + length, to: size, little, fortran };
}

const letters: Readonly<Record<string, string>> = { f: 'F', i: 'I', u: 'U' };

/** `<f4`, `>i2`, `|b1`: byte order, kind, bytes. */
function kindOf(descr: string, name: string): { dtype: string; little: boolean } {
  if (/^[<>|=]?O/.test(descr)) throw refusal('files.npy.objects');
  const [, order, letter = '', bytes] = /^([<>|])([fiub])(\d)$/.exec(descr) ?? [];
  const dtype = letter === 'b' ? 'BOOL' : `${letters[letter] ?? '?'}${Number(bytes) * 8}`;
  const kind = packingOf(dtype);
  // Only single bytes may leave their order open.
  if (!kind || kind.bytes !== Number(bytes) || (order === '|' && kind.bytes > 1)) {
    throw refusal('files.dtype', { name, dtype: descr });
  }
  return { dtype, little: order !== '>' };
}
