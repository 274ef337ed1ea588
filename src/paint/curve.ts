/**
 * The colour of each pixel of a curve, once in TypeScript and once in WGSL: lines by the distance to
 * their segments, or to the span from least to most where columns are narrower than pixels.
 */
import type { MemoryMatrix } from '../fields/matrix.ts';
import { scaleWgsl, unitOf } from '../fields/scale.ts';
import { type Axis, axisOf, cellsAlong, windowWgsl } from '../fields/window.ts';
import type { CurveJob } from './painter.ts';
import { float32Bits, storedLargestWgsl } from './shader.ts';

/** One line's columns: start, start + stride, … */
interface Series {
  readonly start: number;
  readonly stride: number;
  readonly count: number;
}

/** Columns that one pixel looks at, evenly spread if there are more. */
const mostColumns = 256;

/** Bars narrower than this many pixels touch. */
const narrowestGapped = 3;

// In line widths.
const dashLength = 3;
const dashPeriod = 5;
const ringRadius = 2;

/** What both versions of the drawing start from, in device pixels. */
interface Layout {
  readonly across: Axis;
  readonly dashed: Series;
  readonly solid: Series;
  /** Room above and below, so that the ring at an extreme is whole. */
  readonly inset: number;
  /** Where 0 is, and the rows [from, to) of the line that shows it. */
  readonly zero: number;
  readonly baseline: readonly [from: number, to: number];
  /** Between bars. */
  readonly gap: number;
}

function layoutOf(job: CurveJob): Layout {
  const { window, width, height, lineWidth } = job;
  const across = axisOf(window.left, window.right, width);
  const inset = insetOf(job);
  const zero = yAt(job, 1, 0);
  const thickness = Math.max(Math.round(lineWidth / 2), 1);
  const from = Math.min(Math.max(Math.round(zero - thickness / 2), 0), height - thickness);
  const barWidth = 1 / across.perPixel;
  return {
    across,
    ...seriesOf(job.style, job.matrix.columns),
    inset,
    zero,
    baseline: [from, from + thickness],
    gap: barWidth < narrowestGapped ? 0 : Math.max(Math.round(0.15 * barWidth), 1),
  };
}

function insetOf({ style, lineWidth }: CurveJob): number {
  return style === 'bars' ? 0 : (ringRadius + 0.5) * lineWidth;
}

/** Height of a value: device pixels from the top. */
export function yAt(job: CurveJob, largest: number, value: number): number {
  const inset = insetOf(job);
  const unit = unitOf({ ...job.scale, curve: 'linear' }, largest, value);
  return inset + (1 - unit) * (job.height - 2 * inset);
}

function seriesOf(style: CurveJob['style'], columns: number): { dashed: Series; solid: Series } {
  const half = Math.floor(columns / 2);
  const none = { start: 0, stride: 1, count: 0 };
  switch (style) {
    case 'line':
      return { dashed: none, solid: { start: 0, stride: 1, count: columns } };
    case 'interleaved':
      return {
        dashed: { start: 0, stride: 2, count: columns - half },
        solid: { start: 1, stride: 2, count: half },
      };
    case 'block':
      return {
        dashed: { start: 0, stride: 1, count: half },
        solid: { start: half, stride: 1, count: columns - half },
      };
    case 'bars':
      return { dashed: none, solid: none };
  }
}

/**
 * The colours, with a turn for something else after each row of pixels.
 *
 * @param largest  the m of the scale
 * @returns        [height × width] packed colours, alpha not multiplied in
 */
export function* curveTurns(
  job: CurveJob,
  matrix: MemoryMatrix,
  largest: number,
): Generator<void, Uint32Array<ArrayBuffer>> {
  const layout = layoutOf(job);
  const { colours, highlighted } = job;
  const row = matrix.data.subarray(job.row * matrix.columns, (job.row + 1) * matrix.columns);
  const heights = Float64Array.from(row, (value) =>
    Number.isFinite(value) ? yAt(job, largest, value) : Number.NaN,
  ); // [column], pixels from the top
  const ringed = job.style === 'bars' || highlighted === null ? null : highlighted;
  const pixels = new Uint32Array(job.width * job.height);
  for (let y = 0; y < job.height; y += 1) {
    yield;
    for (let x = 0; x < job.width; x += 1) {
      const mix = new Mix();
      if (y >= layout.baseline[0] && y < layout.baseline[1]) mix.over(colours.baseline, 1);
      if (job.style === 'bars') {
        const { share, strong } = bar(job, layout, heights, x, y);
        mix.over(strong ? colours.line : colours.faint, share);
      } else {
        mix.over(colours.second, lineShare(job, layout, heights, layout.dashed, true, x, y));
        mix.over(colours.line, lineShare(job, layout, heights, layout.solid, false, x, y));
      }
      if (ringed !== null) {
        const away = distanceTo(layout.across, ringed, heights[ringed] ?? Number.NaN, x, y);
        const radius = ringRadius * job.lineWidth;
        if (!Number.isNaN(away)) {
          mix.keep(1 - limited(radius - away + 0.5));
          mix.over(colours.line, limited(job.lineWidth / 2 + 0.5 - Math.abs(away - radius)));
        }
      }
      pixels[y * job.width + x] = mix.packed();
    }
  }
  return pixels;
}

