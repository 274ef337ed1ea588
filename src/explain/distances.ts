/** A mean by distance on a long axis: neighbouring distances are taken together. */
import type { Diagonals } from '../state/lens.ts';

export interface Mean {
  /** Middle of the distances query − key that are taken together. */
  readonly distance: number;
  readonly value: number;
}

/**
 * Means over query − key = 0, 1, 2 …, each distance by itself up to 16 and from there about sixteen
 * to a doubling. A diagonal counts with as many cells as it has; one without a number is left out.
 */
export function meansBack({ mean }: Diagonals): readonly Mean[] {
  const length = (mean.length + 1) / 2;
  const means: Mean[] = [];
  for (let first = 0; first < length; ) {
    const end = Math.min(Math.max(first + 1, Math.floor(first * 2 ** (1 / 16))), length);
    let [sum, cells] = [0, 0];
    for (let distance = first; distance < end; distance++) {
      // Offsets are key − query, −(length − 1) first.
      const value = mean[length - 1 - distance] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      sum += value * (length - distance);
      cells += length - distance;
    }
    if (cells > 0) means.push({ distance: (first + end - 1) / 2, value: sum / cells });
    first = end;
  }
  return means;
}
