/** What is drawn of a pass of the trained encoder: the three maps, the stages, all heads, the stream. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { type MatrixView, partsOf, viewOf } from '../attention/matrixView.ts';
import type { UseLiteLayer } from '../model/useLite.ts';
import { asTrained } from '../state/model.ts';
import { sameSpec, useLiteSizes } from '../state/spec.ts';
import { type MapPlanes, positionMap, similarityMap } from './maps.ts';
import {
  asTrainedOf,
  changeOf,
  headOf,
  type Model,
  type ModelPass,
  shownLayer,
  streamsOf,
} from './model.ts';
import { positionalTensor, surgeryTensor } from './modelLenses.ts';
import type { StagePlanes } from './stages.ts';

export interface ModelTensors {
  readonly heads: readonly (readonly MatrixView[])[];
  readonly streams: readonly MatrixView[];
  readonly change: Tensor2D;
  readonly sentence: MatrixView;
  /** What the lenses of those names read. */
  readonly surgery: Tensor2D;
  readonly positional: Tensor2D;
}

/** Call inside a tidy. */
export function modelMaps(pass: ModelPass): MapPlanes {
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
export function modelStages(pass: ModelPass): StagePlanes {
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

function headsOf({ weights }: UseLiteLayer): MatrixView[] {
  return weights ? partsOf(weights, useLiteSizes.heads) : [];
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
    surgery: surgeryTensor(own, trained),
    positional: positionalTensor(own.weights),
  };
}
