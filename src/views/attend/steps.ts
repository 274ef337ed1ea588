/** Keys that go through the bars of a figure one by one. */

/**
 * @param now    the bar that is pointed at, or null
 * @returns      the next one, null for none, or undefined for a key that means nothing here
 */
export function stepped(key: string, now: number | null, count: number): number | null | undefined {
  const clamp = (place: number) => Math.min(Math.max(place, 0), count - 1);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return clamp(now === null ? 0 : now + 1);
    case 'ArrowLeft':
    case 'ArrowDown':
      return clamp(now === null ? count - 1 : now - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'Escape':
      return now === null ? undefined : null;
    default:
      return undefined;
  }
}
