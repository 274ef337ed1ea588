/** Sequences to look at, each by its number: the same again whoever asks. */
import { seededNormal } from '../encodings/seeded.ts';
import type { RaceConfig } from '../state/race.ts';
import type { Batch } from './task.ts';
import { taskNamed } from './tasks.ts';

interface Drawn {
  readonly tokens: readonly number[];
  /** Null where nothing is asked. */
  readonly targets: readonly (number | null)[];
}

/** @param place  which one, from 1; none of them is trained on but by chance */
export function drawSequence(config: RaceConfig, length: number, place: number): Drawn {
  const { ids, targets, counted } = drawBatch(config, 1, length, place);
  return {
    tokens: [...ids],
    targets: Array.from(targets, (target, at) => (counted[at] ? target : null)),
  };
}

/** Several at once. */
export function drawBatch(config: RaceConfig, size: number, length: number, place: number): Batch {
  return taskNamed(config.task).batch(uniform(config.seed, place), size, length, config);
}

/** Numbers in 0…1, without 1, from the phase of seeded normal ones. */
function uniform(seed: number, place: number): () => number {
  const normal = seededNormal(seed)('shown sequences');
  let drawn = 0;
  return () => {
    drawn += 1;
    const [a, b] = [normal(place, 2 * drawn), normal(place, 2 * drawn + 1)];
    // The direction of two normal numbers is even around the circle.
    return (Math.atan2(a, b) / (2 * Math.PI) + 1) % 1;
  };
}
