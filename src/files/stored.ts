/** A tensor as a file describes it, and the counting that every such description must survive. */

export interface TensorInfo {
  readonly name: string;
  /** As safetensors names it, also for `.npy`: `F32`, `BF16`, `I8` … */
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** Where it lies in the file: bytes [from, to). */
export interface Stored extends TensorInfo {
  readonly from: number;
  readonly to: number;
  readonly little: boolean;
  /** First axis fastest. */
  readonly fortran: boolean;
}

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
}

/** Product of the sizes; null when a step of it is no longer a whole number that can be counted. */
export function countOf(shape: readonly number[]): number | null {
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (!Number.isSafeInteger(count)) return null;
  }
  return count;
}

/** A shape as rows and columns: `[n, d]`, or with ones before, `[1, n, d]`; null for all others. */
export function matrixOf(shape: readonly number[]): Matrix | null {
  const [rows, columns] = shape.slice(-2);
  if (!rows || !columns || shape.slice(0, -2).some((size) => size !== 1)) return null;
  return { rows, columns };
}
