/** Where things lie in the Model room: plain arithmetic from the room there is. All in CSS pixels. */
import type { Square } from '../parts/layout.ts';

export interface ModelLayout extends Square {
  /** The heads beside the two squares, below them, or all under one another. */
  readonly arrangement: 'beside' | 'below' | 'stacked';
  readonly gap: number;
}

/** In rem: two rows of four heads, and what the room has above and below a square. */
const headsWide = 24.5;
const around = 17.6;
/** Squares smaller than this have no room for their titles. */
const least = 16;

export function modelLayout(width: number, height: number, rem: number): ModelLayout {
  const gap = Math.round(2.4 * rem);
  const most = Math.max(height - around * rem, 18 * rem);
  const laidOut = (arrangement: ModelLayout['arrangement'], wide: number, room: number) => ({
    arrangement,
    gutter: Math.round(wide * rem),
    gap,
    side: Math.floor(Math.min(room, most)),
  });
  if (width < 47 * rem) return laidOut('stacked', 5.2, width - 5.2 * rem);
  const across = width - 6.6 * rem - gap;
  const beside = (across - gap - headsWide * rem) / 2;
  return beside < least * rem ? laidOut('below', 6.6, across / 2) : laidOut('beside', 6.6, beside);
}
