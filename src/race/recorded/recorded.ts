/** Races that were run before, by `scripts/race-results.mjs`, as they are written in this folder. */
import type { RaceConfig } from '../../state/race.ts';

/** What a scheme made of a task. */
export interface Row {
  task: RaceConfig['task'];
  /** As the link writes it. */
  racer: string;
  /** Of each seed, the share of right answers at each length; fewer where a scheme goes no further. */
  shares: number[][];
}

export interface Results {
  /** Those that are not as the room opens. */
  settings: Partial<RaceConfig>;
  seeds: number[];
  lengths: number[];
  rows: Row[];
}
