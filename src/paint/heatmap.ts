/**
 * The colour of each pixel of a heatmap, once in TypeScript and once in WGSL. Both take cells from
 * window.ts and places from scale.ts.
 */
import type { MemoryMatrix } from '../fields/matrix.ts';
import { placeOf, scaleWgsl, unitOf } from '../fields/scale.ts';
import { axisOf, cellsAlong, windowWgsl } from '../fields/window.ts';
import { atOnce } from '../threads/turns.ts';
import type { HeatmapJob, Job } from './painter.ts';
import { float32Bits, storedLargestWgsl } from './shader.ts';

/** A pixel that covers more cells than this in a direction takes as many, evenly spread. */
const mostSamples = 16;

/** Device pixels of one stripe where there is no number. */
const stripeWidth = 3;

type Pixels = Uint32Array<ArrayBuffer>;

/**
 * @param largest  the m of the scale
 * @returns        [height × width] packed colours
 */
export function heatmapPixels(...drawing: Parameters<typeof heatmapTurns>): Pixels {
  return atOnce(heatmapTurns(...drawing));
}

/** The same, with a turn for something else after each row of cells. */
export function* heatmapTurns(
  job: HeatmapJob,
  matrix: MemoryMatrix,
  largest: number,
): Generator<void, Pixels> {
  const { window, width, height, special } = job;
  const across = axisOf(window.left, window.right, width);
  const down = axisOf(window.top, window.bottom, height);
  const columns = Array.from({ length: width }, (_, x) => samples(cellsAlong(across, x)));
  const pixels = new Uint32Array(width * height);
  // A line serves all pixels of a row of cells; null is a NaN, whose stripes go on across cells.
  let line: (number | null)[] = [];
  let previous = '';
  for (let y = 0; y < height; y += 1) {
    const rows = samples(cellsAlong(down, y));
    const name = rows.join();
    if (name !== previous) {
      line = columns.map((cells) => colourOf(job, matrix, rows, cells, largest));
      previous = name;
      yield;
    }
    for (let x = 0; x < width; x += 1) {
      const striped = Math.floor((x + y) / stripeWidth) % 2 === 1;
      pixels[y * width + x] = line[x] ?? (striped ? special.stripe : special.nan);
    }
  }
  return pixels;
}

/** Pixels of a job and the cells under them: how long it takes to draw. */
export function workOf({ kind, width, height, window }: Job): number {
  const across = Math.min((window.right - window.left) / width, mostSamples);
  if (kind === 'curve') return width * height * (1 + across);
  const down = Math.min((window.bottom - window.top) / height, mostSamples);
  return width * height * (1 + Math.max(across, 1) * Math.max(down, 1));
}

function samples({ first, count }: { first: number; count: number }): number[] {
  const taken = Math.min(count, mostSamples);
  return Array.from(
    { length: taken },
    (_, k) => first + Math.floor(((2 * k + 1) * count) / (2 * taken)),
  );
}

function colourOf(
  job: HeatmapJob,
  matrix: MemoryMatrix,
  rows: readonly number[],
  columns: readonly number[],
  largest: number,
): number | null {
  let sum = 0;
  let finite = 0;
  let infinite = false;
  for (const row of rows) {
    for (const column of columns) {
      const value = matrix.data[row * matrix.columns + column] ?? Number.NaN;
      if (Number.isNaN(value)) return null;
      if (Number.isFinite(value)) {
        sum += value;
        finite += 1;
      } else if (value > 0) infinite = true;
    }
  }
  if (finite === 0) return infinite ? job.special.infinite : job.special.masked;
  return job.table[placeOf(unitOf(job.scale, largest, sum / finite))] ?? 0;
}

/** Bytes that a heatmap's block takes in the painter's buffer: a header and the lookup table. */
export const heatmapBlockBytes = 256 + 4 * 1024;

/**
 * What is known of a job before its pixels are drawn, so that none of them asks: `single` where no
 * pixel covers two cells, `few` where none has to leave some out.
 */
export function heatmapConstants({ window, width, height }: HeatmapJob) {
  const most = Math.max(
    (window.right - window.left) / width,
    (window.bottom - window.top) / height,
  );
  return { single: Number(most <= 1), few: Number(most <= mostSamples - 1) };
}

