/** From queries, keys and values of all heads to what they attend to, in one dispatch where it can be. */
import {
  add,
  concat,
  matMul,
  mul,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  type Tensor4D,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Hooks, Positions } from '../encodings/encoding.ts';
import { runOwn } from '../encodings/kernel.ts';
import { type AttentionPlace, attendTurned, logitsOf } from './attention.ts';
import { type Plane, planeAt, planesOf, sectionsOf, tensorOf } from './plane.ts';

/** What heads are given, all of them, [head, position, dHead] within their tensors. */
export interface HeadInputs {
  /** Turned queries of all heads first. */
  readonly query: Tensor;
  /** Turned keys of all heads after as many others. */
  readonly key: Tensor;
  readonly value: Tensor;
  readonly all: number;
  readonly dHead: number;
}

/** What some of them make of it. */
export interface HeadTrace {
  /** [query, key] of each head. */
  readonly weights: readonly Plane[];
  /** weights · V of the heads side by side, [position, head · dHead]. */
  readonly joined: Plane;
  /** Null where the head on show is not among them. */
  readonly shown: ShownHead | null;
}

/** All steps of the head on show. */
export interface ShownHead {
  /** Q·Kᵀ times its scale, [query, key]. */
  readonly scores: Plane;
  /** What the scheme adds; null where it adds nothing. */
  readonly bias: Plane | null;
  /** The sum of the two, −∞ where masked. */
  readonly logits: Plane;
  readonly weights: Plane;
  /** weights · V, [position, dHead]. */
  readonly mixed: Plane;
}

/**
 * Queries and keys turned as the scheme turns them, where it does.
 *
 * @param queryKey  queries of all heads, then keys, [2, head, position, dHead]
 * @returns         two tensors of that shape; the first has the queries, the second the keys
 */
export function turnedBoth(
  queryKey: Tensor,
  positions: Positions,
  hooks: Hooks,
  heads: number,
): Pick<HeadInputs, 'query' | 'key'> {
  if (!hooks.rotate) return { query: queryKey, key: queryKey };
  const both: Tensor4D = reshape(queryKey, [2, heads, positions.length, -1]);
  const query = hooks.rotate(both, positions, 'query');
  return { query, key: hooks.keyRotation ? hooks.rotate(both, positions, 'key') : query };
}

/**
 * softmax(QKᵀ·scale + bias, masked) · V for the heads of `place`. Call inside a tidy.
 * Source: Vaswani et al. 2017, eq. 1.
 *
 * @param shown  the head of which all steps are kept, counted from the first of them; or null
 * @param bias   of these heads, [head, query, key], where it is there already
 */
export function attendHeads(
  inputs: HeadInputs,
  place: AttentionPlace,
  hooks: Hooks,
  shown: number | null,
  bias: Tensor3D | null = hooks.bias?.(place.positions, place.positions, place.heads) ?? null,
): HeadTrace {
  const { count } = place.heads;
  const { length } = place.positions;
  const { dHead } = inputs;
  const content = hooks.score ?? hooks.values;
  const made = content
    ? composed(inputs, place, hooks, shown, bias)
    : { bias, flat: inOne(inputs, place, hooks, shown, bias) };
  const [square, rows] = [[length, length] as const, [length, dHead] as const];
  const weights = planesOf(made.flat, 0, count, square);
  const [, joined, scores, logits, mixed] = sectionsOf(
    made.flat,
    [count * length, length],
    [length, count * dHead],
    ...(shown === null ? [] : [square, square, rows]),
  );
  if (!joined) throw new Error('attendHeads: the heads joined');
  const own = shown === null ? undefined : weights[shown];
  if (shown === null || !own || !scores || !logits || !mixed) {
    return { weights, joined, shown: null };
  }
  const added = made.bias && planesOf(made.bias, shown * length * length, 1, square)[0];
  const all = { scores, bias: added ?? null, logits, weights: own, mixed };
  return { weights, joined, shown: all };
}

/** All sections in one tensor: weights, joined, and scores, logits and mixed of the head on show. */
function inOne(
  inputs: HeadInputs,
  place: AttentionPlace,
  hooks: Hooks,
  shown: number | null,
  bias: Tensor3D | null,
): Tensor1D {
  const { query, key, value, all, dHead } = inputs;
  const { mask, temperature = 1, heads, positions } = place;
  const attributes = {
    all,
    first: heads.first,
    heads: heads.count,
    length: positions.length,
    dHead,
    shown: shown ?? -1,
    scale: hooks.scale ?? 1 / Math.sqrt(dHead),
    causal: mask.causal,
    window: mask.window,
    visible: Math.min(mask.visible, positions.length),
    temperature,
  };
  const given = { query, key, value, ...(bias && { bias }) };
  return runOwn(
    'AttendHeads',
    given,
    attributes,
    () => composed(inputs, place, hooks, shown, bias).flat,
  );
}

/** All steps of one head, each a tensor of its own: of a long line they are too large for one. */
export function shownAlone(inputs: HeadInputs, place: AttentionPlace, hooks: Hooks): ShownHead {
  const { trace, mixed } = composedTrace(inputs, place, hooks);
  const { products, scale, bias, weights } = trace;
  const plane = (of: Tensor3D) => planeAt(of, 0);
  return {
    scores: plane(mul(products, scale)),
    bias: bias && plane(bias),
    logits: plane(logitsOf(trace, place.mask)),
    weights: plane(weights),
    mixed: plane(mixed),
  };
}

/** The same of ordinary operations; what depends on content has no other way. */
function composed(
  inputs: HeadInputs,
  place: AttentionPlace,
  hooks: Hooks,
  shown: number | null,
  bias: Tensor3D | null,
): { readonly flat: Tensor1D; readonly bias: Tensor3D | null } {
  const { trace, mixed } = composedTrace(inputs, place, hooks, bias);
  const of = (every: Tensor3D) => tensorOf(planeAt(every, shown ?? 0));
  const steps =
    shown === null
      ? []
      : [of(mul(trace.products, trace.scale)), of(logitsOf(trace, place.mask)), of(mixed)];
  const sections: Tensor[] = [trace.weights, transpose(mixed, [1, 0, 2]), ...steps];
  return {
    flat: concat(sections.map((section) => reshape(section, [section.size]))),
    bias: trace.bias,
  };
}

function composedTrace(
  { query, key, value, all, dHead }: HeadInputs,
  place: AttentionPlace,
  hooks: Hooks,
  bias?: Tensor3D | null,
) {
  const { first, count } = place.heads;
  const { length } = place.positions;
  const headsFrom = (tensor: Tensor, head: number): Tensor3D => {
    const rows = { from: head * length * dHead, rows: count * length, columns: dHead };
    return reshape(tensorOf({ tensor, ...rows }), [count, length, dHead]);
  };
  const trace = attendTurned(
    headsFrom(query, first),
    headsFrom(key, all + first),
    place,
    hooks,
    bias,
  );
  const own: Tensor3D = matMul(trace.weights, headsFrom(value, first));
  const more = hooks.values?.(trace.weights, place.heads);
  return { trace, mixed: more ? add<Tensor3D>(own, more) : own };
}
