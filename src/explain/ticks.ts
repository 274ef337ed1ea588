/** Which numbers beside a scale have room. */

/** All three, the two ends, or the last alone. */
export type TicksShown = 'all' | 'ends' | 'last';

/**
 * @param widths  of the first, the middle and the last number, in pixels
 * @param room    from the left edge of the first to the right edge of the last; the middle one is
 *                centred in it
 * @param gap     the least between two numbers
 */
export function shownTicks(
  [first = 0, middle = 0, last = 0]: readonly number[],
  room: number,
  gap: number,
): TicksShown {
  if (Math.max(first, last) + gap + middle / 2 <= room / 2) return 'all';
  return first + gap + last <= room ? 'ends' : 'last';
}
