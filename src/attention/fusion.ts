/** How position vectors meet token vectors before the projections, for schemes that have a table. */
import { add, concat, mul, reshape, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { runOwn } from '../encodings/kernel.ts';
import { type Plane, sectionsOf, tensorOf } from './plane.ts';

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

/** The same, with the table as it is fused beside it. */
export interface FusedPlanes {
  readonly input: Plane;
  readonly values: Plane;
  /** Times its gain; null where there is none. */
  readonly table: Plane | null;
}

/** `fuse` in one dispatch. */
export function fusePlanes(
  tokens: Plane,
  table: Tensor2D | null,
  fusion: Fusion,
  gain: number,
): FusedPlanes {
  if (!table) return { input: tokens, values: tokens, table };
  const attributes = { from: tokens.from, fusion, gain };
  const flat = runOwn('Fuse', { tokens: tokens.tensor, table }, attributes, (): Tensor1D => {
    const { input } = fuse(tensorOf(tokens), table, fusion, gain);
    return concat([reshape(mul(table, gain), [-1]), reshape(input, [-1])]);
  });
  const { rows, columns } = tokens;
  const width = fusion === 'concat' ? 2 * columns : columns;
  const [places, input] = sectionsOf(flat, [rows, columns], [rows, width]);
  if (!places || !input) throw new Error('fuse: two sections');
  return { input, values: fusion === 'query-key' ? tokens : input, table: places };
}
