/** From a Spec to the tensors of the three maps: the one place that reads a scheme's hooks. */
import { fill, matMul, mul, reshape, type Tensor2D } from '@tensorflow/tfjs-core';
import { type AttentionTrace, attend, logitsOf } from '../attention/attention.ts';
import { type Heads, type Hooks, type Positions, sequence } from '../encodings/encoding.ts';
import { gram } from '../encodings/gram.ts';
import { seededNormal } from '../encodings/seeded.ts';
import type { AxisName } from '../fields/matrix.ts';
import { dimsOf, familyOf, type Spec, schemeOf } from '../state/spec.ts';
import { headWeights, type Inputs } from './inputs.ts';

export function hooksOf(spec: Spec): Hooks {
  return schemeOf(spec).hooks(spec.params, dimsOf(spec), seededNormal(spec.seed));
}

export function positionsOf(spec: Spec): Positions {
  const place = schemeOf(spec).place?.(spec.params, dimsOf(spec));
  return place ?? sequence(spec.start, spec.length);
}

/** What the position map of each family has along its sides. */
export function positionAxes(spec: Spec): readonly [AxisName, AxisName] {
  const family = familyOf(spec);
  if (family === 'bias') return ['head', 'offset'];
  if (family === 'contextual') return ['channel', schemeOf(spec).columns ?? 'offset'];
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
function similarityMap(
  spec: Spec,
  hooks: Hooks,
  positions: Tensor2D | null,
  bias: AttentionTrace['bias'],
): Tensor2D {
  if (bias) return reshape(bias, [spec.length, spec.length]);
  if (!positions) return fill([spec.length, spec.length], 0);
  if (familyOf(spec) === 'rotary') {
    const mean = 2 / dimsOf(spec).dHead;
    const keys = hooks.keyRotation?.(positionsOf(spec));
    if (!keys) return gram(positions, mean);
    const products: Tensor2D = matMul(positions, keys, false, true);
    return mul(products, mean);
  }
  return gram(positions, spec.similarity === 'cosine' ? 'cosine' : 1);
}

export interface MapTensors {
  readonly positions: Tensor2D | null;
  readonly similarity: Tensor2D;
  readonly attention: Tensor2D;
}

/** The pass of the head that is shown, and the position map it began with. */
function shownPass(spec: Spec, inputs: Inputs, hooks: Hooks) {
  const positions = positionMap(hooks, spec);
  const trace = attend(
    {
      tokens: inputs.tokens(spec),
      ...inputs.shown(spec),
      positions: positionsOf(spec),
      heads: { first: spec.head - 1, count: 1 },
      causal: spec.mask === 'causal',
    },
    hooks,
    hooks.table ? positions : null,
  );
  return { positions, trace };
}

/** The logits of the head that is shown, before the mask, [query, key]. Call inside a tidy. */
export function shownLogits(spec: Spec, inputs: Inputs): Tensor2D {
  const { trace } = shownPass(spec, inputs, hooksOf(spec));
  return reshape(logitsOf(trace, false), [spec.length, spec.length]);
}

/** The three maps for the head that is shown. Call inside a tidy. */
export function mapTensors(spec: Spec, inputs: Inputs): MapTensors {
  const hooks = hooksOf(spec);
  const { positions, trace } = shownPass(spec, inputs, hooks);
  return {
    positions,
    similarity: similarityMap(spec, hooks, positions, trace.bias),
    attention: reshape(trace.weights, [spec.length, spec.length]),
  };
}

/** The pass over all heads, for reading. Call inside a tidy. */
export function wholePass(spec: Spec, inputs: Inputs): { hooks: Hooks; trace: AttentionTrace } {
  const hooks = hooksOf(spec);
  const heads: Heads = { first: 0, count: spec.heads };
  const trace = attend(
    {
      tokens: inputs.tokens(spec),
      wq: headWeights('wq', spec, heads),
      wk: headWeights('wk', spec, heads),
      positions: positionsOf(spec),
      heads,
      causal: spec.mask === 'causal',
    },
    hooks,
    hooks.table?.(positionsOf(spec)) ?? null,
  );
  return { hooks, trace };
}

/** Similarity on its own, for reading. Call inside a tidy. */
export function similarityOf(spec: Spec, inputs: Inputs): Tensor2D {
  const hooks = hooksOf(spec);
  // What depends on content needs the pass.
  if (hooks.score) return mapTensors(spec, inputs).similarity;
  const positions = positionsOf(spec);
  const bias = hooks.bias?.(positions, positions, { first: spec.head - 1, count: 1 }) ?? null;
  return similarityMap(spec, hooks, positionMap(hooks, spec), bias);
}
