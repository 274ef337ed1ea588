/** What the distances to nearest rows say: the nearest pair, and how many are as near. */
import type { Frame } from '../state/frame.ts';
import type { Nearest } from '../state/lens.ts';

export interface NearestPair {
  /** Rows, the earlier first. */
  readonly first: number;
  readonly second: number;
  /** As the GPU has it. */
  readonly distance: number;
  /** Positions with a neighbour as near as that, both of these included. */
  readonly count: number;
}

/** Distances of float32 vectors agree to about five digits where they are equal. */
const alike = 1 + 1e-5;

/** The first of the pairs that lie nearest; null where there is only one position. */
export function nearestPair({ distances, partners }: Nearest): NearestPair | null {
  const distance = distances.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const near = (row: number) => (distances[row] ?? Number.NaN) <= distance * alike;
  const rows = Array.from(partners.keys()).filter(near);
  const [row] = rows;
  const partner = row === undefined ? -1 : (partners[row] ?? -1);
  if (row === undefined || partner < 0) return null;
  return {
    first: Math.min(row, partner),
    second: Math.max(row, partner),
    distance,
    count: rows.length,
  };
}

/** The distance of two rows of the position map by the float64 formula. */
export function exactDistance({ exact, maps }: Frame, first: number, second: number): number {
  let sum = 0;
  for (let channel = 0; channel < (maps.positions?.columns ?? 0); channel++) {
    sum += ((exact?.cell(first, channel) ?? 0) - (exact?.cell(second, channel) ?? 0)) ** 2;
  }
  return Math.sqrt(sum);
}
