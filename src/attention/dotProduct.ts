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
  /** How many positions there are, each with a key. */
  readonly length: number;
  /** How many of them, the last ones, have a query; all where it is not given. */
  readonly queries?: number;
  /**
   * How many rows a head of keys and values has, of which the first `length` are used; `length` where it is
   * not given.
   */
  readonly room?: number;
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
  const { length, queries = length, heads } = asked;
  const tensor = run(asked, square, null, null, () => composed(asked)[square]());
  return { tensor, from: 0, rows: heads.count * queries, columns: length };
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
  const { length, queries = length, heads, sequences = 1 } = asked;
  const [square, rows] = [[queries, length] as const, [queries, value.columns] as const];
  const flat = run(asked, 'weights', value, shown, () => {
    const made = composed(asked);
    const weights = made.weights();
    const mixed: Tensor3D = matMul(weights, keyHeads(value, asked));
    const of = (every: Tensor3D) => tensorOf(viewAt(every, shown ?? 0));
    const sections: Tensor[] = [weights, sideBySide(mixed, sequences)];
    if (shown !== null) sections.push(of(made.scores()), of(made.logits()), of(mixed));
    return concat(sections.map((section): Tensor1D => reshape(section, [section.size])));
  });
  const [weights, joined, scores, logits, mixed] = sectionsOf(
    flat,
    [heads.count * queries, length],
    [sequences * queries, (heads.count / sequences) * value.columns],
    ...(shown === null ? [] : [square, square, rows]),
  );
  if (!weights || !joined) throw new Error('attended: weights and the heads joined');
  if (shown === null || !scores || !logits || !mixed) return { weights, joined, steps: null };
  const own = rowsOf(weights, shown * queries, queries);
  return { weights, joined, steps: { scores, logits, weights: own, mixed } };
}

/** Heads [sequence · head, position, dHead] side by side: [sequence · position, head · dHead]. */
export function sideBySide(heads: Tensor3D, sequences: number): Tensor2D {
  const [count, length, width] = heads.shape;
  const apart = reshape<Rank.R4>(heads, [sequences, count / sequences, length, width]);
  return reshape(transpose(apart, [0, 2, 1, 3]), [sequences * length, (count / sequences) * width]);
}

type Some = Pick<DotProduct, 'query' | 'length' | 'queries' | 'room' | 'heads'>;

/** The queries of those heads, [head, query, dHead]. */
export function queryHeads({ query, length, queries = length, heads }: Some): Tensor3D {
  return stackOf(rowsOf(query, heads.first * queries, heads.count * queries), heads.count);
}

/** Keys or values for each of those heads, repeated where they are shared: [head, position, dHead]. */
export function keyHeads(
  view: MatrixView,
  { query, length, queries = length, room = length, heads: { first, count } }: Some,
): Tensor3D {
  const served = query.rows / queries / (view.rows / room);
  const [from, end] = [Math.floor(first / served), Math.ceil((first + count) / served)];
  const { columns } = view;
  const whole = stackOf(rowsOf(view, from * room, (end - from) * room), end - from);
  const own = room === length ? whole : slice(whole, 0, [end - from, length, columns]);
  if (served === 1) return own;
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
  const { query, key, length, queries = length, room = length } = asked;
  const { heads, sequences = 1, bias, scale, mask, temperature } = asked;
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
    served: query.rows / queries / (key.rows / room),
    first: heads.first,
    heads: heads.count,
    length,
    queries,
    room,
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
  const { key, scale, bias, mask, length, queries = length, temperature } = asked;
  const products: Tensor3D = matMul(queryHeads(asked), keyHeads(key, asked), false, true);
  const scaled: Tensor3D = mul(products, scale);
  const biased = bias ? addedToEach(scaled, bias) : scaled;
  const masked = (by: number): Tensor3D =>
    hidesNothing(mask)
      ? biased
      : where(visible(mask, queries, length), biased, fill<Rank.R3>(biased.shape, by));
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

/** [1, query, key], true = may attend; the queries are those of the last positions. */
function visible(mask: Mask, queries: number, length: number): Tensor3D {
  const before = length - queries;
  const cells = Uint8Array.from({ length: queries * length }, (_, cell) =>
    hides(mask, before + Math.floor(cell / length), cell % length) ? 0 : 1,
  );
  return reshape(tensor2d(cells, [queries, length], 'bool'), [1, queries, length]);
}
