import { linearOf } from './oklab.ts';

/** Black or white, whichever is read more easily on a packed colour: at least 4.5 : 1 on each. */
export function inkOn(packed: number): '#000' | '#fff' {
  const [red, green, blue] = linearOf(packed);
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // Where both have the same WCAG contrast: (l + 0.05)² = 1.05 × 0.05.
  return luminance > Math.sqrt(1.05 * 0.05) - 0.05 ? '#000' : '#fff';
}
