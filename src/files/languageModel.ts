/**
 * The weights of a language model by what they do, read out of a file by the names of its family and
 * brought into one form: matrices as [out, in], queries, keys and values apart. Reads what is asked
 * for, and refuses a file that is not as its configuration says.
 */
import { transposed } from '../bytes/columns.ts';
import { packingOf } from '../bytes/dtype.ts';
import type { ModelDescription } from './families/description.ts';
import type { Described } from './families/index.ts';
import { isNamed, prefixIn, type WeightNames } from './families/names.ts';
import { refusal } from './refusal.ts';
import { readRows } from './rows.ts';
import { countOf, type TensorInfo } from './stored.ts';
import type { Tensors } from './tensors.ts';

export interface NormWeights {
  /** [columns] */
  readonly scale: Float32Array;
  readonly bias: Float32Array | null;
}

export interface ProjectionWeights {
  readonly rows: number;
  readonly columns: number;
  /** The kind of its numbers, as the file names it: `F32`, `Q4_1` … */
  readonly dtype: string;
  /** [rows, columns], outputs and inputs, as they lie in the file; each row a whole number of blocks. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** [rows] */
  readonly bias: Float32Array | null;
}

/** As much of a layer as its attention weights follow from. */
export interface QueryKeyWeights {
  /** Null where a layer ends with its norm. */
  readonly enter: NormWeights | null;
  /** [heads · headDim, width] */
  readonly query: ProjectionWeights;
  /** [keyHeads · headDim, width] */
  readonly key: ProjectionWeights;
  /** Of each head's queries and keys, [headDim]. */
  readonly queryNorm: NormWeights | null;
  readonly keyNorm: NormWeights | null;
}

/** One layer, in the order of the pass. */
export interface LayerWeights extends QueryKeyWeights {
  readonly value: ProjectionWeights;
  /** [width, heads · headDim] */
  readonly out: ProjectionWeights;
  readonly afterAttention: NormWeights | null;
  readonly between: NormWeights;
  /** [inner, width]; null where nothing is gated. */
  readonly gate: ProjectionWeights | null;
  readonly up: ProjectionWeights;
  /** [width, inner] */
  readonly down: ProjectionWeights;
  readonly afterForward: NormWeights | null;
  /** Null where a layer begins with its norm. */
  readonly end: NormWeights | null;
}

/** What stands before the first layer and after the last. */
export interface EndWeights {
  readonly embeddingNorm: NormWeights | null;
  /** [width, embeddingWidth]; null where the embedding is as wide as the model. */
  readonly embeddingProjection: ProjectionWeights | null;
  /** Null where the last layer ends with a norm of its own. */
  readonly finalNorm: NormWeights | null;
}

/** What makes tokens of a picture or a sound. */
export interface StemWeights {
  /** [width], before all others; null where there is none. */
  readonly classToken: Float32Array | null;
  /** Each [columns that come out, columns that go in · kernel]. */
  readonly convolutions: readonly ProjectionWeights[];
}

/** Bytes that weights take where they are computed with. */
export interface WeightSizes {
  readonly layers: readonly number[];
  readonly output: number;
  /** The most of what lies in one piece. */
  readonly largest: number;
}

export interface LanguageModelFile {
  readonly description: ModelDescription;
  /** @param packed  whether they stay as they lie in the file; else all are float32 */
  sizes(packed: boolean): WeightSizes;
  /** @returns  rows of the embedding, with the first segment's where it has segments, [ids, embeddingWidth] */
  readTokens(ids: readonly number[], signal?: AbortSignal): Promise<Float32Array>;
  /** @returns  rows of the learned table, [count, embeddingWidth] */
  readTable(from: number, count: number, signal?: AbortSignal): Promise<Float32Array>;
  readEnds(signal?: AbortSignal): Promise<EndWeights>;
  /** Only of a model that has a stem. */
  readStem(signal?: AbortSignal): Promise<StemWeights>;
  /** @param layer  0 … layers − 1 */
  readLayer(layer: number, signal?: AbortSignal): Promise<LayerWeights>;
  /** The same of less: what its attention weights follow from. */
  readQueryKey(layer: number, signal?: AbortSignal): Promise<QueryKeyWeights>;
  /** @returns  rows [from, to) of the output matrix, [vocabulary, width] */
  readOutput(from: number, to: number, signal?: AbortSignal): Promise<ProjectionWeights>;
}

