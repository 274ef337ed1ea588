/**
 * The forward pass of Universal Sentence Encoder Lite, a trained two-layer Transformer encoder,
 * with any positions: a table that is added once before layer 0, as it was trained, or what the
 * hooks of another scheme do in each layer. Knows neither files nor text.
 * Source: Cer et al. 2018, arXiv 1803.11175; layers as in tensor2tensor.
 */
import {
  dispose,
  div,
  fill,
  keep,
  maximum,
  sqrt,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  tanh,
  tensor1d,
  tensor2d,
  tensor3d,
} from '@tensorflow/tfjs-core';
import {
  type Affine,
  dense,
  denseNorm,
  type Norm,
  normedPlane,
  type Projection,
  stackedAffine,
} from '../attention/dense.ts';
import { fusePlanes } from '../attention/fusion.ts';
import { attendHeads, type HeadTrace, turnedBoth, turnedPlanes } from '../attention/heads.ts';
import { unmasked } from '../attention/mask.ts';
import { type Plane, planeOf, planesOf, tensorOf } from '../attention/plane.ts';
import { columnsOf } from '../bytes/columns.ts';
import type { Hooks, Positions } from '../encodings/encoding.ts';
import { USE_LITE_HEADS, type UseLiteWeights, type Weight } from './weights.ts';

/** The same weights as tensors. */
export interface UseLiteTensors {
  /** Every one of them, for freeing. */
  readonly all: readonly Tensor[];
  readonly layers: readonly [LayerTensors, LayerTensors];
  readonly head: Affine;
}

interface LayerTensors {
  readonly dHead: number;
  readonly norm1: Norm;
  /** Of queries and keys, [2, width, heads · dHead]. */
  readonly queryKey: Affine;
  readonly value: Affine;
  readonly out: Affine;
  readonly residual: Affine | null;
  readonly norm2: Norm;
  readonly conv1: Affine;
  readonly conv2: Affine;
}

/** Puts the weights on the backend, kept until `freeUseLite`; the word table stays on the host. */
export function uploadUseLite({ layers, head }: UseLiteWeights): UseLiteTensors {
  const all: Tensor[] = [];
  const held = <T extends Tensor>(tensor: T): T => {
    all.push(keep(tensor));
    return tensor;
  };
  const row = ({ data }: Weight) => held(tensor1d(data));
  const norm = (each: { readonly scale: Weight; readonly bias: Weight }): Norm => ({
    epsilon: 1e-6,
    scale: row(each.scale),
    bias: row(each.bias),
  });
  const stacked = (...projections: readonly Projection[]): Affine => {
    const { matrix, bias } = stackedAffine(projections);
    return { matrix: held(matrix), bias: held(bias) };
  };
  const product = ({ kernel, bias }: { readonly kernel: Weight; readonly bias: Weight }) =>
    stacked({ weight: kernel.data, bias: bias.data });
  const heldLayer = (layer: UseLiteWeights['layers'][number]): LayerTensors => {
    const { kernel, bias } = layer.qkv;
    const columns = bias.data.length / 3;
    const part = (i: number): Projection => ({
      weight: columnsOf(kernel.data, 3 * columns, i * columns, columns),
      bias: bias.data.subarray(i * columns, (i + 1) * columns),
    });
    return {
      dHead: layer.dHead,
      norm1: norm(layer.norm1),
      queryKey: stacked(part(0), part(1)),
      value: stacked(part(2)),
      out: product(layer.out),
      residual: layer.residual && product(layer.residual),
      norm2: norm(layer.norm2),
      conv1: product(layer.conv1),
      conv2: product(layer.conv2),
    };
  };
  const [below, above] = layers;
  if (!below || !above) throw new Error('useLite: there are two layers');
  return {
    all,
    layers: [heldLayer(below), heldLayer(above)],
    head: product({ kernel: head.weights, bias: head.bias }),
  };
}

export function freeUseLite({ all }: UseLiteTensors): void {
  dispose([...all]);
}

export interface UseLiteInputs {
  /** Twice the rows of the word table, [token, 256]: the embedding enters twice. */
  readonly embedded: Tensor2D;
  /** Added to them once, times its gain, [token, 256]; null for none. */
  readonly table: Tensor2D | null;
  readonly gain: number;
  readonly positions: Positions;
  /** What a scheme does within a layer whose heads are `dHead` wide; its table is not looked at. */
  readonly hooks: (dHead: number) => Hooks;
  /** The head of which all steps are kept; null for none. */
  readonly shown: number | null;
}

/** What one layer leaves; the stream is 256 wide before layer 0, then 512. */
export interface UseLiteLayer extends HeadTrace {
  /** The residual stream it was given, [token, width]. */
  readonly input: Plane;
  /** Of each head, as they enter the product and the mix, [token, dHead]. */
  readonly query: readonly Plane[];
  readonly key: readonly Plane[];
  readonly value: readonly Plane[];
  /** What its scheme does within it. */
  readonly hooks: Hooks;
  /** The heads joined, through the output matrix, [token, 512]. */
  readonly attended: Plane;
  /** The stream with that added, [token, 512]. */
  readonly residual: Plane;
  /** And with the feed-forward part added, [token, 512]. */
  readonly output: Plane;
}

