/**
 * One attention pass, and the only place that knows the order of the hooks: token vectors →
 * + table → queries, keys, values → turned → scores → + bias → mask → softmax → · V → W_o.
 */
import {
  add,
  cast,
  div,
  divNoNan,
  equal,
  exp,
  fill,
  greater,
  isNaN,
  logicalAnd,
  logicalOr,
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
import { type Fusion, fuse } from './fusion.ts';
import { hides, hidesNothing, type Mask } from './mask.ts';

export interface AttentionInputs {
  /** X, [position, dModel]. */
  readonly tokens: Tensor2D;
  /** How the table meets them; it is added where this is not given. */
  readonly fusion?: Fusion;
  /** Multiplies the table; 1 where it is not given. */
  readonly gain?: number;
  /**
   * [dModel, heads.count · dHead], or twice the rows for concat; weights act on the right,
   * Q = X·W, a head owns a block.
   */
  readonly wq: Tensor2D;
  readonly wk: Tensor2D;
  readonly positions: Positions;
  readonly heads: Heads;
  readonly mask: Mask;
  /** Divides the logits; 1 where it is not given, 0 leaves each query its largest. */
  readonly temperature?: number;
}

/** What a pass leaves, all [head, query, key] or [head, position, dHead]. */
export interface AttentionTrace {
  /** What queries and keys come from: X with the table, where there is one. */
  readonly input: Tensor2D;
  /** What values come from. */
  readonly values: Tensor2D;
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
 * Source: Vaswani et al. 2017, eq. 1; where a table, a rotation or a bias acts is said in encodings/encoding.ts.
 */
export function attend(
  inputs: AttentionInputs,
  hooks: Hooks,
  table: Tensor2D | null,
): AttentionTrace {
  const { fusion = 'add', gain = 1, heads } = inputs;
  const { input, values } = fuse(inputs.tokens, table, fusion, gain);
  const { positions } = inputs;
  const query = turned(project(input, inputs.wq, heads.count), positions, hooks, 'query');
  const key = turned(project(input, inputs.wk, heads.count), positions, hooks, 'key');
  return { input, values, ...attendTurned(query, key, inputs, hooks) };
}

/** Where queries stand, who may attend to whom, and how sharply. */
export type AttentionPlace = Pick<AttentionInputs, 'positions' | 'heads' | 'mask' | 'temperature'>;

/**
 * The pass from queries and keys on, [head, position, dHead], turned already. Call inside a tidy.
 *
 * @param bias  what the scheme adds to the scores from positions alone
 */
export function attendTurned(
  query: Tensor3D,
  key: Tensor3D,
  { positions, heads, mask, temperature = 1 }: AttentionPlace,
  hooks: Hooks,
  bias: Tensor3D | null = hooks.bias?.(positions, positions, heads) ?? null,
): Omit<AttentionTrace, 'input' | 'values'> {
  const products: Tensor3D = matMul(query, key, false, true);
  const { causal } = mask;
  const added = hooks.score?.({ query, key, products, positions, heads, causal }) ?? bias;
  const scale = scaleOf(hooks, query.shape[2]);
  const weights = maskedSoftmax(products, added, scale, mask, temperature);
  return { query, key, products, scale, bias: added, weights };
}

/** What multiplies Q·Kᵀ. */
export function scaleOf({ scale }: Hooks, dHead: number): number {
  return scale ?? 1 / Math.sqrt(dHead);
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
export function logitsOf(
  trace: Pick<AttentionTrace, 'products' | 'scale' | 'bias'>,
  mask: Mask,
): Tensor3D {
  const { products, scale, bias } = trace;
  const inputs = bias ? { scores: products, bias } : { scores: products };
  const { causal, window } = mask;
  const visible = Math.min(mask.visible, products.shape[2]);
  return runOwn('MaskedLogits', inputs, { scale, causal, window, visible }, () => {
    const scaled = mul<Tensor3D>(products, scale);
    const biased = bias ? add<Tensor3D>(scaled, bias) : scaled;
    if (hidesNothing(mask)) return biased;
    const hidden = fill<Rank.R3>(biased.shape, Number.NEGATIVE_INFINITY);
    return where<Tensor3D>(shown(mask, biased.shape[1]), biased, hidden);
  });
}

/**
 * Softmax over the visible keys; a row with none is zeros, by definition and not NaN. A row with a
 * visible logit that is NaN or +∞ is NaN where keys are visible.
 *
 * @param products     [head, query, key], times scale they are the scores
 * @param bias         same shape, added after scaling; −∞ hides a key
 * @param temperature  ≥ 0; 0 shares the weight among the largest logits, the limit from above
 */
export function maskedSoftmax(
  products: Tensor3D,
  bias: Tensor3D | null,
  scale: number,
  mask: Mask,
  temperature = 1,
): Tensor3D {
  const inputs = bias ? { scores: products, bias } : { scores: products };
  const { causal, window } = mask;
  const visible = Math.min(mask.visible, products.shape[2]);
  const attributes = { scale, causal, window, visible, temperature };
  return runOwn('MaskedSoftmax', inputs, attributes, () => {
    const scaled = mul<Tensor3D>(products, scale);
    const biased = bias ? add<Tensor3D>(scaled, bias) : scaled;
    // Far below any score, yet finite: WebGL may lose an infinity.
    const floor = fill<Rank.R3>(biased.shape, -3e38);
    const some = hidesNothing(mask);
    const seen = some ? biased : where<Tensor3D>(shown(mask, biased.shape[1]), biased, floor);
    const safe = where<Tensor3D>(greater<Tensor3D>(seen, -1e38), seen, floor);
    const lacking: Tensor3D = sub(safe, max(safe, -1, true));
    const share =
      temperature > 0 ? exp(div(lacking, temperature)) : cast(equal(lacking, 0), 'float32');
    const powers = mul<Tensor3D>(share, cast(greater<Tensor3D>(safe, -1e38), 'float32'));
    const weights = divNoNan<Tensor3D>(powers, sum(powers, -1, true));
    // One bad logit spoils its row; what is masked stays 0.
    const bad = logicalOr<Tensor3D>(isNaN(seen), greater<Tensor3D>(seen, 3.4e38));
    const spoilt = greater<Tensor3D>(sum(cast(bad, 'float32'), -1, true), 0);
    const seenKeys = logicalOr<Tensor3D>(bad, greater<Tensor3D>(safe, -1e38));
    const none = fill<Rank.R3>(weights.shape, Number.NaN);
    return where<Tensor3D>(logicalAnd<Tensor3D>(spoilt, seenKeys), none, weights);
  });
}

function turned(x: Tensor3D, positions: Positions, hooks: Hooks, role: 'query' | 'key'): Tensor3D {
  if (!hooks.rotate) return x;
  const batch: Tensor4D = reshape(x, [1, ...x.shape]);
  return reshape(hooks.rotate(batch, positions, role), x.shape);
}

/** [1, query, key], true = may attend. */
function shown(mask: Mask, length: number): Tensor3D {
  const cells = Uint8Array.from({ length: length * length }, (_, cell) =>
    hides(mask, Math.floor(cell / length), cell % length) ? 0 : 1,
  );
  return reshape(tensor2d(cells, [length, length], 'bool'), [1, length, length]);
}
