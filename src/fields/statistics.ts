/** What a matrix's scale and caption need to know of it. No tensors: the GPU has its own version. */

export interface Extent {
  /** Of the finite values; NaN if there is none. */
  readonly min: number;
  readonly max: number;
  /** Largest |value| of the finite ones; 0 if there is none. */
  readonly largest: number;
  /** How many are NaN, and how many +∞ or −∞. */
  readonly nan: number;
  readonly infinite: number;
}

export function extent(data: Float32Array): Extent {
  let min = Infinity;
  let max = -Infinity;
  let nan = 0;
  let infinite = 0;
  for (const value of data) {
    if (Number.isNaN(value)) nan += 1;
    else if (!Number.isFinite(value)) infinite += 1;
    else {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }
  return extentOf(nan + infinite < data.length ? { min, max } : null, nan, infinite);
}

/** @param finite  null if no value is finite */
export function extentOf(
  finite: { readonly min: number; readonly max: number } | null,
  nan: number,
  infinite: number,
): Extent {
  if (finite === null) return { min: Number.NaN, max: Number.NaN, largest: 0, nan, infinite };
  const { min, max } = finite;
  return { min, max, largest: Math.max(Math.abs(min), Math.abs(max)), nan, infinite };
}
