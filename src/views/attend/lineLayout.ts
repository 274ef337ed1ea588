/** Where the tokens of a line stand, worked out from the widths of the letters without laying out. */
import { labelOf } from '../../text/tokens.ts';

export interface LineLayout {
  /** Left edge and width of each token, CSS pixels. */
  readonly x: readonly number[];
  readonly width: readonly number[];
  readonly total: number;
  /** The size of the letters, CSS pixels. */
  readonly size: number;
}

/** Letters may shrink a little so that a line that nearly fits does. */
const sizes = [1.2, 1.06] as const;

/**
 * @param room   CSS pixels that the line has
 * @param rem    CSS pixels
 * @param close  tokens are characters, and stand closer
 * @param fonts  counts up when a font has come, and what was measured without it is wrong
 */
export function lineLayout(
  tokens: readonly string[],
  start: number,
  room: number,
  rem: number,
  close: boolean,
  fonts: number,
): LineLayout {
  const [large, small] = sizes.map((size) => laidOut(tokens, start, size * rem, rem, close, fonts));
  if (!large || !small) throw new Error('lineLayout: no size');
  return large.total <= room ? large : small;
}

function laidOut(
  tokens: readonly string[],
  start: number,
  size: number,
  rem: number,
  close: boolean,
  fonts: number,
): LineLayout {
  // Bold, as the query and the key are: so that nothing moves when they do.
  const wide = widthsOf(
    `700 ${size}px ${getComputedStyle(document.documentElement).fontFamily}`,
    fonts,
  );
  const gap = (close ? 0.35 : 0.8) * size;
  const digit = 0.52 * rem;
  const x: number[] = [];
  let total = 0;
  const width = tokens.map((token, position) => {
    const number = String(start + position).length * digit;
    const own = Math.min(Math.max(wide(labelOf(token)), number, 0.8 * rem), 14 * rem);
    x.push(total);
    total += own + gap;
    return own;
  });
  return { x, width, total: total - gap + 2, size };
}

let context: OffscreenCanvasRenderingContext2D | null = null;
const known = new Map<string, Map<string, number>>();

function widthsOf(font: string, fonts: number): (label: string) => number {
  context ??= new OffscreenCanvas(1, 1).getContext('2d');
  const drawing = context;
  if (!drawing) return (label) => label.length * 10;
  drawing.font = font;
  const name = `${fonts} ${font}`;
  // A page that is open for long does not keep every word ever typed.
  if ((known.get(name)?.size ?? 0) > 20_000) known.clear();
  const widths = known.get(name) ?? new Map<string, number>();
  known.set(name, widths);
  return (label) => {
    const before = widths.get(label);
    if (before !== undefined) return before;
    const width = Math.ceil(drawing.measureText(label.slice(0, 200)).width) + 1;
    widths.set(label, width);
    return width;
  };
}

/** The tokens between two places of the line, whole. */
export function seen(
  { x, width }: LineLayout,
  from: number,
  to: number,
): { readonly first: number; readonly end: number } {
  const first = x.findIndex((left, i) => left + (width[i] ?? 0) >= from);
  const end = x.findIndex((left) => left > to);
  return { first: first === -1 ? x.length : first, end: end === -1 ? x.length : end };
}

/** The arc from the query to the key: flat, and higher the further apart they are. */
export function arcPath(
  { x, width }: LineLayout,
  query: number,
  key: number,
  base: number,
): string {
  const middle = (place: number) => (x[place] ?? 0) + (width[place] ?? 0) / 2;
  const [from, to] = [middle(query), middle(key)];
  if (query === key) {
    const [out, top] = [base * 0.5, base * -0.1];
    return `M${from - 4},${base} C${from - out},${top} ${from + out},${top} ${from + 4},${base}`;
  }
  const top = base - Math.min(base * 1.25, base * 0.5 + Math.abs(to - from) * 0.12);
  const lean = Math.min(Math.abs(to - from) * 0.1, base) * Math.sign(to - from);
  return `M${from},${base} C${from + lean},${top} ${to - lean},${top} ${to},${base}`;
}
