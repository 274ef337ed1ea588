/** Which heads are called positional: those whose weights are explained by offset at least so far. */
import { encoderSizes } from '../state/spec.ts';

/**
 * In a dozen English sentences of 5 to 128 tokens the second, third and fourth head of layer 1 have
 * 0.58 to 0.97, its first 0.32 to 0.66, and no head of layer 2 more than 0.51.
 */
export const positionalShare = 0.55;

/** In fewer pieces offsets explain so much by chance that the two kinds cannot be told apart. */
export const leastPieces = 5;

export function isPositional(share: number, pieces: number): boolean {
  return pieces >= leastPieces && share >= positionalShare;
}

/** Layer and head, counted from 1, of a place among all heads, counted from 0. */
export function headAt(place: number): { readonly layer: number; readonly head: number } {
  const { heads } = encoderSizes;
  return { layer: Math.floor(place / heads) + 1, head: (place % heads) + 1 };
}

/** The places of the positional heads, the largest share first. */
export function byShare(shares: Float32Array, pieces: number): number[] {
  const found = Array.from(shares.keys()).filter((place) =>
    isPositional(shares[place] ?? 0, pieces),
  );
  return found.toSorted((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
}
