/**
 * Seeded normal numbers by place, not by order: the number at (row, column) of a named stream is
 * the same whatever else is asked for, so a longer text or another head changes none before it.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';

/** A stream of standard normal numbers, float64, addressed by row and column. */
export interface NormalStream {
  (row: number, column: number): number;
  /** Where weights are trained: what takes the place of the table that starts with these entries. */
  readonly train?: (entry: Entry) => TrainedTable;
  /** Where they were trained before: the entries as they were left. */
  readonly kept?: (start: Entry) => Entry;
}

/** A number of a table, by row and column. */
export type Entry = (row: number, column: number) => number;

/** As much of a table that is being trained as is asked for, [rows, columns]. */
export type TrainedTable = (rows: number, columns: number, from: number) => Tensor2D;

/** Opens a stream by name; the same name is the same stream. */
export type SeededNormal = (stream: string) => NormalStream;

/** None is larger, on either side. */
export const largestNormal = Math.sqrt(-2 * Math.log(2 ** -32));

/** @param seed 0…2³²−1 */
export function seededNormal(seed: number): SeededNormal {
  return (stream) => {
    const root = mixed(textHash(stream) ^ mixed(seed));
    return (row, column) => {
      const place = mixed(mixed(root + Math.imul(row, 0x9e3779b1)) + Math.imul(column, 0x85ebca77));
      const radius = Math.sqrt(-2 * Math.log((place + 1) / 2 ** 32));
      return radius * Math.cos((2 * Math.PI * mixed(place ^ 0x5bd1e995)) / 2 ** 32);
    };
  };
}

/** FNV-1a over UTF-16 code units. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** A bijection of 32-bit words in which every input bit reaches every output bit. */
function mixed(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}