/**
 * @throws Refusal where the embedding is not there, or not as large as the configuration says; where there
 *   are more or fewer layers; or where the names are those of another model as well
 */
export function languageModelOf(
  file: Tensors,
  { description, names }: Described,
): LanguageModelFile {
  const { vocabulary, width, embeddingWidth, table, stem } = description;
  const prefix = prefixIn(file, names) ?? '';
  const embedding = tensorOf(
    file,
    `${prefix}${names.embedding}.weight`,
    stem ? null : [vocabulary, embeddingWidth],
  );
  const output =
    description.output === 'own'
      ? tensorOf(file, `${names.output}.weight`, [vocabulary, width])
      : embedding;
  checkNames(file, prefix, description, names);
  const reader = (signal: AbortSignal | undefined) =>
    readerOf(file, prefix, description, names.inputFirst ?? false, signal);
  return {
    description,
    sizes: (packed) => sizesIn(file, prefix, description, names, output, packed),
    async readTokens(ids, signal) {
      const wrong = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < vocabulary));
      if (wrong !== undefined) throw refusal('files.id', { id: String(wrong), vocabulary });
      const tokens = await readRows(file, embedding, ids, signal);
      if (!description.segments) return tokens;
      const name = `${prefix}${names.segments}.weight`;
      const [count = 1] = file.find(name)?.shape ?? [];
      const { name: segments } = tensorOf(file, name, [count, embeddingWidth]);
      const first = await file.read(segments, { rows: [0, 1], signal });
      return tokens.map((value, i) => value + (first[i % embeddingWidth] ?? 0));
    },
    async readTable(from, count, signal) {
      if (!table || !names.table) throw new Error('languageModel: it has no learned table');
      const positions = table.rows - table.first;
      if (from + count > positions) throw refusal('files.ids', { count: from + count, positions });
      const whole = `${prefix}${names.table}`;
      const name = file.find(whole) ? whole : `${whole}.weight`;
      const stored = tensorOf(file, name, [table.rows, embeddingWidth]);
      const first = table.first + from;
      return file.read(stored.name, { rows: [first, first + count], signal });
    },
    async readEnds(signal) {
      const { embeddingNorm, embeddingProjection: matrix, finalNorm } = names;
      const { norm, projection } = reader(signal);
      const narrow = embeddingWidth !== width;
      const [first, project, last] = await Promise.all([
        embeddingNorm && description.embeddingNorm ? norm(embeddingNorm, embeddingWidth) : null,
        matrix && narrow ? projection(matrix, [width, embeddingWidth], true) : null,
        finalNorm ? norm(finalNorm, width) : null,
      ]);
      return { embeddingNorm: first, embeddingProjection: project, finalNorm: last };
    },
    async readStem(signal) {
      const { classToken, stem: convolutions = [] } = names;
      const name = classToken && tensorOf(file, prefix + classToken, [1, width]).name;
      const read = convolutions.map((each, at) =>
        convolutionOf(file, prefix + each, description, at, signal),
      );
      return {
        classToken: name ? await file.read(name, { signal }) : null,
        convolutions: await Promise.all(read),
      };
    },
    readQueryKey: (layer, signal) => queryKeyOf(reader(signal), description, names, layer),
    readLayer: (layer, signal) => layerOf(reader(signal), description, names, layer),
    async readOutput(from, to, signal) {
      const bytes = await file.readBytes(output.name, { rows: [from, to], signal });
      return { rows: to - from, columns: width, dtype: output.dtype, bytes, bias: null };
    },
  };
}

