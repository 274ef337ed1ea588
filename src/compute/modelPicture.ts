/** What is drawn of a pass of the trained encoder: the three maps, the stages, all heads, the stream. */
import {
  mul,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Square } from '../attention/dotProduct.ts';
import { type MatrixView, partsOf, tensorOf, viewOf } from '../attention/matrixView.ts';
import { headSquares } from '../attention/pass.ts';
import type { EncoderLayer } from '../model/sentenceEncoder.ts';
import type { OwnModelParts } from '../state/frame.ts';
import { asTrained } from '../state/model.ts';
import { encoderSizes, sameSpec } from '../state/spec.ts';
import { type MapViews, positionMap, similarityMap } from './maps.ts';
import {
  asTrainedOf,
  changeOf,
  everyHead,
  headOf,
  type Model,
  type ModelPass,
  shownLayer,
  streamsOf,
} from './model.ts';
import { positionalTensor, surgeryTensor } from './modelLenses.ts';
import { anglesOf, frequenciesOf } from './read.ts';
import type { StageViews } from './stages.ts';

export interface ModelTensors {
  readonly heads: readonly (readonly MatrixView[])[];
  readonly streams: readonly MatrixView[];
  readonly change: Tensor2D;
  /** Of the trained encoder alone. */
  readonly sentence: MatrixView | null;
  /** Beside each token its place in the vocabulary. */
  readonly ids: readonly number[];
  /** Of a language model alone. */
  readonly own: OwnModelParts | null;
  /** What the lenses of those names read; the first is of the trained encoder alone. */
  readonly surgery: Tensor2D | null;
  readonly positional: Tensor2D;
  /** What the lens of that name reads, and the residual stream by layer; of a language model alone. */
  readonly kinds: Tensor2D | null;
  readonly flow: Tensor3D | null;
}

/** Call inside a tidy. */
export function modelMaps(pass: ModelPass): MapViews {
  const { spec, hooks, table } = pass;
  const { shown, weights } = shownLayer(pass);
  const positions = table ?? positionMap(hooks, spec);
  return {
    positions: positions && viewOf(positions),
    similarity: shown?.bias ?? viewOf(similarityMap(spec, hooks, positions)),
    attention: headOf(weights, spec.head),
  };
}

/** The stages of the layer shown; its norms and biases lie between them. Call inside a tidy. */
export function modelStages(pass: ModelPass): StageViews {
  const { spec, embedded, trace } = pass;
  const layer = shownLayer(pass);
  const { shown, input, attended, residual, output } = layer;
  if (!shown) throw new Error('model: no head is shown');
  const { scale, ...steps } = shown;
  const first = spec.layer === 1;
  const maps = {
    tokens: first ? viewOf(embedded) : null,
    table: first ? trace.table : null,
    input,
    query: headOf(layer.query, spec.head),
    key: headOf(layer.key, spec.head),
    value: headOf(layer.value, spec.head),
    ...steps,
    attended,
    residual,
    output,
  };
  return { scale, maps, heads: headsOf(layer), between: null };
}

function headsOf({ weights }: EncoderLayer): MatrixView[] {
  return weights ? partsOf(weights, encoderSizes.heads) : [];
}

/** Call inside a tidy. */
export function modelParts(model: Model, pass: ModelPass): ModelTensors {
  const own = asTrainedOf(pass);
  // As it was trained, it need not run again to be held against itself.
  const untouched = sameSpec(model.fitted(asTrained(pass.spec)), pass.spec);
  const trained = untouched ? own : model.asTrained(pass.spec);
  return {
    heads: pass.trace.layers.map(headsOf),
    streams: streamsOf(pass),
    change: changeOf(pass, trained),
    sentence: viewOf(pass.trace.sentence),
    ids: [...model.tokens(pass.spec.text).ids],
    own: null,
    surgery: surgeryTensor(own, trained),
    positional: positionalTensor(own.weights),
    kinds: null,
    flow: null,
  };
}

/** What all heads of the layer shown make of each other's queries and keys. */
function squaresOf(square: Square, pass: ModelPass) {
  const layer = shownLayer(pass);
  return headSquares(square, layer, layer.source, layer.hooks);
}

type ModelReader = (pass: ModelPass, model: Model) => Tensor | null;

/** Quantities of the encoder by the names of `read`. */
export const modelReaders: Readonly<Record<string, ModelReader>> = {
  tokens: ({ embedded }) => mul(embedded, 0.5),
  query: (pass) => everyHead(shownLayer(pass).query),
  key: (pass) => everyHead(shownLayer(pass).key),
  value: (pass) => everyHead(shownLayer(pass).value),
  bias: (pass) => {
    const { bias, squares } = squaresOf('logits', pass);
    return bias ?? zerosLike(everyHead(squares));
  },
  logits: (pass) => everyHead(squaresOf('logits', pass).squares),
  weights: (pass) => everyHead(shownLayer(pass).weights),
  output: (pass) => tensorOf(shownLayer(pass).output),
  sentence: ({ trace }) => reshape(trace.sentence, [-1]),
  pieces: ({ spec }, model) => tensor1d(Float32Array.from(model.tokens(spec.text).ids)),
  positions: (pass) => mapOf(pass, 'positions') ?? zeros([pass.spec.length, pass.spec.dim]),
  similarity: (pass) => mapOf(pass, 'similarity'),
  angles: ({ spec }) => anglesOf(spec),
  frequencies: ({ spec }) => frequenciesOf(spec),
};

function mapOf(pass: ModelPass, name: 'positions' | 'similarity'): Tensor2D | null {
  const view = modelMaps(pass)[name];
  return view && tensorOf(view);
}
