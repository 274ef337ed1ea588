/** Matrices that lie within a tensor, row after row: one dispatch may leave several of them. */
import { reshape, slice, type Tensor, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

export interface MatrixView {
  readonly tensor: Tensor;
  /** Its first cell, counted from the tensor's. */
  readonly from: number;
  readonly rows: number;
  readonly columns: number;
}

/** A whole tensor as one matrix. */
export function viewOf(tensor: Tensor2D): MatrixView {
  const [rows, columns] = tensor.shape;
  return { tensor, from: 0, rows, columns };
}

/** One of the matrices of a stack. */
export function viewAt(stack: Tensor3D, at: number): MatrixView {
  const [, rows, columns] = stack.shape;
  return { tensor: stack, from: at * rows * columns, rows, columns };
}

/** Rows [first, first + rows) of a matrix. */
export function rowsOf(view: MatrixView, first: number, rows: number): MatrixView {
  return { ...view, from: view.from + first * view.columns, rows };
}

/** Matrices of one size that lie one below another, one by one. */
export function partsOf(view: MatrixView, count: number): MatrixView[] {
  const rows = view.rows / count;
  return Array.from({ length: count }, (_, i) => rowsOf(view, i * rows, rows));
}

/** Matrices of several sizes that fill a tensor, one after another. */
export function sectionsOf(
  tensor: Tensor,
  ...sizes: readonly (readonly [number, number])[]
): MatrixView[] {
  let next = 0;
  return sizes.map(([rows, columns]) => {
    const from = next;
    next += rows * columns;
    return { tensor, from, rows, columns };
  });
}

/** The matrix as a tensor of its own, which may share the first one's numbers. */
export function tensorOf({ tensor, from, rows, columns }: MatrixView): Tensor2D {
  const size = rows * columns;
  if (size === tensor.size) return reshape(tensor, [rows, columns]);
  return reshape(slice(reshape(tensor, [tensor.size]), from, size), [rows, columns]);
}

/** Matrices of one size that lie one below another, as a stack. */
export function stackOf(view: MatrixView, count: number): Tensor3D {
  return reshape(tensorOf(view), [count, view.rows / count, view.columns]);
}
