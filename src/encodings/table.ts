/** Learned tables before training: seeded normal numbers, rounded as the GPU will hold them. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { NormalStream } from './seeded.ts';
import { tf } from './tensors.ts';

/** The entries of a table: normal with that deviation, float32, so that both halves start alike. */
export function drawn(stream: NormalStream, deviation: number): NormalStream {
  return (row, column) => Math.fround(deviation * stream(row, column));
}

/** Columns from … from + columns − 1 of a table, [rows, columns]. */
export function tableOf(entry: NormalStream, rows: number, columns: number, from = 0): Tensor2D {
  const data = new Float32Array(rows * columns);
  let cell = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = from; column < from + columns; column++) data[cell++] = entry(row, column);
  }
  return tf.tensor2d(data, [rows, columns]);
}
