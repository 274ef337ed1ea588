/** What the scores are made of: content and position on either side of the product. */
import {
  add,
  concat,
  fill,
  matMul,
  mean,
  mul,
  rsqrt,
  slice,
  square,
  sub,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { Heads, Hooks } from '../encodings/encoding.ts';
import { runKernel } from '../encodings/kernel.ts';
import { dense, type Norm } from './dense.ts';
import { fuse } from './fusion.ts';
import { type MatrixView, partsOf, stackOf, tensorOf, viewOf } from './matrixView.ts';
import { blockKinds, byPosition, headSquares, projected, type Source, scaleOf } from './pass.ts';

/**
 * The four terms of Q·Kᵀ·scale where a table is added or set beside the tokens:
 * (x_i + p_i) W_q W_kᵀ (x_j + p_j)ᵀ. They sum to the logits before bias and mask; without a table,
 * or where tokens are multiplied by it, all of it is the first.
 * Source: Dai et al. 2019, arXiv 1901.02860, §3.3.
 *
 * @param queryKey  W_q and W_k of these heads, [2, rows, heads.count · dHead]
 * @param enter     the norm of the stream before queries and keys
 * @returns         [term · head · query, key]: content·content, content·position, position·content,
 *                  position·position, the query's side first
 */
export function termsOf(
  source: Source,
  queryKey: Tensor3D,
  hooks: Hooks,
  heads: Heads,
  enter?: Norm,
): MatrixView {
  const { x, table = null, fusion = 'add', gain = 1 } = source;
  const { length } = source.positions;
  const { count } = heads;
  const fused = fuse(x, table, fusion, gain);
  if (!fused.table || fusion === 'multiply') {
    const weights = { queryKey: { matrix: queryKey }, ...(enter && { enter }) };
    const of = projected(
      source,
      weights,
      enter ? blockKinds.encoder : blockKinds.seeded,
      hooks,
      heads,
    );
    const { squares } = headSquares('scores', of, source, hooks);
    const nothing: Tensor2D = fill([3 * squares.rows, length], 0);
    return viewOf(concat([tensorOf(squares), nothing]));
  }
  // Set side by side, positions have rows of the matrices to themselves.
  const sidesOf = (of: MatrixView, first: number): MatrixView => {
    const size: [number, number, number] = [2, of.columns, queryKey.shape[2]];
    const matrix = fusion === 'concat' ? slice(queryKey, [0, first, 0], size) : queryKey;
    return dense(of, { matrix }, { heads: count });
  };
  const [tokens, places] = enter
    ? normedApart(tensorOf(x), tensorOf(fused.table), enter)
    : [x, fused.table];
  const [content, position] = [sidesOf(tokens, 0), sidesOf(places, x.columns)];
  const scale = scaleOf(hooks, content.columns);
  const inputs = { content: content.tensor, position: position.tensor };
  const tensor = runKernel('Terms', inputs, { scale, length, heads: count }, () => {
    const both = [content, position];
    const products = both.flatMap((query) =>
      both.map((key): Tensor3D => {
        const [queries, keys] = [partsOf(query, 2)[0], partsOf(key, 2)[1]];
        if (!queries || !keys) throw new Error('terms: queries and keys');
        return matMul(stackOf(queries, count), stackOf(keys, count), false, true);
      }),
    );
    return mul(concat(products), scale);
  });
  return byPosition({ tensor, from: 0, rows: 4 * count * length, columns: length }, source);
}

/**
 * What a norm makes of x + p as two summands: it is linear but for the deviation of the sum, which both
 * are divided by. The shift goes with x.
 */
function normedApart(
  x: Tensor2D,
  table: Tensor2D,
  { epsilon, scale, bias }: Norm,
): readonly [MatrixView, MatrixView] {
  const centred = (of: Tensor2D): Tensor2D => sub(of, mean(of, 1, true));
  const variance = mean(square(centred(add(x, table))), 1, true);
  const inverse = rsqrt(add(variance, epsilon));
  const scaled = (of: Tensor2D): Tensor2D => {
    const unit: Tensor2D = mul(centred(of), inverse);
    return scale ? mul(unit, scale) : unit;
  };
  const content = scaled(x);
  return [viewOf(bias ? add(content, bias) : content), viewOf(scaled(table))];
}
