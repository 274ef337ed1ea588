/**
 * Any number of heatmaps of a frame, on canvases that come and go: those of the Compare and the
 * Attend rooms. What has no range known beforehand is measured, and the numbers read back.
 */
import { createStore } from 'zustand/vanilla';
import type { Matrix, Window } from '../fields/matrix.ts';
import type { ColourScale } from '../fields/scale.ts';
import type { Extent } from '../fields/statistics.ts';
import { whole } from '../fields/window.ts';
import type { Measurement, Painting } from '../paint/painter.ts';
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
const measured = new Map<string, { readonly frame: Frame; readonly measurement: Measurement }>();

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
    for (const { measurement } of measured.values()) measurement.stop();
    measured.clear();
  };
}

function paint(): void {
  const { painter, shown } = stage.getState();
  if (!painter || !shown) return;
  const { windows, theme } = viewStore.getState();
  const paintings = [...shownOn].flatMap(([canvas, picture]): Painting[] => {
    const matrix = picture.matrix(shown.frame);
    if (!matrix || canvas.clientWidth === 0) return [];
    const scale = picture.scale(shown.frame);
    const window: Window = picture.follows
      ? windowOf(picture.follows, matrix, shown.frame, windows)
      : whole(matrix.rows, matrix.columns);
    const extent =
      scale.domain.kind === 'measured' ? measurementOf(picture, shown.frame, matrix) : null;
    return [heatmapPainting(canvas, { matrix, window, scale, extent }, themeNames[theme])];
  });
  if (paintings.length > 0) painter.paint(paintings);
}

/** Measured once a frame. */
function measurementOf({ key }: Picture, frame: Frame, matrix: Matrix) {
  const before = measured.get(key);
  if (before?.frame === frame) return before.measurement.slot(0);
  const { painter } = stage.getState();
  if (!painter) return null;
  const measurement = painter.measure([matrix]);
  measured.set(key, { frame, measurement });
  before?.measurement.stop();
  void measurement
    .read()
    .then(([extent]) => {
      if (measured.get(key)?.measurement === measurement) extentStore.setState({ [key]: extent });
    })
    .catch(() => {
      // A newer frame, or a lost device, took its place.
    });
  return measurement.slot(0);
}

let asked = 0;

/** Paints before the next frame of the screen, once however often it is asked. */
export function repaintPictures(): void {
  asked ||= requestAnimationFrame(() => {
    asked = 0;
    paint();
  });
}
