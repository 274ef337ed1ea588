import { describe, expect, it } from 'vitest';
import type { MemoryMatrix } from '../fields/matrix.ts';
import type { ColourScale } from '../fields/scale.ts';
import { yAt } from './curve.ts';
import type { CurveJob } from './painter.ts';
import { apart, curveColours, curveOf, matrixOf, painters, values } from './testing.ts';

const { line, second, faint, baseline } = curveColours;
const sequential: ColourScale = {
  kind: 'sequential',
  domain: { kind: 'measured' },
  curve: 'linear',
};

const { painted: paintedBoth, faults } = await painters();

/** Paints a curve with both painters, checks that they agree, and returns what is to be seen. */
function painted(matrix: MemoryMatrix, given: Partial<CurveJob> = {}) {
  const { job, gpu, memory } = paintedBoth(matrix, curveOf(matrix, given));
  // f32 distances and 8-bit alpha; a wrong pixel is off by tens.
  expect(apart(gpu, memory)).toBeLessThanOrEqual(3);
  const at = (x: number, y: number) => gpu[Math.floor(y) * job.width + Math.floor(x)] ?? 0;
  return { job, at };
}

/** The rows of a pixel column that have some of the colours, and not the baseline alone. */
function rowsOf({ job, at }: ReturnType<typeof painted>, x: number): number[] {
  return Array.from({ length: job.height }, (_, y) => y).filter(
    (y) => at(x, y) !== 0 && at(x, y) !== baseline,
  );
}

describe('a line', () => {
  it('passes through each value at the middle of its column', () => {
    const data = [0.5, -0.25, 1, -1, 0, 0.75, 0.75, -0.6];
    const matrix = matrixOf(2, 8, [...Array<number>(8).fill(0), ...data]);
    const seen = painted(matrix, { row: 1, width: 160, height: 100 });
    data.forEach((value, column) => {
      const y = yAt(seen.job, 1, value);
      expect(seen.at(20 * column + 10, y - 0.01) >>> 24).toBeGreaterThan(150);
    });
    // Halfway between columns 5 and 6, both 0.75: nothing but the line.
    const y = yAt(seen.job, 1, 0.75);
    expect(rowsOf(seen, 120).every((row) => Math.abs(row + 0.5 - y) <= 2)).toBe(true);
  });

  it('stops at what is not finite, and a value between two gaps is a dot', () => {
    const gap = -Infinity;
    const seen = painted(matrixOf(1, 6, [0.5, 0.5, gap, -0.5, Number.NaN, 0.5]), { width: 120 });
    expect(rowsOf(seen, 20).length).toBeGreaterThan(0);
    expect(rowsOf(seen, 50)).toEqual([]);
    expect(rowsOf(seen, 70).length).toBeGreaterThan(0);
    expect(rowsOf(seen, 80)).toEqual([]);
  });

  it('fills from least to most where columns are narrower than pixels', () => {
    const data = Array.from({ length: 800 }, (_, column) => (column % 2 === 0 ? 0.8 : -0.4));
    const seen = painted(matrixOf(1, 800, data), { width: 100, height: 100 });
    const rows = rowsOf(seen, 50);
    const [top = 0, bottom = 0] = [0.8, -0.4].map((value) => yAt(seen.job, 1, value));
    expect(Math.abs((rows[0] ?? 0) - top)).toBeLessThanOrEqual(2);
    expect(Math.abs((rows.at(-1) ?? 0) - bottom)).toBeLessThanOrEqual(2);
    expect(rows.length).toBe((rows.at(-1) ?? 0) - (rows[0] ?? 0) + 1);
  });

  it('has a ring, empty inside, at the highlighted column', () => {
    const seen = painted(matrixOf(1, 8, Array(8).fill(0.5)), { highlighted: 3, width: 160 });
    const y = yAt(seen.job, 1, 0.5);
    expect(seen.at(70, y) >>> 24).toBe(0);
    expect(seen.at(70, y - 4) >>> 24).toBeGreaterThan(150);
    expect(seen.at(70, y + 4) >>> 24).toBeGreaterThan(150);
  });

  it('moves with the window', () => {
    const data = Array.from({ length: 64 }, (_, column) => (column < 32 ? -0.5 : 0.5));
    const window = { left: 30.5, right: 34.5, top: 0, bottom: 1 };
    const seen = painted(matrixOf(1, 64, data), { window, width: 80 });
    expect(seen.at(10, yAt(seen.job, 1, -0.5) - 0.01) >>> 24).toBeGreaterThan(150);
    expect(seen.at(40, yAt(seen.job, 1, 0.5) - 0.01) >>> 24).toBeGreaterThan(150);
  });
});

