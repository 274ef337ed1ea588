/** What the outcome of a race means: which of the page's sentences are true of it. No words. */
import { encodingOf } from '../encodings/index.ts';
import type { RaceConfig, RaceState } from '../state/race.ts';

/** From here on a task counts as learned. */
const learned = 0.95;

export type Finding =
  /** Nothing was measured yet. */
  | { readonly kind: 'nothing' }
  /** Racers that answer as they should, at the trained length. */
  | { readonly kind: 'learned'; readonly racers: readonly number[]; readonly least: number }
  | { readonly kind: 'noneLearned'; readonly best: number; readonly accuracy: number }
  /** An encoder without positions, and what it can have right at most. */
  | {
      readonly kind: 'orderless';
      readonly racer: number;
      readonly accuracy: number;
      readonly most: number;
    }
  /** Racers that know distances alone, in one block, where the blanks are all alike. */
  | { readonly kind: 'distances'; readonly racers: readonly number[]; readonly accuracy: number }
  /** The best and the worst of those that learned it, at the longest sequences. */
  | {
      readonly kind: 'longer';
      readonly length: number;
      readonly best: number;
      readonly bestAccuracy: number;
      readonly worst: number;
      readonly worstAccuracy: number;
    };

/** The tasks whose answer lies at another distance from each blank. */
const mirrored: readonly RaceConfig['task'][] = ['reverse'];

/**
 * @param most  what an encoder without positions can have right at most, 0…1
 */
export function findingsOf(config: RaceConfig, state: RaceState, most: number): readonly Finding[] {
  const measured = state.racers.flatMap(({ accuracy }, racer) =>
    Number.isFinite(accuracy) ? [{ racer, accuracy }] : [],
  );
  const best = measured.toSorted((a, b) => b.accuracy - a.accuracy)[0];
  if (!best) return [{ kind: 'nothing' }];
  const well = measured.filter(({ accuracy }) => accuracy >= learned);
  const found: Finding[] = [
    well.length > 0
      ? {
          kind: 'learned',
          racers: well.map(({ racer }) => racer),
          least: Math.min(...well.map(({ accuracy }) => accuracy)),
        }
      : { kind: 'noneLearned', best: best.racer, accuracy: best.accuracy },
  ];
  const familyOf = (racer: number) => {
    const { encoding = 'none', params = {} } = config.racers[racer] ?? {};
    const scheme = encodingOf(encoding);
    return scheme.familyFor?.(params) ?? scheme.family;
  };
  const orderless = measured.find(({ racer }) => familyOf(racer) === 'none');
  if (orderless && !config.causal && most < learned) {
    found.push({ kind: 'orderless', ...orderless, most });
  }
  const distances = measured.filter(
    ({ racer, accuracy }) =>
      accuracy < learned && (familyOf(racer) === 'rotary' || familyOf(racer) === 'bias'),
  );
  if (
    distances.length > 0 &&
    !config.causal &&
    config.depth === 1 &&
    mirrored.includes(config.task)
  ) {
    found.push({
      kind: 'distances',
      racers: distances.map(({ racer }) => racer),
      accuracy: Math.max(...distances.map(({ accuracy }) => accuracy)),
    });
  }
  const far = well
    .flatMap(({ racer }) => {
      const last = state.racers[racer]?.byLength.at(-1);
      return last && Number.isFinite(last.accuracy) ? [{ racer, ...last }] : [];
    })
    .toSorted((a, b) => b.accuracy - a.accuracy);
  const [farthest, nearest] = [far[0], far.at(-1)];
  if (farthest && nearest) {
    found.push({
      kind: 'longer',
      length: farthest.length,
      best: farthest.racer,
      bestAccuracy: farthest.accuracy,
      worst: nearest.racer,
      worstAccuracy: nearest.accuracy,
    });
  }
  return found;
}
