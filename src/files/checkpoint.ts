/**
 * The weights of one attention layer of a BERT- or GPT-2-shaped file, by name, turned so that both
 * mean the same: x · weight + bias, weight [in, out]. Reads what is asked for, not the model; a
 * later layer's true input needs the layers before it, which are not run here.
 */
import { type PositionTable, positionTables } from './positionTable.ts';
import { refusal } from './refusal.ts';
import { readRows } from './rows.ts';
import { matrixOf, type TensorInfo } from './stored.ts';
import type { Tensors } from './tensors.ts';

export interface Checkpoint {
  readonly shape: 'bert' | 'gpt2';
  readonly layers: number;
  /** dModel. */
  readonly width: number;
  /** Heads are not in the file: the guess of 64 channels each, a divisor of the width. */
  readonly heads: number;
  readonly vocabulary: number;
  /** How many tokens its position table has rows for. */
  readonly positions: number;
  /** The ε of its layer norms as its authors set it; it is not in the file. */
  readonly epsilon: number;
}

export interface Norm {
  /** [width] */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

export interface Projection {
  /** [in, out] */
  readonly weight: Float32Array;
  /** [out] */
  readonly bias: Float32Array;
}

/** What a layer's attention sees and does. The norm stands before the projections in both. */
export interface Layer {
  readonly norm: Norm;
  readonly query: Projection;
  readonly key: Projection;
}

export interface Embedded {
  /** [tokens, width] */
  readonly tokens: Float32Array;
  /** [tokens, width]; the rows of positions 0, 1 … */
  readonly positions: Float32Array;
  /** [width], added to every token: BERT's first segment; null where there is none. */
  readonly segment: Float32Array | null;
}

interface Names {
  readonly shape: Checkpoint['shape'];
  readonly epsilon: number;
  readonly words: string;
  readonly segments: string | null;
  /** Finds the prefix and counts the layers. */
  readonly layer: RegExp;
}

const shapes: readonly Names[] = [
  {
    shape: 'bert',
    epsilon: 1e-12,
    words: 'embeddings.word_embeddings.weight',
    segments: 'embeddings.token_type_embeddings.weight',
    layer: /^(.*?)encoder\.layer\.(\d+)\.attention\.self\.query\.weight$/,
  },
  {
    shape: 'gpt2',
    epsilon: 1e-5,
    words: 'wte.weight',
    segments: null,
    layer: /^(.*?)h\.(\d+)\.attn\.c_attn\.weight$/,
  },
];

/** A file with the names of its shape found. */
export interface OpenCheckpoint extends Checkpoint {
  /** @param ids  0…vocabulary−1, at most `positions` of them */
  readEmbedded(ids: readonly number[], signal?: AbortSignal): Promise<Embedded>;
  /** @param layer  0…layers−1 */
  readLayer(layer: number, signal?: AbortSignal): Promise<Layer>;
}

/** @returns null for a file of another shape */
export function checkpointOf(file: Tensors): OpenCheckpoint | null {
  for (const names of shapes) {
    const found = file.tensors.flatMap(({ name }) => {
      const [, prefix, layer] = names.layer.exec(name) ?? [];
      return prefix === undefined ? [] : [{ prefix, layer: Number(layer) }];
    });
    const prefix = found[0]?.prefix;
    if (prefix === undefined) continue;
    const words = file.find(prefix + names.words);
    const size = words && matrixOf(words.shape);
    const table = positionTables(file.tensors).find(({ name }) => name.startsWith(prefix));
    if (!words || !size || table?.columns !== size.columns) continue;
    const layers = 1 + found.reduce((most, { layer }) => Math.max(most, layer), 0);
    return opened(file, { names, prefix, words, table, layers });
  }
  return null;
}

interface Found {
  readonly names: Names;
  readonly prefix: string;
  readonly words: TensorInfo;
  readonly table: PositionTable;
  readonly layers: number;
}

function opened(file: Tensors, { names, prefix, words, table, layers }: Found): OpenCheckpoint {
  const width = table.columns;
  const vocabulary = matrixOf(words.shape)?.rows ?? 0;
  const positions = table.rows - table.firstRow;
  const segments = names.segments && file.find(prefix + names.segments);
  return {
    shape: names.shape,
    // RoBERTa has BERT's names and an ε of its own.
    epsilon: table.family === 'RoBERTa' ? 1e-5 : names.epsilon,
    layers,
    width,
    heads: headsFor(width),
    vocabulary,
    positions,
    async readEmbedded(ids, signal) {
      const wrong = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < vocabulary));
      if (wrong !== undefined) throw refusal('files.id', { id: String(wrong), vocabulary });
      if (ids.length > positions) throw refusal('files.ids', { count: ids.length, positions });
      const rows = [table.firstRow, table.firstRow + ids.length] as const;
      const [tokens, places, segment] = await Promise.all([
        readRows(file, words, ids, signal),
        file.read(table.name, { rows, signal }),
        segments ? file.read(segments.name, { rows: [0, 1], signal }) : null,
      ]);
      return { tokens, positions: places, segment };
    },
    readLayer(layer, signal) {
      const read = reader(file, prefix, signal);
      return names.shape === 'bert' ? bertLayer(read, layer, width) : gpt2Layer(read, layer, width);
    },
  };
}

