/**
 * A language model on the device: the weights of its file in the form of our pass, and one run over a
 * line of tokens, layer by layer, so that whoever runs it can show how far it is and stop between.
 * Knows neither files nor text.
 */
import {
  add,
  clone,
  concat,
  dispose,
  divNoNan,
  exp,
  gather,
  keep,
  norm as lengthsOf,
  log,
  max,
  mul,
  reshape,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tanh,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
} from '@tensorflow/tfjs-core';
import { type Affine, type Blocks, dense, type Norm, normedRows } from '../attention/dense.ts';
import { type Mask, unmasked } from '../attention/mask.ts';
import { type MatrixView, rowsOf, stackOf, tensorOf, viewOf } from '../attention/matrixView.ts';
import {
  type BlockKind,
  type BlockTrace,
  type BlockWeights,
  blockTrace,
  headSquares,
  projected,
} from '../attention/pass.ts';
import type { KeysValues, Past } from '../attention/past.ts';
import { blockOf } from '../bytes/blocks.ts';
import { transposed } from '../bytes/columns.ts';
import { decoded } from '../bytes/dtype.ts';
import { type Hooks, type Positions, sequence } from '../encodings/encoding.ts';
import { hasKernel } from '../encodings/kernel.ts';
import type { ModelDescription } from '../files/families/description.ts';
import type {
  EndWeights,
  LayerWeights,
  NormWeights,
  ProjectionWeights,
  QueryKeyWeights,
} from '../files/languageModel.ts';

/** Its weights as tensors, kept until `freeLanguageModel`. */
export interface LanguageTensors {
  readonly all: readonly Tensor[];
  readonly embedding: EmbeddingTensors;
  readonly layers: readonly BlockWeights[];
  /** The output matrix, in parts that lie side by side, each [width, tokens of the part]; none in an encoder. */
  readonly output: readonly Affine[];
}

/** What the embedded tokens are sent through. */
interface EmbeddingTensors {
  readonly norm: Norm | null;
  readonly projection: Affine | null;
}

export interface LanguageUpload {
  addLayer(weights: LayerWeights): void;
  addOutput(part: ProjectionWeights): void;
  /** What was added, once all of it is there. */
  finish(): LanguageTensors;
  /** Frees what was added. */
  giveUp(): void;
}

/** Puts weights on the backend part by part, so that no more than one is held beside it. */
export function uploadLanguageModel(
  description: ModelDescription,
  ends: EndWeights,
): LanguageUpload {
  const all: Tensor[] = [];
  const held = <T extends Tensor>(tensor: T): T => {
    all.push(keep(tensor));
    return tensor;
  };
  const made = tensorsOf(description, held);
  const embedding = made.embedding(ends);
  const finalNorm = ends.finalNorm && made.norm(ends.finalNorm);
  const layers: Layer[] = [];
  const output: Affine[] = [];
  return {
    addLayer: (layer) => layers.push(made.layer(layer)),
    addOutput: (part) => output.push(made.affine(part)),
    finish: () => ({
      all,
      embedding,
      // Each layer ends with the norm that the next one begins with, where it has none of its own.
      layers: layers.map((layer, i) => {
        const end = layer.end ?? layers[i + 1]?.enter ?? finalNorm;
        if (!end) throw new Error(`languageModel: no norm after layer ${i}`);
        return { ...layer, end };
      }),
      output,
    }),
    giveUp: () => dispose(all),
  };
}

type Layer = Omit<BlockWeights, 'end'> & { readonly end?: Norm };

export type Held = <T extends Tensor>(tensor: T) => T;

