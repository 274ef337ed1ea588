/** A pass whose queries and keys are given, as a contextual scheme sees it. For tests only. */
import { matMul, stack, type Tensor3D, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { type Square, squaresOf } from '../attention/dotProduct.ts';
import { unmasked } from '../attention/mask.ts';
import { stackOf, tensorOf, viewOf } from '../attention/matrixView.ts';
import { attentionTrace, blockKinds, headSquares, type Source } from '../attention/pass.ts';
import {
  type Exact,
  type ExactScoreContext,
  type Hooks,
  type ScoreContext,
  sequence,
} from '../encodings/encoding.ts';
import attention from '../golden/attention.json';
import { caseOf, numbersOf } from './golden.ts';

/** Queries and keys [head, position, dHead], row-major. */
export interface Content {
  readonly query: readonly number[];
  readonly key: readonly number[];
  readonly dHead: number;
  /** 1 where it is not given. */
  readonly heads?: number;
  readonly causal?: boolean;
  /** What they are projected from, [position, dModel]; nothing where it is not given. */
  readonly input?: readonly number[];
}

const lengthOf = ({ query, dHead, heads = 1 }: Content) => query.length / (dHead * heads);

/** Call inside a tidy. */
export function contextOf(content: Content): ScoreContext {
  const { query, key, dHead, heads = 1, causal = false, input = [] } = content;
  const length = lengthOf(content);
  const [queries, keys] = [query, key].map((x) => tensor3d([...x], [heads, length, dHead]));
  if (!queries || !keys) throw new Error('content: two arrays give two tensors');
  return {
    input: tensor2d([...input], [length, input.length / length]),
    query: queries,
    key: keys,
    products: matMul(queries, keys, false, true),
    positions: sequence(0, length),
    heads: { first: 0, count: heads },
    causal,
  };
}

/** A stage of the pass, [head, query, key]. Call inside a tidy. */
export function squareOf(
  square: Square,
  hooks: Hooks,
  content: Content,
  scale = hooks.scale ?? 1 / Math.sqrt(content.dHead),
): Tensor3D {
  const context = contextOf(content);
  const { length } = context.positions;
  const view = (x: readonly number[]) =>
    viewOf(tensor2d([...x], [x.length / content.dHead, content.dHead]));
  const asked = {
    query: view(content.query),
    key: view(content.key),
    length,
    heads: context.heads,
    scale,
    bias: hooks.score?.(context) ?? null,
    mask: { ...unmasked, causal: context.causal },
    temperature: 1,
  };
  return stackOf(squaresOf(square, asked), context.heads.count);
}

/** The same for one query of a head in float64. */
export function exactContextOf(content: Content, row: number, head = 0): ExactScoreContext {
  const { query, key, dHead, causal = false, input = [] } = content;
  const length = lengthOf(content);
  const dModel = input.length / length;
  const rowsOf = (x: readonly number[]) =>
    Array.from({ length }, (_, p) => {
      const from = dHead * (head * length + p);
      return Float64Array.from(x.slice(from, from + dHead));
    });
  const own = rowsOf(query)[row] ?? new Float64Array(dHead);
  const keys = rowsOf(key);
  const products = Float64Array.from(keys, (each) =>
    each.reduce((sum, entry, channel) => sum + entry * (own[channel] ?? 0), 0),
  );
  return {
    head,
    row,
    input: (position) => input.slice(dModel * position, dModel * (position + 1)),
    query: own,
    keys,
    products,
    causal,
  };
}

/** What is added to the scores of every row of every head, float64, row-major. */
export function exactScores(exact: Exact, content: Content): number[] {
  const { heads = 1 } = content;
  const rows = lengthOf(content);
  return Array.from({ length: heads * rows }, (_, each) => [
    ...(exact.score?.(exactContextOf(content, each % rows, Math.floor(each / rows))) ?? []),
  ]).flat();
}

/** How far a square [query, key] is from depending on the offset alone. */
export function worstAlongDiagonals(square: readonly number[]): number {
  const length = Math.sqrt(square.length);
  let worst = 0;
  for (let cell = 0; cell < square.length - length - 1; cell++) {
    if (cell % length === length - 1) continue;
    const step = (square[cell + length + 1] ?? Number.NaN) - (square[cell] ?? Number.NaN);
    worst = Math.max(worst, Math.abs(step));
  }
  return worst;
}

/** Rows that are all alike: position alone tells them apart. */
export function alike(length: number, vector: readonly number[]): number[] {
  return Array.from({ length }, () => vector).flat();
}

/**
 * The attention of attention.json with a scheme's hooks. Call inside a tidy.
 *
 * @param order  of the tokens
 */
export function goldenPass(hooks: Hooks, causal: boolean, order = [0, 1, 2, 3, 4, 5]) {
  const { inputs } = caseOf(attention, 'none_full');
  const square = (name: string) => tensor2d(numbersOf(inputs, name), [8, 8]);
  const x = numbersOf(inputs, 'x');
  const positions = sequence(0, 6);
  const source: Source = {
    x: viewOf(
      tensor2d(
        order.flatMap((row) => x.slice(8 * row, 8 * row + 8)),
        [6, 8],
      ),
    ),
    table: hooks.table?.(positions) ?? null,
    positions,
    mask: { ...unmasked, causal },
  };
  const none = { matrix: square('wo') };
  const weights = {
    heads: 2,
    queryKey: { matrix: stack([square('wq'), square('wk')]) as Tensor3D },
    value: { matrix: square('wv') },
    out: { matrix: square('wo') },
    between: { epsilon: 1e-5 },
    // The second half of the block is not run.
    wide: none,
    narrow: none,
    end: { epsilon: 1e-5 },
  };
  const trace = attentionTrace(source, weights, blockKinds.seeded, hooks, { shown: 1 });
  if (!trace.weights || !trace.shown) throw new Error('content: all heads, and one shown');
  return {
    logits: stackOf(headSquares('logits', trace, source, hooks).squares, 2),
    weights: stackOf(trace.weights, 2),
    /** Of the second head, made beside the weights. */
    shown: tensorOf(trace.shown.logits),
    output: tensorOf(trace.attended),
  };
}
