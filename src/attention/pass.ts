/**
 * One block of a Transformer, and the only place that knows the order of the hooks: stream → + table →
 * norm → queries, keys, values → turned → scores → + bias → mask → softmax → · V → W_o → residual →
 * norm → feed-forward → residual → norm. All models run it; what they differ in stands in `blockKinds`.
 */
import {
  add,
  broadcastTo,
  concat,
  matMul,
  mul,
  reshape,
  slice,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor3d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Heads, Hooks, Positions } from '../encodings/encoding.ts';
import {
  type Activation,
  type Affine,
  columnsOf,
  dense,
  denseNorm,
  type Norm,
  type NormKind,
  normedRows,
  type Returned,
} from './dense.ts';
import {
  attended,
  type DotProduct,
  keyHeads,
  type QueryKey,
  queryHeads,
  type Square,
  type Steps,
  sideBySide,
  squaresOf,
} from './dotProduct.ts';
import { type Fused, type Fusion, fuse } from './fusion.ts';
import type { Mask } from './mask.ts';
import {
  type MatrixView,
  partsOf,
  rowsOf,
  stackOf,
  tensorOf,
  viewAt,
  viewOf,
} from './matrixView.ts';
import { appended, type Past } from './past.ts';

/** How a block is built around the hooks. Biases and scales of norms apply where the weights have them. */
export interface BlockKind {
  /**
   * after   the residual stream is normalised once a part has been added to it (post-norm)
   * before  each part gets a normalised copy of the stream, which itself stays as it is (pre-norm)
   */
  readonly norms: 'before' | 'after';
  readonly norm: NormKind;
  readonly activation: Activation;
  /** Whether the feed-forward multiplies one projection by another, activated one. */
  readonly gated: boolean;
  /** Whether the feed-forward is given the stream as it was before the attention was added. */
  readonly parallel?: boolean;
}

/**
 * seeded   Vaswani et al. 2017, arXiv 1706.03762, §3.1 and §3.3
 * encoder  Universal Sentence Encoder Lite, and most since: Xiong et al. 2020, arXiv 2002.04745
 * bert     Devlin et al. 2018, arXiv 1810.04805
 * gpt2     Radford et al. 2019
 * llama    Touvron et al. 2023, arXiv 2302.13971
 */
export const blockKinds = {
  seeded: { norms: 'after', norm: 'layer', activation: 'relu', gated: false },
  encoder: { norms: 'before', norm: 'layer', activation: 'relu', gated: false },
  bert: { norms: 'after', norm: 'layer', activation: 'gelu', gated: false },
  gpt2: { norms: 'before', norm: 'layer', activation: 'gelu-tanh', gated: false },
  llama: { norms: 'before', norm: 'rms', activation: 'silu', gated: true },
} as const satisfies Readonly<Record<string, BlockKind>>;

export interface BlockWeights {
  /** How many heads the queries have. */
  readonly heads: number;
  /** The norm before queries, keys and values; none where the stream is normalised already. */
  readonly enter?: Norm;
  /** W_q and W_k, [2, width, heads · dHead]; W_q alone where keys are shared. */
  readonly queryKey: Affine;
  /**
   * W_k where it is apart from W_q; it may have fewer heads, as `value` then has. Ainslie et al. 2023,
   * arXiv 2305.13245
   */
  readonly sharedKey?: Affine;
  /** Of each head's queries and keys before they are turned; with `sharedKey`. */
  readonly queryNorm?: Norm;
  readonly keyNorm?: Norm;
  readonly value: Affine;
  /** W_o. */
  readonly out: Affine;
  /** Projects the stream that the attention is added to, where the stream gets wider. */
  readonly residual?: Affine;
  /** Of what the attention adds, before it is added. */
  readonly afterAttention?: Norm;
  /** The norm after the attention has been added. */
  readonly between: Norm;
  /** Into the feed-forward; gated, [2, width, inner]: the gate, then what it gates. */
  readonly wide: Affine;
  readonly narrow: Affine;
  /** Of what the feed-forward adds, before it is added. */
  readonly afterForward?: Norm;
  /** The norm after the feed-forward has been added; with norms `before`, the next block's `enter`. */
  readonly end: Norm;
}