/** Weights of a file as tensors. @param held  of each tensor, whoever owns it */
function tensorsOf({ norm: { epsilon }, heads }: ModelDescription, held: Held) {
  const norm = ({ scale, bias }: NormWeights): Norm => ({
    epsilon,
    scale: held(tensor1d(scale)),
    ...(bias && { bias: held(tensor1d(bias)) }),
  });
  const affine = (...parts: readonly ProjectionWeights[]) => affineOf(parts, held);
  const queryKey = ({ enter, query, key, queryNorm, keyNorm }: QueryKeyWeights) => ({
    heads,
    ...(enter && { enter: norm(enter) }),
    queryKey: affine(query),
    sharedKey: affine(key),
    ...(queryNorm && { queryNorm: norm(queryNorm) }),
    ...(keyNorm && { keyNorm: norm(keyNorm) }),
  });
  return {
    norm,
    affine,
    queryKey,
    layer: ({ afterAttention, afterForward, end, ...layer }: LayerWeights): Layer => ({
      ...queryKey(layer),
      value: affine(layer.value),
      out: affine(layer.out),
      between: norm(layer.between),
      wide: layer.gate ? affine(layer.gate, layer.up) : affine(layer.up),
      narrow: affine(layer.down),
      ...(afterAttention && { afterAttention: norm(afterAttention) }),
      ...(afterForward && { afterForward: norm(afterForward) }),
      ...(end && { end: norm(end) }),
    }),
    embedding: (ends: EndWeights): EmbeddingTensors => ({
      norm: ends.embeddingNorm && norm(ends.embeddingNorm),
      projection: ends.embeddingProjection && affine(ends.embeddingProjection),
    }),
  };
}

export function freeLanguageModel({ all }: LanguageTensors): void {
  dispose([...all]);
}

/**
 * Projections of one size as one affine map: as they lie in their file where the backend decodes such
 * blocks, else as float32, turned to [in, out].
 */
export function affineOf(parts: readonly ProjectionWeights[], held: Held): Affine {
  const [first] = parts;
  if (!first) throw new Error('languageModel: a projection');
  const biases = parts.flatMap(({ bias }) => (bias ? [...bias] : []));
  const bias = biases.length > 0 && { bias: held(tensor1d(biases)) };
  const alike = parts.every(({ dtype }) => dtype === first.dtype);
  if (alike && decodesBlocks(first)) return { matrix: blocksOf(parts, first, held), ...bias };
  const { rows, columns } = first;
  const weights = new Float32Array(parts.length * rows * columns);
  parts.forEach(({ dtype, bytes }, i) => {
    weights.set(transposed(decoded(bytes, dtype, true), columns), i * rows * columns);
  });
  return { matrix: held(tensor3d(weights, [parts.length, columns, rows])), ...bias };
}

/** Kinds of number whose rows are multiplied as they lie, four at a time. */
const plainKinds = ['F32', 'F16', 'BF16'];

function decodesBlocks({ dtype, columns }: ProjectionWeights): boolean {
  const together = blockOf(dtype)?.values ?? (plainKinds.includes(dtype) ? 4 : null);
  return together !== null && columns % together === 0 && hasKernel('DenseBlocks');
}

function blocksOf(
  parts: readonly ProjectionWeights[],
  { dtype, columns, rows }: ProjectionWeights,
  held: Held,
): Blocks {
  const total = parts.reduce((length, { bytes }) => length + bytes.length, 0);
  // Four by four, and a word more: a block may end within one.
  const whole = new Uint8Array(4 * (Math.ceil(total / 4) + 1));
  let at = 0;
  for (const { bytes } of parts) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  const words = held(tensor1d(new Int32Array(whole.buffer), 'int32'));
  return { format: dtype, columns: parts.length * rows, width: columns, words };
}

export interface Within {
  readonly positions: Positions;
  readonly hooks: Hooks;
}

export interface LanguageRun {
  /** Rows of the embedding as they are in the file, [token, embeddingWidth]. */
  readonly tokens: Float32Array;
  /** What is added to them before the first layer, [token, embeddingWidth]; null for nothing. */
  readonly table: () => Tensor2D | null;
  /** Where the tokens stand for a layer, and what acts within it. */
  readonly within: (layer: number) => Within;
}

interface Carried {
  /** What goes on after the layer, [token, width]: the residual stream, normed where norms come after. */
  readonly stream: Tensor2D;
  /** The same after the norm that comes next: of the last layer, what logits are made of. */
  readonly normed: Tensor2D;
}

/** What a layer leaves; tensors of their own. */
export interface LanguageLayer extends Carried {
  /** [head, query, key]. */
  readonly weights: Tensor3D;
  /**
   * Of each token the norm of the stream, those of what attention and feed-forward have added, and the
   * cosine to the stream before the layer, [4, token].
   */
  readonly flow: Tensor2D;
}

