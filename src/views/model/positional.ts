/** Which heads are called positional: those whose weights are explained by offset at least so far. */
import { useLiteSizes } from '../../state/spec.ts';

/** Between the two kinds of heads, as they fall apart in sentences of three to 128 tokens. */
export const positionalShare = 0.5;

/** Layer and head, counted from 1, of a place among all heads, counted from 0. */
export function placeOf(place: number): { readonly layer: number; readonly head: number } {
  const { heads } = useLiteSizes;
  return { layer: Math.floor(place / heads) + 1, head: (place % heads) + 1 };
}

/** The places of the positional heads, the largest share first. */
export function byShare(shares: Float32Array): number[] {
  const found = Array.from(shares.keys()).filter(
    (place) => (shares[place] ?? 0) >= positionalShare,
  );
  return found.toSorted((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
}
