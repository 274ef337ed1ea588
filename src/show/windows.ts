/** The part of each map that is shown: one span of rows for all, columns of two kinds. */

import type { Matrix, Window } from '../fields/matrix.ts';
import { type Cell, panned, whole, zoomed } from '../fields/window.ts';
import type { Frame } from '../state/frame.ts';
import {
  type MapName,
  type Span,
  viewStore,
  type Windows,
  wholeMaps,
  zoom,
} from '../state/view.ts';
import { rowsArePositions } from './cross.ts';

function spanned(span: Span | null, size: number): readonly [number, number] {
  if (!span) return [0, size];
  const end = Math.min(span.end, size);
  return [Math.min(span.first, Math.max(end - 2, 0)), end];
}

/** The window of a map under the view's spans. */
export function windowOf(map: MapName, matrix: Matrix, frame: Frame, windows: Windows): Window {
  const columns = map === 'positions' ? windows.channels : windows.positions;
  const rows = map === 'positions' && !rowsArePositions(frame) ? null : windows.rows;
  const [left, right] = spanned(columns, matrix.columns);
  const [top, bottom] = spanned(rows, matrix.rows);
  return { left, right, top, bottom };
}

function put(map: MapName, matrix: Matrix, frame: Frame, window: Window): void {
  const span = (first: number, end: number, size: number): Span | null =>
    first <= 0 && end >= size ? null : { first, end };
  const columns = span(window.left, window.right, matrix.columns);
  const rows = span(window.top, window.bottom, matrix.rows);
  const keepsRows = map === 'positions' && !rowsArePositions(frame);
  zoom(viewStore, {
    ...(keepsRows ? {} : { rows }),
    ...(map === 'positions' ? { channels: columns } : { positions: columns }),
  });
}

export function zoomMap(map: MapName, frame: Frame, factor: number, at: Cell): void {
  const matrix = frame.maps[map];
  if (!matrix) return;
  const window = windowOf(map, matrix, frame, viewStore.getState().windows);
  put(map, matrix, frame, zoomed(window, whole(matrix.rows, matrix.columns), factor, at));
}

export function panMap(map: MapName, frame: Frame, columns: number, rows: number): void {
  const matrix = frame.maps[map];
  if (!matrix) return;
  const window = windowOf(map, matrix, frame, viewStore.getState().windows);
  put(map, matrix, frame, panned(window, whole(matrix.rows, matrix.columns), columns, rows));
}

/** Moves the windows so that a cell is inside. */
export function reveal(map: MapName, frame: Frame, cell: Cell): void {
  const matrix = frame.maps[map];
  if (!matrix) return;
  const { left, right, top, bottom } = windowOf(map, matrix, frame, viewStore.getState().windows);
  const dx = Math.min(cell.column - left, 0) + Math.max(cell.column + 1 - right, 0);
  const dy = Math.min(cell.row - top, 0) + Math.max(cell.row + 1 - bottom, 0);
  if (dx !== 0 || dy !== 0) panMap(map, frame, dx, dy);
}

export function showWhole(): void {
  zoom(viewStore, wholeMaps);
}