/** What a layer leaves of tokens that continue a line; tensors of their own. */
export interface ContinuedLayer extends Carried, KeysValues {}

/**
 * Runs it on at least one token. Each turn is a layer; what it leaves belongs to whoever asks.
 */
export function languageLayers(
  description: ModelDescription,
  model: LanguageTensors,
  run: LanguageRun,
): Generator<LanguageLayer, void> {
  return eachLayer(description, model, run, null, (trace, { heads }) => {
    if (!trace.weights) throw new Error('languageModel: all heads at once');
    return { weights: stackOf(trace.weights, heads), flow: flowOf(trace) };
  });
}

/**
 * The same on tokens that follow others.
 *
 * @param past  what each layer has of those before
 */
export function continuedLayers(
  description: ModelDescription,
  model: LanguageTensors,
  run: LanguageRun,
  past: (layer: number) => Past,
): Generator<ContinuedLayer, void> {
  return eachLayer(description, model, run, past, ({ key, value }, _, layer) => {
    const { room } = past(layer);
    return { key: stackOf(key, key.rows / room), value: stackOf(value, value.rows / room) };
  });
}

/** @param left  what is kept of a layer, made within a tidy */
function* eachLayer<L extends Readonly<Record<string, Tensor>>>(
  description: ModelDescription,
  model: LanguageTensors,
  run: LanguageRun,
  past: ((layer: number) => Past) | null,
  left: (trace: BlockTrace, weights: BlockWeights, layer: number) => L,
): Generator<L & Carried, void> {
  const kind = kindOf(description);
  let stream = embedded(description, model.embedding, run);
  let normed: Tensor2D | null = null;
  try {
    for (const [layer, weights] of model.layers.entries()) {
      const made: L & Carried = tidy(() => {
        const { positions, hooks } = run.within(layer);
        const source = {
          x: viewOf(stream),
          ...(normed && { normed: viewOf(normed) }),
          positions,
          mask: maskOf(description, layer),
          ...(past && { past: past(layer) }),
        };
        const trace = blockTrace(source, weights, kind, hooks);
        const carried = { stream: tensorOf(trace.output), normed: tensorOf(trace.normedSum) };
        return { ...left(trace, weights, layer), ...carried };
      });
      dispose([stream, ...(normed ? [normed] : [])]);
      ({ stream, normed } = made);
      yield { ...made, stream: clone(stream), normed: clone(normed) };
    }
  } finally {
    dispose([stream, ...(normed ? [normed] : [])]);
  }
}

function flowOf(trace: BlockTrace): Tensor2D {
  const [before, after] = [tensorOf(trace.x), tensorOf(trace.output)];
  const size = (x: Tensor2D) => lengthsOf(x, 'euclidean', 1);
  const along = sum(mul(before, after), 1);
  return concat<Tensor2D>(
    [
      size(after),
      size(tensorOf(trace.attended)),
      size(tensorOf(trace.forward)),
      divNoNan(along, mul(size(before), size(after))),
    ].map((row) => reshape(row, [1, -1])),
  );
}

function kindOf({ norms, norm, activation, gated, parallel }: ModelDescription): BlockKind {
  return {
    norms: norms === 'after' ? 'after' : 'before',
    norm: norm.kind,
    activation,
    gated,
    parallel,
  };
}

function maskOf({ causal, layers }: ModelDescription, layer: number): Mask {
  return { ...unmasked, causal, window: layers[layer]?.window ?? 0 };
}

function embedded(
  { embeddingWidth, embeddingScale, norm: { kind } }: ModelDescription,
  { norm, projection }: EmbeddingTensors,
  { tokens, table }: Pick<LanguageRun, 'tokens' | 'table'>,
): Tensor2D {
  return tidy(() => {
    const rows = tensor2d(tokens, [tokens.length / embeddingWidth, embeddingWidth]);
    const scaled: Tensor2D = embeddingScale === 1 ? rows : mul(rows, embeddingScale);
    const added = table();
    const placed = viewOf(added ? add<Tensor2D>(scaled, added) : scaled);
    const normed = norm ? normedRows(placed, norm, kind) : placed;
    return tensorOf(projection ? dense(normed, projection) : normed);
  });
}

