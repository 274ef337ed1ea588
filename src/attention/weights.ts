/**
 * The seeded numbers of the pass as they are on the host: token vectors and weight matrices. The
 * GPU gets a copy and the float64 check reads the same numbers.
 */
import { seededNormal } from '../encodings/seeded.ts';

export type MatrixName = 'wq' | 'wk' | 'wv' | 'wo';
export type WeightKind = 'random' | 'identity';

/**
 * Columns [from, from + count) of a [dModel, dModel] matrix, row-major [dModel, count], float32.
 * random: each entry normal with variance 1/dModel (the fan-in). identity: ones on the diagonal.
 */
export function weightColumns(
  name: MatrixName,
  kind: WeightKind,
  seed: number,
  dModel: number,
  from: number,
  count: number,
): Float32Array {
  const data = new Float32Array(dModel * count);
  if (kind === 'identity') {
    for (let column = 0; column < count; column++) data[(from + column) * count + column] = 1;
    return data;
  }
  const stream = seededNormal(seed)(name);
  const deviation = 1 / Math.sqrt(dModel);
  let cell = 0;
  for (let row = 0; row < dModel; row++) {
    for (let column = from; column < from + count; column++) {
      data[cell++] = deviation * stream(row, column);
    }
  }
  return data;
}

/** Standard normal vectors [token, dModel], float32: the same word has the same vector. */
export function tokenVectors(
  unique: readonly string[],
  seed: number,
  dModel: number,
): Float32Array {
  const data = new Float32Array(unique.length * dModel);
  const normal = seededNormal(seed);
  let cell = 0;
  for (const token of unique) {
    const stream = normal(`token ${token}`);
    for (let channel = 0; channel < dModel; channel++) data[cell++] = stream(0, channel);
  }
  return data;
}
