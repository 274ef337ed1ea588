/** The numbers beside scales and rows, and which of them have room. */
import { type ColourScale, valueAt } from '../fields/scale.ts';

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

/** The numbers at the ends and in the middle of a scale. @param max  the m of the scale */
export function scaleTexts(scale: ColourScale, max: number): readonly string[] {
  // A share of one is the most there is; a scale that ends before it says so.
  const { kind, domain } = scale;
  const beyond = kind === 'sequential' && domain.kind === 'fixed' && (domain.beyond ?? max < 1);
  return [0, 0.5, 1].map((unit) => {
    const text = tickText(valueAt(scale, max, unit));
    return unit === 1 && beyond ? `≥ ${text}` : text;
  });
}

function tickText(value: number): string {
  if (value === 0) return '0';
  if (Number.isInteger(value)) return String(value).replace('-', '−');
  // Two significant digits; a formatter of numbers would be a part of the first download for this alone.
  const text =
    Math.abs(value) < 0.01
      ? value.toExponential(1).replace('.0e', 'e')
      : String(Number(value.toPrecision(2)));
  return text.replaceAll('-', '−');
}

/** 1, 2, 5, 10, 20, 50 …: the least that keeps labels apart. */
export function niceStride(least: number): number {
  if (least <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least) ?? 10 * power;
}
