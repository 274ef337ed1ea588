/**
 * Part of the page as it is on the screen, as marks: its words line by line, its drawings, its canvases as
 * pictures, the colours behind and the lines around. What cannot be seen is left out.
 */
import type { Mark, Transform } from './marks.ts';
import { copied } from './painted.ts';

type Point = readonly [x: number, y: number];

/** Where the whole of a part lies, also what is scrolled out of it. */
export function wholeOf(element: Element): DOMRect {
  const { left, top, width, height } = element.getBoundingClientRect();
  const { scrollTop, scrollHeight } = element;
  return new DOMRect(left, top - scrollTop, width, Math.max(height, scrollHeight));
}

/**
 * @param scale     points a CSS pixel
 * @param at        where its top left corner is to be, in points
 * @param pictures  what stands for canvases that were painted anew; the others are taken as they are
 */
export function marksOf(
  element: Element,
  scale: number,
  at: Point,
  pictures: Pictures,
): readonly Mark[] {
  const root = wholeOf(element);
  const place: Place = { scale, left: root.left, top: root.top, at, element, clip: root, pictures };
  const marks: Mark[] = [];
  visit(element, 1, place, marks);
  return marks;
}

type Pictures = ReadonlyMap<HTMLCanvasElement, HTMLCanvasElement>;

interface Place {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly at: Point;
  readonly element: Element;
  /** What of the page can be seen: what is scrolled out of a part of it cannot. */
  readonly clip: DOMRect;
  readonly pictures: Pictures;
}

/** The place of what is in an element: one that scrolls or cuts shows no more than its own area. */
function within(
  element: Element,
  style: CSSStyleDeclaration,
  around: DOMRect,
  place: Place,
): Place {
  const cuts = style.overflowX !== 'visible' || style.overflowY !== 'visible';
  // The part itself is taken whole.
  const isRoot = element === place.element;
  if (!cuts || isRoot || element instanceof SVGElement) return place;
  const { clip } = place;
  const [left, top] = [Math.max(clip.left, around.left), Math.max(clip.top, around.top)];
  const width = Math.max(Math.min(clip.right, around.right) - left, 0);
  const height = Math.max(Math.min(clip.bottom, around.bottom) - top, 0);
  return { ...place, clip: new DOMRect(left, top, width, height) };
}

const meet = (a: DOMRect, b: DOMRect) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Between what is above and what is below; the browser draws it without an element. */
function fractionLine(
  element: Element,
  style: CSSStyleDeclaration,
  opacity: number,
  place: Place,
): Mark[] {
  const [above, below] = [...element.children].map((child) => child.getBoundingClientRect());
  if (!above || !below) return [];
  const { x, width } = boxOf(element.getBoundingClientRect(), place);
  const y = boxOf(new DOMRect(0, (above.bottom + below.top) / 2), place).y;
  return [
    { kind: 'path', d: `M${x} ${y}h${width}`, stroke: style.color, strokeWidth: 0.5, opacity },
  ];
}

/**
 * What is only there to be pressed has no use on paper, nor what was not chosen; what only a screen reader
 * says is not seen.
 */
const leftOut = [
  'script, style, title, desc, defs, .visually-hidden',
  '[type="range"], [type="checkbox"], [type="search"]',
  'label:has([type="checkbox"]:not(:checked))',
  // A row of a table is named by one.
  'button:is(.tool, .step, .icon, .word, .reset, .lens-button, .experiment-do, .compare-add, .formula-more):not(tr *)',
  'button[aria-pressed="false"]:not(:has(canvas), tr *)',
].join();

