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
import type { Heads, Hooks, Positions } from '../encodings/encoding.ts';
import { runOwn } from '../encodings/kernel.ts';
import { type AttentionPlace, attendTurned, logitsOf, scaleOf } from './attention.ts';
import { type Plane, planeAt, planesOf, sectionsOf, stackOf, tensorOf } from './plane.ts';

/** Queries and keys of some heads, [head, position, dHead] within their tensors. */
export interface Turned {
  /** Queries of all of them first. */
  readonly query: Tensor;
  /** Keys after as many others. */
  readonly key: Tensor;
  readonly all: number;
  readonly dHead: number;
  /** The number of the first of them among the scheme's heads. */
  readonly first: number;
}

export interface HeadInputs extends Turned {
  readonly value: Tensor;
}

/** How widely some of them look. */
export interface HeadWeights {
  /** [query, key] of each head. */
  readonly weights: readonly Plane[];
  /** What the scheme adds to the scores of each; null where it adds nothing. */
  readonly bias: readonly Plane[] | null;
}

/** And what they make of it. */
export interface HeadTrace extends Pick<HeadWeights, 'weights'> {
  /** weights · V of the heads side by side, [position, head · dHead]. */
  readonly joined: Plane;
  /** Null where the head shown is not among them. */
  readonly shown: ShownHead | null;
}

