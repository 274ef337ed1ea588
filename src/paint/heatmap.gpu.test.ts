import { describe, expect, it } from 'vitest';
import { specialColours } from '../fields/colour.ts';
import type { MemoryMatrix } from '../fields/matrix.ts';
import { type ColourScale, placeOf, scaleWgsl, unitOf } from '../fields/scale.ts';
import { axisOf, cellAlong, cellAt, pixelOf, windowWgsl } from '../fields/window.ts';
import { pixelsOf } from './memory.ts';
import type { HeatmapJob } from './painter.ts';
import { answersOf, apart, heatmapOf, matrixOf, painters, tables, values } from './testing.ts';

const special = specialColours.paper;
const fixed = (max: number) => ({ kind: 'fixed', max }) as const;
const measured = { kind: 'measured' } as const;

const { adapter, device, painted: paintedBoth, faults } = await painters();

it('runs on an adapter, and says on which', () => {
  expect(`${adapter.info.vendor} ${adapter.info.architecture}`).toMatch(/\w/);
});

const painted = (matrix: MemoryMatrix, given: Partial<HeatmapJob> = {}) =>
  paintedBoth(matrix, heatmapOf(matrix, given));

/** The colour at the middle of each cell, [rows × columns]. */
function atCells(pixels: Uint32Array, job: HeatmapJob): number[] {
  const { rows, columns } = job.matrix;
  return Array.from({ length: rows * columns }, (_, i) => {
    const cell = { row: Math.floor(i / columns), column: i % columns };
    const at = pixelOf(job.window, job.width, job.height, cell);
    const x = Math.floor(at.x + at.width / 2);
    const y = Math.floor(at.y + at.height / 2);
    return pixels[y * job.width + x] ?? 0;
  });
}

function expected(scale: ColourScale, table: Uint32Array, max: number, data: Float32Array) {
  return Array.from(data, (value) => table[placeOf(unitOf(scale, max, value))] ?? 0);
}

describe('a heatmap shows the colour of each number', () => {
  const data = values(12 * 9);
  const scales: ColourScale[] = [
    { kind: 'diverging', domain: fixed(1), curve: 'linear' },
    { kind: 'diverging', domain: fixed(0.25), curve: 'sqrt' },
    { kind: 'sequential', domain: fixed(2), curve: 'linear' },
    { kind: 'sequential', domain: measured, curve: 'sqrt' },
    { kind: 'diverging', domain: measured, curve: 'linear' },
  ];

  it.each(scales)('$kind, $domain.kind, $curve', (scale) => {
    const matrix = matrixOf(
      12,
      9,
      data.map((value) => value * 0.7),
    );
    const table = tables[scale.kind];
    const result = painted(matrix, { scale, table });
    const largest = Math.max(...Array.from(matrix.data, Math.abs));
    const max = scale.domain.kind === 'fixed' ? scale.domain.max : largest;
    const colours = expected(scale, table, max, matrix.data);
    expect(new Set(colours).size).toBeGreaterThan(10);
    expect(apart(atCells(result.gpu, result.job), colours)).toBeLessThanOrEqual(1);
    expect(apart(atCells(result.memory, result.job), colours)).toBe(0);
    expect(apart(result.gpu, result.memory)).toBeLessThanOrEqual(1);
  });

  it('0 exactly neutral and a matrix of zeros all neutral', () => {
    const scale: ColourScale = { kind: 'diverging', domain: measured, curve: 'linear' };
    const result = painted(matrixOf(3, 3, Array(9).fill(0)), { scale });
    expect(new Set(result.gpu)).toEqual(new Set([tables.diverging[511]]));
    expect(result.memory).toEqual(result.gpu);
  });

  it('very large and very small numbers too', () => {
    const scale: ColourScale = { kind: 'diverging', domain: measured, curve: 'linear' };
    for (const size of [1e-30, 1e30]) {
      const result = painted(matrixOf(1, 3, [-size, 0, size / 2]), { scale });
      const colours = [0, 511, 767].map((place) => tables.diverging[place] ?? 0);
      expect(apart(atCells(result.gpu, result.job), colours)).toBe(0);
      expect(apart(atCells(result.memory, result.job), colours)).toBe(0);
    }
  });
});

