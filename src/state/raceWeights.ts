/** What racers have learned, as it leaves the thread that trains them. No tensors. */
import type { RaceState } from './race.ts';

/** A racer's weights at a step, with what its optimiser remembers of their gradients. */
export interface RacerWeights {
  /** Steps that were made. */
  readonly step: number;
  /** In the order in which the rows below have their numbers. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly weights: Float32Array;
  /** Running mean of the gradients, and of their squares. */
  readonly mean: Float32Array;
  readonly meanSquare: Float32Array;
}

/** All that it takes to go on with a race. */
export interface KeptRace {
  readonly state: RaceState;
  /** One for each racer. */
  readonly weights: readonly RacerWeights[];
}