/** How much of a pixel a line covers, 0…1. */
function lineShare(
  { lineWidth }: CurveJob,
  { across }: Layout,
  heights: Float64Array,
  { start, stride, count }: Series,
  dashed: boolean,
  x: number,
  y: number,
): number {
  const half = lineWidth / 2;
  const perPixel = across.perPixel / stride;
  const along = (across.first - start + across.offset + (x + 0.5) * across.perPixel - 0.5) / stride;
  const heightOf = (step: number) =>
    step < count ? (heights[start + step * stride] ?? Number.NaN) : Number.NaN;

  if (perPixel > 1) {
    // One more on the left, so that neighbouring spans meet.
    const from = Math.max(Math.ceil(along - perPixel / 2) - 1, 0);
    const to = Math.min(Math.floor(along + perPixel / 2), count - 1);
    const { low, high } = span(from, to - from + 1, heightOf, Infinity, -Infinity);
    if (low > high) return 0;
    const away = Math.max(low - y - 0.5, y + 0.5 - high, 0);
    return limited(half + 0.5 - away) * (dashed ? dash(x + 0.5, lineWidth) : 1);
  }

  const reach = (half + 1) * perPixel;
  const from = Math.max(Math.floor(along - reach), 0);
  const to = Math.min(Math.ceil(along + reach), count - 1);
  let share = 0;
  for (let step = from; step <= to; step += 1) {
    const begin = heightOf(step);
    if (Number.isNaN(begin)) continue;
    const end = heightOf(step + 1);
    // Relative to the segment's first point; a value between two gaps is a dot.
    const px = (along - step) / perPixel;
    const py = y + 0.5 - begin;
    const dx = Number.isNaN(end) ? 0 : 1 / perPixel;
    const dy = Number.isNaN(end) ? 0 : end - begin;
    const squared = dx * dx + dy * dy;
    const on = squared === 0 ? 0 : limited((px * dx + py * dy) / squared);
    const line = limited(half + 0.5 - Math.hypot(px - on * dx, py - on * dy));
    const length = Math.sqrt(squared);
    const phase = length === 0 ? 0 : ((x + 0.5) * dx + (y + 0.5) * dy) / length;
    share = Math.max(share, dashed && length > 0 ? line * dash(phase, lineWidth) : line);
  }
  return share;
}

/** 1 on a dash and 0 between two. */
function dash(phase: number, lineWidth: number): number {
  const period = dashPeriod * lineWidth;
  const along = phase - period * Math.floor(phase / period);
  return limited(Math.min(along, dashLength * lineWidth - along) + 0.5);
}

/** How much of a pixel a bar covers, and whether it is the highlighted one. */
function bar(
  job: CurveJob,
  { across, zero, gap }: Layout,
  heights: Float64Array,
  x: number,
  y: number,
): { share: number; strong: boolean } {
  const { first, count } = cellsAlong(across, x);
  const strong =
    job.highlighted !== null && job.highlighted >= first && job.highlighted < first + count;
  if (gap > 0) {
    const left = (first - across.first - across.offset) / across.perPixel + gap / 2;
    const right = left + 1 / across.perPixel - gap;
    if (x < Math.floor(left + 0.5) || x >= Math.floor(right + 0.5)) return { share: 0, strong };
  }
  const { low, high } = span(first, count, (column) => heights[column] ?? Number.NaN, zero, zero);
  return { share: limited(Math.min(high, y + 1) - Math.max(low, y)), strong };
}

