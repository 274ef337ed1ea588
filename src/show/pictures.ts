/**
 * All matrices of a frame that are shown: canvases that come and go, what is drawn on each, and
 * what was measured for it. Only what is shown is measured and painted.
 */
import { createStore } from 'zustand/vanilla';
import { specialColours } from '../fields/colour.ts';
import type { Matrix, Window } from '../fields/matrix.ts';
import type { ColourScale } from '../fields/scale.ts';
import type { Extent } from '../fields/statistics.ts';
import type { ThemeName } from '../fields/theme.ts';
import { whole } from '../fields/window.ts';
import type { CurveJob, HeatmapJob, Measurement, Painter, Painting } from '../paint/painter.ts';
import type { Frame } from '../state/frame.ts';
import { type MapName, viewStore } from '../state/view.ts';
import { tableOf, themeNames } from './mapColours.ts';
import { readout } from './readout.ts';
import { shownStore } from './shown.ts';
import { windowOf } from './windows.ts';

export interface Picture {
  /** Tells the matrix apart from the others; two pictures of one key are of the same matrix. */
  readonly key: string;
  matrix(frame: Frame): Matrix | null;
  scale(frame: Frame): ColourScale;
  /** The map whose zoom it follows; the whole is shown where there is none. */
  readonly follows?: MapName;
  /** Whether bad numbers in it are counted, also where its range is known. */
  counted?(frame: Frame): boolean;
  /** For a curve of one row: how it is drawn. */
  curve?(frame: Frame, theme: ThemeName): CurveLook;
}

type Drawn = Pick<HeatmapJob, 'matrix' | 'window' | 'scale' | 'extent'>;
export type CurveLook = Omit<CurveJob, keyof Drawn | 'kind' | 'width' | 'height'>;

/** Symmetric about 0, as far as the numbers reach. */
export const signed: ColourScale = {
  kind: 'diverging',
  domain: { kind: 'measured' },
  curve: 'linear',
};

/** Of the matrices that were measured, by key; filled when the numbers have been read back. */
export const extentStore = createStore<Readonly<Record<string, Extent | undefined>>>(() => ({}));

const shownOn = new Map<HTMLCanvasElement, Picture>();

/** What was measured of a frame, by the pictures' keys. */
interface Measured {
  readonly frame: Frame;
  readonly keys: readonly string[];
  readonly measurement: Measurement;
}
let measured: readonly Measured[] = [];

/** A picture's canvas while it is mounted; returns what takes it away. */
export function showOn(canvas: HTMLCanvasElement, picture: Picture): () => void {
  shownOn.set(canvas, picture);
  repaint();
  return () => shownOn.delete(canvas);
}

const ownOn = new Map<HTMLCanvasElement, Drawn>();

/** A canvas on which a component paints numbers in memory itself; returns what takes it away. */
export function ownPicture(canvas: HTMLCanvasElement, drawn: Drawn): () => void {
  ownOn.set(canvas, drawn);
  return () => ownOn.delete(canvas);
}

/** The map that is shown largest, as it is painted; null where there is none. */
export function largestShown(): HTMLCanvasElement | null {
  const area = ({ clientWidth, clientHeight }: HTMLCanvasElement) => clientWidth * clientHeight;
  return [...shownOn]
    .filter(([, picture]) => !('curve' in picture))
    .map(([canvas]) => canvas)
    .reduce<HTMLCanvasElement | null>(
      (most, each) => (area(each) > (most ? area(most) : 0) ? each : most),
      null,
    );
}

