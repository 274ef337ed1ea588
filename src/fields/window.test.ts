import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Window } from './matrix.ts';
import {
  axisOf,
  cellAlong,
  cellAt,
  cellsAlong,
  fewestCells,
  panned,
  pixelOf,
  whole,
  zoomed,
} from './window.ts';

fc.configureGlobal({ seed: 7 });

const sizes = fc.integer({ min: 2, max: 4096 });
const shares = fc.double({ min: 0, max: 1, noNaN: true });
const factors = fc.double({ min: 0.1, max: 10, noNaN: true });

/** A window inside whole(rows, columns), at least two cells wide and high. */
const windows = fc
  .record({ rows: sizes, columns: sizes, x: shares, y: shares, w: shares, h: shares })
  .map(({ rows, columns, x, y, w, h }) => {
    const width = fewestCells + w * (columns - fewestCells);
    const height = fewestCells + h * (rows - fewestCells);
    const left = x * (columns - width);
    const top = y * (rows - height);
    return {
      bounds: whole(rows, columns),
      window: {
        left,
        right: Math.min(left + width, columns),
        top,
        bottom: Math.min(top + height, rows),
      },
    };
  });

/** How far the sides of two windows are apart, at most. */
function gap(one: Window, other: Window): number {
  const sides = ['left', 'right', 'top', 'bottom'] as const;
  return Math.max(...sides.map((side) => Math.abs(one[side] - other[side])));
}

function isInside({ left, right, top, bottom }: Window, bounds: Window): boolean {
  return (
    left >= bounds.left && right <= bounds.right && top >= bounds.top && bottom <= bounds.bottom
  );
}

describe('the cell under a pixel', () => {
  it('is the one whose rectangle the pixel is in', () => {
    const window = whole(4, 10);
    expect(cellAt(window, 100, 40, 0, 0)).toEqual({ row: 0, column: 0 });
    expect(cellAt(window, 100, 40, 9.5, 9.5)).toEqual({ row: 0, column: 0 });
    expect(cellAt(window, 100, 40, 10, 10)).toEqual({ row: 1, column: 1 });
  });

  it('is the nearest one outside the map', () => {
    expect(cellAt(whole(4, 10), 100, 40, -5, 1000)).toEqual({ row: 3, column: 0 });
    expect(cellAt(whole(4, 10), 100, 40, 100, -1)).toEqual({ row: 0, column: 9 });
  });

  it('is found again from the middle and the corner of its rectangle', () => {
    fc.assert(
      fc.property(windows, shares, shares, ({ window }, x, y) => {
        const cell = {
          row: Math.floor(window.top + y * (Math.ceil(window.bottom) - 1 - window.top)),
          column: Math.floor(window.left + x * (Math.ceil(window.right) - 1 - window.left)),
        };
        const at = pixelOf(window, 640, 480, cell);
        const middle = [at.x + at.width / 2, at.y + at.height / 2] as const;
        expect(cellAt(window, 640, 480, ...middle)).toEqual(cell);
        expect(cellAt(window, 640, 480, at.x, at.y)).toEqual(cell);
      }),
    );
  });

  it('is exact a million positions in', () => {
    const axis = axisOf(1_048_570.25, 1_048_576, 575);
    expect(cellAlong(axis, 74)).toBe(1_048_570);
    expect(cellAlong(axis, 76)).toBe(1_048_571);
    expect(cellAlong(axis, 574.5)).toBe(1_048_575);
  });
});

it('every cell is in exactly one pixel when there are more cells than pixels', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), sizes, (pixels, cells) => {
      fc.pre(cells > pixels);
      const axis = axisOf(0, cells, pixels);
      const covered = Array.from({ length: pixels }, (_, pixel) => cellsAlong(axis, pixel));
      let next = 0;
      const misplaced = covered.find(({ first, count }) => {
        const begun = next;
        next = first + count;
        return first !== begun;
      });
      expect(misplaced).toBeUndefined();
      expect(next).toBe(cells);
    }),
  );
});

/** The largest magnification that leaves two cells each way. */
function most({ left, right, top, bottom }: Window): number {
  return Math.min(right - left, bottom - top) / fewestCells;
}

describe('a window', () => {
  it('zoomed in and out again is what it was', () => {
    fc.assert(
      fc.property(windows, factors, shares, shares, ({ bounds, window }, factor, x, y) => {
        const magnified = Math.min(Math.max(factor, 1 / factor), most(window));
        const at = {
          column: window.left + x * (window.right - window.left),
          row: window.top + y * (window.bottom - window.top),
        };
        const inside = zoomed(window, bounds, magnified, at);
        expect(gap(zoomed(inside, bounds, 1 / magnified, at), window)).toBeLessThan(1e-6);
      }),
    );
  });

  it('zoomed keeps the place under the pointer where it is', () => {
    const inside = zoomed(whole(100, 100), whole(100, 100), 4, { row: 80, column: 20 });
    expect(gap(inside, { left: 15, right: 40, top: 60, bottom: 85 })).toBeLessThan(1e-9);
  });

  it('stays inside the matrix and never shows less than two cells', () => {
    fc.assert(
      fc.property(windows, factors, shares, shares, ({ bounds, window }, factor, x, y) => {
        const at = { column: x * bounds.right, row: y * bounds.bottom };
        const inside = zoomed(window, bounds, factor, at);
        expect(isInside(inside, bounds)).toBe(true);
        expect(inside.right - inside.left).toBeGreaterThan(fewestCells - 1e-9);
        expect(inside.bottom - inside.top).toBeGreaterThan(fewestCells - 1e-9);
        const moved = panned(window, bounds, (x - 0.5) * 9000, (y - 0.5) * 9000);
        expect(isInside(moved, bounds)).toBe(true);
      }),
    );
  });

  it('panned keeps its size', () => {
    fc.assert(
      fc.property(windows, shares, shares, ({ bounds, window }, x, y) => {
        const moved = panned(window, bounds, (x - 0.5) * 9000, (y - 0.5) * 9000);
        expect(moved.right - moved.left).toBeCloseTo(window.right - window.left, 6);
        expect(moved.bottom - moved.top).toBeCloseTo(window.bottom - window.top, 6);
      }),
    );
  });

  it('of a matrix with one row shows that row', () => {
    const bounds = whole(1, 50);
    expect(zoomed(bounds, bounds, 100, { row: 0, column: 0 })).toEqual({
      left: 0,
      right: 2,
      top: 0,
      bottom: 1,
    });
  });
});