/** What a block is given. */
export interface Source {
  /** The stream, [sequence · position, width]. */
  readonly x: MatrixView;
  /** How many sequences there are, of which each attends to itself alone; 1 where it is not given. */
  readonly sequences?: number;
  /** The stream normalised by `enter`, where the block before has computed it. */
  readonly normed?: MatrixView;
  /** What is fused with it; nothing where there is none. */
  readonly table?: Tensor2D | null;
  /** How it is fused: added by default. */
  readonly fusion?: Fusion;
  /** Multiplies the table; 1 by default. */
  readonly gain?: number;
  readonly positions: Positions;
  readonly mask: Mask;
  /** What multiplies the query of each position; nothing where it is not given. */
  readonly queryFactors?: Float32Array | null;
  /** Divides the logits; 1 where it is not given, 0 leaves each query its largest. */
  readonly temperature?: number;
  /** The positions before, whose keys and values are there already; none where it is not given. */
  readonly past?: Past;
}

/** What the attention starts from. */
interface Entered extends Fused {
  /** What queries and keys are projected from. */
  readonly normed: MatrixView;
  /** The residual stream that the attention is added to. */
  readonly carried: MatrixView;
}

/** Queries and keys of some of a scheme's heads, turned. */
export interface Projected extends Entered, QueryKey {
  readonly heads: Heads;
}

type QueryKeyWeights = Pick<BlockWeights, 'queryKey' | 'sharedKey' | 'queryNorm' | 'keyNorm'>;

/**
 * From the stream to queries and keys, turned as the scheme turns them. Call inside a tidy.
 *
 * @param heads  of which heads the weights are
 */
export function projected(
  source: Source,
  weights: QueryKeyWeights & Pick<BlockWeights, 'enter'>,
  kind: BlockKind,
  hooks: Hooks,
  heads: Heads,
): Projected {
  const from = entered(source, weights.enter, kind);
  const { query, key } = queryKeyOf(from.normed, weights, kind, source, hooks, heads);
  return { ...from, query: byPosition(query, source), key, heads };
}

/** Rows of queries, head below head, each times the factor of its position. */
export function byPosition(view: MatrixView, { queryFactors }: Source): MatrixView {
  if (!queryFactors) return view;
  const { length } = queryFactors;
  const factors = tensor3d(queryFactors, [1, length, 1]);
  const stacked = mul<Tensor3D>(stackOf(view, view.rows / length), factors);
  return { ...view, tensor: stacked, from: 0 };
}

function entered(source: Source, enter: Norm | undefined, kind: BlockKind): Entered {
  const { x, table = null, fusion = 'add', gain = 1, sequences = 1 } = source;
  const fused = fuse(x, table && repeated(table, sequences), fusion, gain);
  const ready = (view: MatrixView) => (enter ? normedRows(view, enter, kind.norm) : view);
  const input = source.normed ?? ready(fused.input);
  const values = fused.values === fused.input ? input : ready(fused.values);
  const past = kind.norms === 'after' ? values : fused.values;
  // Concatenated with positions the stream is too wide to add to: the tokens alone are carried on.
  const carried = past.columns === x.columns ? past : x;
  return { table: fused.table, input: fused.input, normed: input, values, carried };
}

/** The rows of a table for each of several sequences. */
function repeated(table: Tensor2D, sequences: number): Tensor2D {
  if (sequences === 1) return table;
  const [rows, columns] = table.shape;
  const each: Tensor3D = broadcastTo(reshape(table, [1, rows, columns]), [
    sequences,
    rows,
    columns,
  ]);
  return reshape(each, [sequences * rows, columns]);
}

