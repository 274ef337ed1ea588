/** Pointer, wheel, pinch and keys over a map: they move the cursor and the windows of the view. */
import { pointer as pointerIn } from 'd3';
import { cellAt } from '../fields/window.ts';
import { type MapName, point, viewStore } from '../state/view.ts';
import { cellOf } from './cross.ts';
import { readout } from './readout.ts';
import { stage } from './stage.ts';
import { panMap, reveal, showWhole, windowOf, zoomMap } from './windows.ts';

/** Listens on the surface of a map, `width` × `height` CSS pixels; returns what stops it. */
export function listen(
  element: HTMLElement,
  map: MapName,
  width: number,
  height: number,
): () => void {
  const current = () => stage.getState().shown?.frame ?? null;
  const at = (event: MouseEvent) => {
    const shown = current();
    const matrix = shown?.maps[map];
    if (!shown || !matrix) return null;
    const window = windowOf(map, matrix, shown, viewStore.getState().windows);
    const [x, y] = pointerIn(event, element);
    return { shown, window, x, y, cell: cellAt(window, width, height, x, y) };
  };
  const place = ({ window, x, y }: NonNullable<ReturnType<typeof at>>) => ({
    row: window.top + (y / height) * (window.bottom - window.top),
    column: window.left + (x / width) * (window.right - window.left),
  });
  const touches = new Map<number, PointerEvent>();
  const spread = () => {
    const [a, b] = [...touches.values()];
    return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
  };

  const down = (event: PointerEvent) => {
    touches.set(event.pointerId, event);
    element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const hit = at(event);
    if (!hit) return;
    const before = touches.get(event.pointerId);
    if (!before) {
      point(viewStore, { map, ...hit.cell });
      return;
    }
    if (touches.size === 2) {
      const old = spread();
      touches.set(event.pointerId, event);
      if (old > 0) zoomMap(map, hit.shown, spread() / old, place(hit));
      return;
    }
    touches.set(event.pointerId, event);
    const perPixel = (hit.window.right - hit.window.left) / width;
    const perRow = (hit.window.bottom - hit.window.top) / height;
    panMap(
      map,
      hit.shown,
      (before.clientX - event.clientX) * perPixel,
      (before.clientY - event.clientY) * perRow,
    );
    point(viewStore, { map, ...hit.cell });
  };
  const up = (event: PointerEvent) => {
    touches.delete(event.pointerId);
    const hit = at(event);
    if (hit) point(viewStore, { map, ...hit.cell });
  };
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const hit = at(event);
    if (hit) zoomMap(map, hit.shown, Math.exp(-event.deltaY / 240), place(hit));
  };
  const key = (event: KeyboardEvent) => {
    const shown = current();
    const matrix = shown?.maps[map];
    const { cross } = readout.getState();
    const cell = shown && cross && cellOf(cross, map, shown);
    if (!shown || !matrix || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 10 : 1;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-step, 0],
      ArrowDown: [step, 0],
      ArrowLeft: [0, -step],
      ArrowRight: [0, step],
      Home: [0, -cell.column],
      End: [0, matrix.columns],
      PageUp: [-cell.row, 0],
      PageDown: [matrix.rows, 0],
    };
    const moved = moves[event.key];
    const zooms: Readonly<Record<string, number>> = {
      '+': 1.5,
      '=': 1.5,
      '-': 1 / 1.5,
      _: 1 / 1.5,
    };
    const factor = zooms[event.key];
    if (moved) {
      const next = {
        row: Math.min(Math.max(cell.row + moved[0], 0), matrix.rows - 1),
        column: Math.min(Math.max(cell.column + moved[1], 0), matrix.columns - 1),
      };
      reveal(map, shown, next);
      point(viewStore, { map, ...next });
    } else if (factor !== undefined) {
      zoomMap(map, shown, factor, { row: cell.row + 0.5, column: cell.column + 0.5 });
    } else if (event.key === '0') showWhole();
    else return;
    event.preventDefault();
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('keydown', key);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('keydown', key);
  };
}
