/** Rows times matrices, in one dispatch with all that follows them in a row. */
import {
  add,
  concat,
  matMul,
  mul,
  relu,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tensor3d,
  transpose,
} from '@tensorflow/tfjs-core';
import { runOwn } from '../encodings/kernel.ts';
import { layerNorm } from './layerNorm.ts';
import { type Plane, planeOf, sectionsOf, tensorOf } from './plane.ts';

/** Weights act on the right, x · W + b. */
export interface Affine {
  /** [width, columns], or several of one size, [matrix, width, columns]. */
  readonly matrix: Tensor2D | Tensor3D;
  /** [matrix · columns]; none where it is not given. */
  readonly bias?: Tensor;
}

export interface Norm {
  /** Added to the variance before its root. */
  readonly epsilon: number;
  /** [columns], what a normed row is multiplied by and what is then added; 1 and 0 where not given. */
  readonly scale?: Tensor;
  readonly bias?: Tensor;
}

/**
 * x · W + b for each matrix, [matrix, row, column].
 *
 * @param heads  more than 1 parts the columns of each matrix into heads: [matrix, head, row, dHead]
 * @param rectified  ReLU after it
 */
export function dense(x: Plane, affine: Affine, { heads = 1, rectified = false } = {}): Tensor1D {
  const { matrix, bias } = affine;
  const [count, width, columns] = sizesOf(matrix);
  if (x.columns !== width) throw new Error(`dense: ${x.columns} columns times ${width} rows`);
  const inputs = { x: x.tensor, matrix, ...(bias && { bias }) };
  const attributes = { from: x.from, rows: x.rows, count, width, columns, heads, rectified };
  return runOwn('Dense', inputs, attributes, () => {
    const stack: Tensor3D = reshape(matrix, [count, width, columns]);
    const products: Tensor3D = matMul(reshape(tensorOf(x), [1, x.rows, width]), stack);
    const sums = bias ? add<Tensor3D>(products, reshape(bias, [count, 1, columns])) : products;
    const ends = rectified ? relu(sums) : sums;
    const parted = transpose(reshape(ends, [count, x.rows, heads, columns / heads]), [0, 2, 1, 3]);
    return reshape(parted, [-1]);
  });
}

/** A projection's numbers: [width, columns] row-major, and [columns]. */
export interface Projection {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** Projections of one size as one: their matrices in a stack. */
export function stackedAffine(projections: readonly Projection[]): {
  readonly matrix: Tensor3D;
  readonly bias: Tensor1D;
} {
  const columns = projections[0]?.bias.length ?? 0;
  const rows = (projections[0]?.weight.length ?? 0) / columns;
  const weights = new Float32Array(projections.length * rows * columns);
  const biases = new Float32Array(projections.length * columns);
  projections.forEach(({ weight, bias }, i) => {
    weights.set(weight, i * rows * columns);
    biases.set(bias, i * columns);
  });
  return {
    matrix: tensor3d(weights, [projections.length, rows, columns]),
    bias: tensor1d(biases),
  };
}

/** What a product becomes on its way back into the residual stream. */
export interface Returned {
  /** x · W + b. */
  readonly product: Plane;
  /** That added to what was carried past. */
  readonly sum: Plane;
  /** Layer norm of the sum. */
  readonly normed: Plane;
}

/** Layer norm of carried + x · W + b, row by row, with all that is made on the way. */
export function denseNorm(x: Plane, affine: Affine, carried: Plane, norm: Norm): Returned {
  const { matrix, bias } = affine;
  const [, width, columns] = sizesOf(matrix);
  if (x.columns !== width || carried.columns !== columns) throw new Error('denseNorm: widths');
  const inputs = {
    x: x.tensor,
    matrix,
    carried: carried.tensor,
    ...(bias && { bias }),
    ...(norm.scale && norm.bias && { scale: norm.scale, shift: norm.bias }),
  };
  const attributes = {
    from: x.from,
    carriedFrom: carried.from,
    rows: x.rows,
    width,
    columns,
    epsilon: norm.epsilon,
  };
  const flat = runOwn('DenseNorm', inputs, attributes, (): Tensor1D => {
    const plain: Tensor2D = matMul(tensorOf(x), reshape(matrix, [width, columns]));
    const product = bias ? add<Tensor2D>(plain, reshape(bias, [1, columns])) : plain;
    const sum = add<Tensor2D>(tensorOf(carried), product);
    return concat([product, sum, normedBy(sum, norm)].map((each) => reshape(each, [each.size])));
  });
  const size = [x.rows, columns] as const;
  const [product, sum, normed] = sectionsOf(flat, size, size, size);
  if (!product || !sum || !normed) throw new Error('denseNorm: three sections');
  return { product, sum, normed };
}

/** Layer norm of each row, in one dispatch. */
export function normedPlane(x: Plane, norm: Norm): Plane {
  const { tensor, from, rows, columns } = x;
  const { scale, bias, epsilon } = norm;
  const inputs = { x: tensor, ...(scale && bias && { scale, shift: bias }) };
  const attributes = { from, rows, columns, epsilon };
  return planeOf(runOwn('Norm', inputs, attributes, () => normedBy(tensorOf(x), norm)));
}

function normedBy(x: Tensor2D, { epsilon, scale, bias }: Norm): Tensor2D {
  const plain = layerNorm(x, epsilon);
  if (!scale || !bias) return plain;
  const row = [1, x.shape[1]];
  return add(mul(plain, reshape(scale, row)), reshape(bias, row));
}

function sizesOf({ shape }: Tensor2D | Tensor3D): [number, number, number] {
  const [columns = 0, width = 0, count = 1] = shape.toReversed();
  return [count, width, columns];
}
