/** What a figure is of, and the figure of it: of maps that are painted anew, or of what is on the page. */
import { type ThemeName, themes } from '../../fields/theme.ts';
import { cellOf } from '../../show/cross.ts';
import { paintedForPrint } from '../../show/pictures.ts';
import { readout } from '../../show/readout.ts';
import { answers } from '../../show/shown.ts';
import { axisKey, rowLabel } from '../../show/words.ts';
import type { QuantityAbout } from '../../state/asked.ts';
import type { Frame } from '../../state/frame.ts';
import { aboutOf } from '../../state/spec.ts';
import { type View, viewStore } from '../../state/view.ts';
import { localized, said, type TextKey, t } from '../../text/t.ts';
import type { Side } from '../csv.ts';
import { type About, type ExportContext, Refused } from '../export.ts';
import { dotsPerInch, looks, type Subject } from '../look.ts';
import { sidesOf } from '../sides.ts';
import { paramWords, sizeWords } from '../stateWords.ts';
import { marksOf, wholeOf } from './asShown.ts';
import { type Curve, curveFigure } from './curveFigure.ts';
import { forFigure } from './forFigure.ts';
import { type Caption, captionOf, type MapsLook, mapsFigure } from './mapsFigure.ts';
import { type Figure, pointsOf, type TextMark } from './marks.ts';
import { painted } from './painted.ts';
import { comparisonPanels, mapPanel, type Panel, quantityPanels, stagePanel } from './panels.ts';

/** Pixels along a side of an image; a journal's page has no more dots. */
const mostPixels = 4096;
/** Of the finest PNG, along a point. */
const finest = (Math.max(...looks.scale) * dotsPerInch) / 72;
/** Rectangles of a map. */
const mostRectangles = 16_384;

const themeOf: Readonly<Record<About['look']['theme'], ThemeName>> = {
  paper: 'paper',
  white: 'projector',
  night: 'night',
};

/** The parts of the page that are taken as they are shown. */
const shownParts = {
  lens: '#lens .lens-content',
  experiment: '#experiment .lens-content',
  room: '#plate',
} as const;

type Part = keyof typeof shownParts;
const isPart = (subject: string): subject is Part => Object.hasOwn(shownParts, subject);
const partOf = (part: Part) => document.querySelector<HTMLElement>(shownParts[part]);

type Now = Exclude<Subject, 'usual'>;

/** What a figure is of in a room where it is not of the maps. */
const usualIn: Partial<Readonly<Record<View['room'], Now>>> = {
  compare: 'comparison',
  attend: 'stage',
  race: 'room',
};

/** The subjects that there are of what the page shows now, the usual one first. */
export function subjectsNow(frame: Frame): readonly Now[] {
  const { room } = viewStore.getState();
  const there: Readonly<Record<Now, boolean>> = {
    comparison: frame.rivals.length > 0,
    stage: room === 'attend' && frame.stages !== null,
    plate: true,
    curve: readout.getState().cross !== null,
    lens: partOf('lens') !== null,
    experiment: partOf('experiment') !== null,
    room: partOf('room') !== null,
  };
  const usual = usualIn[room] ?? 'plate';
  // In the order of this list, which is an object's own.
  const all = (Object.keys(there) as readonly Now[]).filter((each) => there[each]);
  return all.includes(usual) ? [usual, ...all.filter((each) => each !== usual)] : all;
}

/**
 * @param most  pixels along a side of a map, where more cells are mixed, or across a part of the page
 * @throws Refused for more rectangles than are drawn; RangeError for a subject that there is not now
 */
export async function figureOf(context: ExportContext, most = mostPixels): Promise<Figure> {
  const { look, quantity, locale } = context;
  const mapsLook = {
    theme: themeOf[look.theme],
    transparent: look.transparent,
    width: pointsOf(look.width),
    cells: look.cells,
    sideName: (side: Side) => sideName(side, locale),
  };
  const subject = quantity ? null : subjectOf(context);
  const caption = captionFor(context, subject);
  if (subject === 'curve') return curveFigure(await curveNow(context), caption, mapsLook);
  if (subject && isPart(subject)) return partFigure(subject, caption, mapsLook, most);
  if (quantity?.shape.length === 1) {
    return curveFigure(await vectorOf(quantity, context), caption, mapsLook);
  }
  const panels = await panelsOf(context, subject);
  checkRectangles(panels, look.cells);
  const images = await painted(panels, mapsLook.theme, most);
  return mapsFigure(images, acrossOf(panels.length, subject, look.width), caption, mapsLook);
}

function checkRectangles(panels: readonly Panel[], cells: About['look']['cells']): void {
  const most = Math.max(
    ...panels.map(({ window }) => (window.right - window.left) * (window.bottom - window.top)),
  );
  if (cells === 'image' || most <= mostRectangles) return;
  throw new Refused('svg', localized('export.rectangles', { cells: most, most: mostRectangles }));
}

/** Panels in a row; a comparison has one row of each map where it is wide enough. */
function acrossOf(count: number, subject: Now | null, width: number): number {
  if (width === 89) return subject === 'comparison' ? 2 : 1;
  // The four terms of the scores are two by two.
  return subject === 'comparison' || count === 4 ? Math.ceil(count / 2) : Math.min(count, 3);
}

