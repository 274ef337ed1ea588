/**
 * Scaled dot-product attention of several heads in one dispatch, of ordinary operations where there
 * is no kernel for it: softmax(Q·Kᵀ·scale + bias, masked) · V. Knows no scheme.
 * Source: Vaswani et al. 2017, eq. 1.
 */
import {
  add,
  cast,
  concat,
  customGrad,
  div,
  divNoNan,
  equal,
  exp,
  fill,
  type GradSaveFunc,
  greater,
  isNaN,
  logicalAnd,
  logicalOr,
  matMul,
  max,
  mul,
  type Rank,
  reshape,
  slice,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tile,
  transpose,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Heads } from '../encodings/encoding.ts';
import { runKernel } from '../encodings/kernel.ts';
import { hides, hidesNothing, type Mask } from './mask.ts';
import { type MatrixView, rowsOf, sectionsOf, stackOf, tensorOf, viewAt } from './matrixView.ts';

/** Queries and keys as they enter the product, one head below another: [head · position, dHead]. */
export interface QueryKey {
  readonly query: MatrixView;
  /** Of as many heads, or of fewer: each is then shared by several neighbouring query heads. */
  readonly key: MatrixView;
}

export interface DotProduct extends QueryKey {
  /** How many positions there are. */
  readonly length: number;
  /** Of which heads, counted from the first of `query`; of several sequences, the heads of each. */
  readonly heads: Heads;
  /** How many sequences there are, of which each attends to itself alone; 1 where it is not given. */
  readonly sequences?: number;
  /** What multiplies Q·Kᵀ. */
  readonly scale: number;
  /**
   * Added after scaling, [head, query, key] of these heads, or of one sequence's, the same for all of
   * them; −∞ hides a key.
   */
  readonly bias: Tensor3D | null;
  readonly mask: Mask;
  /** ≥ 0, divides the logits; 0 shares the weight among the largest, the limit from above. */
  readonly temperature: number;
}

/**
 * scores   Q·Kᵀ times its scale
 * logits   with the bias, −∞ where masked
 * weights  their softmax. A row without a visible key is zeros, by definition and not NaN; one with a
 *          visible logit that is NaN or +∞ is NaN where keys are visible
 */
export type Square = 'scores' | 'logits' | 'weights';

/** A square of each head, one below another: [head · query, key]. */
export function squaresOf(square: Square, asked: DotProduct): MatrixView {
  const { length, heads } = asked;
  const tensor = run(asked, square, null, null, () => composed(asked)[square]());
  return { tensor, from: 0, rows: heads.count * length, columns: length };
}

/** Of one head, [query, key] each, and weights · V, [position, dHead]. */
export type Steps = Readonly<Record<Square | 'mixed', MatrixView>>;

export interface Attended {
  /** [head · query, key]. */
  readonly weights: MatrixView;
  /** weights · V of the heads side by side, [sequence · position, head · dHead]. */
  readonly joined: MatrixView;
  /** Null where no head is shown. */
  readonly steps: Steps | null;
}

/**
 * @param value  of as many heads as there are of keys, [head · position, dHead]
 * @param shown  the head of which all steps are kept, counted from the first of `heads`; or null
 */
export function attended(asked: DotProduct, value: MatrixView, shown: number | null): Attended {
  const { length, heads, sequences = 1 } = asked;
  const [square, rows] = [[length, length] as const, [length, value.columns] as const];
  const flat = run(asked, 'weights', value, shown, () => {
    const made = composed(asked);
    const weights = made.weights();
    const mixed: Tensor3D = matMul(weights, someHeads(value, asked));
    const of = (every: Tensor3D) => tensorOf(viewAt(every, shown ?? 0));
    const sections: Tensor[] = [weights, sideBySide(mixed, sequences)];
    if (shown !== null) sections.push(of(made.scores()), of(made.logits()), of(mixed));
    return concat(sections.map((section): Tensor1D => reshape(section, [section.size])));
  });
  const [weights, joined, scores, logits, mixed] = sectionsOf(
    flat,
    [heads.count * length, length],
    [sequences * length, (heads.count / sequences) * value.columns],
    ...(shown === null ? [] : [square, square, rows]),
  );
  if (!weights || !joined) throw new Error('attended: weights and the heads joined');
  if (shown === null || !scores || !logits || !mixed) return { weights, joined, steps: null };
  const own = rowsOf(weights, shown * length, length);
  return { weights, joined, steps: { scores, logits, weights: own, mixed } };
}

/** Heads [sequence · head, position, dHead] side by side: [sequence · position, head · dHead]. */
export function sideBySide(heads: Tensor3D, sequences: number): Tensor2D {
  const [count, length, width] = heads.shape;
  const apart = reshape<Rank.R4>(heads, [sequences, count / sequences, length, width]);
  return reshape(transpose(apart, [0, 2, 1, 3]), [sequences * length, (count / sequences) * width]);
}

