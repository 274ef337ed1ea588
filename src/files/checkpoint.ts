/**
 * The weights of the layers of a BERT- or GPT-2-shaped file, by name, turned so that both mean the
 * same: x · weight + bias, weight [in, out]. Reads what is asked for, not the model.
 */
import { columnsOf, transposed } from '../bytes/columns.ts';
import { type PositionTable, positionTables } from './positionTable.ts';
import { refusal } from './refusal.ts';
import { readRows } from './rows.ts';
import { matrixOf, type TensorInfo } from './stored.ts';
import type { Tensors } from './tensors.ts';

interface Checkpoint {
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

interface Norm {
  /** [width] */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

interface Projection {
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

/** All of a layer: what the stream is sent through on its way to the next. */
interface WholeLayer extends Layer {
  readonly value: Projection;
  /** The heads joined, back into the stream. */
  readonly out: Projection;
  /** BERT's after the attention, GPT-2's before the feed-forward. */
  readonly between: Norm;
  /** [width, inner] and back. */
  readonly wide: Projection;
  readonly narrow: Projection;
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

/** Channels; several times those of the widest such model. */
const widest = 2 ** 14;

/** A file with the names of its shape found. */
export interface OpenCheckpoint extends Checkpoint {
  /** @param ids  0…vocabulary−1, at most `positions` of them */
  readEmbedded(ids: readonly number[], signal?: AbortSignal): Promise<Embedded>;
  /** @param layer  0…layers−1 */
  readLayer(layer: number, signal?: AbortSignal): Promise<Layer>;
  /** The same, and the rest of it. */
  readWholeLayer(layer: number, signal?: AbortSignal): Promise<WholeLayer>;
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
    if (!words || !size || table?.columns !== size.columns || size.columns > widest) continue;
    const layers = inARow(new Set(found.map(({ layer }) => layer)));
    if (layers === 0) continue;
    return opened(file, { names, prefix, words, table, layers });
  }
  return null;
}

/** How many numbers follow one another from 0; no layer beyond a gap can be reached. */
function inARow(numbers: ReadonlySet<number>): number {
  let count = 0;
  while (numbers.has(count)) count++;
  return count;
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
    readWholeLayer(layer, signal) {
      const read = reader(file, prefix, signal);
      const size = (name: string) => file.find(prefix + name)?.shape ?? [];
      return names.shape === 'bert'
        ? wholeBertLayer(read, layer, width, size)
        : wholeGpt2Layer(read, layer, width, size);
    },
  };
}

/** The divisor of a width whose heads are nearest to 64 channels. */
export function headsFor(width: number): number {
  const divisors = Array.from({ length: width }, (_, i) => i + 1).filter((n) => width % n === 0);
  const off = (heads: number) => Math.abs(Math.log2(width / heads / 64));
  return divisors.toSorted((a, b) => off(a) - off(b))[0] ?? 1;
}

type Read = (
  name: string | readonly string[],
  shape: readonly number[],
) => Promise<Float32Array<ArrayBuffer>>;

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
  const before = layer === 0 ? 'embeddings.' : `encoder.layer.${layer - 1}.output.`;
  const self = `encoder.layer.${layer}.attention.self.`;
  const [norm, query, key] = await Promise.all([
    bertNorm(read, before, width),
    bertProjection(read, `${self}query`, width, width),
    bertProjection(read, `${self}key`, width, width),
  ]);
  return { norm, query, key };
}

async function wholeBertLayer(
  read: Read,
  layer: number,
  width: number,
  size: (name: string) => readonly number[],
): Promise<WholeLayer> {
  const own = `encoder.layer.${layer}.`;
  const [inner = width] = size(`${own}intermediate.dense.weight`);
  const [first, value, out, between, wide, narrow] = await Promise.all([
    bertLayer(read, layer, width),
    bertProjection(read, `${own}attention.self.value`, width, width),
    bertProjection(read, `${own}attention.output.dense`, width, width),
    bertNorm(read, `${own}attention.output.`, width),
    bertProjection(read, `${own}intermediate.dense`, width, inner),
    bertProjection(read, `${own}output.dense`, inner, width),
  ]);
  return { ...first, value, out, between, wide, narrow };
}

async function bertProjection(
  read: Read,
  name: string,
  from: number,
  to: number,
): Promise<Projection> {
  return {
    weight: transposed(await read(`${name}.weight`, [to, from]), from),
    bias: await read(`${name}.bias`, [to]),
  };
}

/** The oldest files call a norm's weight and bias gamma and beta. */
async function bertNorm(read: Read, before: string, width: number): Promise<Norm> {
  const [weight, bias] = await Promise.all([
    read([`${before}LayerNorm.weight`, `${before}LayerNorm.gamma`], [width]),
    read([`${before}LayerNorm.bias`, `${before}LayerNorm.beta`], [width]),
  ]);
  return { weight, bias };
}

/** GPT-2 keeps query, key and value side by side, as [in, 3 · width], and its norm before them. */
async function gpt2Attention(read: Read, layer: number, width: number) {
  const own = `h.${layer}.`;
  const [norm, all] = await Promise.all([
    gpt2Pair(read, `${own}ln_1`, [width], width),
    gpt2Pair(read, `${own}attn.c_attn`, [width, 3 * width], 3 * width),
  ]);
  const third = (i: number): Projection => ({
    weight: columnsOf(all.weight, 3 * width, i * width, width),
    bias: all.bias.slice(i * width, (i + 1) * width),
  });
  return { norm, query: third(0), key: third(1), value: third(2) };
}

async function gpt2Layer(read: Read, layer: number, width: number): Promise<Layer> {
  const { norm, query, key } = await gpt2Attention(read, layer, width);
  return { norm, query, key };
}

async function wholeGpt2Layer(
  read: Read,
  layer: number,
  width: number,
  size: (name: string) => readonly number[],
): Promise<WholeLayer> {
  const own = `h.${layer}.`;
  const [, inner = width] = size(`${own}mlp.c_fc.weight`);
  const [attention, out, between, wide, narrow] = await Promise.all([
    gpt2Attention(read, layer, width),
    gpt2Pair(read, `${own}attn.c_proj`, [width, width], width),
    gpt2Pair(read, `${own}ln_2`, [width], width),
    gpt2Pair(read, `${own}mlp.c_fc`, [width, inner], inner),
    gpt2Pair(read, `${own}mlp.c_proj`, [inner, width], width),
  ]);
  return { ...attention, out, between, wide, narrow };
}

async function gpt2Pair(
  read: Read,
  name: string,
  shape: readonly number[],
  columns: number,
): Promise<Projection> {
  const [weight, bias] = await Promise.all([
    read(`${name}.weight`, shape),
    read(`${name}.bias`, [columns]),
  ]);
  return { weight, bias };
}
