/**
 * The forward pass of Universal Sentence Encoder Lite, a trained two-layer Transformer encoder,
 * with any positions: a table that is added once before layer 0, as it was trained, or what the
 * hooks of another scheme do in each layer. Knows neither files nor text.
 * Source: Cer et al. 2018, arXiv 1803.11175; layers as in tensor2tensor.
 */
import {
  add,
  dispose,
  div,
  keep,
  matMul,
  maximum,
  mean,
  mul,
  relu,
  reshape,
  slice,
  sqrt,
  square,
  sum,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tanh,
  tensor2d,
  tensor3d,
  transpose,
} from '@tensorflow/tfjs-core';
import { attendFrom } from '../attention/attention.ts';
import { layerNorm } from '../attention/block.ts';
import { unmasked } from '../attention/mask.ts';
import type { Hooks, Positions } from '../encodings/encoding.ts';
import { USE_LITE_HEADS, type UseLiteWeights, type Weight } from './weights.ts';

/** The same weights as tensors; `[1, width]` for what is added to or multiplies every row. */
export interface UseLiteTensors {
  /** Every one of them, for freeing. */
  readonly all: readonly Tensor2D[];
  readonly layers: readonly LayerTensors[];
  readonly head: Affine;
}

interface Affine {
  readonly kernel: Tensor2D;
  readonly bias: Tensor2D;
}

interface Norm {
  readonly scale: Tensor2D;
  readonly bias: Tensor2D;
}

interface LayerTensors {
  readonly dHead: number;
  readonly norm1: Norm;
  readonly qkv: Affine;
  readonly out: Affine;
  readonly residual: Affine | null;
  readonly norm2: Norm;
  readonly conv1: Affine;
  readonly conv2: Affine;
}

/** Puts the weights on the backend, kept until `freeUseLite`; the word table stays on the host. */
export function uploadUseLite({ layers, head }: UseLiteWeights): UseLiteTensors {
  const all: Tensor2D[] = [];
  const matrix = ({ shape, data }: Weight): Tensor2D => {
    const width = shape.at(-1) ?? data.length;
    const tensor = keep(tensor2d(data, [data.length / width, width]));
    all.push(tensor);
    return tensor;
  };
  const norm = (each: { readonly scale: Weight; readonly bias: Weight }): Norm => ({
    scale: matrix(each.scale),
    bias: matrix(each.bias),
  });
  const matrices = (each: { readonly kernel: Weight; readonly bias: Weight }): Affine => ({
    kernel: matrix(each.kernel),
    bias: matrix(each.bias),
  });
  return {
    all,
    layers: layers.map((layer) => ({
      dHead: layer.dHead,
      norm1: norm(layer.norm1),
      qkv: matrices(layer.qkv),
      out: matrices(layer.out),
      residual: layer.residual && matrices(layer.residual),
      norm2: norm(layer.norm2),
      conv1: matrices(layer.conv1),
      conv2: matrices(layer.conv2),
    })),
    head: matrices({ kernel: head.weights, bias: head.bias }),
  };
}

export function freeUseLite({ all }: UseLiteTensors): void {
  dispose([...all]);
}

export interface UseLiteInputs {
  /** E: the rows of the word table, [token, 256]. */
  readonly embedded: Tensor2D;
  /** Added to them once, [token, 256]; null for none. */
  readonly table: Tensor2D | null;
  readonly positions: Positions;
  /** What a scheme does within a layer whose heads are `dHead` wide; its table is not looked at. */
  readonly hooks: (dHead: number) => Hooks;
}

/** What one layer leaves, all heads; the stream is 256 wide before layer 0, then 512. */
export interface UseLiteLayer {
  /** The residual stream it was given, [token, width]. */
  readonly input: Tensor2D;
  /** As they enter the product and the mix, [head, token, dHead]. */
  readonly query: Tensor3D;
  readonly key: Tensor3D;
  readonly value: Tensor3D;
  readonly products: Tensor3D;
  readonly scale: number;
  readonly bias: Tensor3D | null;
  /** [head, query, key]. */
  readonly weights: Tensor3D;
  /** weights · V of each head, [head, token, dHead]. */
  readonly mixed: Tensor3D;
  /** The heads joined, through the output matrix, [token, 512]. */
  readonly attended: Tensor2D;
  /** The stream with that added, [token, 512]. */
  readonly residual: Tensor2D;
  /** And with the feed-forward part added, [token, 512]. */
  readonly output: Tensor2D;
}

export interface UseLiteTrace {
  readonly layers: readonly [UseLiteLayer, UseLiteLayer];
  /** The vector of the whole text, of length 1, [512]. */
  readonly sentence: Tensor1D;
}