/** @throws Refusal where the layers are not as many as it says, or tensors are there that no such model has */
function checkNames(
  file: Tensors,
  prefix: string,
  { family, layers, allLayers = layers.length }: ModelDescription,
  names: WeightNames,
): void {
  const outOf = (layer: number) =>
    `${prefix}${names.layer.out.replace('{}', String(layer))}.weight`;
  const more = outOf(allLayers);
  if (file.find(more)) throw refusal('files.layers', { name: more, count: allLayers });
  const { closed } = names;
  const other = file.tensors.find(({ name }) => {
    const own = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return closed?.test(own) && !isNamed(names, own);
  });
  if (other) throw refusal('files.unlike', { family, name: other.name });
}

/** One before the first layer: its kernel lies behind the columns that it is of, [out, in, kernel]. */
async function convolutionOf(
  file: Tensors,
  stem: string,
  { width, stem: has }: ModelDescription,
  at: number,
  signal: AbortSignal | undefined,
): Promise<ProjectionWeights> {
  const { columns: from, kernel } = has?.convolutions[at] ?? { columns: 0, kernel: 0 };
  const columns = from * kernel;
  const { name, dtype, shape } = tensorOf(file, `${stem}.weight`, null);
  if (shape[0] !== width || countOf(shape) !== width * columns) {
    const [found, wanted] = [shape.join(' × '), `${width} × ${columns}`];
    throw refusal('files.misshapen', { name, found, wanted });
  }
  const bias = tensorOf(file, `${stem}.bias`, [width]);
  const [bytes, biases] = await Promise.all([
    file.readBytes(name, { signal }),
    file.read(bias.name, { signal }),
  ]);
  return { rows: width, columns, dtype, bytes, bias: biases };
}

/**
 * @param shape  without ones before it; null where any will do
 * @throws Refusal where there is no such tensor, or it has another shape
 */
function tensorOf(file: Tensors, name: string, shape: readonly number[] | null): TensorInfo {
  const tensor = file.find(name);
  if (!tensor) throw refusal('files.missing', { name });
  const stored = shape ? tensor.shape.slice(-shape.length) : [];
  const before = shape ? tensor.shape.slice(0, -shape.length) : [];
  if (shape && (stored.join() !== shape.join() || before.some((size) => size !== 1))) {
    const [found = '', wanted = ''] = [tensor.shape, shape].map((sizes) => sizes.join(' × '));
    throw refusal('files.misshapen', { name, found, wanted });
  }
  return tensor;
}

function sizesIn(
  file: Tensors,
  prefix: string,
  { layers: { length }, output: has, gated }: ModelDescription,
  { layer, inputFirst = false }: WeightNames,
  output: TensorInfo,
  packed: boolean,
): WeightSizes {
  const [before = ''] = layer.out.split('{}');
  const layers = Array.from({ length }, () => 0);
  let largest = 0;
  for (const tensor of file.tensors) {
    if (!tensor.name.startsWith(prefix + before)) continue;
    const number = Number.parseInt(tensor.name.slice((prefix + before).length), 10);
    if (number >= length) continue;
    const bytes = bytesOf(tensor, packed && !inputFirst);
    // The gate and what it gates lie in one piece.
    const isGate = gated && layer.gate && tensor.name.includes(stemOf(layer.gate));
    largest = Math.max(largest, isGate ? 2 * bytes : bytes);
    layers[number] = (layers[number] ?? 0) + bytes;
  }
  return { layers, output: has === 'none' ? 0 : bytesOf(output, packed), largest };
}

/** What follows the number of the layer. */
const stemOf = (name: string) => name.split('{}').at(-1) ?? name;

function bytesOf({ dtype, shape }: TensorInfo, packed: boolean): number {
  const packing = packed ? packingOf(dtype) : null;
  return ((countOf(shape) ?? 0) * (packing?.bytes ?? 4)) / (packing?.values ?? 1);
}

/** What is read of the file, whichever layer it belongs to. */
interface Reader {
  readonly norm: (stem: string, columns: number) => Promise<NormWeights>;
  readonly projection: (
    stem: string,
    size: readonly [rows: number, columns: number],
    bias: boolean,
  ) => Promise<ProjectionWeights>;
}

