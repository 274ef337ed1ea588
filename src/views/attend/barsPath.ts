/** Bars side by side as one SVG path, upwards from a line or rightwards from it. No React. */

export interface BarsSize {
  /** Along the bars' foot, in pixels. */
  readonly side: number;
  /** Of a full bar, in pixels. */
  readonly thick: number;
  /** What a full bar is. */
  readonly most: number;
  /** Side by side from the left, and upwards; else from the top, and rightwards. */
  readonly across: boolean;
  /** No bar is narrower, in pixels; bars may then overlap. */
  readonly least?: number;
}

/** Wider than this, bars stand apart. */
const apartFrom = 5;

/** NaN has no bar. */
export function barsPath(values: ArrayLike<number>, size: BarsSize): string {
  return Array.from({ length: values.length }, (_, at) =>
    bar(values[at] ?? Number.NaN, at, values.length, size),
  ).join('');
}

export function bar(value: number, at: number, count: number, size: BarsSize): string {
  const { side, thick, most, across, least = 0 } = size;
  if (Number.isNaN(value) || most <= 0) return '';
  const cell = side / count;
  const wide = Math.max(cell - (cell >= apartFrom ? 1 : 0), least);
  const start = round(at * cell);
  const long = round(Math.min(Math.max(value / most, 0), 1) * thick);
  return across
    ? `M${start},${thick}v${-long}h${round(wide)}v${long}z`
    : `M0,${start}h${long}v${round(wide)}h${-long}z`;
}

const round = (pixels: number) => Math.round(pixels * 100) / 100;