function queryKeyOf(
  x: MatrixView,
  { queryKey, sharedKey, queryNorm, keyNorm }: QueryKeyWeights,
  { norm: kind }: BlockKind,
  { positions, sequences = 1 }: Source,
  { rotate, keyRotation }: Hooks,
  { first, count }: Heads,
): QueryKey {
  const { rows } = x;
  const turned = (view: MatrixView, batch: number, role: 'query' | 'key'): MatrixView => {
    if (!rotate) return view;
    const own = view.rows / (batch * rows);
    const heads = { first: (first * own) / count, count: own };
    const stacked: Tensor4D = reshape(view.tensor, [
      batch * sequences,
      own,
      rows / sequences,
      view.columns,
    ]);
    const tensor = rotate(stacked, positions, role, heads);
    const [, each, , columns] = tensor.shape;
    return { ...view, tensor, rows: (view.rows / own) * each, columns };
  };
  if (sharedKey) {
    const normed = (view: MatrixView, norm?: Norm) => (norm ? normedRows(view, norm, kind) : view);
    const query = dense(x, queryKey, { heads: count, sequences });
    const keys = dense(x, sharedKey, { heads: columnsOf(sharedKey) / query.columns, sequences });
    return {
      query: turned(normed(query, queryNorm), 1, 'query'),
      key: turned(normed(keys, keyNorm), 1, 'key'),
    };
  }
  // Both in one dispatch; in two where keys are turned otherwise.
  const both = dense(x, queryKey, { heads: count, sequences });
  const query = turned(both, 2, 'query');
  const key = keyRotation ? turned(both, 2, 'key') : query;
  return {
    query: rowsOf(query, 0, count * rows),
    key: rowsOf(key, count * rows, count * rows),
  };
}

/** Scores, logits or weights of some heads, and what the scheme adds to their scores. */
export interface HeadSquares {
  /** [head · query, key]. */
  readonly squares: MatrixView;
  /** [head, query, key]; null where it adds nothing. */
  readonly bias: Tensor3D | null;
}

/** Scores, logits or weights of some heads from their queries and keys. Call inside a tidy. */
export function headSquares(
  square: Square,
  of: Projected,
  source: Source,
  hooks: Hooks,
  heads: Heads = of.heads,
): HeadSquares {
  const asked = dotProductOf(of, source, hooks, heads, square === 'scores' ? null : undefined);
  return { squares: squaresOf(square, asked), bias: asked.bias };
}

/** What multiplies Q·Kᵀ. */
export function scaleOf({ scale }: Hooks, dHead: number): number {
  return scale ?? 1 / Math.sqrt(dHead);
}

/** @param bias  added to the scores in place of what the hooks say; null for nothing */
function dotProductOf(
  of: Projected,
  source: Source,
  hooks: Hooks,
  heads: Heads,
  bias?: Tensor3D | null,
): DotProduct {
  const { query, key } = of;
  const { mask, temperature = 1, sequences = 1, past } = source;
  const positions = past ? followedBy(past.positions, source.positions) : source.positions;
  const first = heads.first - of.heads.first;
  const own = { first: sequences * first, count: sequences * heads.count };
  const { length } = positions;
  const some = past && { queries: source.positions.length, room: past.room };
  const asked = { query, key, length, heads: own, sequences, ...some };
  const added = (): Tensor3D | null => {
    if (bias !== undefined) return bias;
    const { score } = hooks;
    if (!score) {
      const square = hooks.bias?.(positions, positions, heads) ?? null;
      return past && square ? slice(square, [0, past.positions.length, 0]) : square;
    }
    const [queries, keys] = [queryHeads(asked), keyHeads(key, asked)];
    const products: Tensor3D = matMul(queries, keys, false, true);
    return ofEach(sequences, (at) =>
      score({
        input: tensorOf(partsOf(of.normed, sequences)[at] ?? of.normed),
        query: partOf(queries, at, sequences),
        key: partOf(keys, at, sequences),
        products: partOf(products, at, sequences),
        positions,
        heads,
        causal: mask.causal,
      }),
    );
  };
  return { ...asked, scale: scaleOf(hooks, query.columns), bias: added(), mask, temperature };
}

/** Positions of a line, and those that come after it. */
function followedBy(before: Positions, after: Positions): Positions {
  const values = Float64Array.of(...before.values, ...after.values);
  return { length: before.length + after.length, axes: after.axes, values };
}

/** What a scheme makes of each sequence by itself, one below another: its hooks know of one. */
function ofEach(sequences: number, make: (at: number) => Tensor3D): Tensor3D {
  if (sequences === 1) return make(0);
  return concat(Array.from({ length: sequences }, (_, at) => make(at)));
}

