/**
 * One attention pass, and the only place that knows the order of the hooks: token vectors →
 * + table → queries, keys, values → turned → scores → + bias → mask → softmax → · V → W_o.
 */
import {
  add,
  cast,
  divNoNan,
  exp,
  fill,
  greater,
  matMul,
  max,
  mul,
  type Rank,
  reshape,
  sub,
  sum,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor2d,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
import type { Heads, Hooks, Positions } from '../encodings/encoding.ts';
import { runOwn } from '../encodings/kernel.ts';

export interface AttentionInputs {
  /** X, [position, dModel]. */
  readonly tokens: Tensor2D;
  /** [dModel, heads.count · dHead]; weights act on the right, Q = X·W, a head owns a block. */
  readonly wq: Tensor2D;
  readonly wk: Tensor2D;
  readonly positions: Positions;
  readonly heads: Heads;
  readonly causal: boolean;
}

/** What a pass leaves, all [head, query, key] or [head, position, dHead]. */
export interface AttentionTrace {
  /** X, with the table added where there is one: [position, dModel]. */
  readonly input: Tensor2D;
  readonly query: Tensor3D;
  readonly key: Tensor3D;
  /** Q·Kᵀ, not yet scaled. */
  readonly products: Tensor3D;
  /** What multiplies the products. */
  readonly scale: number;
  /** What the scheme adds after scaling, from positions or from content. */
  readonly bias: Tensor3D | null;
  readonly weights: Tensor3D;
}

/**
 * softmax(QKᵀ/√dHead + bias, masked), for some of the heads. Call inside a tidy.
 * Source: Vaswani et al. 2017, eq. 1; where a table, a rotation or a bias acts: ENCODINGS §0.
 */
export function attend(
  inputs: AttentionInputs,
  hooks: Hooks,
  table: Tensor2D | null,
): AttentionTrace {
  const input: Tensor2D = table ? add(inputs.tokens, table) : inputs.tokens;
  const query = turned(
    project(input, inputs.wq, inputs.heads.count),
    inputs.positions,
    hooks,
    'query',
  );
  const key = turned(project(input, inputs.wk, inputs.heads.count), inputs.positions, hooks, 'key');
  const products: Tensor3D = matMul(query, key, false, true);
  const { positions, heads, causal } = inputs;
  const bias =
    hooks.score?.({ query, key, products, positions, heads, causal }) ??
    hooks.bias?.(positions, positions, heads) ??
    null;
  const scale = hooks.scale ?? 1 / Math.sqrt(query.shape[2]);
  return {
    input,
    query,
    key,
    products,
    scale,
    bias,
    weights: maskedSoftmax(products, bias, scale, inputs.causal),
  };
}

/** [position, dModel] · [dModel, count · dHead] → [head, position, dHead]. */
export function project(input: Tensor2D, weights: Tensor2D, count: number): Tensor3D {
  const [length, width] = [input.shape[0], weights.shape[1]];
  const joined: Tensor2D = matMul(input, weights);
  if (count === 1) return reshape(joined, [1, length, width]);
  return transpose(reshape(joined, [length, count, width / count]), [1, 0, 2]);
}

/**
 * The logits that softmax sees, [head, query, key]: scaled, biased, −∞ where masked.
 */
export function logitsOf(trace: AttentionTrace, causal: boolean): Tensor3D {
  const scaled = mul<Tensor3D>(trace.products, trace.scale);
  const biased = trace.bias ? add<Tensor3D>(scaled, trace.bias) : scaled;
  if (!causal) return biased;
  const hidden = fill<Rank.R3>(biased.shape, Number.NEGATIVE_INFINITY);
  return where<Tensor3D>(causalMask(biased.shape[1]), biased, hidden);
}

/**
 * Heads joined and mixed: concat(weights · V) · W_o, [position, dModel]. Needs all heads.
 * Some schemes add to the values as well (`Hooks.values`).
 */
export function outputOf(
  weights: Tensor3D,
  value: Tensor3D,
  wo: Tensor2D,
  hooks: Hooks = {},
): Tensor2D {
  const attended: Tensor3D = matMul(weights, value);
  const more = hooks.values?.(weights, { first: 0, count: weights.shape[0] });
  const mixed: Tensor3D = transpose(more ? add<Tensor3D>(attended, more) : attended, [1, 0, 2]);
  return matMul(reshape(mixed, [mixed.shape[0], mixed.shape[1] * mixed.shape[2]]), wo);
}

/**
 * Softmax over the visible keys; a row with none is zeros, by definition and not NaN.
 *
 * @param products  [head, query, key], times scale they are the scores
 * @param bias      same shape, added after scaling; −∞ hides a key
 * @param causal    key ≤ query (true = may attend)
 */
export function maskedSoftmax(
  products: Tensor3D,
  bias: Tensor3D | null,
  scale: number,
  causal: boolean,
): Tensor3D {
  const inputs = bias ? { scores: products, bias } : { scores: products };
  return runOwn('MaskedSoftmax', inputs, { scale, causal }, () => {
    const scaled = mul<Tensor3D>(products, scale);
    const biased = bias ? add<Tensor3D>(scaled, bias) : scaled;
    // Far below any score, yet finite: WebGL may lose an infinity.
    const floor = fill<Rank.R3>(biased.shape, -3e38);
    const shown = causal ? where<Tensor3D>(causalMask(biased.shape[1]), biased, floor) : biased;
    const visible = greater<Tensor3D>(shown, -1e38);
    const safe = where<Tensor3D>(visible, shown, floor);
    const powers = mul<Tensor3D>(exp(sub(safe, max(safe, -1, true))), cast(visible, 'float32'));
    return divNoNan<Tensor3D>(powers, sum(powers, -1, true));
  });
}

function turned(x: Tensor3D, positions: Positions, hooks: Hooks, role: 'query' | 'key'): Tensor3D {
  if (!hooks.rotate) return x;
  const batch: Tensor4D = reshape(x, [1, ...x.shape]);
  return reshape(hooks.rotate(batch, positions, role), x.shape);
}

/** [1, query, key], true = may attend. */
function causalMask(length: number): Tensor3D {
  const cells = Uint8Array.from({ length: length * length }, (_, cell) =>
    cell % length <= Math.floor(cell / length) ? 1 : 0,
  );
  return reshape(tensor2d(cells, [length, length], 'bool'), [1, length, length]);
}