/** Runs the encoder on at least one token. Call inside a tidy. */
export function encodeUseLite(tensors: UseLiteTensors, inputs: UseLiteInputs): UseLiteTrace {
  const layers = layersOf(tensors, inputs);
  const [, { output }] = layers;
  const sentence = sentencesOf(mean(output, 0, true), tensors.head);
  return { layers, sentence: reshape(sentence, [sentence.shape[1]]) };
}

export interface UseLiteTexts extends Pick<UseLiteInputs, 'embedded' | 'table'> {
  /** Tokens of each text, one after another in the rows of `embedded`. */
  readonly lengths: readonly number[];
}

/**
 * The vectors of several texts in one pass, [text, 512]: no token attends to another text. Only
 * for positions that are a finite table, or nothing. Call inside a tidy.
 */
export function encodeTogether(tensors: UseLiteTensors, texts: UseLiteTexts): Tensor2D {
  const { embedded, table, lengths } = texts;
  const textOf = lengths.flatMap((length, text) => Array.from({ length }, () => text));
  const count = textOf.length;
  const apart = textOf.map((query) => textOf.map((key) => (query === key ? 0 : -Infinity)));
  const bias = tensor3d(Array.from({ length: USE_LITE_HEADS }, () => apart));
  const means = lengths.map((length, text) => textOf.map((of) => (of === text ? 1 / length : 0)));
  const positions = { length: count, axes: 1, values: new Float64Array(count) };
  const hooks = () => ({ bias: () => bias });
  const [, { output }] = layersOf(tensors, { embedded, table, positions, hooks });
  return sentencesOf(matMul(tensor2d(means, [lengths.length, count]), output), tensors.head);
}

function layersOf(tensors: UseLiteTensors, inputs: UseLiteInputs): UseLiteTrace['layers'] {
  const { embedded, table } = inputs;
  // The embedding enters twice: that is how the graph was exported.
  const placed = table ? add<Tensor2D>(embedded, table) : embedded;
  const [first, second] = tensors.layers;
  if (!first || !second) throw new Error('useLite: there are two layers');
  const below = layerOf(first, add(embedded, placed), inputs);
  const above = layerOf(second, below.output, inputs);
  return [below, above];
}

/** norm → attention → residual → norm → feed-forward → residual. */
function layerOf(
  weights: LayerTensors,
  input: Tensor2D,
  { positions, hooks }: UseLiteInputs,
): UseLiteLayer {
  const own = hooks(weights.dHead);
  const heads = { first: 0, count: USE_LITE_HEADS };
  const joined = affine(normed(input, weights.norm1), weights.qkv);
  const [queries, keys, value] = [0, 1, 2].map((part) => headsOf(joined, part, weights.dHead));
  if (!queries || !keys || !value) throw new Error('useLite: a layer has three projections');
  const trace = attendFrom(queries, keys, { positions, heads, mask: unmasked }, own);
  const weighted: Tensor3D = matMul(trace.weights, value);
  const more = own.values?.(trace.weights, heads);
  const mixed = more ? add<Tensor3D>(weighted, more) : weighted;
  const attended = affine(sideBySide(mixed), weights.out);
  const carried = weights.residual ? affine(input, weights.residual) : input;
  const residual: Tensor2D = add(carried, attended);
  const hidden: Tensor2D = relu(affine(normed(residual, weights.norm2), weights.conv1));
  const output: Tensor2D = add(residual, affine(hidden, weights.conv2));
  return { input, ...trace, value, mixed, attended, residual, output };
}

function affine(x: Tensor2D, { kernel, bias }: Affine): Tensor2D {
  return add(matMul(x, kernel), bias);
}

/** Layer normalisation with population variance and ε = 1e-6. */
function normed(x: Tensor2D, { scale, bias }: Norm): Tensor2D {
  return add(mul(layerNorm(x, 1e-6), scale), bias);
}

/** Queries, keys or values of all heads from [token, 3 · heads · dHead]; a head owns a block. */
function headsOf(joined: Tensor2D, part: number, dHead: number): Tensor3D {
  const [length, width] = [joined.shape[0], USE_LITE_HEADS * dHead];
  const own = slice(joined, [0, part * width], [length, width]);
  return transpose(reshape(own, [length, USE_LITE_HEADS, dHead]), [1, 0, 2]);
}

function sideBySide(mixed: Tensor3D): Tensor2D {
  const [count, length, dHead] = mixed.shape;
  return reshape(transpose(mixed, [1, 0, 2]), [length, count * dHead]);
}

/** From the mean over each text's tokens, [text, 512]: its tanh, divided by its length. */
function sentencesOf(means: Tensor2D, head: Affine): Tensor2D {
  const vectors: Tensor2D = tanh(affine(means, head));
  const lengths = sqrt(maximum(sum(square(vectors), 1, true), 1e-12));
  return div(vectors, lengths);
}
