/** From a Spec to the tensors of the three maps: the one place that reads a scheme's hooks. */
import { fill, matMul, mul, reshape, type Tensor2D } from '@tensorflow/tfjs-core';
import { unmasked } from '../attention/mask.ts';
import { type MatrixView, tensorOf, viewOf } from '../attention/matrixView.ts';
import { headSquares } from '../attention/pass.ts';
import type { Hooks } from '../encodings/encoding.ts';
import { gram } from '../encodings/gram.ts';
import type { AxisName } from '../fields/matrix.ts';
import { familyOf, type Spec, schemeOf } from '../state/spec.ts';
import { hooksOf, positionsOf } from './hooks.ts';
import type { Inputs } from './inputs.ts';
import { attentionWeights, hooksIn, projectedHeads, shownHead } from './pass.ts';

/** What the position map of each family has along its sides. */
export function positionAxes(spec: Spec): readonly [AxisName, AxisName] {
  const family = familyOf(spec);
  if (family === 'bias') return ['head', 'offset'];
  if (family === 'contextual') return schemeOf(spec).sides ?? ['channel', 'offset'];
  return ['position', 'channel'];
}

/** The position map, or null for a scheme that has none. */
export function positionMap(hooks: Hooks, spec: Spec): Tensor2D | null {
  const positions = positionsOf(spec);
  return (
    hooks.table?.(positions) ??
    hooks.rotation?.(positions) ??
    hooks.curve?.(spec.length) ??
    hooks.vectors?.(spec.length) ??
    null
  );
}

/**
 * The similarity map, [position, position]. Additive: P·Pᵀ or cosines. Rotary: the mean over
 * pairs of cos((p − q)ω), which is the score of identical unit pairs. Bias and contextual: what
 * is added to the scores of the head that is shown. None: all equal.
 */
export function similarityMap(spec: Spec, hooks: Hooks, positions: Tensor2D | null): Tensor2D {
  if (!positions) return fill([spec.length, spec.length], 0);
  if (familyOf(spec) === 'rotary') {
    const mean = 2 / positions.shape[1];
    const keys = hooks.keyRotation?.(positionsOf(spec), spec.head - 1);
    if (!keys) return gram(positions, mean);
    const products: Tensor2D = matMul(positions, keys, false, true);
    return mul(products, mean);
  }
  return gram(positions, spec.similarity === 'cosine' ? 'cosine' : 1);
}

export interface MapViews {
  readonly positions: MatrixView | null;
  readonly similarity: MatrixView;
  readonly attention: MatrixView;
}

/** The logits of the head that is shown, before the mask, [query, key]. Call inside a tidy. */
export function shownLogits(spec: Spec, inputs: Inputs): Tensor2D {
  const hooks = hooksOf(spec);
  const of = projectedHeads(spec, inputs, hooks, shownHead(spec, inputs));
  const source = { ...of.source, mask: unmasked };
  return tensorOf(headSquares('logits', of, source, hooksIn(spec, hooks)).squares);
}

/** The three maps for the head that is shown. Call inside a tidy. */
export function mapViews(spec: Spec, inputs: Inputs): MapViews {
  const hooks = hooksOf(spec);
  const positions = positionMap(hooks, spec);
  const { weights, bias } = attentionWeights(spec, inputs, hooks, positions);
  return {
    positions: positions && viewOf(positions),
    similarity: bias ?? viewOf(unaddedSimilarity(spec, hooks, positions)),
    attention: weights,
  };
}

/**
 * The similarity map where nothing is added to the scores of the block shown: a bias is shown as the
 * scheme has it; what depends on content is nothing there.
 */
export function unaddedSimilarity(spec: Spec, hooks: Hooks, positions: Tensor2D | null): Tensor2D {
  if (hooks.score) return similarityMap(spec, hooks, null);
  return shownBias(spec, hooks) ?? similarityMap(spec, hooks, positions);
}

function shownBias(spec: Spec, hooks: Hooks): Tensor2D | null {
  const positions = positionsOf(spec);
  const bias = hooks.bias?.(positions, positions, { first: spec.head - 1, count: 1 });
  return bias ? reshape(bias, [spec.length, spec.length]) : null;
}

/** Similarity on its own, for reading. Call inside a tidy. */
export function similarityOf(spec: Spec, inputs: Inputs): Tensor2D {
  const hooks = hooksOf(spec);
  // What depends on content needs the pass.
  if (hooks.score) return tensorOf(mapViews(spec, inputs).similarity);
  return shownBias(spec, hooks) ?? similarityMap(spec, hooks, positionMap(hooks, spec));
}
