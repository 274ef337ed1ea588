/** Every stage of the block on show, kept until the frame is taken down. */
import { clone, engine, keep, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { scaleOf } from '../attention/attention.ts';
import { dense } from '../attention/dense.ts';
import { fusePlanes } from '../attention/fusion.ts';
import { type Plane, planeOf, planesOf } from '../attention/plane.ts';
import type { Hooks } from '../encodings/encoding.ts';
import type { AxisName } from '../fields/matrix.ts';
import { type BetweenName, type StageName, squareStages } from '../state/frame.ts';
import { dimsOf, type Spec } from '../state/spec.ts';
import { specKey } from '../state/specKey.ts';
import { hooksOf, positionsOf } from './hooks.ts';
import type { Inputs, Places } from './inputs.ts';
import { type MapPlanes, positionMap, similarityMap } from './maps.ts';
import { hasOwn } from './numbers.ts';
import { blockOf, fusedTable, given, shownHead, stepsOf } from './pass.ts';

export interface StagePlanes {
  /** What multiplies the scores. */
  readonly scale: number;
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
  const { scale, ...steps } = shown;
  const { x: tokens, table, input, attended, residual, output } = trace;
  return {
    maps: {
      positions: places.positions && planeOf(places.positions),
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
      heads: spec.length <= longestWithHeads ? trace.weights : [],
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

/** The four terms of the scores of the head on show, [query, key] each. Call inside a tidy. */
export function termPlanes(spec: Spec, inputs: Inputs): Plane[] {
  const { length, fusion, gain } = spec;
  if (length > longestWithHeads) return [];
  const hooks = hooksOf(spec);
  const table = fusedTable(spec, hooks);
  if (table && (fusion === 'add' || fusion === 'query-key') && hasOwn('Terms')) {
    const x = given(spec, inputs, hooks);
    const { table: places } = fusePlanes(x, table, fusion, gain);
    if (!places) throw new Error('terms: there is a table');
    const matrix = inputs.shown(spec);
    const sides = { content: dense(x, { matrix }), position: dense(places, { matrix }) };
    const scale = scaleOf(hooks, dimsOf(spec).dHead);
    const terms: Tensor = engine().runKernel('Terms', sides, { scale, length });
    return planesOf(terms, 0, 4, [length, length]);
  }
  const steps = stepsOf(spec, inputs, hooks, shownHead(spec, inputs));
  return planesOf(steps.terms(), 0, 4, [length, length]);
}
