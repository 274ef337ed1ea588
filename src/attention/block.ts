/** One whole block of a Transformer: attention, residual, norm, feed-forward. */
import { concat, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import type { Hooks, Positions } from '../encodings/encoding.ts';
import { dense, denseNorm } from './dense.ts';
import { type Fusion, fusePlanes } from './fusion.ts';
import {
  attendHeads,
  type HeadInputs,
  type HeadTrace,
  type ShownHead,
  shownAlone,
  turnedBoth,
  turnedPlanes,
} from './heads.ts';
import type { Mask } from './mask.ts';
import { type Plane, planeOf, planesOf, tensorOf } from './plane.ts';

export interface BlockWeights {
  /** W_q and W_k of all heads, [2, dModel, dModel]; twice the rows where fusion is concat. */
  readonly queryKey: Tensor3D;
  readonly wv: Tensor2D;
  readonly wo: Tensor2D;
  /** [dModel, 4·dModel] and back. */
  readonly wide: Tensor2D;
  readonly narrow: Tensor2D;
}

export interface BlockInputs {
  /** What the block is given, [position, dModel]. */
  readonly x: Plane;
  /** What is fused with it; null where nothing is. */
  readonly table: Tensor2D | null;
  readonly fusion: Fusion;
  readonly gain: number;
  readonly positions: Positions;
  readonly mask: Mask;
  readonly temperature: number;
  readonly heads: number;
  /** How many squares, query × key, are held in one tensor: one a head, and two of the steps. */
  readonly together: number;
  /** The head of which all steps are kept; null for none. */
  readonly shown: number | null;
  /** What the scheme adds to the scores, [head, query, key], where it is there already. */
  readonly bias?: Tensor3D | null;
}

export interface AttentionPart {
  readonly x: Plane;
  /** The table times its gain. */
  readonly table: Plane | null;
  /** What queries and keys come from, and what values come from. */
  readonly input: Plane;
  readonly values: Plane;
  /** Of each head, [position, dHead]; queries and keys turned. */
  readonly query: readonly Plane[];
  readonly key: readonly Plane[];
  readonly value: readonly Plane[];
  /** Of each head; where not all fit, of none. */
  readonly weights: readonly Plane[];
  readonly shown: ShownHead | null;
  /** weights · V of all heads side by side, [position, dModel]. */
  readonly joined: Plane;
  /** joined · W_o. */
  readonly attended: Plane;
  /** norm(what is carried past + attended). */
  readonly residual: Plane;
}

export interface BlockTrace extends AttentionPart {
  /** ReLU(residual · wide), [position, 4·dModel]. */
  readonly hidden: Plane;
  /** hidden · narrow: what the feed-forward adds, [position, dModel]. */
  readonly forward: Plane;
  /** norm(residual + forward): the block's output. */
  readonly output: Plane;
}

const unit = { epsilon: 1e-5 };

/**
 * Norms after each part, as in Vaswani et al. 2017, §3.1 and §3.3, without learned scales. Call
 * inside a tidy.
 */
export function blockTrace(inputs: BlockInputs, weights: BlockWeights, hooks: Hooks): BlockTrace {
  const part = attentionPart(inputs, weights, hooks);
  const { residual } = part;
  const [rows, columns] = [residual.rows, weights.wide.shape[1]];
  const flat = dense(residual, { matrix: weights.wide }, { rectified: true });
  const hidden: Plane = { tensor: flat, from: 0, rows, columns };
  const back = denseNorm(hidden, { matrix: weights.narrow }, residual, unit);
  return { ...part, hidden, forward: back.product, output: back.normed };
}

/** The first half of a block: up to the residual with the attention of all heads in it. */
export function attentionPart(
  inputs: BlockInputs,
  weights: BlockWeights,
  hooks: Hooks,
): AttentionPart {
  const { x, heads } = inputs;
  const { input, values, table } = fusePlanes(x, inputs.table, inputs.fusion, inputs.gain);
  const queryKey = dense(input, { matrix: weights.queryKey }, { heads });
  const value = dense(values, { matrix: weights.wv }, { heads });
  const turned = turnedBoth(queryKey, inputs.positions, hooks, { first: 0, count: heads });
  const trace = inGroups({ ...turned, value }, inputs, hooks);
  // Side by side they are too wide for the residual; it carries the tokens on.
  const carried = input.columns === x.columns ? values : x;
  const back = denseNorm(trace.joined, { matrix: weights.wo }, carried, unit);
  return {
    x,
    table,
    input,
    values,
    ...turnedPlanes(turned),
    value: planesOf(value, 0, heads, [x.rows, turned.dHead]),
    ...trace,
    attended: back.product,
    residual: back.normed,
  };
}

/** As many heads at once as fit; where that is not all, only what they join is kept of them. */
function inGroups(heads: HeadInputs, inputs: BlockInputs, hooks: Hooks): HeadTrace {
  const { together, shown, bias } = inputs;
  const placeOf = (first: number, count: number) => ({ ...inputs, heads: { first, count } });
  const steps = shown === null ? 0 : 2;
  if (together >= heads.all + steps) {
    return attendHeads(heads, placeOf(0, heads.all), hooks, shown, bias);
  }
  const joined: Tensor2D[] = [];
  for (let first = 0; first < heads.all; first += together) {
    const place = placeOf(first, Math.min(together, heads.all - first));
    joined.push(tidy(() => tensorOf(attendHeads(heads, place, hooks, null).joined)));
  }
  return {
    weights: [],
    joined: planeOf(concat(joined, 1)),
    shown: shown === null ? null : shownAlone(heads, placeOf(shown, 1), hooks),
  };
}