/** The divisor of a width whose heads are nearest to 64 channels. */
export function headsFor(width: number): number {
  const divisors = Array.from({ length: width }, (_, i) => i + 1).filter((n) => width % n === 0);
  const off = (heads: number) => Math.abs(Math.log2(width / heads / 64));
  return divisors.toSorted((a, b) => off(a) - off(b))[0] ?? 1;
}

type Read = (name: string | readonly string[], shape: readonly number[]) => Promise<Float32Array>;

/** Reads a tensor that must have a shape, by the first of its names that the file has. */
function reader(file: Tensors, prefix: string, signal: AbortSignal | undefined): Read {
  return async (name, shape) => {
    const names = [name].flat().map((end) => prefix + end);
    const tensor = names.map((whole) => file.find(whole)).find((found) => found !== null);
    if (!tensor) throw refusal('files.missing', { name: names[0] ?? '' });
    if (tensor.shape.join() !== shape.join()) {
      const [found, wanted] = [tensor.shape, shape].map((sizes) => sizes.join(' × '));
      throw refusal('files.misshapen', {
        name: tensor.name,
        found: found ?? '',
        wanted: wanted ?? '',
      });
    }
    return await file.read(tensor.name, { signal });
  };
}

/** BERT keeps weights as [out, in], and norms after each block: the first is the embeddings' own. */
async function bertLayer(read: Read, layer: number, width: number): Promise<Layer> {
  const norm = layer === 0 ? 'embeddings.' : `encoder.layer.${layer - 1}.output.`;
  const self = `encoder.layer.${layer}.attention.self.`;
  const projection = async (name: string): Promise<Projection> => ({
    weight: transposed(await read(`${self}${name}.weight`, [width, width]), width),
    bias: await read(`${self}${name}.bias`, [width]),
  });
  // The oldest files call a norm's weight and bias gamma and beta.
  const [weight, bias, query, key] = await Promise.all([
    read([`${norm}LayerNorm.weight`, `${norm}LayerNorm.gamma`], [width]),
    read([`${norm}LayerNorm.bias`, `${norm}LayerNorm.beta`], [width]),
    projection('query'),
    projection('key'),
  ]);
  return { norm: { weight, bias }, query, key };
}

/** GPT-2 keeps query, key and value side by side, as [in, 3 · width], and its norm before them. */
async function gpt2Layer(read: Read, layer: number, width: number): Promise<Layer> {
  const [weight, bias, all, allBias] = await Promise.all([
    read(`h.${layer}.ln_1.weight`, [width]),
    read(`h.${layer}.ln_1.bias`, [width]),
    read(`h.${layer}.attn.c_attn.weight`, [width, 3 * width]),
    read(`h.${layer}.attn.c_attn.bias`, [3 * width]),
  ]);
  const third = (i: number): Projection => ({
    weight: columnsOf(all, 3 * width, i * width, width),
    bias: allBias.slice(i * width, (i + 1) * width),
  });
  return { norm: { weight, bias }, query: third(0), key: third(1) };
}

function transposed(square: Float32Array, width: number): Float32Array {
  return square.map((_, at) => square[(at % width) * width + Math.floor(at / width)] ?? 0);
}

function columnsOf(matrix: Float32Array, columns: number, first: number, count: number) {
  const part = new Float32Array((matrix.length / columns) * count);
  for (let row = 0; row * count < part.length; row++) {
    part.set(matrix.subarray(row * columns + first, row * columns + first + count), row * count);
  }
  return part;
}
