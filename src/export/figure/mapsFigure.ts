/**
 * Painted matrices as a figure of a paper: in rows, with titles, scales, axes, token labels and a caption.
 * Sizes are those that journals ask for: letters of 6 to 8 points, one column or two wide.
 */
import { scaleLinear } from 'd3';
import { niceStride, scaleTexts, shownTicks } from '../../explain/ticks.ts';
import { lookupTable, palettes } from '../../fields/colour.ts';
import { countsPositions } from '../../fields/matrix.ts';
import { hexOf } from '../../fields/oklab.ts';
import type { ColourScale } from '../../fields/scale.ts';
import { type ThemeName, themes } from '../../fields/theme.ts';
import { rowLabel } from '../../show/words.ts';
import { pieces } from '../../text/tokens.ts';
import type { Side } from '../csv.ts';
import { type Figure, type Mark, sans, type TextMark } from './marks.ts';
import { coloursOf, type Painted } from './painted.ts';
import { widthOf } from './pixels.ts';

/** Points. */
const titleSize = 8;
const labelSize = 6.5;
const captionSize = 6;
const scaleSize = 6;
const gap = 14;
const pad = 6;
const axisHeight = 15;
const widestLabel = 46;

export interface Caption {
  /** What is shown, piece by piece. */
  readonly says: readonly string[];
  readonly link: string;
}

export interface MapsLook {
  readonly theme: ThemeName;
  readonly transparent: boolean;
  /** Points. */
  readonly width: number;
  readonly cells: 'image' | 'rectangles';
  /** What a side is called. */
  readonly sideName: (side: Side) => string;
}

