/** What lenses ask of the table itself: its nearest rows, its principal components, its plain sines. */
import {
  cast,
  cos,
  engine,
  matMul,
  mean,
  mul,
  sin,
  sub,
  type Tensor2D,
  tensor2d,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import { tensorOf } from '../attention/matrixView.ts';
import { channelWaves } from '../encodings/channels.ts';
import { sequence } from '../encodings/encoding.ts';
import { hasKernel } from '../encodings/kernel.ts';
import { principal } from '../fields/principal.ts';
import {
  type Components,
  type Nearest,
  type PlainTable,
  precisionColumns,
  precisionRows,
} from '../state/lens.ts';
import { normalOf } from '../state/raced.ts';
import { dimsOf, rowsOf, type Spec, schemeOf } from '../state/spec.ts';
import type { Asked } from './lenses.ts';
import { positionAxes } from './maps.ts';
import { readBack } from './readBack.ts';

/**
 * An answer about the position map where each of its rows is a position, as far as there are rows;
 * null for other schemes.
 *
 * @param most  how many rows are looked at
 */
export async function onTable<T>(
  { spec, maps }: Asked,
  answer: (table: Tensor2D) => Promise<T>,
  most = Number.POSITIVE_INFINITY,
): Promise<T | null> {
  const { positions } = maps;
  if (positionAxes(spec)[0] !== 'position' || !positions) return null;
  const rows = Math.min(rowsOf(spec), positions.rows, most);
  const table = tidy(() => tensorOf({ ...positions, rows }));
  try {
    return await answer(table);
  } finally {
    table.dispose();
  }
}

/** Differences of two numbers that are worked out for an answer: a moment of a software adapter. */
const mostWork = { own: 2 ** 28, host: 2 ** 26 };

/** Each row's nearest other row, as many rows as the work allows. */
export function nearestRows(asked: Asked): Promise<Nearest | null> {
  return onTable(asked, nearestOf);
}

async function nearestOf(table: Tensor2D): Promise<Nearest> {
  const [length, width] = table.shape;
  const own = hasKernel('NearestRows');
  const most = Math.floor(Math.sqrt((own ? mostWork.own : mostWork.host) / width));
  const rows = Math.min(length, most);
  const found = own
    ? await readBack(() => engine().runKernel('NearestRows', { vectors: table }, { rows }))
    : nearest(Float32Array.from(await table.data()), rows, width);
  return {
    distances: Float32Array.from({ length: rows }, (_, row) => Math.sqrt(found[2 * row] ?? 0)),
    partners: Int32Array.from({ length: rows }, (_, row) => found[2 * row + 1] ?? -1),
  };
}

/** What the kernel of that name works out, on the host: [row, (squared distance, nearest row)]. */
function nearest(vectors: Float32Array, rows: number, width: number): Float32Array {
  const data = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    let [best, partner] = [Number.POSITIVE_INFINITY, -1];
    for (let other = 0; other < rows; other++) {
      if (other === row) continue;
      let sum = 0;
      for (let c = 0; c < width; c++) {
        sum += ((vectors[row * width + c] ?? 0) - (vectors[other * width + c] ?? 0)) ** 2;
      }
      if (sum < best) [best, partner] = [sum, other];
    }
    data.set([best, partner], 2 * row);
  }
  return data;
}

/** The table, centred, on the three directions in which it varies most. */
export function componentsOf(asked: Asked): Promise<Components | null> {
  return onTable(asked, (table) => projected(table, 3));
}

/** @param count  how many directions; points are [position, count] */
export async function projected(table: Tensor2D, count: number): Promise<Components> {
  const [rows, width] = table.shape;
  const centred = tidy(() => sub<Tensor2D>(table, mean(table, 0, true)));
  try {
    const covariance = await readBack(() =>
      mul(matMul<Tensor2D>(centred, centred, true, false), 1 / rows),
    );
    const { vectors, values } = principal(covariance, width, count);
    let variance = 0;
    for (let c = 0; c < width; c++) variance += covariance[c * width + c] ?? 0;
    const axes = new Float32Array(count * width);
    vectors.forEach((vector, axis) => axes.set(vector, axis * width));
    const points = await readBack(() =>
      matMul<Tensor2D>(centred, tensor2d(axes, [count, width]), false, true),
    );
    return {
      points,
      shares: Array.from({ length: count }, (_, axis) =>
        variance > 0 ? Math.max(values[axis] ?? 0, 0) / variance : 0,
      ),
    };
  } finally {
    centred.dispose();
  }
}

/** The waves of the first channels by the backend's own sine and cosine of a float32 angle. */
export async function plainTable({ spec }: Asked): Promise<PlainTable | null> {
  const waves = wavesOf(spec);
  if (!waves) return null;
  const rows = Math.min(spec.length, precisionRows);
  const columns = Math.min(Math.max(...waves.keys()) + 1, precisionColumns);
  const row = (make: (channel: number) => number) =>
    tensor2d(
      Float32Array.from({ length: columns }, (_, channel) => make(channel)),
      [1, columns],
    );
  const data = await readBack(() => {
    const { values } = sequence(spec.start, rows);
    const frequencies = row((channel) => waves.get(channel)?.frequency ?? Number.NaN);
    const angles = mul<Tensor2D>(tensor2d(Float32Array.from(values), [rows, 1]), frequencies);
    const sines = row((channel) => (waves.get(channel)?.shape === 'sin' ? 1 : 0));
    return where(cast(sines, 'bool'), sin(angles), cos(angles));
  });
  return { rows, columns, data };
}

function wavesOf(spec: Spec) {
  return channelWaves(schemeOf(spec), spec.params, dimsOf(spec), normalOf(spec));
}
