/** Where a key leads in a grid whose rows are as long as there is room. Knows places, no elements. */

export interface Place {
  readonly left: number;
  readonly top: number;
}

/**
 * @param places  of the entries, in reading order
 * @param at      index of one of them
 * @param page    height that is seen at once
 * @returns       index of the entry that the key leads to, which may be the same; null for a key
 *                that leads nowhere
 */
export function stepIn(
  places: readonly Place[],
  at: number,
  key: string,
  page: number,
): number | null {
  const last = places.length - 1;
  const from = places[at];
  if (!from) return null;
  /** The entry of the row at `top` that is nearest to this one's column. */
  const inRow = (top: number | undefined) => {
    const row = places.flatMap((place, i) => (place.top === top ? [i] : []));
    const away = (i: number) => Math.abs((places[i]?.left ?? 0) - from.left);
    return row.toSorted((a, b) => away(a) - away(b))[0] ?? at;
  };
  const below = places.map(({ top }) => top).filter((top) => top > from.top);
  const above = places.map(({ top }) => top).filter((top) => top < from.top);
  switch (key) {
    case 'ArrowLeft':
      return Math.max(at - 1, 0);
    case 'ArrowRight':
      return Math.min(at + 1, last);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowDown':
      return inRow(below[0]);
    case 'ArrowUp':
      return inRow(above.at(-1));
    case 'PageDown':
      return inRow(below.findLast((top) => top <= from.top + page) ?? below[0]);
    case 'PageUp':
      return inRow(above.find((top) => top >= from.top - page) ?? above.at(-1));
    default:
      return null;
  }
}
