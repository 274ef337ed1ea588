/** Pointer, wheel, pinch and keys over a map: they move the cursor and the windows of the view. */

import { pointer as pointerIn } from 'd3';
import { type Cell, cellAt } from '../fields/window.ts';
import { type MapName, point, viewStore } from '../state/view.ts';
import { cellFrom } from './arrows.ts';
import { cellOf } from './cross.ts';
import { holdByKey, listenToPointer, type Place, type Pointing } from './pointing.ts';
import { readout } from './readout.ts';
import { shownStore } from './shown.ts';
import { panMap, reveal, showWhole, windowOf, zoomMap } from './windows.ts';

/** Listens on the surface of a map, `width` × `height` CSS pixels; returns what stops it. */
export function listen(
  element: HTMLElement,
  map: MapName,
  width: number,
  height: number,
): () => void {
  const current = () => shownStore.getState().frame;
  const hitAt = ([x, y]: Place) => {
    const shown = current();
    const matrix = shown?.maps[map];
    if (!shown || !matrix) return null;
    const window = windowOf(map, matrix, shown, viewStore.getState().windows);
    return { shown, window, x, y, cell: cellAt(window, width, height, x, y) };
  };
  const place = ({ window, x, y }: NonNullable<ReturnType<typeof hitAt>>) => ({
    row: window.top + (y / height) * (window.bottom - window.top),
    column: window.left + (x / width) * (window.right - window.left),
  });
  const pointed = (at: Place) => {
    const hit = hitAt(at);
    return hit && point(viewStore, { map, ...hit.cell });
  };
  const pan = (from: Place, to: Place) => {
    const hit = hitAt(to);
    if (!hit) return;
    const { left, right, top, bottom } = hit.window;
    const perPixel = [(right - left) / width, (bottom - top) / height] as const;
    panMap(map, hit.shown, (from[0] - to[0]) * perPixel[0], (from[1] - to[1]) * perPixel[1]);
  };
  const pointing: Pointing = {
    point: pointed,
    grab(from) {
      let before = from;
      return (to) => {
        pan(before, to);
        before = to;
        if (!viewStore.getState().held) pointed(to);
      };
    },
    pinch(factor, at, from) {
      pan(from, at);
      const hit = hitAt(at);
      if (hit) zoomMap(map, hit.shown, factor, place(hit));
    },
  };
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const hit = hitAt(pointerIn(event, element));
    if (hit) zoomMap(map, hit.shown, Math.exp(-event.deltaY / 240), place(hit));
  };
  const key = (event: KeyboardEvent) => {
    const shown = current();
    const matrix = shown?.maps[map];
    const { cross } = readout.getState();
    const cell = shown && cross && cellOf(cross, map, shown);
    if (!shown || !matrix || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 10 : 1;
    const ends: Readonly<Record<string, Partial<Cell>>> = {
      Home: { column: 0 },
      End: { column: matrix.columns - 1 },
      PageUp: { row: 0 },
      PageDown: { row: matrix.rows - 1 },
    };
    const moved = cellFrom(event.key, cell, matrix, step) ?? ends[event.key];
    const zooms: Readonly<Record<string, number>> = {
      '+': 1.5,
      '=': 1.5,
      '-': 1 / 1.5,
      _: 1 / 1.5,
    };
    const factor = zooms[event.key];
    if (moved) {
      const next = { ...cell, ...moved };
      reveal(map, shown, next);
      point(viewStore, { map, ...next });
    } else if (factor !== undefined) {
      zoomMap(map, shown, factor, { row: cell.row + 0.5, column: cell.column + 0.5 });
    } else if (event.key === '0') showWhole();
    else if (!holdByKey(event)) return;
    event.preventDefault();
  };
  const stop = listenToPointer(element, () => pointing);
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('keydown', key);
  return () => {
    stop();
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('keydown', key);
  };
}