/** Least and most of the heights that are numbers, and of the two given. */
function span(
  first: number,
  count: number,
  heightOf: (index: number) => number,
  low: number,
  high: number,
): { low: number; high: number } {
  const taken = Math.min(count, mostColumns);
  for (let k = 0; k < taken; k += 1) {
    const height = heightOf(first + Math.floor((k * count) / taken));
    if (Number.isNaN(height)) continue;
    low = Math.min(low, height);
    high = Math.max(high, height);
  }
  return { low, high };
}

/** From the middle of a pixel to a column's point; NaN if it has none. */
function distanceTo(across: Axis, column: number, height: number, x: number, y: number): number {
  const place = (column + 0.5 - across.first - across.offset) / across.perPixel;
  return Math.hypot(x + 0.5 - place, y + 0.5 - height);
}

function limited(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}

/** Colours laid over one another, alpha multiplied in. */
class Mix {
  private red = 0;
  private green = 0;
  private blue = 0;
  private alpha = 0;

  over(colour: number, share: number): void {
    const alpha = (share * (colour >>> 24)) / 255;
    if (alpha === 0) return;
    this.keep(1 - alpha);
    this.red += (colour & 255) * alpha;
    this.green += ((colour >>> 8) & 255) * alpha;
    this.blue += ((colour >>> 16) & 255) * alpha;
    this.alpha += alpha;
  }

  keep(share: number): void {
    this.red *= share;
    this.green *= share;
    this.blue *= share;
    this.alpha *= share;
  }

  packed(): number {
    if (this.alpha === 0) return 0;
    const byte = (value: number) => Math.min(Math.round(value / this.alpha), 255);
    const alpha = Math.round(255 * this.alpha);
    return (
      (byte(this.red) | (byte(this.green) << 8) | (byte(this.blue) << 16) | (alpha << 24)) >>> 0
    );
  }
}

/** What of a job is known before its pixels are drawn, so that none of them asks. */
export function curveConstants({ style }: CurveJob) {
  return { bars: Number(style === 'bars') };
}

/** Corners of the quads around all that is drawn: baseline, ring, and the curve piece by piece. */
export function curveCorners(job: CurveJob): number {
  const { across, solid } = layoutOf(job);
  const narrow = across.perPixel / solid.stride > 1;
  return 6 * (2 + (narrow ? job.width : across.last - across.first + 1 + solid.stride));
}

/** Bytes that a curve's block takes in the painter's buffer. */
export const curveBlockBytes = 256;

/** Lays a job out as the shader's `Job`. */
export function writeCurve(job: CurveJob, block: Uint32Array): void {
  const { matrix, scale, colours } = job;
  const { across, dashed, solid, inset, zero, baseline, gap } = layoutOf(job);
  block.set([
    across.first,
    across.last,
    float32Bits(across.offset),
    float32Bits(across.perPixel),
    (matrix.kind === 'gpu' ? matrix.from : 0) + job.row * matrix.columns,
    Number(scale.kind === 'diverging'),
    Number(scale.domain.kind === 'measured'),
    job.extent?.kind === 'gpu' ? job.extent.index : 0,
    float32Bits(scale.domain.kind === 'fixed' ? scale.domain.max : 0),
    job.highlighted ?? -1,
    dashed.start,
    dashed.stride,
    dashed.count,
    solid.start,
    solid.stride,
    solid.count,
    float32Bits(job.lineWidth),
    float32Bits(gap),
    float32Bits(inset),
    float32Bits(zero),
    float32Bits(job.width),
    float32Bits(job.height),
    matrix.columns,
    baseline[0],
    baseline[1],
    colours.line,
    colours.second,
    colours.faint,
    colours.baseline,
  ]);
}