function readerOf(
  file: Tensors,
  prefix: string,
  { norm: { kind, plusOne } }: ModelDescription,
  inputFirst: boolean,
  signal: AbortSignal | undefined,
): Reader {
  const read = (name: string, shape: readonly number[]) =>
    file.read(tensorOf(file, prefix + name, shape).name, { signal });
  // As the oldest files call a norm's weight and bias.
  const has = (name: string) => file.find(prefix + name) !== null;
  return {
    async norm(stem, columns) {
      const [weight, bias] = await Promise.all([
        read(`${stem}.${has(`${stem}.gamma`) ? 'gamma' : 'weight'}`, [columns]),
        kind === 'layer'
          ? read(`${stem}.${has(`${stem}.beta`) ? 'beta' : 'bias'}`, [columns])
          : null,
      ]);
      return { scale: plusOne ? weight.map((value) => 1 + value) : weight, bias };
    },
    async projection(stem, [rows, columns], biased) {
      const name = `${prefix}${stem}.bias`;
      // One that the configuration does not speak of would be left out in silence.
      if (!biased && file.find(name)) throw refusal('files.bias', { name });
      const weight = `${prefix}${stem}.weight`;
      const [stored, bias] = await Promise.all([
        inputFirst
          ? transposedOf(file, tensorOf(file, weight, [columns, rows]), signal)
          : storedOf(file, tensorOf(file, weight, [rows, columns]), signal),
        biased ? read(`${stem}.bias`, [rows]) : null,
      ]);
      return { rows, columns, ...stored, bias };
    },
  };
}

type StoredBytes = Pick<ProjectionWeights, 'dtype' | 'bytes'>;

async function storedOf(
  file: Tensors,
  { name, dtype }: TensorInfo,
  signal: AbortSignal | undefined,
): Promise<StoredBytes> {
  return { dtype, bytes: await file.readBytes(name, { signal }) };
}

/** Of a matrix that is [in, out] in the file. */
async function transposedOf(
  file: Tensors,
  { name, shape }: TensorInfo,
  signal: AbortSignal | undefined,
): Promise<StoredBytes> {
  const weight = transposed(await file.read(name, { signal }), shape.at(-1) ?? 1);
  return { dtype: 'F32', bytes: new Uint8Array(weight.buffer) };
}

async function layerOf(
  reader: Reader,
  description: ModelDescription,
  names: WeightNames,
  layer: number,
): Promise<LayerWeights> {
  const { width, heads, headDim, inner, biases, queryKeyNorm } = description;
  const own = names.layer;
  const { normed, project } = inLayer(reader, description, layer);
  const { norms: where } = description;
  const [norms, attention, out, forward, down] = await Promise.all([
    Promise.all([
      where === 'after' ? null : normed(own.enter),
      queryKeyNorm ? normed(own.queryNorm, headDim) : null,
      queryKeyNorm ? normed(own.keyNorm, headDim) : null,
      where === 'around' ? normed(own.afterAttention) : null,
      normed(own.between),
      where === 'around' ? normed(own.afterForward) : null,
      where === 'after' ? normed(own.end) : null,
    ]),
    queryKeyValueOf(project, description, names),
    project(own.out, [width, heads * headDim], biases.out),
    gateUpOf(project, description, names),
    project(own.down, [width, inner], biases.forward),
  ]);
  const [enter, queryNorm, keyNorm, afterAttention, between, afterForward, end] = norms;
  const [query, key, value] = attention;
  const { gate, up } = forward;
  return {
    enter,
    query,
    key,
    value,
    queryNorm,
    keyNorm,
    out,
    afterAttention,
    between,
    gate,
    up,
    down,
    afterForward,
    end,
  };
}

