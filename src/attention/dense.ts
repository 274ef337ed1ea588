/** Rows times matrices, in one dispatch with all that follows them in a row. */
import {
  add,
  concat,
  erf,
  matMul,
  mean,
  mul,
  relu,
  reshape,
  rsqrt,
  sigmoid,
  slice,
  square,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tanh,
  tensor1d,
  tensor3d,
  transpose,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../encodings/kernel.ts';
import { type MatrixView, sectionsOf, tensorOf, viewOf } from './matrixView.ts';

/**
 * A matrix as it lies in a file, multiplied as it is decoded: [columns, width], or those of a gate and
 * what it gates one below the other. Only where the backend has the kernel for it.
 */
export interface Blocks {
  /** Of a block: `Q4_1`, `F16` … */
  readonly format: string;
  readonly columns: number;
  readonly width: number;
  /** Its bytes, four by four. */
  readonly words: Tensor;
}

/** Weights act on the right, x · W + b. */
export interface Affine {
  /** [width, columns], or several of one size, [matrix, width, columns]. */
  readonly matrix: Tensor2D | Tensor3D | Blocks;
  /** [matrix · columns]; none where it is not given. */
  readonly bias?: Tensor;
}

/**
 * layer  mean 0 and variance 1, that of the population. Ba, Kiros and Hinton 2016, arXiv 1607.06450, eq. 3
 * rms    mean square 1. Zhang and Sennrich 2019, arXiv 1910.07467, eq. 4
 */
export type NormKind = 'layer' | 'rms';

export interface Norm {
  /** Added to the variance, or the mean square, before its root. */
  readonly epsilon: number;
  /** [columns], what a normed row is multiplied by and what is then added; 1 and 0 where not given. */
  readonly scale?: Tensor;
  readonly bias?: Tensor;
}

/**
 * gelu       x·Φ(x) by the error function, as in BERT. Hendrycks and Gimpel 2016, arXiv 1606.08415
 * gelu-tanh  its approximation by tanh, as in GPT-2
 * silu       x·σ(x)
 */
export type Activation = 'linear' | 'relu' | 'gelu' | 'gelu-tanh' | 'silu';

const activations: Readonly<Record<Activation, (x: Tensor) => Tensor>> = {
  linear: (x) => x,
  relu: (x) => relu(x),
  gelu: (x) => mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1)),
  'gelu-tanh': (x) => {
    const bent = mul(mul(x, Math.sqrt(2 / Math.PI)), add(mul(square(x), 0.044715), 1));
    return mul(mul(x, 0.5), add(tanh(bent), 1));
  },
  silu: (x) => mul(x, sigmoid(x)),
};

export interface DenseOptions {
  /** Into how many heads the columns of each matrix are split; 1 where it is not given. */
  readonly heads?: number;
  /** How many sequences of one length lie one below another in the rows; 1 where it is not given. */
  readonly sequences?: number;
  /** What the sums become; linear where it is not given. */
  readonly activation?: Activation;
  /** Multiplies the products with the second matrix by the activated products with the first. */
  readonly gated?: boolean;
}

/**
 * x · W + b for each matrix. The columns of each head make a matrix of their own, one below another:
 * [matrix · head · row, columns / heads]; of several sequences, [matrix · sequence · head · position,
 * columns / heads]. Gated, two matrices give one result.
 */
export function dense(
  x: MatrixView,
  { matrix, bias }: Affine,
  { heads = 1, sequences = 1, activation = 'linear', gated = false }: DenseOptions = {},
): MatrixView {
  if ('words' in matrix) return denseBlocks(x, matrix, bias, { heads, activation, gated });
  const { rows } = x;
  const [count, width, columns] = sizesOf(matrix);
  if (x.columns !== width) throw new Error(`dense: ${x.columns} columns times ${width} rows`);
  if (gated && count !== 2) throw new Error(`dense: a gate and what it gates, got ${count}`);
  const inputs = { x: x.tensor, matrix, ...(bias && { bias }) };
  const made = gated ? 1 : count;
  const attributes = { from: x.from, rows, count: made, width, columns, heads, activation, gated };
  const composed = () => {
    const stack: Tensor3D = reshape(matrix, [count, width, columns]);
    const once: Tensor3D = reshape(tensorOf(x), [1, rows, width]);
    // As many times as there are matrices, because the gradient of a broadcast product has the wrong shape in
    // tfjs. Whole, because WebGL would bring a part of the matrices into its own form at every product.
    const products = matMul(concat(Array.from({ length: count }, () => once)), stack);
    const sums = bias ? add<Tensor3D>(products, reshape(bias, [count, 1, columns])) : products;
    const ends = gated
      ? mul(activations[activation](slice(sums, 0, 1)), slice(sums, 1, 1))
      : activations[activation](sums);
    const size = [made * sequences, rows / sequences, heads, columns / heads];
    return heads === 1 ? ends : transpose(reshape(ends, size), [0, 2, 1, 3]);
  };
  const tensor = sequences > 1 ? composed() : runKernel('Dense', inputs, attributes, composed);
  return { tensor, from: 0, rows: made * heads * rows, columns: columns / heads };
}