/** Some heads of queries, keys or values, repeated where they are shared: [head, position, dHead]. */
export function someHeads(
  view: MatrixView,
  { query, length, heads: { first, count } }: Pick<DotProduct, 'query' | 'length' | 'heads'>,
): Tensor3D {
  const served = query.rows / view.rows;
  const [from, end] = [Math.floor(first / served), Math.ceil((first + count) / served)];
  const own = stackOf(rowsOf(view, from * length, (end - from) * length), end - from);
  if (served === 1) return own;
  const { columns } = view;
  const each = tile(reshape(own, [end - from, 1, length, columns]), [1, served, 1, 1]);
  const repeated: Tensor3D = reshape(each, [(end - from) * served, length, columns]);
  return slice(repeated, [first - from * served, 0, 0], [count, length, columns]);
}

function run<T extends Tensor>(
  asked: DotProduct,
  makes: Square,
  value: MatrixView | null,
  shown: number | null,
  otherwise: () => T,
): T {
  const { query, key, length, heads, sequences = 1, bias, scale, mask, temperature } = asked;
  if (sequences > 1) return otherwise();
  const inputs = {
    query: query.tensor,
    key: key.tensor,
    ...(value && { value: value.tensor }),
    ...(bias && makes !== 'scores' && { bias }),
  };
  const attributes = {
    makes,
    queryFrom: query.from,
    keyFrom: key.from,
    valueFrom: value?.from ?? 0,
    served: query.rows / key.rows,
    first: heads.first,
    heads: heads.count,
    length,
    width: query.columns,
    dHead: value?.columns ?? 0,
    shown: shown ?? -1,
    scale,
    causal: mask.causal,
    window: mask.window,
    visible: Math.min(mask.visible, length),
    temperature,
  };
  return runKernel('AttendHeads', inputs, attributes, otherwise);
}

/** The same of ordinary operations, each computed when it is called. */
function composed(asked: DotProduct): Record<Square, () => Tensor3D> {
  const { query, key, scale, bias, mask, length, temperature } = asked;
  const products: Tensor3D = matMul(someHeads(query, asked), someHeads(key, asked), false, true);
  const scaled: Tensor3D = mul(products, scale);
  const biased = bias ? addedToEach(scaled, bias) : scaled;
  const masked = (by: number): Tensor3D =>
    hidesNothing(mask)
      ? biased
      : where(visible(mask, length), biased, fill<Rank.R3>(biased.shape, by));
  return {
    scores: () => scaled,
    logits: () => masked(Number.NEGATIVE_INFINITY),
    weights: () => softmax(masked(floor), temperature),
  };
}

/** @param bias  [head, query, key] of all of the squares, or of the first few for all that follow */
function addedToEach(squares: Tensor3D, bias: Tensor3D): Tensor3D {
  if (bias.shape[0] === squares.shape[0]) return add(squares, bias);
  const apart = reshape<Rank.R4>(squares, [-1, ...bias.shape]);
  return reshape(add(apart, bias), squares.shape);
}

/** Far below any score, yet finite: WebGL may lose an infinity. */
const floor = -3e38;

/** @param logits  [head, query, key], at most `floor` where masked */
function softmax(logits: Tensor3D, temperature: number): Tensor3D {
  // tfjs has no gradient for the comparisons in it.
  const withGradient = customGrad((x, save) => {
    const composedOf = () => softmaxOf(x as Tensor3D, temperature);
    const weights =
      temperature > 0
        ? runKernel('MaskedSoftmax', { logits: x as Tensor }, { temperature }, composedOf)
        : composedOf();
    (save as GradSaveFunc)([weights]);
    const gradFunc = (dy: Tensor, [w]: Tensor[]): Tensor =>
      w && temperature > 0
        ? div(mul(w, sub(dy, sum(mul(dy, w), -1, true))), temperature)
        : zerosLike(dy);
    return { value: weights, gradFunc };
  });
  return withGradient(logits);
}

function softmaxOf(logits: Tensor3D, temperature: number): Tensor3D {
  const seen = greater<Tensor3D>(logits, -1e38);
  const safe: Tensor3D = where(seen, logits, fill<Rank.R3>(logits.shape, floor));
  const lacking: Tensor3D = sub(safe, max(safe, -1, true));
  const share =
    temperature > 0 ? exp(div(lacking, temperature)) : cast(equal(lacking, 0), 'float32');
  const powers: Tensor3D = mul(share, cast(seen, 'float32'));
  const weights = divNoNan<Tensor3D>(powers, sum(powers, -1, true));
  // One bad logit spoils its row; what is masked stays 0.
  const bad = logicalOr<Tensor3D>(isNaN(logits), greater<Tensor3D>(logits, 3.4e38));
  const spoilt = greater<Tensor3D>(sum(cast(bad, 'float32'), -1, true), 0);
  const none = fill<Rank.R3>(weights.shape, Number.NaN);
  return where(logicalAnd(spoilt, logicalOr(bad, seen)), none, weights);
}

/** [1, query, key], true = may attend. */
function visible(mask: Mask, length: number): Tensor3D {
  const cells = Uint8Array.from({ length: length * length }, (_, cell) =>
    hides(mask, Math.floor(cell / length), cell % length) ? 0 : 1,
  );
  return reshape(tensor2d(cells, [length, length], 'bool'), [1, length, length]);
}