/** Follows zoom, theme and crosshair; returns what stops it. */
export function followView(): () => void {
  const stops = [
    shownStore.subscribe(({ painter }, before) => {
      if (painter === before.painter || !before.painter) return;
      for (const { measurement } of measured) measurement.stop();
      measured = [];
      extentStore.setState({}, true);
    }),
    viewStore.subscribe((view, before) => {
      if (view.windows !== before.windows || view.theme !== before.theme) repaint();
    }),
    readout.subscribe((now, before) => {
      if (now.cross !== before.cross || now.rowMax !== before.rowMax) repaint('curves');
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Paints now: a frame's matrices are only lent. */
export function paint(only: 'all' | 'curves' = 'all'): void {
  const { painter, frame } = shownStore.getState();
  if (!painter || !frame) return;
  const { theme } = viewStore.getState();
  const drawn = [...shownOn].flatMap(([canvas, picture]) => {
    const matrix = picture.matrix(frame);
    const hidden = canvas.clientWidth === 0 || canvas.clientHeight === 0;
    if (!matrix || hidden || (only === 'curves' && !picture.curve)) return [];
    return { canvas, picture, matrix, scale: picture.scale(frame) };
  });
  measure(
    painter,
    frame,
    drawn.filter(({ picture, scale }) => {
      return scale.domain.kind === 'measured' || picture.counted?.(frame);
    }),
  );
  painter.paint(
    drawn.map(({ canvas, picture, matrix }) => {
      return { canvas, job: jobOf(picture, matrix, frame, sizeOf(canvas), themeNames[theme]) };
    }),
  );
}

function jobOf(
  picture: Picture,
  matrix: Matrix,
  frame: Frame,
  room: Size,
  theme: ThemeName,
): HeatmapJob | CurveJob {
  const window: Window = picture.follows
    ? windowOf(picture.follows, matrix, frame, viewStore.getState().windows)
    : whole(matrix.rows, matrix.columns);
  const drawing = { matrix, window, scale: picture.scale(frame), extent: slotOf(picture) };
  const look = picture.curve?.(frame, theme);
  return look ? { kind: 'curve', ...drawing, ...room, ...look } : heatmapJob(room, drawing, theme);
}

/**
 * The pictures of a part of the page painted for print in the colours of a theme: one pixel a cell, or as
 * fine as print is. By the canvases that they are on, which stay as they are.
 *
 * @param ratio  pixels along one of CSS
 */
export async function paintedForPrint(
  part: Element,
  theme: ThemeName,
  ratio: number,
): Promise<ReadonlyMap<HTMLCanvasElement, HTMLCanvasElement>> {
  const made = new Map<HTMLCanvasElement, HTMLCanvasElement>();
  const isIn = (shown: HTMLCanvasElement) => shown.clientWidth > 0 && part.contains(shown);
  const put = (shown: HTMLCanvasElement, job: HeatmapJob | CurveJob): Painting => {
    const canvas = document.createElement('canvas');
    made.set(shown, canvas);
    if (job.kind === 'heatmap') return { canvas, job };
    return {
      canvas,
      job: { ...job, lineWidth: (ratio / globalThis.devicePixelRatio) * job.lineWidth },
    };
  };
  const { painter, frame } = shownStore.getState();
  const lent = [...shownOn].flatMap(([shown, picture]) => {
    const matrix = frame && isIn(shown) && picture.matrix(frame);
    if (!matrix) return [];
    return put(shown, jobOf(picture, matrix, frame, sizeOf(shown, ratio), theme));
  });
  painter?.paint(lent);
  const own = [...ownOn]
    .filter(([shown]) => isIn(shown))
    .map(([shown, drawn]) => put(shown, heatmapJob(sizeOf(shown, ratio), drawn, theme)));
  if (own.length > 0) {
    const inMemory = (await import('../paint/memory.ts')).memoryPainter();
    inMemory.paint(own);
    await inMemory.painted();
  }
  await painter?.painted();
  return made;
}

/** Each matrix once a frame, all that are new to it in one pass. */
function measure(
  painter: Painter,
  frame: Frame,
  drawn: readonly { readonly picture: Picture; readonly matrix: Matrix }[],
): void {
  const old = measured.filter((each) => each.frame !== frame);
  measured = measured.filter((each) => each.frame === frame);
  const known = new Set(measured.flatMap(({ keys }) => keys));
  const fresh = new Map(
    drawn
      .filter(({ picture }) => !known.has(picture.key))
      .map(({ picture, matrix }) => [picture.key, matrix]),
  );
  if (fresh.size > 0) {
    const measurement = painter.measure([...fresh.values()]);
    const first = measured.length === 0;
    measured = [...measured, { frame, keys: [...fresh.keys()], measurement }];
    void tell(measurement, [...fresh.keys()], first);
  }
  for (const { measurement } of old) measurement.stop();
}

/**
 * Reads the numbers back, for those who write them.
 *
 * @param first  of its frame: those of the frame before are forgotten
 */
async function tell(
  measurement: Measurement,
  keys: readonly string[],
  first: boolean,
): Promise<void> {
  try {
    const extents = await measurement.read();
    if (!measured.some((each) => each.measurement === measurement)) return;
    const found = Object.fromEntries(keys.map((key, i) => [key, extents[i]]));
    extentStore.setState(first ? found : { ...extentStore.getState(), ...found }, true);
  } catch {
    // A newer frame, or a lost device, took its place.
  }
}

function slotOf({ key }: Picture): Drawn['extent'] {
  for (const { keys, measurement } of measured) {
    const place = keys.indexOf(key);
    if (place >= 0) return measurement.slot(place);
  }
  return null;
}

/** A matrix in the colours of a theme. */
export function heatmapJob(room: Size, drawn: Drawn, theme: ThemeName): HeatmapJob {
  return {
    kind: 'heatmap',
    ...drawn,
    ...heatmapSize(room, drawn.window),
    table: tableOf(theme, drawn.scale.kind),
    special: specialColours[theme],
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** @param ratio  pixels along one of CSS: those of the screen, or others */
export function sizeOf(
  { clientWidth, clientHeight }: HTMLCanvasElement,
  ratio = globalThis.devicePixelRatio,
): Size {
  return {
    width: Math.max(Math.round(clientWidth * ratio), 1),
    height: Math.max(Math.round(clientHeight * ratio), 1),
  };
}

/**
 * One pixel a cell where whole cells are larger than pixels: the browser enlarges them, in the
 * same places (`image-rendering: pixelated`), and the GPU shades a hundredth as many.
 */
function heatmapSize(room: Size, { left, right, top, bottom }: Window): Size {
  const along = (from: number, to: number, pixels: number) =>
    Number.isInteger(from) && Number.isInteger(to) && to - from < pixels ? to - from : pixels;
  return { width: along(left, right, room.width), height: along(top, bottom, room.height) };
}

let asked: 'all' | 'curves' | null = null;

/** Paints before the next frame of the screen, once however often it is asked. */
export function repaint(only: 'all' | 'curves' = 'all'): void {
  if (asked === null) {
    requestAnimationFrame(() => {
      const what = asked ?? 'all';
      asked = null;
      paint(what);
    });
  }
  asked = asked === 'all' ? 'all' : only;
}