/** All steps of the head shown. */
export interface ShownHead {
  /** What multiplies Q·Kᵀ. */
  readonly scale: number;
  /** Q·Kᵀ times its scale, [query, key]. */
  readonly scores: Plane;
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
 * @param queryKey  queries of the heads, then their keys, [2, head, position, dHead]
 */
export function turnedBoth(
  queryKey: Tensor,
  positions: Positions,
  hooks: Hooks,
  { first, count }: Heads,
): Turned {
  const { length } = positions;
  const dHead = queryKey.size / (2 * count * length);
  const sizes = { all: count, dHead, first };
  if (!hooks.rotate) return { query: queryKey, key: queryKey, ...sizes };
  const both: Tensor4D = reshape(queryKey, [2, count, length, dHead]);
  const query = hooks.rotate(both, positions, 'query');
  const key = hooks.keyRotation ? hooks.rotate(both, positions, 'key') : query;
  return { query, key, ...sizes };
}

/** Each head's queries and keys, [position, dHead]. */
export function turnedPlanes({ query, key, all, dHead }: Turned): Record<'query' | 'key', Plane[]> {
  const rows = query.size / (2 * all * dHead);
  return {
    query: planesOf(query, 0, all, [rows, dHead]),
    key: planesOf(key, all * rows * dHead, all, [rows, dHead]),
  };
}

/**
 * softmax(QKᵀ·scale + bias, masked) for the heads of `place`. Call inside a tidy.
 * Source: Vaswani et al. 2017, eq. 1.
 */
export function weighHeads(turned: Turned, place: AttentionPlace, hooks: Hooks): HeadWeights {
  const { flat, bias } = stepsOf({ ...turned, value: null }, place, hooks, null);
  return { weights: squaresOf(flat, place), bias: bias && squaresOf(bias, place) };
}

/**
 * The same, and weights · V.
 *
 * @param shown  the head of which all steps are kept, counted from the first of them; or null
 * @param bias   of these heads, [head, query, key], where it is there already
 */
export function attendHeads(
  inputs: HeadInputs,
  place: AttentionPlace,
  hooks: Hooks,
  shown: number | null,
  bias?: Tensor3D | null,
): HeadTrace {
  const { count } = place.heads;
  const { length } = place.positions;
  const made = stepsOf(inputs, place, hooks, shown, bias);
  const [square, rows] = [[length, length] as const, [length, inputs.dHead] as const];
  const weights = squaresOf(made.flat, place);
  const [, joined, scores, logits, mixed] = sectionsOf(
    made.flat,
    [count * length, length],
    [length, count * inputs.dHead],
    ...(shown === null ? [] : [square, square, rows]),
  );
  if (!joined) throw new Error('attendHeads: the heads joined');
  const trace = { weights, joined };
  const own = shown === null ? undefined : weights[shown];
  if (shown === null || !own || !scores || !logits || !mixed) return { ...trace, shown: null };
  const added = made.bias && planeAt(made.bias, shown);
  const scale = scaleOf(hooks, inputs.dHead);
  return { ...trace, shown: { scale, scores, bias: added, logits, weights: own, mixed } };
}

function squaresOf(tensor: Tensor, { heads, positions: { length } }: AttentionPlace): Plane[] {
  return planesOf(tensor, 0, heads.count, [length, length]);
}

type Values = Turned & { readonly value: Tensor | null };

interface Steps {
  /** Weights; the heads joined, where there are values; scores, logits and mixed of one head. */
  readonly flat: Tensor1D;
  readonly bias: Tensor3D | null;
}

function stepsOf(
  inputs: Values,
  place: AttentionPlace,
  hooks: Hooks,
  shown: number | null,
  given?: Tensor3D | null,
): Steps {
  const { query, key, value, all, dHead } = inputs;
  // What a scheme adds to the values follows from the weights.
  if (hooks.values && value) return composedSteps(inputs, place, hooks, shown);
  const bias = addedBy(hooks, inputs, place, given);
  const plain: Hooks = hooks.scale === undefined ? {} : { scale: hooks.scale };
  const composed = () => composedSteps(inputs, place, plain, shown, bias).flat;
  const { mask, temperature = 1, heads, positions } = place;
  const attributes = {
    all,
    first: heads.first - inputs.first,
    heads: heads.count,
    length: positions.length,
    dHead,
    shown: shown ?? -1,
    scale: scaleOf(hooks, dHead),
    causal: mask.causal,
    window: mask.window,
    visible: Math.min(mask.visible, positions.length),
    temperature,
  };
  const tensors = { query, key, ...(value && { value }), ...(bias && { bias }) };
  return { bias, flat: runOwn('AttendHeads', tensors, attributes, composed) };
}

/** What the scheme adds to the scores, by content or by place alone; null where it adds nothing. */
function addedBy(
  { score, bias }: Hooks,
  inputs: Turned,
  { positions, heads, mask }: AttentionPlace,
  given: Tensor3D | null | undefined,
): Tensor3D | null {
  if (!score) return given ?? bias?.(positions, positions, heads) ?? null;
  const [query, key] = stacksOf(inputs, { positions, heads, mask });
  const products: Tensor3D = matMul(query, key, false, true);
  return score({ query, key, products, positions, heads, causal: mask.causal });
}

/** Queries and keys of the heads of `place`, [head, position, dHead]. */
function stacksOf(turned: Turned, { heads }: AttentionPlace): [Tensor3D, Tensor3D] {
  const { query, key } = turnedPlanes(turned);
  const own = heads.first - turned.first;
  const some = (planes: readonly Plane[]) => stackOf(planes.slice(own, own + heads.count));
  return [some(query), some(key)];
}

/** All steps of one head, each a tensor of its own: of a long line they are too large for one. */
export function shownAlone(inputs: HeadInputs, place: AttentionPlace, hooks: Hooks): ShownHead {
  const { trace, mixed } = composedTrace(inputs, place, hooks);
  const { products, scale, bias, weights } = trace;
  if (!mixed) throw new Error('shownAlone: there are values');
  const plane = (of: Tensor3D) => planeAt(of, 0);
  return {
    scale,
    scores: plane(mul(products, scale)),
    bias: bias && plane(bias),
    logits: plane(logitsOf(trace, place.mask)),
    weights: plane(weights),
    mixed: plane(mixed),
  };
}

/** The same sections of ordinary operations. @param bias  what the scheme adds, where it is known */
function composedSteps(
  inputs: Values,
  place: AttentionPlace,
  hooks: Hooks,
  shown: number | null,
  bias?: Tensor3D | null,
): Steps {
  const { trace, mixed } = composedTrace(inputs, place, hooks, bias);
  const of = (every: Tensor3D) => tensorOf(planeAt(every, shown ?? 0));
  const sections: Tensor[] = [trace.weights];
  if (mixed) sections.push(transpose(mixed, [1, 0, 2]));
  if (mixed && shown !== null) {
    sections.push(of(mul(trace.products, trace.scale)), of(logitsOf(trace, place.mask)), of(mixed));
  }
  const flats = sections.map((section): Tensor1D => reshape(section, [section.size]));
  return { flat: concat(flats), bias: trace.bias };
}

function composedTrace(
  inputs: Values,
  place: AttentionPlace,
  hooks: Hooks,
  bias?: Tensor3D | null,
) {
  const { value, all, dHead, first } = inputs;
  const [query, key] = stacksOf(inputs, place);
  const trace = attendTurned(query, key, place, hooks, bias);
  if (!value) return { trace, mixed: null };
  const { heads, positions } = place;
  const own = heads.first - first;
  const values = planesOf(value, 0, all, [positions.length, dHead]);
  const mixed: Tensor3D = matMul(trace.weights, stackOf(values.slice(own, own + heads.count)));
  const more = hooks.values?.(trace.weights, heads);
  return { trace, mixed: more ? add<Tensor3D>(mixed, more) : mixed };
}
