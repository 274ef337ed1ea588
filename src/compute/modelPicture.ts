/** What is drawn of a pass of the trained encoder: the three maps, the stages, all heads, the stream. */
import { add, clone, mul, reshape, type Tensor2D } from '@tensorflow/tfjs-core';
import type { StageName } from '../state/frame.ts';
import { asTrained } from '../state/model.ts';
import { sameSpec, useLiteSizes } from '../state/spec.ts';
import { type MapTensors, positionMap, similarityMap } from './maps.ts';
import {
  changeOf,
  headOf,
  layerLogits,
  type Model,
  type ModelPass,
  shownLayer,
  streamsOf,
} from './model.ts';
import { positionalTensor, surgeryTensor } from './modelLenses.ts';
import type { StageTensors } from './stages.ts';

export interface ModelTensors {
  readonly heads: readonly (readonly Tensor2D[])[];
  readonly streams: readonly Tensor2D[];
  readonly change: Tensor2D;
  readonly sentence: Tensor2D;
  /** What the lenses of those names read. */
  readonly surgery: Tensor2D;
  readonly positional: Tensor2D;
}

/** Call inside a tidy. */
export function modelMaps(pass: ModelPass): MapTensors {
  const { spec, hooks, table } = pass;
  const layer = shownLayer(pass);
  const positions = table ?? positionMap(hooks, spec);
  const bias = layer.bias && headOf(layer.bias, spec.head - 1);
  return {
    positions,
    similarity: similarityMap(spec, hooks, positions, bias),
    attention: headOf(layer.weights, spec.head - 1),
  };
}

/** The stages of the layer on show; its norms and biases lie between them. Call inside a tidy. */
export function modelStages(pass: ModelPass): StageTensors {
  const { spec, embedded, table } = pass;
  const layer = shownLayer(pass);
  const own = (all: Parameters<typeof headOf>[0]) => headOf(all, spec.head - 1);
  const first = spec.layer === 1;
  const maps: Record<StageName, Tensor2D | null> = {
    // The embedding enters twice.
    tokens: first ? add<Tensor2D>(embedded, embedded) : null,
    table: first && table ? mul<Tensor2D>(table, spec.gain) : null,
    input: clone(layer.input),
    query: own(layer.query),
    key: own(layer.key),
    value: own(layer.value),
    scores: mul(own(layer.products), layer.scale),
    bias: layer.bias && own(layer.bias),
    logits: own(layerLogits(layer)),
    weights: own(layer.weights),
    mixed: own(layer.mixed),
    attended: clone(layer.attended),
    residual: clone(layer.residual),
    output: clone(layer.output),
  };
  return { maps, heads: headsOf(layer.weights), terms: [], between: null };
}

/** Call inside a tidy. */
export function modelParts(model: Model, pass: ModelPass): ModelTensors {
  const trained = model.fitted(asTrained(pass.spec));
  // As it was trained, it need not run again to be held against itself.
  const before = sameSpec(trained, pass.spec) ? pass : model.pass(trained);
  return {
    heads: pass.trace.layers.map(({ weights }) => headsOf(weights)),
    // Copies of their own: a stage may be the same tensor.
    streams: streamsOf(pass).map((stream) => reshape(stream, stream.shape)),
    change: changeOf(pass, before),
    sentence: reshape(pass.trace.sentence, [1, pass.trace.sentence.size]),
    surgery: surgeryTensor(pass, before),
    positional: positionalTensor(pass),
  };
}

function headsOf(weights: Parameters<typeof headOf>[0]): Tensor2D[] {
  return Array.from({ length: useLiteSizes.heads }, (_, head) => headOf(weights, head));
}
