/** How position vectors meet token vectors before the projections, for schemes that have a table. */
import { add, concat, mul, type Tensor2D } from '@tensorflow/tfjs-core';

/**
 * add        X + g·P, as Vaswani et al. 2017 have it
 * concat     [X | g·P]: the matrices W_q, W_k, W_v have twice the rows
 * multiply   X ⊙ g·P
 * query-key  X + g·P for queries and keys, X alone for values
 */
export type Fusion = 'add' | 'concat' | 'multiply' | 'query-key';

export interface Fused {
  /** What queries and keys are projected from, [position, dModel] or [position, 2·dModel]. */
  readonly input: Tensor2D;
  /** What values are projected from. */
  readonly values: Tensor2D;
}

/**
 * @param gain  multiplies the table; 1 leaves it
 * @param table null for a scheme without one: nothing is fused
 */
export function fuse(
  tokens: Tensor2D,
  table: Tensor2D | null,
  fusion: Fusion,
  gain: number,
): Fused {
  if (!table) return { input: tokens, values: tokens };
  const position: Tensor2D = gain === 1 ? table : mul(table, gain);
  switch (fusion) {
    case 'add': {
      const input: Tensor2D = add(tokens, position);
      return { input, values: input };
    }
    case 'query-key':
      return { input: add(tokens, position), values: tokens };
    case 'multiply': {
      const input: Tensor2D = mul(tokens, position);
      return { input, values: input };
    }
    case 'concat': {
      const input: Tensor2D = concat([tokens, position], 1);
      return { input, values: input };
    }
  }
}