function visit(element: Element, opacity: number, outer: Place, marks: Mark[]): void {
  if (element.matches(leftOut)) return;
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden') return;
  const own = opacity * Number(style.opacity);
  // The second is how a heading is kept for a screen reader alone.
  if (own === 0 || style.clipPath === 'inset(50%)') return;
  const around = element.getBoundingClientRect();
  if (around.width > 0 && around.height > 0 && !meet(around, outer.clip)) return;
  const place = within(element, style, around, outer);
  if (element instanceof HTMLCanvasElement) {
    if (element.width === 0 || around.width === 0) return;
    const smooth = style.imageRendering !== 'pixelated';
    const image = copied(place.pictures.get(element) ?? element);
    marks.push({ kind: 'image', ...boxOf(around, place), image, opacity: own, smooth });
    return;
  }
  if (element instanceof HTMLSelectElement || element instanceof HTMLInputElement) {
    marks.push(...valueWords(element, style, own, place));
    return;
  }
  if (element.localName === 'mfrac') marks.push(...fractionLine(element, style, own, place));
  if (element instanceof SVGGraphicsElement && !(element instanceof SVGSVGElement)) {
    if (element instanceof SVGTextElement) {
      marks.push(...svgWords(element, own, place));
      return;
    }
    const d = shapeOf(element);
    if (d !== null) {
      marks.push(...pathsOf(element, d, style, own, place));
      return;
    }
  }
  if (element instanceof HTMLElement) marks.push(...boxMarks(element, style, own, place));
  for (const child of element.childNodes) {
    if (child instanceof Element) visit(child, own, place, marks);
    else if (child instanceof Text) marks.push(...wordsOf(child, style, own, place));
  }
}

/** What a field holds, where it begins. */
function valueWords(
  field: HTMLSelectElement | HTMLInputElement,
  style: CSSStyleDeclaration,
  opacity: number,
  place: Place,
): Mark[] {
  const text =
    field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? '') : field.value;
  const { x, y, width, height } = boxOf(field.getBoundingClientRect(), place);
  if (text === '' || width === 0) return [];
  const size = Number.parseFloat(style.fontSize) * place.scale;
  const end = style.textAlign === 'right' || style.textAlign === 'end';
  return [
    {
      ...lettersOf(style, size, opacity),
      x: end ? x + width : x,
      y: y + height / 2 + size * 0.36,
      text,
      fill: style.color,
      anchor: end ? 'end' : 'start',
    },
  ];
}

const isClear = (colour: string) => colour === 'transparent' || /, 0\)$|\/ 0\)$/.test(colour);

function boxOf({ x, y, width, height }: DOMRect, { scale, left: from, top, at }: Place) {
  return {
    x: at[0] + (x - from) * scale,
    y: at[1] + (y - top) * scale,
    width: width * scale,
    height: height * scale,
  };
}

