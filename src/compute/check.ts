/**
 * Holds a frame against float64: rows of the position map, of similarity and of attention, of each
 * scheme that is shown. Reads few rows back, and works on the host in pieces.
 */
import { rowProducts, similarityFrom } from '../encodings/similarity.ts';
import type { Check, ExactRow, Frame, Held, HeldMaps } from '../state/frame.ts';
import { dimsOf, familyOf, type Spec } from '../state/spec.ts';
import { type Pause, pauses } from '../threads/pause.ts';
import type { Device } from './device.ts';
import type { MapViews } from './maps.ts';
import type { CurrentFrame } from './picture.ts';
import { readRows } from './readPart.ts';

/** A row of a map in float64; null for one that cannot be compared. */
type RowOf = (row: number) => Promise<ArrayLike<number> | null> | ArrayLike<number> | null;

interface Rows {
  readonly rowOf: RowOf;
  /** The most rows that are compared. */
  readonly most: number;
}

/**
 * All schemes of the frame shown, one after the other.
 *
 * @param current  whether it still is: its tensors are freed with it
 * @returns        null when it no longer is, or the device is lost on the way
 */
export async function checkShown(
  { frame, maps, rivals }: CurrentFrame,
  device: Device,
  current: () => boolean,
): Promise<Check | null> {
  const own = await checkFrame(frame, maps, device, current);
  const beside: HeldMaps[] = [];
  for (const [place, rival] of frame.rivals.entries()) {
    const planes = rivals[place]?.maps;
    const held = planes && (await checkFrame(rival.frame, planes, device, current));
    if (!held) return null;
    beside.push(held);
  }
  return own && { ...own, rivals: beside };
}

/**
 * @param planes   what the frame is drawn from
 * @param current  whether it still is: its tensors are freed with it
 * @returns        null when it no longer is, or the device is lost on the way
 */
export async function checkFrame(
  frame: Frame,
  planes: MapViews,
  device: Device,
  current: () => boolean,
): Promise<HeldMaps | null> {
  const pause = pauses();
  const hasRows = (await frame.prepareRows(pause)) && isShort(frame.spec);
  const rows = {
    positions: positionRows(frame, planes),
    similarity: similarityRows(frame, planes, pause, hasRows),
    attention: hasRows ? attentionRows(frame) : null,
  };
  const check: { -readonly [K in keyof HeldMaps]: HeldMaps[K] } = {
    positions: null,
    similarity: null,
    attention: null,
  };
  for (const map of ['positions', 'similarity', 'attention'] as const) {
    if (!current()) return null;
    const [plane, wanted] = [planes[map], rows[map]];
    if (!plane || !wanted) continue;
    const sample = sampleOf(plane.rows, wanted.most);
    const got = await readRows(plane, sample, device);
    if (!got) return null;
    let held: Held = { rows: 0, of: plane.rows, error: 0 };
    for (const [place, row] of sample.entries()) {
      const exact = await wanted.rowOf(row);
      await pause();
      if (!current()) return null;
      if (!exact) continue;
      const start = place * plane.columns;
      const error = errorOf(got.subarray(start, start + plane.columns), exact);
      held = { ...held, rows: held.rows + 1, error: Math.max(held.error, error) };
    }
    if (held.rows > 0) check[map] = held;
  }
  return check;
}

function positionRows({ exact }: Frame, { positions }: MapViews): Rows | null {
  if (!exact || !positions) return null;
  const { rows, columns } = positions;
  return {
    rowOf: (row) => Float64Array.from({ length: columns }, (_, column) => exact.cell(row, column)),
    most: rows * columns <= 2 ** 16 ? rows : 64,
  };
}

function similarityRows(
  frame: Frame,
  { positions }: MapViews,
  pause: Pause,
  hasRows: boolean,
): Rows | null {
  const { spec, exact } = frame;
  const { length, start, head } = spec;
  const family = familyOf(spec);
  const most = mostRows(length);
  if (family === 'none') return { rowOf: () => new Float64Array(length), most };
  if (!exact) return null;
  if (family === 'contextual') {
    return hasRows ? { rowOf: (row) => frame.exactRow(row)?.added ?? null, most } : null;
  }
  if (family === 'bias') {
    const bias = (row: number, column: number) =>
      exact.bias?.(head - 1, start + row, start + column) ?? Number.NaN;
    return {
      rowOf: (row) => Float64Array.from({ length }, (_, column) => bias(row, column)),
      most,
    };
  }
  const width = positions?.columns ?? 0;
  return {
    async rowOf(row) {
      const wanted = new Float64Array(length);
      for (let column = 0; column < length; column++) {
        const products = rowProducts(exact, width, row, column, head - 1);
        wanted[column] = similarityFrom(products, width, family, spec.similarity);
        await pause();
      }
      return wanted;
    },
    // About a million sines and cosines.
    most: Math.min(most, Math.max(Math.floor(2 ** 20 / (length * width)), 1)),
  };
}

function attentionRows(frame: Frame): Rows {
  const { spec } = frame;
  return {
    rowOf(row) {
      const exact = frame.exactRow(row);
      return exact && (spec.temperature > 0 || isDecided(exact)) ? exact.weights : null;
    },
    most: mostRows(spec.length),
  };
}

/** What a contextual scheme adds to a row is worked out in one piece, of some 10 ms at most. */
function isShort(spec: Spec): boolean {
  const { length, dHead } = dimsOf(spec);
  return familyOf(spec) !== 'contextual' || length * dHead <= 2 ** 16;
}

/** At temperature 0 the largest takes all: where two are as good as equal, either may. */
function isDecided({ logits }: ExactRow): boolean {
  const [first = 0, second = Number.NEGATIVE_INFINITY] = logits.toSorted((a, b) => b - a);
  return first - second > 1e-4 * Math.max(1, Math.abs(first));
}

/** Rows of a square that are read back: all of a small one, 64 at most, 256 kB of a large one. */
function mostRows(length: number): number {
  return Math.min(Math.max(Math.floor(2 ** 16 / length), 4), 64);
}

/** So many rows, evenly spread, ends included. */
function sampleOf(rows: number, most: number): number[] {
  const count = Math.min(rows, most);
  return Array.from({ length: count }, (_, i) =>
    Math.round((i * (rows - 1)) / Math.max(count - 1, 1)),
  );
}

/** The largest difference; a bias grows without bound, and float32 keeps its relative precision. */
function errorOf(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < wanted.length; i++) {
    const exact = wanted[i] ?? Number.NaN;
    if (!Number.isFinite(exact)) continue;
    const error = Math.abs((got[i] ?? Number.NaN) - exact) / Math.max(1, Math.abs(exact));
    // What is no number where there is one is as wrong as can be.
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  }
  return worst;
}
