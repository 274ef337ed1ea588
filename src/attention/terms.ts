/** What the scores are made of: content and position on either side of the product. */
import {
  fill,
  matMul,
  mul,
  type Rank,
  slice,
  stack,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { type AttentionInputs, project } from './attention.ts';

/**
 * The four terms of Q·Kᵀ·scale where a table is added or set beside the tokens:
 * (x_i + p_i) W_q W_kᵀ (x_j + p_j)ᵀ. They sum to the logits before bias and mask; without a table,
 * or where tokens are multiplied by it, all of it is the first.
 * Source: Dai et al. 2019, arXiv 1901.02860, §3.3.
 *
 * @param products  Q·Kᵀ as the pass has it, [head, query, key]
 * @param table     already times its gain, or null
 * @returns         [4, head, query, key]: content·content, content·position, position·content,
 *                  position·position, the query's side first
 */
export function termsOf(
  inputs: AttentionInputs,
  table: Tensor2D | null,
  products: Tensor3D,
  scale: number,
): Tensor4D {
  const { fusion = 'add', heads, tokens } = inputs;
  const whole: Tensor3D = mul(products, scale);
  if (!table || fusion === 'multiply') {
    const nothing = fill<Rank.R3>(whole.shape, 0);
    return stack([whole, nothing, nothing, nothing]) as Tensor4D;
  }
  const width = tokens.shape[1];
  // Set side by side, positions have rows of the matrices to themselves.
  const rows = (matrix: Tensor2D, of: 'content' | 'position') =>
    fusion === 'concat' ? slice(matrix, [of === 'content' ? 0 : width, 0], [width, -1]) : matrix;
  const sides = (matrix: Tensor2D) => ({
    content: project(tokens, rows(matrix, 'content'), heads.count),
    position: project(table, rows(matrix, 'position'), heads.count),
  });
  const [query, key] = [sides(inputs.wq), sides(inputs.wk)];
  const term = (a: Tensor3D, b: Tensor3D): Tensor3D => mul(matMul(a, b, false, true), scale);
  return stack([
    term(query.content, key.content),
    term(query.content, key.position),
    term(query.position, key.content),
    term(query.position, key.position),
  ]) as Tensor4D;
}
