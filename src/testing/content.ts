/**
 * A pass whose queries and keys are given, as a contextual scheme sees it, for one head. For tests
 * only.
 */
import { matMul, type Tensor, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import {
  type AttentionTrace,
  attend,
  logitsOf,
  maskedSoftmax,
  project,
} from '../attention/attention.ts';
import { unmasked } from '../attention/mask.ts';
import {
  type Exact,
  type ExactScoreContext,
  type Hooks,
  type ScoreContext,
  sequence,
} from '../encodings/encoding.ts';
import attention from '../golden/attention.json';
import { caseOf, numbersOf } from './golden.ts';
import { outputOf } from './output.ts';

/** Queries and keys [position, dHead], row-major. */
export interface Content {
  readonly query: readonly number[];
  readonly key: readonly number[];
  readonly dHead: number;
  readonly causal?: boolean;
}

/** Call inside a tidy. */
export function contextOf({ query, key, dHead, causal = false }: Content): ScoreContext {
  const length = query.length / dHead;
  const [queries, keys] = [query, key].map((x) => tensor3d([...x], [1, length, dHead]));
  if (!queries || !keys) throw new Error('content: two arrays give two tensors');
  return {
    query: queries,
    key: keys,
    products: matMul(queries, keys, false, true),
    positions: sequence(0, length),
    heads: { first: 0, count: 1 },
    causal,
  };
}

/** The stages of the pass; its input is Q itself. Call inside a tidy. */
export function traceOf(
  hooks: Hooks,
  content: Content,
  scale = hooks.scale ?? 1 / Math.sqrt(content.dHead),
): AttentionTrace {
  const context = contextOf(content);
  const input = tensor2d([...content.query], [context.positions.length, content.dHead]);
  const bias = hooks.score?.(context) ?? null;
  const weights = maskedSoftmax(context.products, bias, scale, {
    ...unmasked,
    causal: context.causal,
  });
  return { ...context, input, values: input, scale, bias, weights };
}

/** What softmax sees, −∞ where masked. */
export function logits(trace: AttentionTrace, { causal = false }: Content): Tensor {
  return logitsOf(trace, { ...unmasked, causal });
}

/** The same for one query in float64. */
export function exactContextOf(
  { query, key, dHead, causal = false }: Content,
  row: number,
): ExactScoreContext {
  const rowsOf = (x: readonly number[]) =>
    Array.from({ length: x.length / dHead }, (_, p) =>
      Float64Array.from(x.slice(dHead * p, dHead * (p + 1))),
    );
  const own = rowsOf(query)[row] ?? new Float64Array(dHead);
  const keys = rowsOf(key);
  const products = Float64Array.from(keys, (each) =>
    each.reduce((sum, entry, channel) => sum + entry * (own[channel] ?? 0), 0),
  );
  return { head: 0, row, query: own, keys, products, causal };
}

/** What is added to the scores of every row, float64, row-major. */
export function exactScores(exact: Exact, content: Content): number[] {
  const rows = content.query.length / content.dHead;
  return Array.from({ length: rows }, (_, row) => [
    ...(exact.score?.(exactContextOf(content, row)) ?? []),
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

/** The whole pass of attention.json with a scheme's hooks. Call inside a tidy. */
export function goldenPass(hooks: Hooks, causal: boolean) {
  const { inputs } = caseOf(attention, 'none_full');
  const square = (name: string) => tensor2d(numbersOf(inputs, name), [8, 8]);
  const trace = attend(
    {
      tokens: tensor2d(numbersOf(inputs, 'x'), [6, 8]),
      wq: square('wq'),
      wk: square('wk'),
      positions: sequence(0, 6),
      heads: { first: 0, count: 2 },
      mask: { ...unmasked, causal },
    },
    hooks,
    null,
  );
  return {
    logits: logitsOf(trace, { ...unmasked, causal }),
    weights: trace.weights,
    output: outputOf(trace.weights, project(trace.values, square('wv'), 2), square('wo'), hooks),
  };
}
