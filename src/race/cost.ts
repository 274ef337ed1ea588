/** What a race takes, before it is run. */
import type { RaceConfig } from '../state/race.ts';

export interface Cost {
  /** Numbers that each racer learns, those of its encoding aside. */
  readonly parameters: number;
  /** Multiplications of a step, all racers together: forward, and twice that backward. */
  readonly perStep: number;
  /** Bytes: weights, gradients, both moments, and what a step keeps of each block. */
  readonly bytes: number;
}

/** @param vocabulary  of the task */
export function costOf(config: RaceConfig, vocabulary: number): Cost {
  const { depth, dim, heads, length, batch, racers } = config;
  // Queries, keys, values and output; wide and narrow of the feed-forward part, four times as wide.
  const perBlock = 4 * dim * dim + 8 * dim * dim;
  const parameters = 2 * vocabulary * dim + depth * perBlock;
  const tokens = batch * length;
  const attention = depth * 2 * length * dim;
  const forward = tokens * (vocabulary * dim + depth * perBlock + attention);
  const kept = tokens * (depth * (14 * dim + 3 * heads * length) + 3 * vocabulary);
  return {
    parameters,
    perStep: 3 * forward * racers.length,
    bytes: 4 * racers.length * (4 * parameters + kept),
  };
}
