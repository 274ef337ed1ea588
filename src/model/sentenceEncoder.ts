/**
 * The forward pass of Universal Sentence Encoder Lite, a trained two-layer Transformer encoder,
 * with any positions: a table that is added once before layer 0, as it was trained, or what the
 * hooks of another scheme do in each layer. Knows neither files nor text.
 * Source: Cer et al. 2018, arXiv 1803.11175; layers as in tensor2tensor.
 */
import {
  dispose,
  div,
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
  columnsOf,
  dense,
  type Norm,
  type Projection,
  stackedAffine,
} from '../attention/dense.ts';
import { unmasked } from '../attention/mask.ts';
import { type MatrixView, tensorOf, viewOf } from '../attention/matrixView.ts';
import {
  type BlockTrace,
  type BlockWeights,
  blockKinds,
  blockTrace,
  type Source,
} from '../attention/pass.ts';
import { columnsOf as someColumns } from '../bytes/columns.ts';
import type { Hooks, Positions } from '../encodings/encoding.ts';
import { runKernel } from '../encodings/kernel.ts';
import { ENCODER_HEADS, type EncoderWeights, type LayerWeights, type Weight } from './weights.ts';

/** The same weights as tensors. */
export interface EncoderTensors {
  /** Every one of them, for freeing. */
  readonly all: readonly Tensor[];
  readonly layers: readonly [BlockWeights, BlockWeights];
  readonly head: Affine;
}

/** Puts the weights on the backend, kept until `freeEncoder`; the word table stays on the host. */
export function uploadEncoder({ layers, head }: EncoderWeights): EncoderTensors {
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
  const heldLayer = (layer: LayerWeights, enter: Norm, end: Norm): BlockWeights => {
    const { kernel, bias } = layer.qkv;
    const columns = bias.data.length / 3;
    const part = (i: number): Projection => ({
      weight: someColumns(kernel.data, 3 * columns, i * columns, columns),
      bias: bias.data.subarray(i * columns, (i + 1) * columns),
    });
    return {
      heads: ENCODER_HEADS,
      enter,
      queryKey: stacked(part(0), part(1)),
      value: stacked(part(2)),
      out: product(layer.out),
      ...(layer.residual && { residual: product(layer.residual) }),
      between: norm(layer.norm2),
      wide: product(layer.conv1),
      narrow: product(layer.conv2),
      end,
    };
  };
  const [first, second] = layers;
  if (!first || !second) throw new Error('encoder: there are two layers');
  const next = norm(second.norm1);
  return {
    all,
    // No layer follows the second: its last norm is not used.
    layers: [heldLayer(first, norm(first.norm1), next), heldLayer(second, next, next)],
    head: product({ kernel: head.weights, bias: head.bias }),
  };
}

export function freeEncoder({ all }: EncoderTensors): void {
  dispose([...all]);
}

export interface EncoderInputs {
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
export interface EncoderLayer extends BlockTrace {
  readonly source: Source;
  /** What its scheme does within it. */
  readonly hooks: Hooks;
}

export interface EncoderTrace {
  /** The table times its gain. */
  readonly table: MatrixView | null;
  readonly layers: readonly [EncoderLayer, EncoderLayer];
  /** The vector of the whole text, of length 1, [1, 512]. */
  readonly sentence: Tensor2D;
}

/** Runs the encoder on at least one token. Call inside a tidy. */
export function encodeText(tensors: EncoderTensors, inputs: EncoderInputs): EncoderTrace {
  const { table, layers } = layersOf(tensors, inputs);
  const { output } = layers[1];
  const means = [Array.from({ length: output.rows }, () => 1 / output.rows)];
  const sentence = sentencesOf(tensor2d(means), output, tensors.head);
  return { table, layers, sentence };
}

export interface EncoderTexts extends Pick<EncoderInputs, 'embedded' | 'table' | 'gain'> {
  /** Tokens of each text, one after another in the rows of `embedded`. */
  readonly lengths: readonly number[];
}

/**
 * The vectors of several texts in one pass, [text, 512]: no token attends to another text. Only
 * for positions that are a finite table, or nothing. Call inside a tidy.
 */
export function encodeTogether(tensors: EncoderTensors, texts: EncoderTexts): Tensor2D {
  const { lengths, ...given } = texts;
  const textOf = lengths.flatMap((length, text) => Array.from({ length }, () => text));
  const count = textOf.length;
  const apart = textOf.map((query) => textOf.map((key) => (query === key ? 0 : -Infinity)));
  const bias = tensor3d(Array.from({ length: ENCODER_HEADS }, () => apart));
  const means = lengths.map((length, text) => textOf.map((of) => (of === text ? 1 / length : 0)));
  const positions = { length: count, axes: 1, values: new Float64Array(count) };
  const hooks = () => ({ bias: () => bias });
  const { layers } = layersOf(tensors, { ...given, positions, hooks, shown: null });
  const { output } = layers[1];
  return sentencesOf(tensor2d(means, [lengths.length, count]), output, tensors.head);
}

function layersOf(
  tensors: EncoderTensors,
  inputs: EncoderInputs,
): Pick<EncoderTrace, 'table' | 'layers'> {
  const [first, second] = tensors.layers;
  const { embedded, table, gain } = inputs;
  const below = layerOf(first, { x: viewOf(embedded), table, gain }, inputs);
  const above = layerOf(second, { x: below.output, normed: below.normedSum }, inputs);
  return { table: below.table, layers: [below, above] };
}

function layerOf(
  weights: BlockWeights,
  stream: Pick<Source, 'x' | 'normed' | 'table' | 'gain'>,
  { positions, hooks: hooksFor, shown }: EncoderInputs,
): EncoderLayer {
  const source = { ...stream, positions, mask: unmasked };
  const width = columnsOf(weights.value);
  const hooks = hooksFor(width / weights.heads);
  return { ...blockTrace(source, weights, blockKinds.encoder, hooks, { shown }), source, hooks };
}

/** From the mean over the tokens of each text, [text, 512]: its tanh, divided by its length. */
function sentencesOf(means: Tensor2D, output: MatrixView, head: Affine): Tensor2D {
  const mean = dense(viewOf(means), { matrix: tensorOf(output) });
  const x = tensorOf(dense(mean, head));
  return runKernel('SentenceVectors', { x }, {}, (): Tensor2D => {
    const vectors: Tensor2D = tanh(x);
    return div(vectors, sqrt(maximum(sum(square(vectors), 1, true), 1e-12)));
  });
}