export const curveWgsl = /* wgsl */ `
${windowWgsl}
${scaleWgsl}

override bars: bool;

struct Series { start: i32, stride: i32, count: i32 }

struct Job {
  across: Axis,
  start: u32,
  diverging: u32,
  measured: u32,
  slot: u32,
  fixedLargest: f32,
  highlighted: i32,
  dashed: Series,
  solid: Series,
  lineWidth: f32,
  gap: f32,
  inset: f32,
  zero: f32,
  width: f32,
  height: f32,
  columns: i32,
  baselineFrom: u32,
  baselineTo: u32,
  line: u32,
  second: u32,
  faint: u32,
  baseline: u32,
}

@group(0) @binding(0) var<storage, read> job: Job;
@group(0) @binding(1) var<storage, read> matrix: array<u32>;
@group(0) @binding(2) var<storage, read> slots: array<vec4u>;
${storedLargestWgsl}

struct Point { known: bool, y: f32 }
struct Span { low: f32, high: f32 }

fn pointOf(column: i32, largest: f32) -> Point {
  let bits = matrix[job.start + u32(column)];
  if ((bits & 0x7f800000u) == 0x7f800000u) { return Point(false, 0.0); }
  let unit = unitOf(job.diverging == 1u, false, largest, bitcast<f32>(bits));
  return Point(true, job.inset + (1.0 - unit) * (job.height - 2.0 * job.inset));
}

fn spanOf(start: i32, stride: i32, count: i32, around: Span, largest: f32) -> Span {
  var span = around;
  let taken = min(count, ${mostColumns});
  for (var k = 0; k < taken; k++) {
    let point = pointOf(start + stride * (k * count / taken), largest);
    if (point.known) { span = Span(min(span.low, point.y), max(span.high, point.y)); }
  }
  return span;
}

fn dash(phase: f32) -> f32 {
  let period = ${dashPeriod}.0 * job.lineWidth;
  let along = phase - period * floor(phase / period);
  return saturate(min(along, ${dashLength}.0 * job.lineWidth - along) + 0.5);
}

fn lineShare(series: Series, dashed: bool, at: vec2f, largest: f32) -> f32 {
  let half = job.lineWidth / 2.0;
  let stride = f32(series.stride);
  let perPixel = job.across.perPixel / stride;
  let start = f32(job.across.first - series.start);
  let along = (start + job.across.offset + at.x * job.across.perPixel - 0.5) / stride;

  if (perPixel > 1.0) {
    let begin = max(i32(ceil(along - perPixel / 2.0)) - 1, 0);
    let end = min(i32(floor(along + perPixel / 2.0)), series.count - 1);
    let span = spanOf(
      series.start + begin * series.stride, series.stride, end - begin + 1, Span(1e9, -1e9), largest,
    );
    if (span.low > span.high) { return 0.0; }
    let away = max(max(span.low - at.y, at.y - span.high), 0.0);
    return saturate(half + 0.5 - away) * select(1.0, dash(at.x), dashed);
  }

  let reach = (half + 1.0) * perPixel;
  let begin = max(i32(floor(along - reach)), 0);
  let end = min(i32(ceil(along + reach)), series.count - 1);
  var share = 0.0;
  for (var step = begin; step <= end; step++) {
    let here = pointOf(series.start + step * series.stride, largest);
    if (!here.known) { continue; }
    var towards = vec2f(0.0);
    if (step + 1 < series.count) {
      let next = pointOf(series.start + (step + 1) * series.stride, largest);
      if (next.known) { towards = vec2f(1.0 / perPixel, next.y - here.y); }
    }
    let place = vec2f((along - f32(step)) / perPixel, at.y - here.y);
    let length = length(towards);
    let on = select(0.0, saturate(dot(place, towards) / dot(towards, towards)), length > 0.0);
    var line = saturate(half + 0.5 - distance(place, on * towards));
    if (dashed && length > 0.0) { line *= dash(dot(at, towards) / length); }
    share = max(share, line);
  }
  return share;
}

struct Bar { share: f32, strong: bool }

fn barAt(at: vec2f, largest: f32) -> Bar {
  let pixel = floor(at);
  let cells = cellsAlong(job.across, pixel.x);
  let strong = job.highlighted >= cells.first && job.highlighted < cells.first + cells.count;
  if (job.gap > 0.0) {
    let cell = f32(cells.first - job.across.first) - job.across.offset;
    let left = cell / job.across.perPixel + job.gap / 2.0;
    let right = left + 1.0 / job.across.perPixel - job.gap;
    if (pixel.x < floor(left + 0.5) || pixel.x >= floor(right + 0.5)) { return Bar(0.0, strong); }
  }
  let span = spanOf(cells.first, 1, cells.count, Span(job.zero, job.zero), largest);
  return Bar(saturate(min(span.high, pixel.y + 1.0) - max(span.low, pixel.y)), strong);
}

fn over(below: vec4f, packed: u32, share: f32) -> vec4f {
  let colour = unpack4x8unorm(packed);
  let alpha = colour.a * share;
  return below * (1.0 - alpha) + vec4f(colour.rgb, 1.0) * alpha;
}

/** A line with room around it: at its ends, and at its sides. */
struct Quad { start: vec2f, end: vec2f, beyond: f32, beside: f32 }

fn placeOfColumn(column: i32) -> f32 {
  return (f32(column - job.across.first) + 0.5 - job.across.offset) / job.across.perPixel;
}

/** The i-th piece of what is drawn. Most pixels of a curve are empty: outside the quads none is asked. */
fn quadOf(i: i32, largest: f32) -> Quad {
  if (i == 0) {
    let y = f32(job.baselineFrom + job.baselineTo) / 2.0;
    return Quad(vec2f(0.0, y), vec2f(job.width, y), 0.0, f32(job.baselineTo) - y);
  }
  let reach = job.lineWidth / 2.0 + 1.0;
  if (i == 1) {
    let point = pointOf(max(job.highlighted, 0), largest);
    if (bars || job.highlighted < 0 || !point.known) { return Quad(); }
    let at = vec2f(placeOfColumn(job.highlighted), point.y);
    let around = ${ringRadius}.0 * job.lineWidth + reach;
    return Quad(at, at, around, around);
  }
  let stride = job.solid.stride;
  if (job.across.perPixel / f32(stride) > 1.0) {
    // A column of pixels, with all that it is drawn from.
    let x = f32(i) - 1.5;
    let first = max(edgeAlong(job.across, x - 0.5) - 2 * stride, 0);
    let last = min(edgeAlong(job.across, x + 0.5) + stride, job.columns - 1);
    var around = Span(1e9, -1e9);
    if (bars) { around = Span(job.zero, job.zero); }
    let span = spanOf(first, 1, last - first + 1, around, largest);
    if (span.low > span.high) { return Quad(); }
    return Quad(vec2f(x, span.low - reach), vec2f(x, span.high + reach), 0.0, 0.5);
  }
  let column = max(job.across.first - stride, 0) + i - 2;
  if (column >= job.columns) { return Quad(); }
  let here = pointOf(column, largest);
  if (!here.known) { return Quad(); }
  let start = vec2f(placeOfColumn(column), here.y);
  if (bars) {
    return Quad(start, vec2f(start.x, job.zero), 1.0, 0.5 / job.across.perPixel + 1.0);
  }
  if (column + stride < job.columns) {
    let next = pointOf(column + stride, largest);
    if (next.known) {
      return Quad(start, vec2f(placeOfColumn(column + stride), next.y), reach, reach);
    }
  }
  return Quad(start, start, reach, reach);
}

@vertex
fn corner(@builtin(vertex_index) vertex: u32) -> Corner {
  let largest = storedLargest(job.measured, job.slot, job.fixedLargest);
  let quad = quadOf(i32(vertex / 6), largest);
  let length = distance(quad.start, quad.end);
  let along = select(vec2f(1.0, 0.0), (quad.end - quad.start) / max(length, 1e-9), length > 0.0);
  // Two triangles, by the end and the side of each corner.
  let which = (0x132120u >> ((vertex % 6) * 4)) & 3;
  let end = select(quad.start - along * quad.beyond, quad.end + along * quad.beyond, (which & 1) == 1);
  let at = end + vec2f(-along.y, along.x) * select(-quad.beside, quad.beside, which > 1);
  return Corner(vec4f(2.0 * at.x / job.width - 1.0, 1.0 - 2.0 * at.y / job.height, 0.0, 1.0), largest);
}

@fragment
fn colour(corner: Corner) -> @location(0) vec4f {
  let at = corner.at.xy;
  let y = u32(at.y);
  let largest = corner.largest;
  var mix = vec4f(0.0);
  if (y >= job.baselineFrom && y < job.baselineTo) { mix = over(mix, job.baseline, 1.0); }
  if (bars) {
    let bar = barAt(at, largest);
    return over(mix, select(job.faint, job.line, bar.strong), bar.share);
  }
  mix = over(mix, job.second, lineShare(job.dashed, true, at, largest));
  mix = over(mix, job.line, lineShare(job.solid, false, at, largest));
  if (job.highlighted >= 0) {
    let point = pointOf(job.highlighted, largest);
    if (point.known) {
      let column = f32(job.highlighted - job.across.first) + 0.5 - job.across.offset;
      let away = distance(at, vec2f(column / job.across.perPixel, point.y));
      let radius = ${ringRadius}.0 * job.lineWidth;
      mix *= 1.0 - saturate(radius - away + 0.5);
      mix = over(mix, job.line, saturate(job.lineWidth / 2.0 + 0.5 - abs(away - radius)));
    }
  }
  return mix;
}
`;
