/** Every stage of the block on show, kept until the frame is taken down. */
import { clone, keep, mul, reshape, type Tensor2D, tidy, unstack } from '@tensorflow/tfjs-core';
import { type Plane, planeOf } from '../attention/plane.ts';
import { termsOf } from '../attention/terms.ts';
import type { Hooks } from '../encodings/encoding.ts';
import type { AxisName } from '../fields/matrix.ts';
import { type BetweenName, type StageName, squareStages } from '../state/frame.ts';
import type { Spec } from '../state/spec.ts';
import { hooksOf, positionsOf } from './hooks.ts';
import type { Inputs, Places } from './inputs.ts';
import { type MapPlanes, positionMap, similarityMap } from './maps.ts';
import { blockOf, fusedTable, given, headPass } from './pass.ts';

export interface StagePlanes {
  readonly maps: Readonly<Record<StageName, Plane | null>>;
  readonly heads: readonly Plane[];
  /** Null where the block is not one of ours. */
  readonly between: Readonly<Record<BetweenName, Plane>> | null;
}

/** Above this, all heads and all terms at once would take more than a few hundred megabytes. */
const longestWithHeads = 512;

export function stageAxes(name: StageName): readonly [AxisName, AxisName] {
  return squareStages.includes(name) ? ['query', 'key'] : ['position', 'channel'];
}

/** The stages of the block on show, and the three maps with them. Call inside a tidy. */
export function stagePlanes(spec: Spec, inputs: Inputs): { maps: MapPlanes; stages: StagePlanes } {
  const hooks = hooksOf(spec);
  const places = placesOf(spec, inputs, hooks);
  const trace = blockOf(spec, inputs, hooks, {
    x: given(spec, inputs, hooks),
    table: fusedTable(spec, hooks, places.positions),
    shown: spec.head - 1,
    ...(places.bias && { bias: places.bias }),
  });
  const head = spec.head - 1;
  const [query, key, value] = [trace.query[head], trace.key[head], trace.value[head]];
  const { shown, joined, hidden, forward } = trace;
  const similarity = shown?.bias ?? (places.similarity && planeOf(places.similarity));
  if (!shown || !query || !key || !value || !similarity) throw new Error('stages: no head on show');
  const { scores, bias, logits, weights, mixed } = shown;
  const { x: tokens, table, input, attended, residual, output } = trace;
  return {
    maps: {
      positions: places.positions && planeOf(places.positions),
      similarity,
      attention: weights,
    },
    stages: {
      maps: {
        tokens,
        table,
        input,
        query,
        key,
        value,
        scores,
        bias,
        logits,
        weights,
        mixed,
        attended,
        residual,
        output,
      },
      heads: spec.length <= longestWithHeads ? trace.weights : [],
      between: { joined, hidden, forward },
    },
  };
}

/** What positions alone make, as copies that are freed with the frame. */
function placesOf(spec: Spec, inputs: Inputs, hooks: Hooks): Places {
  const { encoding, params, length, start, dim, heads, seed, similarity } = spec;
  const key = JSON.stringify([encoding, params, length, start, dim, heads, seed, similarity]);
  const kept = inputs.places.get(key, () => placesFrom(spec, hooks));
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

/** The four terms of the scores of the head on show, [query, key] each. Call inside a tidy. */
export function termTensors(spec: Spec, inputs: Inputs): Tensor2D[] {
  if (spec.length > longestWithHeads) return [];
  const { asked, trace, table } = headPass(spec, inputs, hooksOf(spec));
  const places = table && mul<Tensor2D>(table, spec.gain);
  const terms = unstack(termsOf(asked, places, trace.products, trace.scale));
  return terms.map((term) => reshape(term, [spec.length, spec.length]));
}