describe('two lines', () => {
  const alternating = Array.from({ length: 40 }, (_, column) => (column % 2 === 0 ? 0.7 : -0.7));
  const halves = Array.from({ length: 40 }, (_, column) => (column < 20 ? 0.7 : -0.7));

  it('interleaved: even columns dashed, odd ones solid', () => {
    const seen = painted(matrixOf(1, 40, alternating), { style: 'interleaved', width: 400 });
    const [dashed, solid] = [0.7, -0.7].map((value) => yAt(seen.job, 1, value) - 0.01);
    const along = Array.from({ length: 360 }, (_, x) => x + 20);
    const shown = along.filter((x) => seen.at(x, dashed ?? 0) >>> 24 > 128).length;
    expect(shown / along.length).toBeCloseTo(3 / 5, 1);
    expect(along.every((x) => seen.at(x, solid ?? 0) >>> 24 > 128)).toBe(true);
    expect(along.some((x) => seen.at(x, dashed ?? 0) === second)).toBe(true);
  });

  it('block: the first half dashed, the second solid', () => {
    const seen = painted(matrixOf(1, 40, halves), { style: 'block', width: 400 });
    const [dashed, solid] = [0.7, -0.7].map((value) => yAt(seen.job, 1, value) - 0.01);
    const left = Array.from({ length: 180 }, (_, x) => seen.at(x + 10, dashed ?? 0) >>> 24);
    const right = Array.from({ length: 180 }, (_, x) => seen.at(x + 210, solid ?? 0) >>> 24);
    expect(left.some((alpha) => alpha === 0)).toBe(true);
    expect(right.every((alpha) => alpha > 128)).toBe(true);
    expect(rowsOf(seen, 200)).toEqual([]);
  });

  it('more columns than pixels', () => {
    const wave = Array.from({ length: 600 }, (_, column) => Math.sin(column / 20));
    const seen = painted(matrixOf(1, 600, wave), { style: 'interleaved', width: 90, height: 80 });
    expect(rowsOf(seen, 40).length).toBeGreaterThan(0);
  });
});

describe('bars', () => {
  it('stand on 0 as high as their values, and the highlighted one is stronger', () => {
    const data = [0.1, 0.4, 0, 0.2, -Infinity];
    const seen = painted(matrixOf(1, 5, data), {
      style: 'bars',
      scale: sequential,
      highlighted: 1,
      width: 100,
      height: 80,
    });
    const heights = data.map((_, column) => rowsOf(seen, 20 * column + 10).length);
    expect(heights).toEqual([20, 80, 0, 40, 0]);
    expect(seen.at(10, 70)).toBe(faint);
    expect(seen.at(30, 70)).toBe(line);
    expect(seen.at(20, 70)).toBe(0);
    expect(seen.at(50, 79)).toBe(baseline);
  });

  it('go down from the middle when the scale is signed', () => {
    const seen = painted(matrixOf(1, 2, [-0.5, 0.5]), { style: 'bars', width: 40, height: 80 });
    expect(rowsOf(seen, 10)).toEqual(Array.from({ length: 20 }, (_, k) => 40 + k));
    expect(rowsOf(seen, 30)).toEqual(Array.from({ length: 20 }, (_, k) => 20 + k));
  });

  it.each([100, 333, 2000])('%d of them on 250 pixels', (columns) => {
    const data = values(columns, 4).map(Math.abs);
    const given = { style: 'bars', scale: sequential, highlighted: 7, width: 250 } as const;
    const seen = painted(matrixOf(1, columns, data), given);
    expect(rowsOf(seen, 125).length).toBeGreaterThan(0);
  });
});

it('nothing that memory draws is left out, in any style, window and width of a column', () => {
  for (const style of ['line', 'interleaved', 'block', 'bars'] as const) {
    for (const columns of [3, 37, 700]) {
      const waves = Array.from({ length: columns }, (_, column) =>
        column % 11 === 5 ? Number.NaN : Math.sin(column * column),
      );
      for (const [left, right] of [
        [0, columns],
        [0.3 * columns, 0.3 * columns + 2.5],
        [0.41 * columns, columns],
      ] as const) {
        const window = { left, right: Math.min(right, columns), top: 0, bottom: 1 };
        const given = { style, window, width: 211, height: 60, highlighted: 1 };
        const matrix = matrixOf(1, columns, waves);
        const { gpu, memory } = paintedBoth(matrix, curveOf(matrix, given));
        expect(apart(gpu, memory)).toBeLessThanOrEqual(3);
      }
    }
  }
});

it('the GPU has found no fault with any of this', async () => {
  expect(await faults()).toEqual([]);
});
