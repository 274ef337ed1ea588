/** What the racers are asked: a task makes sequences, and knows what is right. No tensors. */
import type { RaceConfig } from '../state/race.ts';

/** Sequences of one length with what is to be said at each position. */
export interface Batch {
  /** Ids are 0…vocabulary − 1. */
  readonly vocabulary: number;
  readonly length: number;
  /** [sequence, position]. */
  readonly ids: Int32Array;
  /** [sequence, position]. */
  readonly targets: Int32Array;
  /** [sequence, position]: 1 where the target counts in loss and accuracy. */
  readonly counted: Uint8Array;
}

export interface Task {
  readonly name: RaceConfig['task'];
  vocabulary(config: RaceConfig): number;
  /**
   * @param random  the next of a row of seeded numbers in 0…1, without 1
   * @param size    how many sequences
   * @param length  positions of each
   */
  batch(random: () => number, size: number, length: number, config: RaceConfig): Batch;
}