/** The heads of one of several sequences. */
function partOf(heads: Tensor3D, at: number, sequences: number): Tensor3D {
  const [count, rows, columns] = heads.shape;
  if (sequences === 1) return heads;
  return slice(heads, [(at * count) / sequences, 0, 0], [count / sequences, rows, columns]);
}

/** All steps of one head. */
interface ShownHead extends Steps {
  /** What multiplies Q·Kᵀ. */
  readonly scale: number;
  readonly bias: MatrixView | null;
}

/** The attention of some heads. */
interface HeadTrace {
  /** [head · query, key]; null where not all heads fit at once. */
  readonly weights: MatrixView | null;
  /** weights · V of the heads side by side, [sequence · position, head · dHead]. */
  readonly joined: MatrixView;
  /** Null where no head is shown. */
  readonly shown: ShownHead | null;
}

/** @param shown  of these heads, counted from the first of them; or null */
function traceOf(
  asked: DotProduct,
  value: MatrixView,
  { values }: Hooks,
  heads: Heads,
  shown: number | null,
): HeadTrace {
  const { weights, joined, steps } = attended(asked, value, shown);
  const { scale, bias, sequences = 1 } = asked;
  const stack = stackOf(weights, sequences * heads.count);
  const more = values && ofEach(sequences, (at) => values(partOf(stack, at, sequences), heads));
  const plus = (view: MatrixView, by: Tensor2D) => viewOf(add(tensorOf(view), by));
  return {
    weights,
    joined: more ? plus(joined, sideBySide(more, sequences)) : joined,
    shown: steps && {
      ...steps,
      scale,
      bias: bias && viewAt(bias, shown ?? 0),
      mixed: more ? plus(steps.mixed, tensorOf(viewAt(more, shown ?? 0))) : steps.mixed,
    },
  };
}

export interface BlockOptions {
  /** The head of which all steps are kept; null for none. */
  readonly shown?: number | null;
  /**
   * How many [query, key] squares may share one tensor: one per head, and two more for the steps of
   * the head shown. No limit where it is not given.
   */
  readonly together?: number;
  /** What the scheme adds to the scores, [head, query, key], where it is there already. */
  readonly bias?: Tensor3D;
}

export interface AttentionTrace extends Projected, HeadTrace {
  readonly x: MatrixView;
  /** As they are mixed, of each head or of those that are shared, [head · position, dHead]. */
  readonly value: MatrixView;
  /** joined · W_o. */
  readonly attended: MatrixView;
  /** That in the stream: what is carried past the feed-forward. */
  readonly residual: MatrixView;
  /** What the feed-forward is given. */
  readonly between: MatrixView;
}

/** The first half of a block: up to the residual with the attention of all heads in it. */
export function attentionTrace(
  source: Source,
  weights: BlockWeights,
  kind: BlockKind,
  hooks: Hooks,
  options: BlockOptions = {},
): AttentionTrace {
  const { past } = source;
  // Terms by content need the queries and keys of the whole line, of which only keys and values are kept.
  if (past && (hooks.score || hooks.values)) throw new Error('pass: content of a past');
  const own = projected(source, weights, kind, hooks, { first: 0, count: weights.heads });
  const ownValue = valueOf(own, source, weights);
  const { length } = source.positions;
  const of = past ? { ...own, key: appended('key', own.key, length, past) } : own;
  const value = past ? appended('value', ownValue, length, past) : ownValue;
  const trace = inGroups(of, value, source, hooks, options);
  const carried = weights.residual ? dense(of.carried, weights.residual) : of.carried;
  const { out, between, afterAttention } = weights;
  const back = returned(trace.joined, out, carried, between, kind, afterAttention);
  return {
    ...of,
    ...trace,
    x: source.x,
    value,
    attended: back.product,
    residual: kind.norms === 'after' ? back.normed : back.sum,
    between: kind.parallel ? normedRows(of.carried, between, kind.norm) : back.normed,
  };
}