describe('what is not a finite number', () => {
  const matrix = matrixOf(2, 3, [0.5, -Infinity, Number.NaN, Infinity, -0.5, 0]);

  it('has a look of its own, and leaves the measured scale alone', () => {
    const scale: ColourScale = { kind: 'diverging', domain: measured, curve: 'linear' };
    const result = painted(matrix, { scale, width: 60, height: 40 });
    for (const pixels of [result.gpu, result.memory]) {
      const [half, masked, , infinite, minus, zero] = atCells(pixels, result.job);
      expect([half, masked, infinite, minus, zero]).toEqual([
        tables.diverging[1022],
        special.masked,
        special.infinite,
        tables.diverging[0],
        tables.diverging[511],
      ]);
    }
    expect(apart(result.gpu, result.memory)).toBe(0);
  });

  it('NaN is striped, in device pixels', () => {
    const result = painted(matrix, { width: 60, height: 40 });
    for (const pixels of [result.gpu, result.memory]) {
      const along = Array.from({ length: 12 }, (_, x) => pixels[5 * 60 + 42 + x]);
      const { nan, stripe } = special;
      const [a, b] = pixels[5 * 60 + 42] === nan ? [nan, stripe] : [stripe, nan];
      expect(along).toEqual([a, b, b, b, a, a, a, b, b, b, a, a]);
    }
  });

  it('in pixels of several cells: NaN wins, then the mean of what is finite', () => {
    const cells = matrixOf(
      2,
      8,
      [
        [-Infinity, 0.5, -Infinity, -Infinity, Number.NaN, 1, Infinity, -Infinity],
        [-Infinity, 0.3, -Infinity, -Infinity, 1, 1, -Infinity, -Infinity],
      ].flat(),
    );
    const result = painted(cells, { width: 4, height: 1 });
    const mean = tables.diverging[placeOf(unitOf(result.job.scale, 1, 0.4))];
    for (const pixels of [result.gpu, result.memory]) {
      expect([...pixels.slice(0, 2), pixels[3]]).toEqual([mean, special.masked, special.infinite]);
      expect([special.nan, special.stripe]).toContain(pixels[2]);
    }
  });
});

describe('a window', () => {
  const matrix = matrixOf(16, 16, values(256, 5));

  it.each([
    { left: 3, right: 7, top: 2, bottom: 12 },
    { left: 0.3, right: 5.7, top: 10.25, bottom: 13.5 },
    { left: 13.9, right: 15.9, top: 14, bottom: 16 },
  ])('shows its cells where the hover finds them: $left–$right, $top–$bottom', (window) => {
    const result = painted(matrix, { window, width: 90, height: 70 });
    const colours = Array.from({ length: 90 * 70 }, (_, i) => {
      const { row, column } = cellAt(window, 90, 70, (i % 90) + 0.5, Math.floor(i / 90) + 0.5);
      const value = matrix.data[row * 16 + column] ?? Number.NaN;
      return tables.diverging[placeOf(unitOf(result.job.scale, 1, value))] ?? 0;
    });
    expect(apart(result.gpu, colours)).toBeLessThanOrEqual(1);
    expect(apart(result.memory, colours)).toBe(0);
  });
});

