/** Learned tables before training: seeded normal numbers, rounded as the GPU will hold them. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Entry, NormalStream, TrainedTable } from './seeded.ts';
import { tf } from './tensors.ts';

/** The entries of a learned table: as they start, and the table itself while it is being trained. */
export interface Learned extends Entry {
  readonly trained?: TrainedTable;
}

/** What a scheme learns, from where it starts. @param stream  names it */
export function learned({ train, kept }: NormalStream, start: Entry): Learned {
  const entry: Entry = kept ? kept(start) : (row, column) => start(row, column);
  return train ? Object.assign(entry, { trained: train(start) }) : entry;
}

/** The entries of a table: normal with that deviation, float32, so that both halves start alike. */
export function drawn(stream: NormalStream, deviation: number): Learned {
  return learned(stream, (row, column) => Math.fround(deviation * stream(row, column)));
}

/** Columns from … from + columns − 1 of a table, [rows, columns]. */
export function tableOf(entry: Learned, rows: number, columns: number, from = 0): Tensor2D {
  if (entry.trained) return entry.trained(rows, columns, from);
  const data = new Float32Array(rows * columns);
  let cell = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = from; column < from + columns; column++) data[cell++] = entry(row, column);
  }
  return tf.tensor2d(data, [rows, columns]);
}
