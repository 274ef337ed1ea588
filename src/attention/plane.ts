/** Matrices that lie within a tensor, row after row: one dispatch may leave several of them. */
import { reshape, slice, type Tensor, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

export interface Plane {
  readonly tensor: Tensor;
  /** Its first cell, counted from the tensor's. */
  readonly from: number;
  readonly rows: number;
  readonly columns: number;
}

/** A whole tensor as one matrix. */
export function planeOf(tensor: Tensor2D): Plane {
  const [rows, columns] = tensor.shape;
  return { tensor, from: 0, rows, columns };
}

/** One of the matrices of a stack. */
export function planeAt(stack: Tensor3D, at: number): Plane {
  const [, rows, columns] = stack.shape;
  return { tensor: stack, from: at * rows * columns, rows, columns };
}

/** Matrices of one size, one after another. */
export function planesOf(
  tensor: Tensor,
  from: number,
  count: number,
  [rows, columns]: readonly [number, number],
): Plane[] {
  return Array.from({ length: count }, (_, i) => ({
    tensor,
    from: from + i * rows * columns,
    rows,
    columns,
  }));
}

/** Matrices of several sizes that fill a tensor, one after another. */
export function sectionsOf(
  tensor: Tensor,
  ...sizes: readonly (readonly [number, number])[]
): Plane[] {
  let next = 0;
  return sizes.map(([rows, columns]) => {
    const from = next;
    next += rows * columns;
    return { tensor, from, rows, columns };
  });
}

/** The matrix as a tensor of its own, which may share the first one's numbers. */
export function tensorOf({ tensor, from, rows, columns }: Plane): Tensor2D {
  const size = rows * columns;
  if (size === tensor.size) return reshape(tensor, [rows, columns]);
  return reshape(slice(reshape(tensor, [tensor.size]), from, size), [rows, columns]);
}

/** Planes that lie one after another in one tensor, as a stack. */
export function stackOf(planes: readonly Plane[]): Tensor3D {
  const [first] = planes;
  if (!first) throw new Error('stackOf: no planes');
  const { rows, columns } = first;
  const all = tensorOf({ ...first, rows: planes.length * rows });
  return reshape(all, [planes.length, rows, columns]);
}
