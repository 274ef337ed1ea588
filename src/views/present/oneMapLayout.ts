/** Where one map lies that has the screen to itself: plain arithmetic, in CSS pixels. */
import type { PlateLayout } from '../parts/layout.ts';

export interface OneMapLayout extends PlateLayout {
  /** Width of the column at the left with the map's name, its scale and a number; 0: they stand above. */
  readonly beside: number;
}

/** In rem. */
const [head, axis, leastBeside] = [5.5, 1.8, 13];

/** As large as the height allows, with the words beside it wherever the window is wide enough. */
export function oneMapLayout(width: number, height: number, rem: number): OneMapLayout {
  const gutter = Math.round(6.6 * rem);
  const tall = Math.floor(height - axis * rem);
  const left = width - gutter - tall;
  const beside = left >= leastBeside * rem;
  const side = beside ? tall : Math.min(width - gutter, Math.floor(tall - head * rem));
  return {
    arrangement: 'row',
    gutter,
    gap: 0,
    side: Math.max(side, 1),
    profile: 0,
    names: 'line',
    panel: null,
    beside: beside ? left : 0,
  };
}