export const inTidy: Held = (tensor) => tensor;

/** What goes into the first layer, [token, width]. Call inside a tidy. */
export function embeddedTokens(
  description: ModelDescription,
  ends: EndWeights,
  tokens: Float32Array,
  table: Float32Array | null,
): Tensor2D {
  const { embeddingWidth } = description;
  return embedded(description, tensorsOf(description, inTidy).embedding(ends), {
    tokens,
    table: () => table && tensor2d(table, [table.length / embeddingWidth, embeddingWidth]),
  });
}

/** What goes into a layer, [token, width], in one of several. */
interface IntoLayer {
  readonly layer: number;
  readonly stream: Float32Array;
}

/** As the model was trained, of positions that are added before the first layer. */
function sourceOf(description: ModelDescription, { layer, stream }: IntoLayer) {
  const { width } = description;
  const x = viewOf(tensor2d(stream, [stream.length / width, width]));
  const { scale = 1 } = description.layers[layer] ?? {};
  return {
    source: { x, positions: sequence(0, x.rows), mask: maskOf(description, layer) },
    hooks: { scale },
  };
}

/** The attention of one head of a layer, [query, key]. Call inside a tidy. */
export function headWeights(
  description: ModelDescription,
  into: IntoLayer,
  weights: QueryKeyWeights,
  head: number,
): Tensor2D {
  const { source, hooks } = sourceOf(description, into);
  const own = tensorsOf(description, inTidy).queryKey(weights);
  const all = { first: 0, count: description.heads };
  const of = projected(source, own, kindOf(description), hooks, all);
  const one = { first: head, count: 1 };
  return tensorOf(headSquares('weights', of, source, hooks, one).squares);
}

/** What goes into the layer after one, [token, width]. Call inside a tidy. */
export function afterLayer(
  description: ModelDescription,
  into: IntoLayer,
  weights: LayerWeights,
): Tensor2D {
  const { source, hooks } = sourceOf(description, into);
  const own = tensorsOf(description, inTidy).layer(weights);
  // A layer without a norm of its own at the end leaves that to the next one.
  const whole = { ...own, end: own.end ?? own.between };
  return tensorOf(blockTrace(source, whole, kindOf(description), hooks).output);
}

/** The logits of the next token after some of the rows, [row, vocabulary]. Call inside a tidy. */
export function nextLogits(
  { logitCap }: ModelDescription,
  { output }: LanguageTensors,
  rows: MatrixView,
): Tensor2D {
  const parts = output.map((part) => tensorOf(dense(rows, part)));
  const logits: Tensor2D = concat(parts, 1);
  return logitCap === null ? logits : mul(tanh(mul(logits, 1 / logitCap)), logitCap);
}

/** Most logits in one tensor: 64 MiB as float32. */
const mostLogits = 2 ** 24;

/**
 * −ln of the probability that each token but the first was given by those before it, [token − 1]. Call
 * inside a tidy.
 *
 * @param stream  after the last norm, [token, width]
 */
export function lossesOf(
  description: ModelDescription,
  model: LanguageTensors,
  stream: Tensor2D,
  ids: readonly number[],
): Tensor1D {
  const { vocabulary } = description;
  const together = Math.max(Math.floor(mostLogits / vocabulary), 1);
  const parts: Tensor1D[] = [];
  for (let from = 0; from < ids.length - 1; from += together) {
    const count = Math.min(together, ids.length - 1 - from);
    parts.push(
      tidy(() => {
        const logits = nextLogits(description, model, rowsOf(viewOf(stream), from, count));
        const targets = ids
          .slice(from + 1, from + 1 + count)
          .map((id, row) => row * vocabulary + id);
        const own: Tensor1D = gather(
          reshape(logits, [logits.size]),
          tensor1d(Int32Array.from(targets), 'int32'),
        );
        const most = max<Tensor2D>(logits, 1, true);
        const total: Tensor1D = log(sum(exp(sub(logits, most)), 1));
        return sub(add(total, reshape(most, [count])), own);
      }),
    );
  }
  return concat(parts);
}