/** More would be large type. */
const mostPointsPerPixel = 0.62;
const pad = 6;

/** What is on the page, in the middle where it does not fill the width. */
async function partFigure(
  part: Part,
  caption: Caption,
  look: MapsLook,
  most: number,
): Promise<Figure> {
  const element = partOf(part);
  if (!element) throw new Error(`figure: no ${part}`);
  const { theme } = look;
  const { width: wide } = element.getBoundingClientRect();
  const scale = Math.min((look.width - 2 * pad) / wide, mostPointsPerPixel);
  const ratio = Math.min(finest * scale, most / wide);
  const pictures = await paintedForPrint(element, theme, ratio);
  const { width } = look;
  const left = (width - wide * scale) / 2;
  const name = partName(part);
  const top = name === null ? pad : pad + 16;
  const shown = forFigure(element, { theme, ratio }, () => ({
    marks: marksOf(element, scale, [left, top], pictures),
    height: wholeOf(element).height,
  }));
  const bottom = top + shown.height * scale + 6;
  const { marks, height: captionHigh } = captionOf(caption, bottom, width, theme);
  const title: TextMark = {
    kind: 'text',
    x: left,
    y: pad + 8,
    text: name ?? '',
    size: 8,
    weight: 600,
    fill: themes[theme].ink,
  };
  return {
    width,
    height: bottom + captionHigh + pad,
    ground: look.transparent ? null : themes[theme].page,
    title: [name ?? '', ...caption.says].filter(Boolean).join(' · '),
    marks: [...(name === null ? [] : [title]), ...shown.marks, ...marks],
  };
}

/** What heads a part; a room heads itself. */
function partName(part: Part): string | null {
  const { locale, lens, experiment } = viewStore.getState();
  if (part === 'lens' && lens !== 'none') return t(locale, `lens.${lens}`);
  if (part === 'experiment' && experiment !== 'none') return t(locale, `experiment.${experiment}`);
  return null;
}

/** A quantity that is one row of numbers. */
async function vectorOf(about: QuantityAbout, { frame, read }: ExportContext): Promise<Curve> {
  const [columns = { name: '', first: 0 }] = sidesOf(about, frame);
  const { data } = await read(about.name);
  const kind = `[${about.shape.join(', ')}]`;
  return { title: about.name, kind, values: data, columns, isShare: false };
}

/** The row under the crosshair, in the map that it was last on. */
async function curveNow({ frame, locale }: About): Promise<Curve> {
  const { cross } = readout.getState();
  const map = cross && frame.maps[cross.map] ? cross.map : 'attention';
  const [panel] = mapPanel(map, frame, locale);
  const row = (cross && cellOf(cross, map, frame)?.row) ?? 0;
  const columns = panel?.matrix.columns ?? 0;
  const values = await answers.block(map, row, 0, 1, columns);
  if (!panel || !values) throw new Error(`figure: no row of ${map}`);
  const { rows, matrix } = panel;
  const token = matrix.rowAxis === 'head' || rows.name === 'channel' ? '' : rowLabel(frame, row);
  return {
    title: panel.title,
    kind: [`${sideName(rows, locale)} ${rows.first + row}`, token].filter(Boolean).join(' · '),
    values,
    columns: panel.columns,
    isShare: map === 'attention',
  };
}

function subjectOf({ look, frame }: About): Now {
  const there = subjectsNow(frame);
  const found = look.of === 'usual' ? there[0] : there.find((each) => each === look.of);
  if (found) return found;
  throw new RangeError(`export: no ${look.of} here; there are ${there.join(', ')}`);
}

async function panelsOf(context: ExportContext, subject: Now | null): Promise<readonly Panel[]> {
  const { quantity, frame, locale, read } = context;
  if (quantity?.name === 'positions' || quantity?.name === 'similarity') {
    const own = mapPanel(quantity.name, frame, locale);
    if (own.length > 0) return own;
  }
  if (quantity?.name === 'weights') return mapPanel('attention', frame, locale);
  if (quantity) return quantityPanels(quantity, await read(quantity.name), frame);
  if (subject === 'comparison') {
    const { differences } = viewStore.getState();
    return comparisonPanels(frame, { differences, across: context.look.width > 89 }, locale);
  }
  if (subject === 'stage') return stagePanel(frame, locale);
  return (['positions', 'similarity', 'attention'] as const).flatMap((map) =>
    mapPanel(map, frame, locale, true),
  );
}

/** Scheme, parameters, sizes, seed and link; of a race the link alone: it shows itself what is raced. */
function captionFor({ frame, locale, link }: About, subject: Now | null): Caption {
  if (subject === 'room' && viewStore.getState().room === 'race') return { says: [], link };
  const { spec } = frame;
  const name = said(aboutOf(spec).text.name, locale);
  return { says: [name, ...paramWords(spec, locale), ...sizeWords(spec, locale)], link };
}

/** What is only along the sides of quantities. */
const sideKeys: Readonly<Record<string, TextKey & `${'axis' | 'export.side'}.${string}`>> = {
  ...axisKey,
  pair: 'export.side.pair',
  row: 'export.side.row',
  column: 'export.side.column',
};

function sideName({ name }: Side, locale: About['locale']): string {
  const key = sideKeys[name];
  return key ? t(locale, key) : name;
}