function denseBlocks(
  x: MatrixView,
  { format, columns, width, words }: Blocks,
  bias: Tensor | undefined,
  { heads, activation, gated }: Required<Omit<DenseOptions, 'sequences'>>,
): MatrixView {
  if (x.columns !== width) throw new Error(`dense: ${x.columns} columns times ${width} rows`);
  // Fetched four numbers at a time.
  const { tensor: numbers, rows, from } = x.from % 4 === 0 ? x : viewOf(tensorOf(x));
  const inputs = { x: numbers, words, ...(bias && { bias }) };
  const attributes = { from, rows, format, columns, width, heads, activation, gated };
  const tensor = runKernel('DenseBlocks', inputs, attributes, () => {
    throw new Error('dense: blocks are for a backend that decodes them');
  });
  const made = gated ? columns / 2 : columns;
  return { tensor, from: 0, rows: heads * rows, columns: made / heads };
}

/** How many columns an affine map gives. */
export function columnsOf({ matrix }: Affine): number {
  return 'words' in matrix ? matrix.columns : (matrix.shape.at(-1) ?? 0);
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
  readonly product: MatrixView;
  /** That added to what was carried past. */
  readonly sum: MatrixView;
  /** The norm of the sum. */
  readonly normed: MatrixView;
}

/** The norm of carried + x · W + b, row by row, with all that is made on the way. */
export function denseNorm(
  x: MatrixView,
  { matrix, bias }: Affine,
  carried: MatrixView,
  norm: Norm,
  kind: NormKind = 'layer',
): Returned {
  if ('words' in matrix) {
    const product = dense(x, { matrix, ...(bias && { bias }) });
    const sum = viewOf(add(tensorOf(carried), tensorOf(product)));
    return { product, sum, normed: normedRows(sum, norm, kind) };
  }
  const [, width, columns] = sizesOf(matrix);
  if (x.columns !== width || carried.columns !== columns) throw new Error('denseNorm: widths');
  const inputs = {
    x: x.tensor,
    matrix,
    carried: carried.tensor,
    ...(bias && { bias }),
    ...learned(norm),
  };
  const { epsilon } = norm;
  const { rows, from } = x;
  const attributes = { from, carriedFrom: carried.from, rows, width, columns, epsilon, kind };
  const flat = runKernel('DenseNorm', inputs, attributes, (): Tensor1D => {
    const plain: Tensor2D = matMul(tensorOf(x), reshape(matrix, [width, columns]));
    const product = bias ? add<Tensor2D>(plain, reshape(bias, [1, columns])) : plain;
    const sum = add<Tensor2D>(tensorOf(carried), product);
    const ends = [product, sum, composedNorm(sum, norm, kind)];
    return concat(ends.map((each) => reshape(each, [each.size])));
  });
  const size = [rows, columns] as const;
  const [product, sum, normed] = sectionsOf(flat, size, size, size);
  if (!product || !sum || !normed) throw new Error('denseNorm: three sections');
  return { product, sum, normed };
}

/** The norm of each row, in one dispatch. */
export function normedRows(x: MatrixView, norm: Norm, kind: NormKind = 'layer'): MatrixView {
  const { tensor, from, rows, columns } = x;
  const inputs = { x: tensor, ...learned(norm) };
  const attributes = { from, rows, columns, epsilon: norm.epsilon, kind };
  return viewOf(runKernel('Norm', inputs, attributes, () => composedNorm(tensorOf(x), norm, kind)));
}

function learned({ scale, bias }: Norm) {
  return { ...(scale && { scale }), ...(bias && { shift: bias }) };
}

function composedNorm(x: Tensor2D, { epsilon, scale, bias }: Norm, kind: NormKind): Tensor2D {
  const centred: Tensor2D = kind === 'layer' ? sub(x, mean(x, 1, true)) : x;
  const unit: Tensor2D = mul(centred, rsqrt(add(mean(square(centred), 1, true), epsilon)));
  const row = [1, x.shape[1]];
  const scaled: Tensor2D = scale ? mul(unit, reshape(scale, row)) : unit;
  return bias ? add(scaled, reshape(bias, row)) : scaled;
}

function sizesOf({ shape }: Tensor2D | Tensor3D): [number, number, number] {
  const [columns = 0, width = 0, count = 1] = shape.toReversed();
  return [count, width, columns];
}
