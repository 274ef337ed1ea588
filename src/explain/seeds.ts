/** What a race gives from other seeds: mean and range over the runs that differ in nothing else. */
import { type Spread, spreadOver } from '../race/recorded/recorded.ts';
import { changesFrom, type Run } from '../state/raceRun.ts';

/** Of each racer of a run, over all finished runs of the same settings but for the seed; null with one seed alone. */
export function spreadsOverSeeds(
  runs: readonly Run[],
  run: Run,
): { readonly seeds: number; readonly spreads: readonly (readonly Spread[])[] } | null {
  const alike = runs.filter(
    (each) =>
      each.state.status === 'done' && changesFrom(run, each).every((name) => name === 'seed'),
  );
  // Of a seed that was raced twice one counts.
  const bySeed = new Map(alike.map((each) => [each.settings.seed, each.state.racers]));
  if (bySeed.size < 2) return null;
  const spreads = run.state.racers.map((_, place) => {
    const found = [...bySeed.values()].map((racers) => racers[place]?.byLength ?? []);
    const lengths = found[0]?.map(({ length }) => length) ?? [];
    return spreadOver(
      lengths,
      found.map((byLength) => byLength.map(({ accuracy }) => accuracy)),
    );
  });
  return { seeds: bySeed.size, spreads };
}