/** @param across  panels in a row */
export function mapsFigure(
  panels: readonly Painted[],
  across: number,
  caption: Caption,
  look: MapsLook,
): Figure {
  const { width, theme } = look;
  const marks: Mark[] = [];
  let top = pad;
  for (let first = 0; first < panels.length; first += across) {
    const row = panels.slice(first, first + across);
    const gutters = row.map((panel, i) => (sharesRows(row[i - 1], panel) ? 0 : gutterOf(panel)));
    const room = width - 2 * pad - sum(gutters) - gap * (across - 1);
    // Fewer in the last row are as large as those above.
    const side = room / across;
    const inTwo = row.some((panel) => !fitsBesideScale(panel, side));
    const headHeight = inTwo ? 33 : 23;
    let left = pad;
    row.forEach((panel, i) => {
      left += gutters[i] ?? 0;
      const box = { x: left, y: top + headHeight, side };
      marks.push(...headOf(panel, { x: left, y: top, side }, inTwo, theme));
      marks.push(mapOf(panel, box, look), frameOf(box, theme));
      if ((gutters[i] ?? 0) > 0) marks.push(...rowLabelsOf(panel, box, look));
      const above = { x: left, y: box.y, wide: side, high: side };
      const { window, columns } = panel;
      const shown = { ...columns, first: columns.first + window.left };
      marks.push(...columnNumbers(shown, window.right - window.left, above, look));
      left += side + gap;
    });
    top += headHeight + side + axisHeight + (first + across < panels.length ? 8 : 4);
  }
  const { marks: written, height } = captionOf(caption, top + 4, width, theme);
  return {
    width,
    height: top + 4 + height + pad,
    ground: look.transparent ? null : themes[theme].page,
    title: [panels.map(({ title }) => title).join(', '), ...caption.says].join(' · '),
    marks: [...marks, ...written],
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Whether the labels at the left of one row of maps hold for the next as well. */
function sharesRows(before: Painted | undefined, panel: Painted): boolean {
  return (
    before !== undefined &&
    rowCount(before) === rowCount(panel) &&
    before.window.top === panel.window.top &&
    hasTokens(before) === hasTokens(panel) &&
    before.rows.first === panel.rows.first
  );
}

const rowCount = ({ window }: Painted) => window.bottom - window.top;

const hasTokens = ({ rows }: Painted) => countsPositions(rows.name);

interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

function mapOf({ image }: Painted, { x, y, side }: Square, { cells }: MapsLook): Mark {
  const box = { x, y, width: side, height: side };
  if (cells === 'image') return { kind: 'image', ...box, image };
  const { width: columns, height: rows } = image;
  return { kind: 'cells', ...box, rows, columns, colours: coloursOf(image) };
}

/** Where a map ends, also where its cells are as light as the ground. */
function frameOf({ x, y, side }: Square, theme: ThemeName): Mark {
  const d = `M${x} ${y}h${side}v${side}h${-side}z`;
  return { kind: 'path', d, stroke: themes[theme].hairline, strokeWidth: 0.4 };
}

const rampOf = (side: number, inTwo = false) =>
  inTwo ? Math.max(side * 0.3, 30) : Math.min(Math.max(side * 0.36, 34), 84);

/** Whether title and kind have room at the left of the scale. */
function fitsBesideScale({ title, kind }: Painted, side: number): boolean {
  const widest = Math.max(widthOf(title, titleSize, 600), widthOf(kind, labelSize));
  return widest <= side - rampOf(side) - 6;
}

/**
 * Title and kind at the left, the scale with its numbers at the right.
 *
 * @param inTwo  the title stands above, and the kind beside the scale
 */
function headOf(panel: Painted, { x, y, side }: Square, inTwo: boolean, name: ThemeName): Mark[] {
  const theme = themes[name];
  const ramp = rampOf(side, inTwo);
  const room = side - ramp - 5;
  const [left, right, top] = [x + side - ramp, x + side, inTwo ? y + 10 : y];
  const numbers = scaleTexts(panel.scale, panel.largest);
  const [first = 0, middle = 0, last = 0] = numbers.map((text) => widthOf(text, scaleSize));
  const hasMiddle = shownTicks([first, middle, last], ramp, 3) === 'all';
  const label = (text: string, at: number, anchor: NonNullable<TextMark['anchor']>): Mark => ({
    kind: 'text',
    x: at,
    y: top + 14,
    text,
    size: scaleSize,
    fill: theme.soft,
    anchor,
  });
  return [
    {
      kind: 'text',
      x,
      y: y + 7,
      text: cutTo(panel.title, inTwo ? side : room, titleSize, 600),
      size: titleSize,
      weight: 600,
      fill: theme.ink,
    },
    {
      kind: 'text',
      x,
      y: top + (inTwo ? 8 : 16),
      text: cutTo(panel.kind, room, labelSize),
      size: labelSize,
      fill: theme.soft,
    },
    {
      kind: 'ramp',
      x: left,
      y: top + 2,
      width: ramp,
      height: 5,
      colours: rampColours(name, panel.scale.kind),
    },
    label(numbers[0] ?? '', left, 'start'),
    ...(hasMiddle ? [label(numbers[1] ?? '', (left + right) / 2, 'middle')] : []),
    label(numbers[2] ?? '', right, 'end'),
  ];
}

/** As many as a straight line between two of them does not show. */
const rampStops = 33;

function rampColours(theme: ThemeName, kind: ColourScale['kind']): readonly string[] {
  const table = lookupTable(palettes[theme][kind]);
  return Array.from({ length: rampStops }, (_, i) =>
    hexOf(table[Math.round((i / (rampStops - 1)) * (table.length - 2))] ?? 0),
  );
}

/** As much of a text as fits, with an ellipsis for the rest. */
function cutTo(text: string, room: number, size: number, weight = 400): string {
  if (widthOf(text, size, weight) <= room) return text;
  const letters = [...pieces(text, 'characters')];
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, size, weight) > room) letters.pop();
  return letters.length > 0 ? `${letters.join('').trimEnd()}…` : '';
}

function gutterOf(panel: Painted): number {
  const { frame, rows, window } = panel;
  const number = widthOf(String(rows.first + window.bottom), labelSize);
  const count = rowCount(panel);
  if (!hasTokens(panel)) return count > 1 ? number + 16 : 4;
  const widest = Math.max(
    ...Array.from({ length: count }, (_, row) =>
      widthOf(rowLabel(frame, window.top + row), labelSize),
    ),
  );
  return Math.min(widest, widestLabel) + number + 20;
}

