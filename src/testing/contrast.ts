/** WCAG 2 contrast ratio of two `#rrggbb`, 1…21. For tests only. */
import { linearOf, packed } from '../fields/oklab.ts';

export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = linearOf(packed(hex));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
