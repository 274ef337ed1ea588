/** Every stage of the block shown, kept until the frame is taken down. */
import { clone, keep, tidy } from '@tensorflow/tfjs-core';
import { type MatrixView, partsOf, viewOf } from '../attention/matrixView.ts';
import type { Hooks } from '../encodings/encoding.ts';
import type { AxisName } from '../fields/matrix.ts';
import { type BetweenName, type StageName, squareStages } from '../state/frame.ts';
import type { Spec } from '../state/spec.ts';
import { specKey } from '../state/specKey.ts';
import { hooksOf, positionsOf } from './hooks.ts';
import type { Inputs, Places } from './inputs.ts';
import { type MapViews, positionMap, similarityMap, unaddedSimilarity } from './maps.ts';
import { blockInput, blockOf, fusedTable, shownHead, termsOfHeads } from './pass.ts';

export interface StageViews {
  /** What multiplies the scores. */
  readonly scale: number;
  readonly maps: Readonly<Record<StageName, MatrixView | null>>;
  readonly heads: readonly MatrixView[];
  /** Null where the block is not one of ours. */
  readonly between: Readonly<Record<BetweenName, MatrixView>> | null;
}

/** Above this, all heads and all terms at once would take more than a few hundred megabytes. */
const longestWithHeads = 512;

export function stageAxes(name: StageName): readonly [AxisName, AxisName] {
  return squareStages.includes(name) ? ['query', 'key'] : ['position', 'channel'];
}

/** The stages of the block shown, and the three maps with them. Call inside a tidy. */
export function stageViews(spec: Spec, inputs: Inputs): { maps: MapViews; stages: StageViews } {
  const hooks = hooksOf(spec);
  const places = placesOf(spec, inputs, hooks);
  const trace = blockOf(spec, inputs, hooks, {
    x: blockInput(spec, inputs, hooks),
    table: fusedTable(spec, hooks, places.positions),
    shown: spec.head - 1,
    ...(places.bias && { bias: places.bias }),
  });
  const ofHead = (view: MatrixView) => partsOf(view, spec.heads)[spec.head - 1];
  const [query, key, value] = [ofHead(trace.query), ofHead(trace.key), ofHead(trace.value)];
  const { shown, weights, joined, hidden, forward } = trace;
  const similarity =
    shown?.bias ?? viewOf(places.similarity ?? unaddedSimilarity(spec, hooks, places.positions));
  if (!shown || !query || !key || !value) throw new Error('stages: no head shown');
  const { scale, ...steps } = shown;
  const { x: tokens, table, input, attended, residual, output } = trace;
  return {
    maps: {
      positions: places.positions && viewOf(places.positions),
      similarity,
      attention: steps.weights,
    },
    stages: {
      scale,
      maps: {
        tokens,
        table,
        // Where nothing is fused, it is what the block is given.
        input: table && input,
        query,
        key,
        value,
        ...steps,
        attended,
        residual,
        output,
      },
      heads: weights && spec.length <= longestWithHeads ? partsOf(weights, spec.heads) : [],
      between: { joined, hidden, forward },
    },
  };
}

/** All that positions come from. */
const placedBy = [
  'encoding',
  'params',
  'length',
  'start',
  'dim',
  'heads',
  'seed',
  'weights',
  'racer',
  'similarity',
] as const satisfies readonly (keyof Spec)[];

/** What positions alone make, as copies that are freed with the frame. */
function placesOf(spec: Spec, inputs: Inputs, hooks: Hooks): Places {
  const kept = inputs.places.get(specKey(spec, placedBy), () => placesFrom(spec, hooks));
  return {
    positions: kept.positions && clone(kept.positions),
    similarity: kept.similarity && clone(kept.similarity),
    bias: kept.bias && clone(kept.bias),
  };
}

function placesFrom(spec: Spec, hooks: Hooks): Places {
  const places: { -readonly [K in keyof Places]: Places[K] } = {
    positions: null,
    similarity: null,
    bias: null,
  };
  tidy(() => {
    const positions = positionMap(hooks, spec);
    places.positions = positions && keep(positions);
    const biased = hooks.bias ?? hooks.score;
    places.similarity = biased ? null : keep(similarityMap(spec, hooks, positions));
    const at = positionsOf(spec);
    const all = { first: 0, count: spec.heads };
    if (hooks.bias && spec.length <= longestWithHeads) places.bias = keep(hooks.bias(at, at, all));
  });
  return places;
}

/** The four terms of the scores of the head shown, [query, key] each. Call inside a tidy. */
export function termViews(spec: Spec, inputs: Inputs): MatrixView[] {
  if (spec.length > longestWithHeads) return [];
  const terms = termsOfHeads(spec, inputs, hooksOf(spec), shownHead(spec, inputs));
  return partsOf(terms, 4);
}