/** Words, numbers and the name of the rows, at the left of a map. */
function rowLabelsOf(panel: Painted, { x, y, side }: Square, look: MapsLook): Mark[] {
  const theme = themes[look.theme];
  const { frame, rows, window } = panel;
  const count = rowCount(panel);
  if (count === 1) return [];
  const perRow = side / count;
  const stride = niceStride((labelSize * 1.3) / perRow);
  const number = widthOf(String(rows.first + window.bottom), labelSize);
  const words = hasTokens(panel);
  const labels = Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride);
  const name = look.sideName(rows);
  return [
    ...labels.flatMap((row): Mark[] => {
      const at = y + (row + 0.5) * perRow + labelSize * 0.36;
      const text = String(rows.first + window.top + row).replace('-', '−');
      const mark = { kind: 'text', y: at, size: labelSize, anchor: 'end' } as const;
      return [
        { ...mark, x: x - 4, text, fill: theme.soft },
        ...(words
          ? [
              {
                ...mark,
                x: x - 8 - number,
                text: cutTo(rowLabel(frame, window.top + row), widestLabel, labelSize),
                fill: theme.ink,
              },
            ]
          : []),
      ];
    }),
    {
      kind: 'text',
      x: x - gutterOf(panel) + labelSize,
      y: y + side / 2,
      text: name,
      size: labelSize,
      fill: theme.soft,
      anchor: 'middle',
      turned: -90,
    },
  ];
}

/** Where columns lie: above their numbers. */
interface Above {
  readonly x: number;
  readonly y: number;
  readonly wide: number;
  readonly high: number;
}

/** Numbers under columns, and the name of them at the right end. */
export function columnNumbers(
  side: Side,
  count: number,
  { x, y, wide, high }: Above,
  look: MapsLook,
): Mark[] {
  const theme = themes[look.theme];
  const name = look.sideName(side);
  const [from, to] = [side.first, side.first + count];
  // A number stands under the middle of its cell.
  const scale = scaleLinear([from - 0.5, to - 0.5], [0, wide]);
  const widest = Math.max(widthOf(minus(from), labelSize), widthOf(minus(to), labelSize));
  const room = wide - widthOf(name, labelSize) - 6;
  const numbers = scale
    .ticks(Math.min(Math.max(2, Math.floor(wide / (widest * 2.4))), count))
    .filter((value) => Number.isInteger(value) && value >= from && value < to)
    .filter((value) => scale(value) + widthOf(minus(value), labelSize) / 2 <= room);
  const mark = { kind: 'text', y: y + high + 9, size: labelSize, fill: theme.soft } as const;
  return [
    ...numbers.map(
      (value): Mark => ({ ...mark, x: x + scale(value), text: minus(value), anchor: 'middle' }),
    ),
    { ...mark, x: x + wide, text: name, anchor: 'end' },
  ];
}

const minus = (value: number) => String(value).replace('-', '−');

/** The most lines of a link; what a reader cannot type is in the SVG whole. */
const mostLinkLines = 4;

/** What is shown, and where it is shown live. */
export function captionOf(
  { says, link }: Caption,
  top: number,
  width: number,
  theme: ThemeName,
): { readonly marks: readonly Mark[]; readonly height: number } {
  const room = width - 2 * pad;
  const lineHeight = captionSize * 1.4;
  const lines = wrapped(says, ' · ', room);
  const written = wrapped([...readable(link)], '', room);
  const links =
    written.length > mostLinkLines
      ? [
          ...written.slice(0, mostLinkLines - 1),
          `${(written[mostLinkLines - 1] ?? '').slice(0, -2)}…`,
        ]
      : written;
  const { soft } = themes[theme];
  const line = (text: string, i: number): TextMark => ({
    kind: 'text',
    x: pad,
    y: top + (i + 1) * lineHeight - captionSize * 0.3,
    text,
    size: captionSize,
    fill: soft,
    family: sans,
  });
  return {
    marks: [
      ...lines.map(line),
      ...links.map((text, i) => ({ ...line(text, lines.length + i), href: link })),
    ],
    height: (lines.length + links.length) * lineHeight,
  };
}

/** With letters of other scripts as they are written, which an address bar takes as well. */
function readable(link: string): string {
  try {
    return decodeURI(link);
  } catch {
    return link;
  }
}

/** Pieces in lines that fit. */
function wrapped(parts: readonly string[], between: string, room: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : `${last}${between}${part}`;
    if (last === undefined || widthOf(longer, captionSize) > room) lines.push(part);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
