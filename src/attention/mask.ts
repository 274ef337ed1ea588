/** Which keys a query sees. Indices count from the first token of the line. */

export interface Mask {
  /** A query sees no later key. */
  readonly causal: boolean;
  /** A query sees only this many keys, its own the last of them; 0 is all. */
  readonly window: number;
  /** Keys from this index on are padding: hidden from every query. */
  readonly visible: number;
}

export const unmasked: Mask = { causal: false, window: 0, visible: Number.POSITIVE_INFINITY };
export const causalMask: Mask = { ...unmasked, causal: true };

/** Whether a key is hidden from a query. */
export function hides(
  { causal: past, window, visible }: Mask,
  query: number,
  key: number,
): boolean {
  return (past && key > query) || (window > 0 && query - key >= window) || key >= visible;
}

export function hidesNothing(mask: Mask): boolean {
  return !mask.causal && mask.window === 0 && mask.visible === Number.POSITIVE_INFINITY;
}

/** How many keys a query sees. */
export function keysSeen(mask: Mask, query: number, length: number): number {
  const first = mask.window > 0 ? query - mask.window + 1 : 0;
  const end = Math.min(mask.causal ? query + 1 : length, mask.visible, length);
  return Math.max(end - Math.max(first, 0), 0);
}

/** How many queries see a key. */
export function queriesSeeing(mask: Mask, key: number, length: number): number {
  if (key >= mask.visible) return 0;
  const end = mask.window > 0 ? Math.min(key + mask.window, length) : length;
  return end - (mask.causal ? key : 0);
}
