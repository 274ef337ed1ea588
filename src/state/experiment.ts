/**
 * What the experiments of the Attend room ask: passes of Specs other than the one shown. Only a
 * few numbers of each are read back. Null where a Spec has no such thing, or does not fit.
 */

/** How far the attention of one pass lies from that of another, on the head that is shown. */
export interface Apart {
  /** Largest and mean |Δ weight| over all pairs of query and key. */
  readonly largest: number;
  readonly mean: number;
  /** |Δ weight|, [side, side]; of a longer line the largest of each small square. */
  readonly side: number;
  readonly data: Float32Array;
}

/** How like its position a token still is, layer by layer from what the first block is given on. */
export interface Stream {
  /** Mean over positions p of cos(x_p − x̄, P_p − P̄). */
  readonly own: readonly number[];
  /** Mean over p ≠ q of cos(x_p − x̄, P_q − P̄): what chance and the mean alone would give. */
  readonly others: readonly number[];
}

/** Of what the mean by distance is taken. */
export const distanceKinds = ['similarity', 'logits', 'weights'] as const;
export type DistanceKind = (typeof distanceKinds)[number];

/** Squares of at most this side are read back of a map of differences. */
export const largestSide = 128;