export interface UseLiteTrace {
  /** The table times its gain. */
  readonly table: Plane | null;
  readonly layers: readonly [UseLiteLayer, UseLiteLayer];
  /** The vector of the whole text, of length 1, [1, 512]. */
  readonly sentence: Tensor2D;
}

/** Runs the encoder on at least one token. Call inside a tidy. */
export function encodeUseLite(tensors: UseLiteTensors, inputs: UseLiteInputs): UseLiteTrace {
  const { table, layers } = layersOf(tensors, inputs);
  const { output } = layers[1];
  const sentence = sentencesOf(fill([1, output.rows], 1 / output.rows), output, tensors.head);
  return { table, layers, sentence };
}

export interface UseLiteTexts extends Pick<UseLiteInputs, 'embedded' | 'table' | 'gain'> {
  /** Tokens of each text, one after another in the rows of `embedded`. */
  readonly lengths: readonly number[];
}

/**
 * The vectors of several texts in one pass, [text, 512]: no token attends to another text. Only
 * for positions that are a finite table, or nothing. Call inside a tidy.
 */
export function encodeTogether(tensors: UseLiteTensors, texts: UseLiteTexts): Tensor2D {
  const { lengths, ...given } = texts;
  const textOf = lengths.flatMap((length, text) => Array.from({ length }, () => text));
  const count = textOf.length;
  const apart = textOf.map((query) => textOf.map((key) => (query === key ? 0 : -Infinity)));
  const bias = tensor3d(Array.from({ length: USE_LITE_HEADS }, () => apart));
  const means = lengths.map((length, text) => textOf.map((of) => (of === text ? 1 / length : 0)));
  const positions = { length: count, axes: 1, values: new Float64Array(count) };
  const hooks = () => ({ bias: () => bias });
  const { layers } = layersOf(tensors, { ...given, positions, hooks, shown: null });
  const { output } = layers[1];
  return sentencesOf(tensor2d(means, [lengths.length, count]), output, tensors.head);
}

function layersOf(
  tensors: UseLiteTensors,
  inputs: UseLiteInputs,
): Pick<UseLiteTrace, 'table' | 'layers'> {
  const [first, second] = tensors.layers;
  const { input, table } = fusePlanes(planeOf(inputs.embedded), inputs.table, 'add', inputs.gain);
  const below = layerOf(first, input, normedPlane(input, first.norm1), second.norm1, inputs);
  const above = layerOf(second, below.output, below.next, second.norm1, inputs);
  return { table, layers: [below, above] };
}

/**
 * norm → attention → residual → norm → feed-forward → residual.
 *
 * @param normed  the input after the first norm
 * @param after   the norm of what comes next, which finds the output in `next`
 */
function layerOf(
  weights: LayerTensors,
  input: Plane,
  normed: Plane,
  after: Norm,
  { positions, hooks: hooksFor, shown }: UseLiteInputs,
): UseLiteLayer & { readonly next: Plane } {
  const { dHead } = weights;
  const hooks = hooksFor(dHead);
  const heads = USE_LITE_HEADS;
  const all = { first: 0, count: heads };
  const queryKey = dense(normed, weights.queryKey, { heads });
  const value = dense(normed, weights.value, { heads });
  const turned = turnedBoth(queryKey, positions, hooks, all);
  const place = { positions, heads: all, mask: unmasked };
  const trace = attendHeads({ ...turned, value }, place, hooks, shown);
  const carried = weights.residual ? affine(input, weights.residual) : input;
  const back = denseNorm(trace.joined, weights.out, carried, weights.norm2);
  const hidden = affine(back.normed, weights.conv1, true);
  const end = denseNorm(hidden, weights.conv2, back.sum, after);
  return {
    ...trace,
    input,
    ...turnedPlanes(turned),
    value: planesOf(value, 0, heads, [input.rows, dHead]),
    hooks,
    attended: back.product,
    residual: back.sum,
    output: end.sum,
    next: end.normed,
  };
}

function affine(x: Plane, by: Affine, rectified = false): Plane {
  const tensor = dense(x, by, { rectified });
  return { tensor, from: 0, rows: x.rows, columns: tensor.size / x.rows };
}

/** From the mean over the tokens of each text, [text, 512]: its tanh, divided by its length. */
function sentencesOf(means: Tensor2D, output: Plane, head: Affine): Tensor2D {
  const mean = affine(planeOf(means), { matrix: tensorOf(output) });
  const vectors: Tensor2D = tanh(tensorOf(affine(mean, head)));
  const lengths = sqrt(maximum(sum(square(vectors), 1, true), 1e-12));
  return div(vectors, lengths);
}
