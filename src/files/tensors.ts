/**
 * A file of tensors, opened: what is in it, which of it are position tables, and a way to read one
 * tensor or some of its rows. Reads the header and then only what is asked for.
 */
import { decoded, decodedFortran, packingOf } from '../bytes/dtype.ts';
import { type GgufMetadata, isGguf, readGguf } from './gguf.ts';
import type { ReadHeaders } from './headers.ts';
import { isNpy, readNpy } from './npy.ts';
import { type PositionTable, positionTables } from './positionTable.ts';
import { refusal } from './refusal.ts';
import { readSafetensors } from './safetensors.ts';
import type { Source } from './source.ts';
import { countOf, matrixOf, type Stored, type TensorInfo } from './stored.ts';

interface ReadOptions {
  /** Rows [from, to) of a matrix; all without it. */
  readonly rows?: readonly [from: number, to: number] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Tensors {
  readonly format: 'safetensors' | 'npy' | 'gguf';
  readonly source: Source;
  /** What a GGUF says of its model, by key; empty for the other formats, which say nothing. */
  readonly metadata: GgufMetadata;
  /** How long the header of a GGUF is, in bytes; 0 for the other formats. */
  readonly length: number;
  /** In the order of the header. */
  readonly tensors: readonly TensorInfo[];
  /** Those with rows and columns, for a person to pick from. */
  readonly matrices: readonly TensorInfo[];
  /** Those recognised by name as position tables, the first the likeliest; most files have one. */
  readonly tables: readonly PositionTable[];
  find(name: string): TensorInfo | null;
  /**
   * A tensor's values, last axis fastest.
   *
   * @throws Refusal for a kind of number that is not read, too many values, or a failing source
   * @throws Error for a name or rows that the file does not have
   */
  read(name: string, options?: ReadOptions): Promise<Float32Array<ArrayBuffer>>;
  /** The bytes of these values as they lie in the file; throws as `read` does. */
  readBytes(name: string, options?: ReadOptions): Promise<Uint8Array<ArrayBuffer>>;
}

/** The most values of one read: 256 MiB as float32. */
const mostValues = 2 ** 26;

/** @throws Refusal when this is no file of tensors, or a damaged one */
export async function openTensors(
  source: Source,
  headers: ReadHeaders,
  signal?: AbortSignal,
): Promise<Tensors> {
  if (source.size === 0) throw refusal('files.empty');
  const start = await source.read(0, Math.min(source.size, 64), signal);
  checkKnown(start);
  const { tensors: stored, ...read } = await readAs(start, source, headers, signal);
  const byName = new Map(stored.map((tensor) => [tensor.name, tensor]));
  const known = (name: string) => {
    const tensor = byName.get(name);
    if (!tensor) throw new Error(`tensors: there is no ${name}`);
    return tensor;
  };
  return {
    ...read,
    source,
    tensors: stored,
    matrices: stored.filter(({ shape }) => matrixOf(shape) !== null),
    tables: positionTables(stored),
    find: (name) => byName.get(name) ?? null,
    read: async (name, options = {}) => valuesOf(source, known(name), options),
    readBytes: async (name, options = {}) => bytesOf(source, known(name), options),
  };
}

type Read = Pick<Tensors, 'format' | 'metadata' | 'length'> & {
  readonly tensors: readonly Stored[];
};

/** By how the file begins, whatever it is called. */
async function readAs(
  start: Uint8Array,
  source: Source,
  headers: ReadHeaders,
  signal: AbortSignal | undefined,
): Promise<Read> {
  if (isGguf(start)) return { format: 'gguf', ...(await readGguf(source, headers.gguf, signal)) };
  const none = { metadata: new Map(), length: 0 };
  if (isNpy(start)) return { format: 'npy', ...none, tensors: [await readNpy(source, signal)] };
  const tensors = await readSafetensors(source, headers.safetensors, signal);
  return { format: 'safetensors', ...none, tensors };
}

/** How files begin that people take for a file of tensors; each gets a sentence of its own. */
const foreign = [
  ['PK\u0003\u0004', 'files.zip'],
  ['\u0080\u0002', 'files.pickle'],
  ['\u0080\u0003', 'files.pickle'],
  ['\u0080\u0004', 'files.pickle'],
  ['\u0080\u0005', 'files.pickle'],
  ['\u0089HDF\r\n', 'files.hdf5'],
  ['version https://git-lfs', 'files.lfs'],
  ['<!doctype', 'files.page'],
  ['<html', 'files.page'],
] as const;

function checkKnown(start: Uint8Array): void {
  const text = String.fromCharCode(...start).replace(/^<.*/s, (tag) => tag.toLowerCase());
  const found = isOnnx(start)
    ? 'files.onnx'
    : foreign.find(([begin]) => text.startsWith(begin))?.[1];
  // The first bytes of some can also be the length of a safetensors header.
  if (found && text[8] !== '{') throw refusal(found);
}

/** Fields 1 and 2 of a protocol buffer: the version of the format, and the name of who made it. */
function isOnnx([first, version = 0, third]: Uint8Array): boolean {
  return first === 0x08 && version > 0 && version < 32 && third === 0x12;
}

async function valuesOf(
  source: Source,
  tensor: Stored,
  { rows, signal }: ReadOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const { dtype, shape, little, fortran } = tensor;
  if (!fortran) return decoded(await bytesOf(source, tensor, { rows, signal }), dtype, little);
  const values = decodedFortran(await bytesOf(source, tensor, { signal }), dtype, little, shape);
  return rows ? values.slice(...rangeOfRows(tensor, rows)) : values;
}

async function bytesOf(
  source: Source,
  tensor: Stored,
  { rows, signal }: ReadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { name, dtype, shape, from } = tensor;
  const packing = packingOf(dtype);
  if (!packing) throw refusal('files.dtype', { name, dtype });
  const [begin, end] = rows ? rangeOfRows(tensor, rows) : [0, countOf(shape) ?? 0];
  if (end - begin > mostValues) {
    throw refusal('files.large', { name, count: end - begin, most: mostValues });
  }
  // Rows are whole blocks.
  const byteAt = (value: number) => from + (value / packing.values) * packing.bytes;
  return source.read(byteAt(begin), byteAt(end), signal);
}

/** The values [from, to) that are the rows asked for. */
function rangeOfRows({ name, shape }: TensorInfo, [from, to]: readonly [number, number]) {
  const matrix = matrixOf(shape);
  if (!matrix || !(from >= 0 && from <= to && to <= matrix.rows)) {
    throw new Error(`tensors: ${name} [${shape.join(', ')}] has no rows [${from}, ${to})`);
  }
  return [from * matrix.columns, to * matrix.columns] as const;
}