/** Where all three projections are one, all of it is read and the values are let go. */
async function queryKeyOf(
  reader: Reader,
  description: ModelDescription,
  names: WeightNames,
  layer: number,
): Promise<QueryKeyWeights> {
  const { width, heads, keyHeads, headDim, biases, queryKeyNorm, norms } = description;
  const own = names.layer;
  const { normed, project } = inLayer(reader, description, layer);
  const bias = biases.queryKeyValue;
  const [enter, queryNorm, keyNorm, [query, key]] = await Promise.all([
    norms === 'after' ? null : normed(own.enter),
    queryKeyNorm ? normed(own.queryNorm, headDim) : null,
    queryKeyNorm ? normed(own.keyNorm, headDim) : null,
    names.fused
      ? queryKeyValueOf(project, description, names)
      : Promise.all([
          project(own.query, [heads * headDim, width], bias),
          project(own.key, [keyHeads * headDim, width], biases.key ?? bias),
        ]),
  ]);
  return { enter, query, key, queryNorm, keyNorm };
}

/** What is read of one layer. */
function inLayer(reader: Reader, { family, width }: ModelDescription, layer: number) {
  const named = (stem: string | undefined) => {
    if (stem === undefined) throw new Error(`languageModel: no name in ${family}`);
    return stem.replace('{}', String(layer));
  };
  const project: Project = (stem, size, bias) => reader.projection(named(stem), size, bias);
  return {
    normed: (stem: string | undefined, columns = width) => reader.norm(named(stem), columns),
    project,
  };
}

type Project = (
  stem: string | undefined,
  size: readonly [rows: number, columns: number],
  bias: boolean,
) => Promise<ProjectionWeights>;

type Three = readonly [query: ProjectionWeights, key: ProjectionWeights, value: ProjectionWeights];

async function queryKeyValueOf(
  project: Project,
  { width, heads, keyHeads, headDim, biases }: ModelDescription,
  { layer, fused }: WeightNames,
): Promise<Three> {
  const bias = biases.queryKeyValue;
  const [own, shared] = [heads * headDim, keyHeads * headDim];
  if (fused) {
    const all = await project(layer.queryKeyValue, [own + 2 * shared, width], bias);
    if (fused === 'heads') return headsApart(all, headDim);
    return [
      rowsOf(all, 0, own),
      rowsOf(all, own, own + shared),
      rowsOf(all, own + shared, own + 2 * shared),
    ];
  }
  return Promise.all([
    project(layer.query, [own, width], bias),
    project(layer.key, [shared, width], biases.key ?? bias),
    project(layer.value, [shared, width], bias),
  ]);
}

async function gateUpOf(
  project: Project,
  { width, inner, biases: { forward }, gated }: ModelDescription,
  { layer }: WeightNames,
): Promise<Pick<LayerWeights, 'gate' | 'up'>> {
  if (gated && layer.gateUp) {
    const both = await project(layer.gateUp, [2 * inner, width], forward);
    return { gate: rowsOf(both, 0, inner), up: rowsOf(both, inner, 2 * inner) };
  }
  const [gate, up] = await Promise.all([
    gated ? project(layer.gate, [inner, width], forward) : null,
    project(layer.up, [inner, width], forward),
  ]);
  return { gate, up };
}

/** Rows [from, to) of a projection. */
function rowsOf(all: ProjectionWeights, from: number, to: number): ProjectionWeights {
  const { bytes, bias } = all;
  const row = bytes.length / all.rows;
  return {
    ...all,
    rows: to - from,
    bytes: bytes.subarray(from * row, to * row),
    bias: bias?.subarray(from, to) ?? null,
  };
}

/** Queries, keys and values of rows that lie head after head, the three of each together. */
function headsApart(all: ProjectionWeights, headDim: number): Three {
  const rows = all.rows / 3;
  const row = all.bytes.length / all.rows;
  const part = (at: number): ProjectionWeights => {
    const bytes = new Uint8Array(rows * row);
    const bias = all.bias && new Float32Array(rows);
    for (let to = 0; to < rows; to += headDim) {
      const from = 3 * to + at * headDim;
      const own = rowsOf(all, from, from + headDim);
      bytes.set(own.bytes, to * row);
      if (own.bias) bias?.set(own.bias, to);
    }
    return { ...all, rows, bytes, bias };
  };
  return [part(0), part(1), part(2)];
}
