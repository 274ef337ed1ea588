/** Where things lie in the Compare room: plain arithmetic from the room there is. All in CSS pixels. */
import type { Square } from '../parts/layout.ts';

interface CompareLayout extends Square {
  readonly gap: number;
  /** One map of each scheme: two schemes in a row on a phone, all of them where more is too narrow. */
  readonly stacked: boolean;
  /** The two maps of a scheme side by side; else one above the other. */
  readonly across: boolean;
  /** Where the numbers under the crosshair stand. */
  readonly table: 'right' | 'below' | 'none';
  /** Height of the numbers with curves below or beside them; null where these have no room. */
  readonly curved: number | null;
}

/** In rem: the head line of a column, that of a map with the gap below it. */
const columnHead = 2.2;
/** On a phone it has two lines. */
const stackedHead = 3.3;
const mapRoom = 2.6;
/** Width of the numbers, their head line, and a line of them per column; the button with them. */
const numbers = { width: 24, head: 2, line: 1.65, tool: 2 };
/** A figure lower than this cannot be read. */
const leastCurves = 9;
/** Between the curves and the dock. */
const air = 0.5;
/** Between maps: never less, and no more where there is room. */
const gaps = { least: 1.4, most: 3 };
/** A narrower map has no room for its scale, nor a column for its scheme's name. */
const leastSide = 6;
/** The line of the maps' names where one is shown. */
const tabs = 2.4;

type Layout = (width: number, height: number, rem: number, columns: number) => CompareLayout;

/** The arrangement whose squares are largest with least to scroll, for a number of columns. */
export const compareLayout: Layout = (...room) => arranged(...room, ['below', 'right']);

/** On a screen that nobody scrolls: the numbers step aside where they do not fit. */
export const presentedLayout: Layout = (width, height, rem, columns) => {
  const all = compareLayout(width, height, rem, columns);
  const fits = heightOf(all, columns, rem) <= height;
  return fits ? all : arranged(width, height, rem, columns, ['none']);
};

function arranged(
  width: number,
  height: number,
  rem: number,
  columns: number,
  tables: readonly CompareLayout['table'][],
): CompareLayout {
  const hasNumbers = !tables.includes('none');
  const table = hasNumbers ? (numbers.head + numbers.line * columns) * rem : 0;
  const single = (inRow: number): CompareLayout => {
    const gap = Math.round(gaps.least * rem);
    const rows = Math.ceil(columns / inRow);
    const across = (width - (inRow - 1) * gap) / inRow;
    const down = (height - tabs * rem - table) / rows - (stackedHead + mapRoom) * rem;
    const side = sideFor(across, down, rem);
    const place = hasNumbers ? 'below' : 'none';
    return { stacked: true, gutter: 0, gap, side, across: false, table: place, curved: null };
  };
  if (width < 40 * rem) return single(2);
  const all = [true, false].flatMap((across) =>
    tables.map((place) => squares(width, height, rem, columns, { across, table: place })),
  );
  // What has to be scrolled for counts against it.
  const over = (each: CompareLayout) => Math.max(heightOf(each, columns, rem) - height, 0);
  const worth = (each: CompareLayout) => each.side - over(each) / 2;
  const best = all.reduce((most, each) => (worth(each) > worth(most) ? each : most));
  const one = single(columns);
  // One map of each that is seen whole, rather than two that are not.
  const whole = over(best) > 0 && over(one) === 0 && one.side >= best.side;
  return best.side < leastSide * rem || whole ? one : best;
}

function heightOf(
  { stacked, side, across, table }: CompareLayout,
  columns: number,
  rem: number,
): number {
  const below = table === 'below' ? numbers.head + numbers.line * columns : 0;
  if (stacked) return (tabs + stackedHead + mapRoom + below) * rem + side;
  const rows = across ? 1 : 2;
  return (columnHead + rows * mapRoom + below) * rem + rows * side;
}

function squares(
  width: number,
  height: number,
  rem: number,
  columns: number,
  { across, table }: Pick<CompareLayout, 'across' | 'table'>,
): CompareLayout {
  const gutter = Math.round(6.6 * rem);
  const [wide, high] = across ? [2 * columns, 1] : [columns, 2];
  const beside = table === 'right' ? numbers.width * rem : 0;
  const room = width - gutter - beside;
  const tall = (numbers.head + numbers.line * columns) * rem;
  const below = table === 'below' ? tall : 0;
  // Before the numbers there is a gap too.
  const between = wide - 1 + (table === 'right' ? 1 : 0);
  const least = gaps.least * rem;
  const side = sideFor(
    (room - between * least) / wide,
    (height - columnHead * rem - below) / high - mapRoom * rem,
    rem,
  );
  const spare = between === 0 ? 0 : (room - wide * side) / between;
  const gap = Math.floor(Math.max(Math.min(spare, gaps.most * rem), least));
  // Beside the maps curves stand under the numbers, below the maps beside them.
  const above = table === 'below' ? (columnHead + high * mapRoom) * rem + high * side : 0;
  const left = height - above - air * rem;
  const read = tall + numbers.tool * rem;
  const enough = table === 'right' ? read + leastCurves * rem : Math.max(read, leastCurves * rem);
  const curved = table !== 'none' && left >= enough ? Math.floor(left) : null;
  return { stacked: false, gutter, gap, side, across, table, curved };
}

/** Never so low that nothing can be seen: then the room scrolls, down and not sideways. */
function sideFor(across: number, down: number, rem: number): number {
  return Math.floor(Math.min(across, Math.max(down, 8 * rem)));
}
