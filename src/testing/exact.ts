/** A scheme's float64 formula with its defaults filled in. For tests only. */
import type { AnyEncoding, Dims, Exact } from '../encodings/encoding.ts';
import { defaultsOf, type ParamValues } from '../encodings/params.ts';
import { seededNormal } from '../encodings/seeded.ts';

export const dimsFor = (length: number, dModel: number, nHeads = 1, start = 0): Dims => ({
  length,
  start,
  dModel,
  nHeads,
  dHead: dModel / nHeads,
});

export function exactOf(scheme: AnyEncoding, given: ParamValues, dims: Dims): Exact {
  const exact = scheme.exact?.({ ...defaultsOf(scheme.params), ...given }, dims, seededNormal(7));
  if (!exact) throw new Error(`${scheme.id} has no float64 formula`);
  return exact;
}

/** The whole map, row-major. */
export function cellsOf(exact: Exact, rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, cell) =>
    exact.cell(Math.floor(cell / columns), cell % columns),
  );
}

export function dot(exact: Exact, a: number, b: number, width: number): number {
  return Array.from({ length: width }, (_, c) => exact.cell(a, c) * exact.cell(b, c)).reduce(
    (sum, product) => sum + product,
  );
}
