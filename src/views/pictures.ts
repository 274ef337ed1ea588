/**
 * Any number of heatmaps of a frame, on canvases that come and go: those of the Compare and the
 * Attend rooms. What has no range known beforehand is measured, and the numbers read back.
 */
import { createStore } from 'zustand/vanilla';
import type { Matrix, Window } from '../fields/matrix.ts';
import type { ColourScale } from '../fields/scale.ts';
import type { Extent } from '../fields/statistics.ts';
import { whole } from '../fields/window.ts';
import type { MeasuredExtent, Measurement, Painter, Painting } from '../paint/painter.ts';
import type { Frame } from '../state/frame.ts';
import { type MapName, viewStore } from '../state/view.ts';
import { heatmapPainting, themeNames } from './paintPlate.ts';
import { stage } from './stage.ts';
import { windowOf } from './windows.ts';

export interface Picture {
  /** Tells it apart from the others. */
  readonly key: string;
  matrix(frame: Frame): Matrix | null;
  scale(frame: Frame): ColourScale;
  /** The map whose zoom it follows; the whole is shown where there is none. */
  readonly follows?: MapName;
}

/** Symmetric about 0, as far as the numbers reach. */
export const signed: ColourScale = {
  kind: 'diverging',
  domain: { kind: 'measured' },
  curve: 'linear',
};

/** Of the pictures that were measured, by key; filled when the numbers have been read back. */
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
  repaintPictures();
  return () => shownOn.delete(canvas);
}

/** Follows the frames while a room is open; returns what stops it. */
export function followFrames(): () => void {
  const stops = [
    stage.subscribe((now, before) => {
      if (now.shown !== before.shown) paint();
    }),
    viewStore.subscribe((view, before) => {
      if (view.windows !== before.windows || view.theme !== before.theme) repaintPictures();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    for (const { measurement } of measured) measurement.stop();
    measured = [];
  };
}

function paint(): void {
  const { painter, shown } = stage.getState();
  if (!painter || !shown) return;
  const { frame } = shown;
  const { windows, theme } = viewStore.getState();
  const drawn = [...shownOn].flatMap(([canvas, picture]) => {
    const matrix = picture.matrix(frame);
    if (!matrix || canvas.clientWidth === 0) return [];
    return { canvas, picture, matrix, scale: picture.scale(frame) };
  });
  measure(
    painter,
    frame,
    drawn.filter(({ scale }) => scale.domain.kind === 'measured'),
  );
  const paintings = drawn.map(({ canvas, picture, matrix, scale }): Painting => {
    const window: Window = picture.follows
      ? windowOf(picture.follows, matrix, frame, windows)
      : whole(matrix.rows, matrix.columns);
    const extent = scale.domain.kind === 'measured' ? slotOf(picture) : null;
    return heatmapPainting(canvas, { matrix, window, scale, extent }, themeNames[theme]);
  });
  if (paintings.length > 0) painter.paint(paintings);
}

/** Each picture once a frame, all that are new to it in one pass. */
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
    const keys = [...fresh.keys()];
    measured = [...measured, { frame, keys, measurement }];
    void tell(measurement, keys);
  }
  for (const { measurement } of old) measurement.stop();
}

/** Reads the numbers back, for those who write them. */
async function tell(measurement: Measurement, keys: readonly string[]): Promise<void> {
  try {
    const extents = await measurement.read();
    if (!measured.some((each) => each.measurement === measurement)) return;
    extentStore.setState(Object.fromEntries(keys.map((key, i) => [key, extents[i]])));
  } catch {
    // A newer frame, or a lost device, took its place.
  }
}

function slotOf({ key }: Picture): MeasuredExtent {
  for (const { keys, measurement } of measured) {
    const place = keys.indexOf(key);
    if (place >= 0) return measurement.slot(place);
  }
  throw new Error(`pictures: "${key}" was not measured`);
}

let asked = 0;

/** Paints before the next frame of the screen, once however often it is asked. */
export function repaintPictures(): void {
  asked ||= requestAnimationFrame(() => {
    asked = 0;
    paint();
  });
}
