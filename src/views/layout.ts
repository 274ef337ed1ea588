/** Where things lie on the plate: plain arithmetic from the room there is. All in CSS pixels. */

export interface Layout {
  /** Maps under one another, for a narrow window. */
  readonly stacked: boolean;
  /** Width of the token labels. */
  readonly gutter: number;
  readonly gap: number;
  /** Width of the position map, and the side of the square maps. */
  readonly first: number;
  readonly side: number;
  readonly profile: number;
}

/**
 * @param width   of the plate
 * @param height  of the window
 * @param rem     the body's font size
 */
export function layoutFor(width: number, height: number, rem: number): Layout {
  const profile = Math.round(4.6 * rem);
  if (width < 47 * rem) {
    const gutter = Math.round(5.2 * rem);
    const side = Math.max(Math.floor(width - gutter), 120);
    return { stacked: true, gutter, gap: 0, first: side, side, profile };
  }
  const gutter = Math.round(6.6 * rem);
  const gap = Math.round(3.6 * rem);
  const room = width - gutter - 2 * gap;
  // What stands above and below the maps at the usual size.
  const tallest = Math.max(height - 34.5 * rem, 17 * rem);
  const side = Math.floor(Math.min(room / 2.87, tallest));
  return {
    stacked: false,
    gutter,
    gap,
    side,
    first: Math.min(room - 2 * side, Math.floor(1.5 * side)),
    profile,
  };
}
