/**
 * The pass of a Spec: what the block shown is given, and what it does with it. Only as many heads
 * are taken at once as their squares leave room for.
 */
import { clone, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import type { Square } from '../attention/dotProduct.ts';
import { type Mask, unmasked } from '../attention/mask.ts';
import { type MatrixView, viewAt, viewOf } from '../attention/matrixView.ts';
import {
  type AttentionTrace,
  attentionTrace,
  type BlockKind,
  type BlockOptions,
  type BlockTrace,
  type BlockWeights,
  blockKinds,
  blockTrace,
  type HeadSquares,
  headSquares,
  type Projected,
  projected,
  type Source,
} from '../attention/pass.ts';
import { reducedTensor } from '../attention/reduce.ts';
import { termsOf } from '../attention/terms.ts';
import type { Heads, Hooks } from '../encodings/encoding.ts';
import { queryFactor } from '../encodings/queryScale.ts';
import type { MatrixName } from '../state/frame.ts';
import { hasPositions, type Spec } from '../state/spec.ts';
import { positionsOf } from './hooks.ts';
import { type BlockNorms, type Inputs, isFused } from './inputs.ts';

export function maskOf(spec: Spec, inputs: Inputs): Mask {
  if (spec.layerPattern === 'windowed') {
    return { ...unmasked, causal: true, ...(hasPositions(spec) && { window: spec.window }) };
  }
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

/** What a scheme does in the block shown: all of it, or nothing but how it scales the scores. */
export function hooksIn(spec: Spec, hooks: Hooks): Hooks {
  if (hasPositions(spec)) return hooks;
  return hooks.scale === undefined ? {} : { scale: hooks.scale };
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

/** The input of the block shown, [position, dModel]: X, or the output of the block before. */
export function blockInput(spec: Spec, inputs: Inputs, hooks: Hooks): MatrixView {
  // The frame frees what it is drawn from; the inputs keep theirs.
  let x = viewOf(clone(inputs.tokens(spec)));
  for (let layer = 1; layer < spec.layer; layer++) {
    x = blockOf({ ...spec, layer }, inputs, hooks, { x }).output;
  }
  return x;
}

/** A racer's block has the norms that it was trained with. */
const kindOf = (norms: BlockNorms | null): BlockKind =>
  norms ? blockKinds.encoder : blockKinds.seeded;

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
 * Queries and keys of some heads as they enter the product, and what values come from. Call inside a
 * tidy.
 *
 * @param positions  the position map, where it is there already
 */
export function projectedHeads(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  { heads, queryKey }: SomeHeads,
  positions: Tensor2D | null = null,
): Projected & { readonly source: Source } {
  const x = blockInput(spec, inputs, hooks);
  const source = sourceOf(spec, inputs, x, fusedTable(spec, hooks, positions));
  const norms = inputs.norms(spec);
  const weights = { queryKey: { matrix: queryKey }, ...(norms && { enter: norms.enter }) };
  const own = hooksIn(spec, hooks);
  return { ...projected(source, weights, kindOf(norms), own, heads), source };
}

/** Weights of some heads, or what they come from. Call inside a tidy. */
export function squaresOfHeads(
  square: Square,
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  some: SomeHeads,
): HeadSquares {
  const of = projectedHeads(spec, inputs, hooks, some);
  return headSquares(square, of, of.source, hooksIn(spec, hooks));
}

/** Weights of the head shown. Call inside a tidy. @param positions  as of `projectedHeads` */
export function attentionWeights(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  positions: Tensor2D | null = null,
): { readonly weights: MatrixView; readonly bias: MatrixView | null } {
  const of = projectedHeads(spec, inputs, hooks, shownHead(spec, inputs), positions);
  const { squares, bias } = headSquares('weights', of, of.source, hooksIn(spec, hooks));
  return { weights: squares, bias: bias && viewAt(bias, 0) };
}

/** The four terms of the scores of some heads, one below another. Call inside a tidy. */
export function termsOfHeads(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  { heads, queryKey }: SomeHeads,
): MatrixView {
  const source = sourceOf(spec, inputs, blockInput(spec, inputs, hooks), fusedTable(spec, hooks));
  const norms = inputs.norms(spec);
  return termsOf(source, queryKey, hooksIn(spec, hooks), heads, norms?.enter);
}

/** What a block is run on, where it is not what its Spec says. */
export interface BlockSource extends Pick<BlockOptions, 'shown' | 'bias'> {
  readonly x: MatrixView;
  /** What is fused with it; the Spec's own where it is not given. */
  readonly table?: Tensor2D | null;
}

/** A whole block: every head, W_o, residual, norm and feed-forward. Call inside a tidy. */
export function blockOf(spec: Spec, inputs: Inputs, hooks: Hooks, source: BlockSource): BlockTrace {
  return blockTrace(...asked(spec, inputs, hooks, source));
}

/** Its attention alone: every head joined and mixed by W_o, and the residual. */
export function attentionOf(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  source: BlockSource,
): AttentionTrace {
  return attentionTrace(...asked(spec, inputs, hooks, source));
}

/** Squares that are held in one tensor: as many heads as fit go together. */
const squareBytes = 64 * 2 ** 20;

function asked(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  { x, table = fusedTable(spec, hooks), bias, ...options }: BlockSource,
): Parameters<typeof blockTrace> {
  const together = Math.max(Math.floor(squareBytes / (4 * spec.length ** 2)), 1);
  return [
    sourceOf(spec, inputs, x, table),
    weightsOf(spec, inputs),
    kindOf(inputs.norms(spec)),
    hooksIn(spec, hooks),
    { ...options, ...(bias && hasPositions(spec) && { bias }), together },
  ];
}

function sourceOf(spec: Spec, inputs: Inputs, x: MatrixView, table: Tensor2D | null): Source {
  const { fusion, gain, temperature } = spec;
  const [positions, mask] = [positionsOf(spec), maskOf(spec, inputs)];
  const queryFactors =
    spec.queryScale === 'none'
      ? null
      : Float32Array.from({ length: spec.length }, (_, row) => queryFactor(spec, spec.start + row));
  return { x, table, fusion, gain, positions, mask, temperature, queryFactors };
}

function weightsOf(spec: Spec, inputs: Inputs): BlockWeights {
  const { queryKey, wv, wo, wide, narrow } = inputs.block(spec, spec.layer);
  const unit = { epsilon: 1e-5 };
  const norms = inputs.norms(spec) ?? { between: unit, end: unit };
  return {
    heads: spec.heads,
    queryKey: { matrix: queryKey },
    value: { matrix: wv },
    out: { matrix: wo },
    ...norms,
    wide: { matrix: wide },
    narrow: { matrix: narrow },
  };
}

/** One of the block's own matrices as its arithmetic reads it. */
export function weightView(name: MatrixName, spec: Spec, inputs: Inputs): MatrixView {
  const block = inputs.block(spec, spec.layer);
  if (name === 'wq' || name === 'wk') return viewAt(block.queryKey, name === 'wq' ? 0 : 1);
  return viewOf(block[name]);
}
