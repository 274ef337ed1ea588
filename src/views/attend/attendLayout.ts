/** Where things lie in the Attend room: plain arithmetic from the room there is. All in CSS pixels. */
import type { Panel, Square } from '../parts/layout.ts';

export interface AttendLayout extends Square {
  /**
   * `beside`: map, panel and heads in a row; `below`: the panel below the map and the heads;
   * `stacked`: all under one another, of which a phone shows the first.
   */
  readonly arrangement: 'beside' | 'below' | 'stacked';
  /** Width of the square with what is around it: its labels, the strip, and the line above. */
  readonly wide: number;
  /** Where an experiment is docked, or how a number came about. */
  readonly panel: Panel;
  readonly heads: HeadList | null;
}

/** The heads, small. */
export interface HeadList {
  readonly columns: 1 | 2;
  /** Of a map. */
  readonly side: number;
  readonly height: number;
}

export interface AttendContent {
  /** An experiment is open. */
  readonly open: boolean;
  /** Whether anything stands in the panel. */
  readonly panel: boolean;
  /** How many heads are listed; 0 where none are. */
  readonly heads: number;
}

/** In rem: the head line of the map with the strip above the square, and the strip at its right. */
const above = 4.2;
const strip = 3.4;
/** The name of a stage, what can be chosen there and the scale, in a line. */
const headLine = 22.5;
/** The line of names above a panel. */
const names = 2.2;
/** Their width, in rem; a panel that has not this much shows them as a menu. */
export const namesWide = 31.5;
/** The heading of the heads, and beside each map its number. */
const headTitle = 1.9;
const headNumber = 1.9;
const headGap = 0.5;

/** The arrangement that makes the map largest. */
export function attendLayout(
  width: number,
  height: number,
  rem: number,
  content: AttendContent,
): AttendLayout {
  if (width < 47 * rem) return stacked(width, height, rem, content);
  const [one, two] = [
    beside(width, height, rem, content),
    below(width, height, rem, content),
  ] as const;
  return two.side > one.side * 1.15 ? two : one;
}

function beside(width: number, height: number, rem: number, content: AttendContent): AttendLayout {
  const gutter = Math.round(6.6 * rem);
  const heads = headList(height, rem, content.heads);
  const room = width - 2 * rem - headsWide(heads, rem);
  const across = room - gutter - strip * rem;
  const least = content.panel
    ? Math.max(22 * rem, Math.min(namesWide * rem, across * 0.52), across * 0.38)
    : 0;
  const side = sideFor(across - least, height - above * rem, rem);
  const wide = wideOf(gutter, side, rem);
  const panel = {
    place: 'beside',
    width: Math.floor(room - wide),
    height: Math.floor(height - names * rem),
  } as const;
  return { arrangement: 'beside', gutter, side, wide, panel, heads };
}

function below(width: number, height: number, rem: number, content: AttendContent): AttendLayout {
  const gutter = Math.round(6.6 * rem);
  const tall = content.panel ? height - Math.max(18 * rem, height * 0.36) : height;
  const heads = headList(tall, rem, content.heads);
  const across = width - gutter - strip * rem - headsWide(heads, rem);
  const side = sideFor(across, tall - above * rem, rem);
  const left = height - side - (above + 1 + names) * rem;
  const panel = { place: 'below', width: Math.floor(width), height: Math.floor(left) } as const;
  return { arrangement: 'below', gutter, side, wide: wideOf(gutter, side, rem), panel, heads };
}

function wideOf(gutter: number, side: number, rem: number): number {
  return Math.ceil(Math.max(gutter + side + strip * rem, headLine * rem));
}

function stacked(width: number, height: number, rem: number, content: AttendContent): AttendLayout {
  const gutter = Math.round(3.6 * rem);
  const lens = content.open ? Math.max(height * 0.4, 11 * rem) : 0;
  const room = height - (above + names) * rem - lens;
  const side = sideFor(width - gutter - strip * rem, room, rem);
  const left = height - side - (above + names) * rem;
  const panel = { place: 'below', width, height: Math.floor(Math.max(left, lens)) } as const;
  const heads = { columns: 1, side: Math.round(5 * rem), height: 0 } as const;
  return {
    arrangement: 'stacked',
    gutter,
    side,
    wide: Math.floor(width),
    panel,
    heads: content.heads > 0 ? heads : null,
  };
}

/** As large as all of them fit, within what one can see and what a large map leaves. */
function headList(height: number, rem: number, count: number): HeadList | null {
  if (count === 0) return null;
  const columns = count > 4 ? 2 : 1;
  const rows = Math.ceil(count / columns);
  const fits = (height - headTitle * rem) / rows - headGap * rem;
  const most = columns === 1 ? 7 : 4.5;
  const side = Math.floor(Math.min(Math.max(fits, 3 * rem), most * rem));
  return { columns, side, height: Math.floor(height) };
}

/** With the gap before them; what is said in place of very many heads has room for a few words. */
function headsWide(heads: HeadList | null, rem: number): number {
  if (!heads) return 0;
  return Math.max(heads.columns * (heads.side + headNumber * rem) + 0.4 * rem, 7 * rem) + 2 * rem;
}

/** Never so small that nothing can be seen: then the room scrolls. */
function sideFor(across: number, down: number, rem: number): number {
  return Math.floor(Math.max(Math.min(across, down), 9 * rem));
}