/** What is behind an element, and the lines around it. */
function boxMarks(
  element: HTMLElement,
  style: CSSStyleDeclaration,
  opacity: number,
  place: Place,
): Mark[] {
  const box = boxOf(element.getBoundingClientRect(), place);
  if (box.width === 0 || box.height === 0) return [];
  const marks: Mark[] = [];
  const behind = style.backgroundColor;
  if (!isClear(behind)) marks.push({ kind: 'rect', ...box, fill: behind, opacity });
  // Only scales have one, from left to right in the colours of a palette.
  const colours = /^linear-gradient\(.*to right/.test(style.backgroundImage)
    ? (style.backgroundImage.match(/#[0-9a-f]{6}|(?:rgba?|oklab)\([^)]*\)/gi) ?? [])
    : [];
  if (colours.length > 1) marks.push({ kind: 'ramp', ...box, colours });
  const { x, y, width, height } = box;
  const edges = [
    ['Top', x, y, width, 0],
    ['Bottom', x, y + height, width, 0],
    ['Left', x, y, 0, height],
    ['Right', x + width, y, 0, height],
  ] as const;
  for (const [edge, fromX, fromY, wide, high] of edges) {
    const thick = Number.parseFloat(style[`border${edge}Width`]);
    const colour = style[`border${edge}Color`];
    if (thick === 0 || style[`border${edge}Style`] === 'none' || isClear(colour)) continue;
    marks.push({
      kind: 'path',
      d: `M${fromX} ${fromY}l${wide} ${high}`,
      stroke: colour,
      strokeWidth: thick * place.scale,
      opacity,
      ...(style[`border${edge}Style`] === 'dotted' && { dash: [1, 1.5] }),
    });
  }
  return marks;
}

/** The words of a text node, a mark for each line that they stand in. */
function wordsOf(node: Text, style: CSSStyleDeclaration, opacity: number, place: Place): Mark[] {
  const text = node.data;
  if (text.trim() === '') return [];
  const range = document.createRange();
  const lines: { text: string; box: DOMRect; right: number }[] = [];
  for (const [from, to] of piecesOf(text)) {
    range.setStart(node, from);
    range.setEnd(node, to);
    const [box] = range.getClientRects();
    if (!box || box.width === 0 || !isSeen(box, place.clip)) continue;
    const last = lines.at(-1);
    const piece = text.slice(from, to);
    if (last && Math.abs(last.box.y - box.y) < box.height / 2) {
      last.text += piece;
      last.right = box.right;
    } else lines.push({ text: piece, box, right: box.right });
  }
  const size = Number.parseFloat(style.fontSize);
  // A letter of a formula is slanted without its style saying so.
  const slanted = node.parentElement?.localName === 'mi' && text.trim().length === 1;
  // Numbers below one another end in one line, whatever face draws them.
  const ends = style.textAlign === 'right' || style.textAlign === 'end';
  return lines.map((line) => {
    const box = boxOf(line.box, place);
    return {
      ...lettersOf(style, size * place.scale, opacity),
      ...(slanted && { italic: true }),
      ...(ends && { anchor: 'end' as const }),
      x: ends ? boxOf(new DOMRect(line.right, 0), place).x : box.x,
      // Where the baseline of a line of this face is, near enough.
      y: box.y + box.height / 2 + size * place.scale * 0.36,
      text: line.text.replaceAll(/\s+/g, ' ').trimEnd(),
      fill: style.color,
    };
  });
}

/** Whether the most of a word is inside of what can be seen. */
function isSeen({ x, y, width, height }: DOMRect, clip: DOMRect): boolean {
  const [middle, centre] = [x + width / 2, y + height / 2];
  return middle < clip.right && middle > clip.left && centre < clip.bottom && centre > clip.top;
}

/** Words of a text with what follows them, and each character of a script that breaks anywhere. */
function* piecesOf(text: string): Generator<readonly [from: number, to: number]> {
  for (const { index, 0: piece } of text.matchAll(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu)) {
    yield [index, index + piece.length];
  }
}

function lettersOf(style: CSSStyleDeclaration, size: number, opacity: number) {
  return {
    kind: 'text',
    size,
    weight: Number(style.fontWeight),
    family: style.fontFamily,
    italic: style.fontStyle === 'italic',
    opacity,
  } as const;
}

const anchors: Readonly<Record<string, 'start' | 'middle' | 'end'>> = {
  start: 'start',
  middle: 'middle',
  end: 'end',
};

/** The words of an SVG text, where they stand on the page; turned as they are. */
function svgWords(element: SVGTextElement, opacity: number, place: Place): Mark[] {
  return [...element.childNodes].flatMap((child): Mark[] => {
    const holder = child instanceof SVGTextContentElement ? child : element;
    const text = child.textContent?.trim() ?? '';
    if (text === '') return [];
    const style = getComputedStyle(holder);
    const own = opacity * (holder === element ? 1 : Number(style.opacity));
    const matrix = transformOf(element, place);
    if (!matrix || isClear(style.fill) || style.fill === 'none') return [];
    const first = holder === element ? indexOf(element, child) : 0;
    const start = holder.getStartPositionOfChar(first);
    const end = holder.getEndPositionOfChar(first + (child.textContent?.length ?? 1) - 1);
    // Of several pieces each begins where it does, whatever the whole is anchored by.
    const anchor = element.childNodes.length === 1 ? anchors[style.textAnchor] : undefined;
    const along = { start: 0, middle: 0.5, end: 1 }[anchor ?? 'start'];
    const from: Point = [start.x + along * (end.x - start.x), start.y + along * (end.y - start.y)];
    const [a, b] = matrix;
    const [x, y] = applied(matrix, from);
    return [
      {
        ...lettersOf(style, Number.parseFloat(style.fontSize) * Math.hypot(a, b), own),
        x,
        y,
        text,
        fill: style.fill,
        anchor: anchor ?? 'start',
        turned: Math.round((Math.atan2(b, a) * 180) / Math.PI),
      },
    ];
  });
}

/** Which letter of a text the first of a node is. */
function indexOf(element: SVGTextElement, node: Node): number {
  let index = 0;
  for (const each of element.childNodes) {
    if (each === node) return index;
    index += each.textContent?.length ?? 0;
  }
  return index;
}

/** From an element's own coordinates to the figure's. */
function transformOf(
  element: SVGGraphicsElement,
  { scale, left: from, top, at }: Place,
): Transform | null {
  const m = element.getScreenCTM();
  if (!m) return null;
  return [
    m.a * scale,
    m.b * scale,
    m.c * scale,
    m.d * scale,
    at[0] + (m.e - from) * scale,
    at[1] + (m.f - top) * scale,
  ];
}

const applied = ([a, b, c, d, e, f]: Transform, [x, y]: Point): Point => [
  a * x + c * y + e,
  b * x + d * y + f,
];

/** The outline of a shape in its own coordinates; null for what is none. */
function shapeOf(element: SVGGraphicsElement): string | null {
  const style = getComputedStyle(element);
  const length = (name: string) => {
    const written = Number.parseFloat(style.getPropertyValue(name));
    return Number.isNaN(written) ? Number(element.getAttribute(name) ?? 0) : written;
  };
  const number = (name: string) => Number(element.getAttribute(name) ?? 0);
  if (element instanceof SVGPathElement) return element.getAttribute('d');
  if (element instanceof SVGLineElement) {
    return `M${number('x1')} ${number('y1')}L${number('x2')} ${number('y2')}`;
  }
  if (element instanceof SVGRectElement) {
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(length);
    return width && height ? `M${x} ${y}h${width}v${height}h${-width}z` : '';
  }
  if (element instanceof SVGCircleElement || element instanceof SVGEllipseElement) {
    const [cx = 0, cy = 0] = ['cx', 'cy'].map(length);
    const isCircle = element instanceof SVGCircleElement;
    const [rx, ry] = isCircle ? [length('r'), length('r')] : [length('rx'), length('ry')];
    return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`;
  }
  if (element instanceof SVGPolylineElement || element instanceof SVGPolygonElement) {
    const points = (element.getAttribute('points') ?? '').trim();
    return points === '' ? '' : `M${points}${element instanceof SVGPolygonElement ? 'z' : ''}`;
  }
  return null;
}

function pathsOf(
  element: SVGGraphicsElement,
  d: string,
  style: CSSStyleDeclaration,
  opacity: number,
  place: Place,
): Mark[] {
  const transform = transformOf(element, place);
  if (!transform || d === '') return [];
  const isDrawn = (paint: string) =>
    paint !== 'none' && !paint.startsWith('url') && !isClear(paint);
  const filled = isDrawn(style.fill);
  const stroked = isDrawn(style.stroke) && Number.parseFloat(style.strokeWidth) > 0;
  const parts: Mark[] = [];
  if (filled) {
    const own = opacity * Number(style.fillOpacity);
    parts.push({ kind: 'path', d, transform, fill: style.fill, opacity: own });
  }
  if (stroked) {
    const keepsWidth = style.vectorEffect === 'non-scaling-stroke';
    const wide = Number.parseFloat(style.strokeWidth);
    const dash = style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/);
    parts.push({
      kind: 'path',
      d,
      transform,
      stroke: style.stroke,
      strokeWidth: keepsWidth
        ? (wide * place.scale) / Math.hypot(transform[0], transform[1])
        : wide,
      opacity: opacity * Number(style.strokeOpacity),
      ...(dash.length > 0 && { dash: dash.map(Number.parseFloat) }),
    });
  }
  return parts;
}