describe('more cells than pixels', () => {
  it('64 × 64 on 16 × 16 shows the mean of each 4 × 4', () => {
    const matrix = matrixOf(64, 64, values(4096, 9));
    const scale: ColourScale = { kind: 'diverging', domain: fixed(0.5), curve: 'linear' };
    const result = painted(matrix, { scale, width: 16, height: 16 });
    const means = new Float32Array(256);
    matrix.data.forEach((value, i) => {
      const pixel = Math.floor(i / 256) * 16 + Math.floor((i % 64) / 4);
      means[pixel] = (means[pixel] ?? 0) + value / 16;
    });
    const colours = expected(scale, tables.diverging, 0.5, means);
    expect(apart(result.gpu, colours)).toBeLessThanOrEqual(2); // One entry: f32 sums.
    expect(apart(result.memory, colours)).toBeLessThanOrEqual(2);
    expect(apart(result.gpu, result.memory)).toBeLessThanOrEqual(2);
  });

  it.each([
    [1000, 700, 0],
    [997, 31, 3.3],
    [300, 7, 0.1],
  ])('%d cells on %d pixels: both painters take the same cells', (cells, pixels, left) => {
    const matrix = matrixOf(3, cells, values(3 * cells, cells));
    const window = { left, right: cells, top: 0, bottom: 3 };
    const result = painted(matrix, { window, width: pixels, height: 5 });
    expect(apart(result.gpu, result.memory)).toBeLessThanOrEqual(2);
  });
});

describe('TypeScript and WGSL agree', () => {
  it('on the place of a value', async () => {
    const places = values(300, 3).flatMap((value) => [value, value * 0.01, value * 1e-20]);
    for (const kind of ['diverging', 'sequential'] as const) {
      for (const curve of ['linear', 'sqrt'] as const) {
        for (const max of [0, 0.6, 1, 1e-20]) {
          const code = `${scaleWgsl}
            fn answer(input: vec4f) -> f32 {
              return unitOf(input.x == 1.0, input.y == 1.0, input.z, input.w);
            }`;
          const inputs = places.map(
            (value) =>
              [Number(kind === 'diverging'), Number(curve === 'sqrt'), max, value] as const,
          );
          const units = await answersOf(device, code, inputs);
          const scale: ColourScale = { kind, curve, domain: measured };
          const worst = Math.max(
            ...places.map((value, i) =>
              Math.abs(unitOf(scale, max, Math.fround(value)) - (units[i] ?? Infinity)),
            ),
          );
          expect(worst).toBeLessThan(5e-7); // A few roundings of f32.
        }
      }
    }
  });

  it('on the entry of a place, at every entry and halfway between two', async () => {
    const units = Array.from({ length: 2045 }, (_, i) => Math.fround(i / 2044));
    const code = `${scaleWgsl} fn answer(input: vec4f) -> f32 { return f32(placeOf(input.x)); }`;
    const places = await answersOf(
      device,
      code,
      units.map((unit) => [unit, 0, 0, 0] as const),
    );
    expect(Array.from(places)).toEqual(units.map(placeOf));
  });

  it('on the cell under a pixel', async () => {
    const sides = [
      [0, 64, 640],
      [0, 64, 48],
      [0.3, 5.7, 91],
      [1_048_570.25, 1_048_576, 575],
      [0, 1000, 700],
    ] as const;
    const code = `${windowWgsl} fn answer(input: vec4f) -> f32 {
      return f32(cellAlong(Axis(0, i32(input.x), input.y, input.z), input.w));
    }`;
    for (const [from, to, pixels] of sides) {
      const axis = axisOf(from, to, pixels);
      const points = Array.from({ length: 2 * pixels + 1 }, (_, i) => i / 2);
      const inputs = points.map(
        (point) => [axis.last - axis.first, axis.offset, axis.perPixel, point] as const,
      );
      const cells = await answersOf(device, code, inputs);
      expect(Array.from(cells)).toEqual(points.map((point) => cellAlong(axis, point) - axis.first));
    }
  });
});

it('pixelsOf gives what the memory painter puts on the canvas', () => {
  const result = painted(matrixOf(4, 4, values(16)));
  expect(pixelsOf(result.job)).toEqual(result.memory);
});

it('the GPU has found no fault with any of this', async () => {
  expect(await faults()).toEqual([]);
});