/** V of each head of keys: where heads share keys, they share values too. */
function valueOf(of: Projected, source: Source, weights: BlockWeights): MatrixView {
  const { heads, queryKey, sharedKey } = weights;
  const own = sharedKey ? (heads * columnsOf(sharedKey)) / columnsOf(queryKey) : heads;
  const value = dense(of.values, weights.value, { heads: own, sequences: source.sequences ?? 1 });
  if (value.rows === of.key.rows) return value;
  // Keys were made as many as there are queries, so that they could be turned in several ways.
  const every = { first: 0, count: heads };
  const tensor = keyHeads(value, { query: of.query, length: source.x.rows, heads: every });
  return { ...value, tensor, from: 0, rows: of.query.rows };
}

/** A part added to the stream, itself normed before where it has a norm of its own. */
function returned(
  x: MatrixView,
  affine: Affine,
  carried: MatrixView,
  norm: Norm,
  kind: BlockKind,
  own?: Norm,
): Returned {
  if (!own) return denseNorm(x, affine, carried, norm, kind.norm);
  const product = normedRows(dense(x, affine), own, kind.norm);
  const sum = viewOf(add(tensorOf(carried), tensorOf(product)));
  return { product, sum, normed: normedRows(sum, norm, kind.norm) };
}

/** As many heads at once as fit; where that is not all, only what they join is kept of them. */
function inGroups(
  of: Projected,
  value: MatrixView,
  source: Source,
  hooks: Hooks,
  { shown = null, together = Number.POSITIVE_INFINITY, bias }: BlockOptions,
): HeadTrace {
  const { count } = of.heads;
  if (together >= count + (shown === null ? 0 : 2)) {
    const asked = dotProductOf(of, source, hooks, of.heads, bias);
    return traceOf(asked, value, hooks, of.heads, shown);
  }
  const joined: Tensor2D[] = [];
  for (let first = 0; first < count; first += together) {
    const heads = { first, count: Math.min(together, count - first) };
    joined.push(
      tidy(() => {
        const asked = dotProductOf(of, source, hooks, heads);
        return tensorOf(traceOf(asked, value, hooks, heads, null).joined);
      }),
    );
  }
  return {
    weights: null,
    joined: viewOf(concat(joined, 1)),
    shown: shown === null ? null : shownAlone(of, value, source, hooks, shown),
  };
}

/** All steps of one head, each a tensor of its own: of a long line they are too large for one. */
function shownAlone(
  of: Projected,
  value: MatrixView,
  source: Source,
  hooks: Hooks,
  shown: number,
): ShownHead {
  const heads = { first: shown, count: 1 };
  const asked = dotProductOf(of, source, hooks, heads);
  const { weights, joined } = traceOf(asked, value, hooks, heads, null);
  if (!weights) throw new Error('pass: weights of one head');
  return {
    scale: asked.scale,
    scores: squaresOf('scores', asked),
    bias: asked.bias && viewAt(asked.bias, 0),
    logits: squaresOf('logits', asked),
    weights,
    mixed: joined,
  };
}

export interface BlockTrace extends AttentionTrace {
  /** Between the two matrices of the feed-forward, [position, inner]. */
  readonly hidden: MatrixView;
  /** What the feed-forward adds. */
  readonly forward: MatrixView;
  /** What is carried past with that added, and its norm. */
  readonly sum: MatrixView;
  readonly normedSum: MatrixView;
  /** The one of the two that goes on. */
  readonly output: MatrixView;
}

/** A whole block. Call inside a tidy. */
export function blockTrace(
  source: Source,
  weights: BlockWeights,
  kind: BlockKind,
  hooks: Hooks,
  options: BlockOptions = {},
): BlockTrace {
  const part = attentionTrace(source, weights, kind, hooks, options);
  const { activation, gated } = kind;
  const hidden = dense(part.between, weights.wide, { activation, gated });
  const { narrow, end: norm, afterForward } = weights;
  const end = returned(hidden, narrow, part.residual, norm, kind, afterForward);
  return {
    ...part,
    hidden,
    forward: end.product,
    sum: end.sum,
    normedSum: end.normed,
    output: kind.norms === 'after' ? end.normed : end.sum,
  };
}
