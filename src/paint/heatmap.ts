/**
 * The colour of each pixel of a heatmap, once in TypeScript and once in WGSL. Both take cells from
 * window.ts and places from scale.ts.
 */
import type { MemoryMatrix } from '../fields/matrix.ts';
import { placeOf, scaleWgsl, unitOf } from '../fields/scale.ts';
import { axisOf, cellsAlong, windowWgsl } from '../fields/window.ts';
import { atOnce } from '../threads/turns.ts';
import type { HeatmapJob, Job } from './painter.ts';
import { everyPixelWgsl, float32Bits, storedLargestWgsl } from './shader.ts';

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
${everyPixelWgsl}
@fragment
fn colour(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let pixel = vec2u(at.xy);
  let rows = cellsAlong(job.down, f32(pixel.y));
  let columns = cellsAlong(job.across, f32(pixel.x));
  let down = min(rows.count, ${mostSamples});
  let across = min(columns.count, ${mostSamples});
  var sum = 0.0;
  var finite = 0.0;
  var infinite = false;
  var nan = false;
  for (var i = 0; i < down; i++) {
    let row = rows.first + (2 * i + 1) * rows.count / (2 * down);
    for (var k = 0; k < across; k++) {
      let column = columns.first + (2 * k + 1) * columns.count / (2 * across);
      // Inspected as bits: a shader may assume that floats are finite.
      let bits = matrix[job.first + u32(row) * job.columns + u32(column)];
      let size = bits & 0x7fffffffu;
      if (size > 0x7f800000u) {
        nan = true;
      } else if (size < 0x7f800000u) {
        sum += bitcast<f32>(bits);
        finite += 1.0;
      } else if (bits == size) {
        infinite = true;
      }
    }
  }
  if (nan) {
    let striped = ((pixel.x + pixel.y) / ${stripeWidth}u) % 2u == 1u;
    return unpack4x8unorm(select(job.nan, job.stripe, striped));
  }
  if (finite == 0.0) { return unpack4x8unorm(select(job.masked, job.infinite, infinite)); }
  let largest = storedLargest(job.measured, job.slot, job.fixedLargest);
  let unit = unitOf(job.diverging == 1u, job.root == 1u, largest, sum / finite);
  return unpack4x8unorm(job.table[placeOf(unit)]);
}
`;
