/** How position vectors meet token vectors before the projections, for schemes that have a table. */
import { add, concat, mul, reshape, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { runKernel } from '../encodings/kernel.ts';
import { type MatrixView, sectionsOf, tensorOf } from './matrixView.ts';

/**
 * add        X + g·P, as Vaswani et al. 2017 have it
 * concat     [X | g·P]: the matrices W_q, W_k, W_v have twice the rows
 * multiply   X ⊙ g·P
 * query-key  X + g·P for queries and keys, X alone for values
 */
export type Fusion = 'add' | 'concat' | 'multiply' | 'query-key';

export interface Fused {
  /** What queries and keys are projected from, [position, dModel] or [position, 2·dModel]. */
  readonly input: MatrixView;
  /** What values are projected from. */
  readonly values: MatrixView;
  /** Times its gain; null where there is none. */
  readonly table: MatrixView | null;
}

/**
 * In one dispatch.
 *
 * @param table null for a scheme without one: nothing is fused
 * @param gain  multiplies the table
 */
export function fuse(
  tokens: MatrixView,
  table: Tensor2D | null,
  fusion: Fusion,
  gain: number,
): Fused {
  if (!table) return { input: tokens, values: tokens, table };
  const attributes = { from: tokens.from, fusion, gain };
  const flat = runKernel('Fuse', { tokens: tokens.tensor, table }, attributes, (): Tensor1D => {
    const position: Tensor2D = mul(table, gain);
    const input = composed(tensorOf(tokens), position, fusion);
    return concat([reshape(position, [-1]), reshape(input, [-1])]);
  });
  const { rows, columns } = tokens;
  const width = fusion === 'concat' ? 2 * columns : columns;
  const [position, input] = sectionsOf(flat, [rows, columns], [rows, width]);
  if (!position || !input) throw new Error('fuse: two sections');
  return { input, values: fusion === 'query-key' ? tokens : input, table: position };
}

function composed(tokens: Tensor2D, position: Tensor2D, fusion: Fusion): Tensor2D {
  if (fusion === 'concat') return concat([tokens, position], 1);
  return fusion === 'multiply' ? mul(tokens, position) : add(tokens, position);
}
