/** Paints the maps of the Compare room; measures those whose range nobody knows beforehand. */
import { createStore } from 'zustand/vanilla';
import type { Matrix } from '../../fields/matrix.ts';
import type { ColourScale } from '../../fields/scale.ts';
import type { Extent } from '../../fields/statistics.ts';
import type { Measurement, Painting } from '../../paint/painter.ts';
import type { Frame } from '../../state/frame.ts';
import { viewStore } from '../../state/view.ts';
import { heatmapPainting, scaleOf, themeNames } from '../paintPlate.ts';
import { stage } from '../stage.ts';
import { windowOf } from '../windows.ts';

export type SquareMap = 'similarity' | 'attention';
export const squareMaps = ['similarity', 'attention'] as const satisfies readonly SquareMap[];

/** A map of one column; `difference` is its map minus that of the first column. */
export interface Picture {
  /** 0 is the first column, whose maps are the frame's own; rivals count from 1. */
  readonly column: number;
  readonly map: SquareMap;
  readonly difference: boolean;
}

const signed: ColourScale = { kind: 'diverging', domain: { kind: 'measured' }, curve: 'linear' };

/** Of the pictures that were measured, by `keyOf`; filled when the numbers have been read back. */
export const extentStore = createStore<Readonly<Record<string, Extent | undefined>>>(() => ({}));

const canvases = new Map<
  string,
  { readonly canvas: HTMLCanvasElement; readonly picture: Picture }
>();
let measured = new Map<string, Measurement>();

export const keyOf = ({ column, map, difference }: Picture): string =>
  `${column} ${map}${difference ? ' difference' : ''}`;

/** A picture's canvas while it is mounted; returns what takes it away. */
export function showOn(canvas: HTMLCanvasElement, picture: Picture): () => void {
  const key = keyOf(picture);
  canvases.set(key, { canvas, picture });
  repaintCompare();
  return () => canvases.delete(key);
}

export function scaleOfPicture({ column, map, difference }: Picture, frame: Frame): ColourScale {
  const own = column === 0 ? frame : frame.rivals[column - 1]?.frame;
  return difference || !own ? signed : scaleOf(map, own);
}

function matrixOf({ column, map, difference }: Picture, frame: Frame): Matrix | null {
  if (column === 0) return frame.maps[map];
  const rival = frame.rivals[column - 1];
  return (difference ? rival?.differences[map] : rival?.frame.maps[map]) ?? null;
}

/** Follows the frames while the room is open; returns what stops it. */
export function followFrames(): () => void {
  measure();
  const stops = [
    stage.subscribe((now, before) => {
      if (now.shown === before.shown) return;
      measure();
      paint();
    }),
    viewStore.subscribe((view, before) => {
      if (view.windows !== before.windows || view.theme !== before.theme) repaintCompare();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    forget();
  };
}

function forget(): void {
  for (const measurement of measured.values()) measurement.stop();
  measured = new Map();
}

/** All pictures there are of a frame, on canvases or not: a switch between them needs no new frame. */
function picturesOf(frame: Frame): Picture[] {
  return [frame, ...frame.rivals].flatMap((_, column) =>
    squareMaps.flatMap((map) =>
      column === 0
        ? [{ column, map, difference: false }]
        : [
            { column, map, difference: false },
            { column, map, difference: true },
          ],
    ),
  );
}

function measure(): void {
  const before = measured;
  measured = new Map();
  const { painter, shown } = stage.getState();
  if (painter && shown) {
    for (const picture of picturesOf(shown.frame)) {
      const matrix = matrixOf(picture, shown.frame);
      if (!matrix || scaleOfPicture(picture, shown.frame).domain.kind === 'fixed') continue;
      measured.set(keyOf(picture), painter.measure([matrix]));
    }
    void readExtents(measured);
  }
  for (const measurement of before.values()) measurement.stop();
}

async function readExtents(of: ReadonlyMap<string, Measurement>): Promise<void> {
  try {
    const entries = await Promise.all(
      [...of].map(async ([key, measurement]) => [key, (await measurement.read())[0]] as const),
    );
    if (of === measured) extentStore.setState(Object.fromEntries(entries), true);
  } catch {
    // A newer frame, or a lost device, took their place.
  }
}

function paint(): void {
  const { painter, shown } = stage.getState();
  if (!painter || !shown) return;
  const { windows, theme } = viewStore.getState();
  const paintings = [...canvases.values()].flatMap(({ canvas, picture }): Painting[] => {
    const matrix = matrixOf(picture, shown.frame);
    if (!matrix || canvas.clientWidth === 0) return [];
    const known = measured.get(keyOf(picture));
    const drawn = {
      matrix,
      window: windowOf(picture.map, matrix, shown.frame, windows),
      scale: scaleOfPicture(picture, shown.frame),
      extent: known?.slot(0) ?? null,
    };
    return [heatmapPainting(canvas, drawn, themeNames[theme])];
  });
  if (paintings.length > 0) painter.paint(paintings);
}

let asked = 0;

/** Paints before the next frame of the screen, once however often it is asked. */
export function repaintCompare(): void {
  asked ||= requestAnimationFrame(() => {
    asked = 0;
    paint();
  });
}
