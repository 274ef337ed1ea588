/**
 * Which cell is under a pixel, and how the window moves. Hover and shaders share `cellAlong`, once
 * in TypeScript and once in WGSL; TypeScript rounds to f32 where the shader does.
 */
import type { Window } from './matrix.ts';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** One side of a window laid along pixels; cells count from the matrix's first. */
export interface Axis {
  readonly first: number;
  readonly last: number;
  /** Where the first pixel begins, in cells after `first`. */
  readonly offset: number;
  /** Cells per pixel. */
  readonly perPixel: number;
}

const { fround } = Math;

/** The fewest cells that a window can show, where the matrix has as many. */
export const fewestCells = 2;

/** The whole of a matrix. */
export function whole(rows: number, columns: number): Window {
  return { left: 0, right: columns, top: 0, bottom: rows };
}

/** The window's side [from, to) along `pixels`. */
export function axisOf(from: number, to: number, pixels: number): Axis {
  const first = Math.floor(from);
  const perPixel = (to - from) / pixels;
  // Slack that no eye sees, so that an edge between cells falls on the same side in f32 and f64.
  const slack = Math.min(perPixel, 1) / 64;
  return {
    first,
    last: Math.max(Math.ceil(to) - 1, first),
    offset: fround(from - first + slack),
    perPixel: fround(perPixel),
  };
}

/** The cell at a place in pixels; the nearest one outside the window. */
export function cellAlong(axis: Axis, at: number): number {
  return Math.min(Math.max(edgeAlong(axis, at), axis.first), axis.last);
}

/**
 * The cells whose colours one pixel mixes: the one at its centre where cells are larger than
 * pixels, otherwise its share, so that each cell is in exactly one pixel.
 */
export function cellsAlong(axis: Axis, pixel: number): { first: number; count: number } {
  if (axis.perPixel <= 1) return { first: cellAlong(axis, pixel + 0.5), count: 1 };
  const first = cellAlong(axis, pixel);
  const end = Math.min(edgeAlong(axis, pixel + 1), axis.last + 1);
  return { first, count: Math.max(end - first, 1) };
}

function edgeAlong(axis: Axis, at: number): number {
  return axis.first + Math.floor(fround(axis.offset + fround(at * axis.perPixel)));
}

/** `cellAlong` and `cellsAlong` for a shader. */
export const windowWgsl = /* wgsl */ `
struct Axis { first: i32, last: i32, offset: f32, perPixel: f32 }
struct Cells { first: i32, count: i32 }

fn edgeAlong(axis: Axis, at: f32) -> i32 {
  return axis.first + i32(floor(axis.offset + at * axis.perPixel));
}

fn cellAlong(axis: Axis, at: f32) -> i32 {
  return clamp(edgeAlong(axis, at), axis.first, axis.last);
}

fn cellsAlong(axis: Axis, pixel: f32) -> Cells {
  if (axis.perPixel <= 1.0) { return Cells(cellAlong(axis, pixel + 0.5), 1); }
  let first = cellAlong(axis, pixel);
  let end = min(edgeAlong(axis, pixel + 1.0), axis.last + 1);
  return Cells(first, max(end - first, 1));
}
`;

/**
 * The cell under a point of a map, clamped to the window.
 *
 * @param x  pixels from the left edge of a map `width` wide
 * @param y  pixels from the top edge of a map `height` high
 */
export function cellAt(window: Window, width: number, height: number, x: number, y: number): Cell {
  return {
    row: cellAlong(axisOf(window.top, window.bottom, height), y),
    column: cellAlong(axisOf(window.left, window.right, width), x),
  };
}

/** Where a cell is on a map `width` × `height` pixels: the inverse of `cellAt`. */
export function pixelOf(window: Window, width: number, height: number, cell: Cell) {
  const perColumn = width / (window.right - window.left);
  const perRow = height / (window.bottom - window.top);
  return {
    x: (cell.column - window.left) * perColumn,
    y: (cell.row - window.top) * perRow,
    width: perColumn,
    height: perRow,
  };
}

/**
 * The window magnified by `factor` (below 1 shows more), inside `bounds`.
 *
 * @param at  the place that stays where it is, in cells, fractional
 */
export function zoomed(window: Window, bounds: Window, factor: number, at: Cell): Window {
  const along = (from: number, to: number, low: number, high: number, fixed: number) => {
    const size = Math.min(Math.max((to - from) / factor, fewestCells), high - low);
    const start = fixed - ((fixed - from) / (to - from)) * size;
    return inside(start, start + size, low, high);
  };
  const [left, right] = along(window.left, window.right, bounds.left, bounds.right, at.column);
  const [top, bottom] = along(window.top, window.bottom, bounds.top, bounds.bottom, at.row);
  return { left, right, top, bottom };
}

/** The window moved by cells, no further than `bounds`. */
export function panned(window: Window, bounds: Window, dx: number, dy: number): Window {
  const [left, right] = inside(window.left + dx, window.right + dx, bounds.left, bounds.right);
  const [top, bottom] = inside(window.top + dy, window.bottom + dy, bounds.top, bounds.bottom);
  return { left, right, top, bottom };
}

/** [from, to) shifted into [low, high), and cut where it is larger. */
function inside(from: number, to: number, low: number, high: number): [number, number] {
  const shift = Math.max(low - from, 0) + Math.min(high - to, 0);
  return [Math.max(from + shift, low), Math.min(to + shift, high)];
}
