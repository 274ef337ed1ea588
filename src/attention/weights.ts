/**
 * The seeded numbers of the pass as they are on the host: token vectors and weight matrices. The
 * GPU gets a copy and the float64 check reads the same numbers.
 */
import { seededNormal } from '../encodings/seeded.ts';
import { atOnce } from '../threads/turns.ts';

export type MatrixName = 'wq' | 'wk' | 'wv' | 'wo';

/** Which block a matrix belongs to, and how many rows it has when not dModel. */
export interface MatrixShape {
  /** From 1; each block has matrices of its own. */
  readonly layer?: number;
  readonly rows?: number;
}
/** raced: of a trained racer, which are not made here. */
export type WeightKind = 'random' | 'identity' | 'raced';

/** Numbers that are made between two turns: a few milliseconds. */
const together = 2 ** 15;

/**
 * Columns [from, from + count) of a matrix with dModel columns, row-major [rows, count], float32.
 * random: each entry normal with variance 1/rows (the fan-in). identity: ones on the diagonal.
 */
export function weightColumns(...asked: Parameters<typeof weightTurns>): Float32Array {
  return atOnce(weightTurns(...asked));
}

/** The same as a generator: it yields now and then, so that the page can do something else. */
export function* weightTurns(
  name: MatrixName,
  kind: WeightKind,
  seed: number,
  dModel: number,
  from: number,
  count: number,
  { layer = 1, rows = dModel }: MatrixShape = {},
): Generator<void, Float32Array> {
  if (kind === 'raced') throw new Error(`weights: ${name} of a racer is not made of a seed`);
  const data = new Float32Array(rows * count);
  if (kind === 'identity') {
    // With twice the rows, tokens and positions each go straight through.
    for (let first = 0; first < rows; first += dModel) {
      for (let column = 0; column < count; column++) {
        data[(first + from + column) * count + column] = 1;
      }
    }
    return data;
  }
  const stream = seededNormal(seed)(streamOf(name, layer));
  const deviation = 1 / Math.sqrt(rows);
  let cell = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = from; column < from + count; column++) {
      data[cell++] = deviation * stream(row, column);
    }
    if (cell % together < count) yield;
  }
  return data;
}

/** The feed-forward matrices of a block, [dModel, 4·dModel] and back, variance 1/fan-in. */
export function feedForward(...asked: Parameters<typeof feedForwardTurns>): Float32Array {
  return atOnce(feedForwardTurns(...asked));
}

/** The same as a generator: it yields now and then, so that the page can do something else. */
export function* feedForwardTurns(
  name: 'wide' | 'narrow',
  seed: number,
  dModel: number,
  layer: number,
): Generator<void, Float32Array> {
  const [rows, columns] = name === 'wide' ? [dModel, 4 * dModel] : [4 * dModel, dModel];
  const stream = seededNormal(seed)(streamOf(name, layer));
  const deviation = 1 / Math.sqrt(rows);
  const data = new Float32Array(rows * columns);
  for (let cell = 0; cell < data.length; cell++) {
    data[cell] = deviation * stream(Math.floor(cell / columns), cell % columns);
    if (cell % together === together - 1) yield;
  }
  return data;
}

const streamOf = (name: string, layer: number) =>
  layer === 1 ? name : `${name} of block ${layer}`;

/** Standard normal vectors [token, dModel], float32: the same word has the same vector. */
export function tokenVectors(...asked: Parameters<typeof tokenVectorsTurns>): Float32Array {
  return atOnce(tokenVectorsTurns(...asked));
}

/** The same as a generator: it yields now and then, so that the page can do something else. */
export function* tokenVectorsTurns(
  unique: readonly string[],
  seed: number,
  dModel: number,
): Generator<void, Float32Array> {
  const data = new Float32Array(unique.length * dModel);
  const normal = seededNormal(seed);
  let cell = 0;
  for (const token of unique) {
    const stream = normal(`token ${token}`);
    for (let channel = 0; channel < dModel; channel++) data[cell++] = stream(0, channel);
    if (cell % together < dModel) yield;
  }
  return data;
}