/** Lays a job out as the shader's `Job`. */
export function writeHeatmap(job: HeatmapJob, block: Uint32Array): void {
  const { matrix, window, scale, special } = job;
  const across = axisOf(window.left, window.right, job.width);
  const down = axisOf(window.top, window.bottom, job.height);
  block.set([
    across.first,
    across.last,
    float32Bits(across.offset),
    float32Bits(across.perPixel),
    down.first,
    down.last,
    float32Bits(down.offset),
    float32Bits(down.perPixel),
    matrix.columns,
    Number(scale.kind === 'diverging'),
    Number(scale.curve === 'sqrt'),
    Number(scale.domain.kind === 'measured'),
    job.extent?.kind === 'gpu' ? job.extent.index : 0,
    float32Bits(scale.domain.kind === 'fixed' ? scale.domain.max : 0),
    special.nan,
    special.stripe,
    special.masked,
    special.infinite,
    matrix.kind === 'gpu' ? matrix.from : 0,
  ]);
  block.set(job.table, 256 / 4);
}

export const heatmapWgsl = /* wgsl */ `
${windowWgsl}
${scaleWgsl}

struct Job {
  across: Axis,
  down: Axis,
  columns: u32,
  diverging: u32,
  root: u32,
  measured: u32,
  slot: u32,
  fixedLargest: f32,
  nan: u32,
  stripe: u32,
  masked: u32,
  infinite: u32,
  first: u32,
  @align(256) table: array<u32, 1024>,
}

@group(0) @binding(0) var<storage, read> job: Job;
@group(0) @binding(1) var<storage, read> matrix: array<u32>;
@group(0) @binding(2) var<storage, read> slots: array<vec4u>;
${storedLargestWgsl}

override single: bool;
override few: bool;

/** One triangle that covers every pixel. */
@vertex
fn corner(@builtin(vertex_index) i: u32) -> Corner {
  let at = vec4f(f32(i & 1u) * 4.0 - 1.0, f32(i >> 1u) * 4.0 - 1.0, 0.0, 1.0);
  return Corner(at, storedLargest(job.measured, job.slot, job.fixedLargest));
}

/** The k-th of a pixel's cells, of as many as are taken. */
fn sample(cells: Cells, k: i32, taken: i32) -> i32 {
  if (few) { return cells.first + k; }
  return cells.first + (2 * k + 1) * cells.count / (2 * taken);
}

struct Sum { finite: f32, count: f32, infinite: bool, nan: bool }

fn withCell(sum: Sum, row: i32, column: i32) -> Sum {
  // Inspected as bits: a shader may assume that floats are finite.
  let bits = matrix[job.first + u32(row) * job.columns + u32(column)];
  let size = bits & 0x7fffffffu;
  let known = size < 0x7f800000u;
  return Sum(
    sum.finite + select(0.0, bitcast<f32>(bits), known),
    sum.count + f32(known),
    sum.infinite || bits == 0x7f800000u,
    sum.nan || size > 0x7f800000u,
  );
}

fn cellsUnder(pixel: vec2f) -> Sum {
  var sum: Sum;
  if (single) {
    return withCell(sum, cellAlong(job.down, pixel.y + 0.5), cellAlong(job.across, pixel.x + 0.5));
  }
  let rows = cellsAlong(job.down, pixel.y);
  let columns = cellsAlong(job.across, pixel.x);
  let down = min(rows.count, ${mostSamples});
  let across = min(columns.count, ${mostSamples});
  for (var i = 0; i < down; i++) {
    let row = sample(rows, i, down);
    for (var k = 0; k < across; k++) { sum = withCell(sum, row, sample(columns, k, across)); }
  }
  return sum;
}

@fragment
fn colour(corner: Corner) -> @location(0) vec4f {
  let pixel = vec2u(corner.at.xy);
  let sum = cellsUnder(vec2f(pixel));
  if (sum.nan) {
    let striped = ((pixel.x + pixel.y) / ${stripeWidth}u) % 2u == 1u;
    return unpack4x8unorm(select(job.nan, job.stripe, striped));
  }
  if (sum.count == 0.0) { return unpack4x8unorm(select(job.masked, job.infinite, sum.infinite)); }
  let unit = unitOf(job.diverging == 1u, job.root == 1u, corner.largest, sum.finite / sum.count);
  return unpack4x8unorm(job.table[placeOf(unit)]);
}
`;
