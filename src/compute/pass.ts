/**
 * The pass of a Spec: what the block on show is given, and what it does with it. Only as many heads
 * are taken at once as their squares leave room for.
 */
import {
  add,
  concat,
  matMul,
  mul,
  reshape,
  slice,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import {
  type AttentionInputs,
  type AttentionTrace,
  attend,
  project,
} from '../attention/attention.ts';
import { finishBlock } from '../attention/block.ts';
import { fuse } from '../attention/fusion.ts';
import { type Mask, unmasked } from '../attention/mask.ts';
import { reducedTensor } from '../attention/reduce.ts';
import { termsOf } from '../attention/terms.ts';
import type { Hooks } from '../encodings/encoding.ts';
import { dimsOf, type Spec } from '../state/spec.ts';
import { hooksOf, positionsOf } from './hooks.ts';
import { type Inputs, isFused, type WholeBlock } from './inputs.ts';

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
 * The table as it is fused before the block on show, held as the Spec says; null where none is.
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

/** What the block on show is given, [position, dModel]: X, or what the blocks before it made of it. */
export function given(spec: Spec, inputs: Inputs, hooks: Hooks): Tensor2D {
  let x = inputs.tokens(spec);
  for (let layer = 1; layer < spec.layer; layer++) {
    const before = { ...spec, layer };
    x = blockOf(before, inputs, hooks, x).output;
  }
  return x;
}

/**
 * The pass of the head on show. Call inside a tidy.
 *
 * @param positions  the position map, where it is there already
 */
export function headPass(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  positions: Tensor2D | null = null,
) {
  const table = fusedTable(spec, hooks, positions);
  const asked: AttentionInputs = {
    ...common(spec, inputs),
    tokens: given(spec, inputs, hooks),
    ...inputs.shown(spec),
    heads: { first: spec.head - 1, count: 1 },
  };
  const trace = attend(asked, hooks, table);
  return { asked, trace, table };
}

/** The pass over all heads of the block on show at once, for reading. Call inside a tidy. */
export function wholePass(spec: Spec, inputs: Inputs): { hooks: Hooks; trace: AttentionTrace } {
  const hooks = hooksOf(spec);
  const { wq, wk } = inputs.block(spec, spec.layer);
  const trace = attend(
    {
      ...common(spec, inputs),
      tokens: given(spec, inputs, hooks),
      wq,
      wk,
      heads: { first: 0, count: spec.heads },
    },
    hooks,
    fusedTable(spec, hooks),
  );
  return { hooks, trace };
}

/** The four terms of the scores of all heads, [4, head, query, key]. Call inside a tidy. */
export function wholeTerms(spec: Spec, inputs: Inputs): Tensor4D {
  const hooks = hooksOf(spec);
  const { wq, wk } = inputs.block(spec, spec.layer);
  const asked: AttentionInputs = {
    ...common(spec, inputs),
    tokens: given(spec, inputs, hooks),
    wq,
    wk,
    heads: { first: 0, count: spec.heads },
  };
  const table = fusedTable(spec, hooks);
  const { products, scale } = attend(asked, hooks, table);
  return termsOf(asked, table && mul<Tensor2D>(table, spec.gain), products, scale);
}

/** A whole block: every head, W_o, residual, norm and feed-forward. Call inside a tidy. */
export function blockOf(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  x: Tensor2D,
  table: Tensor2D | null = fusedTable(spec, hooks),
) {
  const { joined, attended, carried } = attendedOf(spec, inputs, hooks, x, table);
  const weights = inputs.block(spec, spec.layer);
  return { joined, attended, ...finishBlock(carried, attended, weights) };
}

/** The attention of a block: every head joined, mixed by W_o, and what the residual carries on. */
export function attendedOf(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  x: Tensor2D,
  table: Tensor2D | null = fusedTable(spec, hooks),
) {
  const weights = inputs.block(spec, spec.layer);
  const { input, values } = fuse(x, table, spec.fusion, spec.gain);
  const joined = mixedHeads(spec, inputs, hooks, x, table, weights);
  const attended: Tensor2D = matMul(joined, weights.wo);
  // Side by side they are too wide for the residual; it carries the tokens on.
  return { joined, attended, carried: input.shape[1] === x.shape[1] ? values : x };
}

/** Squares that are held at once: as many heads as fit go together. */
const squareBytes = 64 * 2 ** 20;

/** weights · V of every head side by side, [position, dModel]. */
function mixedHeads(
  spec: Spec,
  inputs: Inputs,
  hooks: Hooks,
  x: Tensor2D,
  table: Tensor2D | null,
  weights: WholeBlock,
): Tensor2D {
  const { dHead, nHeads, length } = dimsOf(spec);
  const together = Math.max(Math.floor(squareBytes / (4 * length * length)), 1);
  const groups: Tensor2D[] = [];
  for (let first = 0; first < nHeads; first += together) {
    const heads = { first, count: Math.min(together, nHeads - first) };
    const columns = (matrix: Tensor2D): Tensor2D =>
      slice(matrix, [0, first * dHead], [matrix.shape[0], heads.count * dHead]);
    const mixed = tidy((): Tensor2D => {
      const trace = attend(
        {
          ...common(spec, inputs),
          tokens: x,
          wq: columns(weights.wq),
          wk: columns(weights.wk),
          heads,
        },
        hooks,
        table,
      );
      const value = project(trace.values, columns(weights.wv), heads.count);
      const own: Tensor3D = matMul(trace.weights, value);
      const more = hooks.values?.(trace.weights, heads);
      const all = transpose(more ? add<Tensor3D>(own, more) : own, [1, 0, 2]);
      return reshape(all, [length, heads.count * dHead]);
    });
    groups.push(mixed);
  }
  return groups.length === 1 && groups[0] ? groups[0] : concat(groups, 1);
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
