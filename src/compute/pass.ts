/**
 * The pass of a Spec: what the block shown is given, and what it does with it. Only as many heads
 * are taken at once as their squares leave room for.
 */
import { clone, mul, type Tensor2D, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import { type AttentionInputs, type AttentionTrace, attend } from '../attention/attention.ts';
import {
  type AttentionPart,
  attentionPart,
  type BlockInputs,
  type BlockTrace,
  blockTrace,
} from '../attention/block.ts';
import { dense } from '../attention/dense.ts';
import { fusePlanes } from '../attention/fusion.ts';
import { turnedBoth, weighHeads } from '../attention/heads.ts';
import { type Mask, unmasked } from '../attention/mask.ts';
import { type Plane, planeAt, planeOf, tensorOf } from '../attention/plane.ts';
import { reducedTensor } from '../attention/reduce.ts';
import { termsOf } from '../attention/terms.ts';
import type { Heads, Hooks } from '../encodings/encoding.ts';
import type { MatrixName } from '../state/frame.ts';
import type { Spec } from '../state/spec.ts';
import { positionsOf } from './hooks.ts';
import { type Inputs, isFused } from './inputs.ts';

export function maskOf(spec: Spec, inputs: Inputs): Mask {
  switch (spec.mask) {
    case 'none':
      return unmasked;
    case 'causal':
      return { ...unmasked, causal: true };
    case 'window':
      return { ...unmasked, causal: true, window: spec.window };
    case 'padding':
      return { ...unmasked, visible: inputs.text(spec).line.count };
  }
}

/**
 * The table as it is fused before the block shown, held as the Spec says; null where none is.
 *
 * @param made  the table itself, where it is there already
 */
export function fusedTable(
  spec: Spec,
  hooks: Hooks,
  made: Tensor2D | null = null,
): Tensor2D | null {
  if (!hooks.table || !isFused(spec)) return null;
  const table = made ?? hooks.table(positionsOf(spec));
  return spec.reduce === 'weights' ? table : reducedTensor(table, spec.precision);
}

/** What the block shown is given, [position, dModel]: X, or what the blocks before it made of it. */
export function given(spec: Spec, inputs: Inputs, hooks: Hooks): Plane {
  // The frame frees what it is drawn from; the inputs keep theirs.
  let x = planeOf(clone(inputs.tokens(spec)));
  for (let layer = 1; layer < spec.layer; layer++) {
    x = blockOf({ ...spec, layer }, inputs, hooks, { x }).output;
  }
  return x;
}

/** Heads of the block shown, and their W_q and W_k. */
interface SomeHeads {
  readonly heads: Heads;
  /** [2, rows, heads.count · dHead]. */
  readonly queryKey: Tensor3D;
}

export function shownHead(spec: Spec, inputs: Inputs): SomeHeads {
  return { heads: { first: spec.head - 1, count: 1 }, queryKey: inputs.shown(spec) };
}

export function everyHead(spec: Spec, inputs: Inputs): SomeHeads {
  const { queryKey } = inputs.block(spec, spec.layer);
  return { heads: { first: 0, count: spec.heads }, queryKey };
}

/**
 * Queries and keys as they enter the product, what values come from, and how widely the heads
 * look. Call inside a tidy.
 *
 * @param positions  the position map, where it is there already
 */
export function turnedOf(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  { heads, queryKey }: SomeHeads,
  positions: Tensor2D | null = null,
) {
  const table = fusedTable(spec, hooks, positions);
  const x = given(spec, inputs, hooks);
  const { input, values } = fusePlanes(x, table, spec.fusion, spec.gain);
  const place = { ...common(spec, inputs), heads };
  const projected = dense(input, { matrix: queryKey }, { heads: heads.count });
  const turned = turnedBoth(projected, place.positions, hooks, heads);
  return { values, turned, look: () => weighHeads(turned, place, hooks) };
}

/** How widely the head shown looks. Call inside a tidy. @param positions  as of `turnedOf` */
export function shownAttention(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  positions: Tensor2D | null = null,
): { readonly weights: Plane; readonly bias: Plane | null } {
  const head = shownHead(spec, inputs);
  const { weights, bias } = turnedOf(spec, inputs, hooks, head, positions).look();
  const [own] = weights;
  if (!own) throw new Error('pass: one head');
  return { weights: own, bias: bias?.[0] ?? null };
}

/** The same pass in ordinary steps, which leaves all of them. Call inside a tidy. */
export function stepsOf(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  { heads, queryKey }: SomeHeads,
): { readonly trace: AttentionTrace; readonly terms: () => Tensor4D } {
  const table = fusedTable(spec, hooks);
  const asked: AttentionInputs = {
    ...common(spec, inputs),
    tokens: tensorOf(given(spec, inputs, hooks)),
    wq: tensorOf(planeAt(queryKey, 0)),
    wk: tensorOf(planeAt(queryKey, 1)),
    heads,
  };
  const trace = attend(asked, hooks, table);
  const terms = () =>
    termsOf(asked, table && mul<Tensor2D>(table, spec.gain), trace.products, trace.scale);
  return { trace, terms };
}

/** What a block is run on, where it is not what its Spec says. */
export interface BlockSource extends Partial<Pick<BlockInputs, 'shown' | 'bias'>> {
  readonly x: Plane;
  /** What is fused with it; the Spec's own where it is not given. */
  readonly table?: Tensor2D | null;
}

/** A whole block: every head, W_o, residual, norm and feed-forward. Call inside a tidy. */
export function blockOf(spec: Spec, inputs: Inputs, hooks: Hooks, source: BlockSource): BlockTrace {
  const asked = blockInputs(spec, inputs, hooks, source);
  return blockTrace(asked, inputs.block(spec, spec.layer), hooks);
}

/** Its attention alone: every head joined and mixed by W_o, and the residual. */
export function attentionOf(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  source: BlockSource,
): AttentionPart {
  const asked = blockInputs(spec, inputs, hooks, source);
  return attentionPart(asked, inputs.block(spec, spec.layer), hooks);
}

/** Squares that are held in one tensor: as many heads as fit go together. */
const squareBytes = 64 * 2 ** 20;

function blockInputs(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  { x, table = fusedTable(spec, hooks), shown = null, ...more }: BlockSource,
): BlockInputs {
  return {
    ...common(spec, inputs),
    ...more,
    x,
    table,
    shown,
    heads: spec.heads,
    together: Math.max(Math.floor(squareBytes / (4 * spec.length ** 2)), 1),
  };
}

function common(spec: Spec, inputs: Inputs) {
  return {
    positions: positionsOf(spec),
    mask: maskOf(spec, inputs),
    temperature: spec.temperature,
    fusion: spec.fusion,
    gain: spec.gain,
  };
}

/** One of the block's own matrices as its arithmetic reads it. */
export function weightPlane(name: MatrixName, spec: Spec, inputs: Inputs): Plane {
  const block = inputs.block(spec, spec.layer);
  if (name === 'wq' || name === 'wk') return planeAt(block.queryKey, name === 'wq' ? 0 : 1);
  return planeOf(block[name]);
}
