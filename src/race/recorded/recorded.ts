/** Races that were run before, by `scripts/race-results.mjs`, as they are written in this folder; no tensors. */
import { writeRivals } from '../../state/compare.ts';
import { type RaceConfig, type Racer, raceOptions } from '../../state/race.ts';
import { type RaceSettings, usualRace } from '../../state/raceLink.ts';

/** What a scheme made of a task. */
export interface Row {
  task: RaceConfig['task'];
  /** As the link writes it. */
  racer: string;
  /** Of each seed, the share of right answers at each length, 0…1; fewer where a scheme goes no further. */
  shares: number[][];
}

export interface Results {
  /** Those that are not as the room opens. */
  settings: Partial<RaceSettings>;
  seeds: number[];
  lengths: number[];
  rows: Row[];
}

/** Shares of right answers over the seeds at a length. */
export interface Spread {
  readonly length: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

export async function loadResults(): Promise<Results> {
  const { default: results } = await import('./results.json');
  // Written by the script in this shape; its test reads all of it.
  return results as Results;
}

/** A row over its seeds, at each length that every seed has. */
export const spreadsOf = ({ lengths }: Results, { shares }: Row): readonly Spread[] =>
  spreadOver(lengths, shares);

/** @param shares  of each seed, at each length */
export function spreadOver(
  lengths: readonly number[],
  shares: readonly (readonly number[])[],
): readonly Spread[] {
  return lengths.flatMap((length, place) => {
    const found = shares.flatMap((of) => of[place] ?? []);
    if (found.length < shares.length || found.length === 0) return [];
    const mean = found.reduce((sum, each) => sum + each, 0) / found.length;
    return [{ length, mean, least: Math.min(...found), most: Math.max(...found) }];
  });
}

export function rowOf({ rows }: Results, task: string, racer: string): Row | undefined {
  return rows.find((row) => row.task === task && row.racer === racer);
}

/** The settings under which a recorded task is raced again by all of its schemes. */
export function settingsFor({ settings, rows }: Results, task: Row['task']): RaceSettings {
  const racers = rows.filter((row) => row.task === task).map(({ racer }) => racer);
  return { ...usualRace, ...settings, task, racers: racers.join(';') };
}

/** What may differ between a race and the recorded ones that it is compared with. */
const free: readonly string[] = ['racers', 'task', 'seed', 'backend'];

/** Whether a race is of the recorded sizes. */
export function isAsRecorded({ settings }: Results, config: RaceConfig): boolean {
  const recorded = { ...usualRace, ...settings };
  return raceOptions
    .map(({ name }) => name)
    .every((name) => free.includes(name) || name === 'text' || config[name] === recorded[name]);
}

/** The settings with all of those that a race shares with the recorded ones. */
export function asRecorded({ settings }: Results, asked: RaceSettings): RaceSettings {
  const { racers, task, seed, backend } = asked;
  return { ...usualRace, ...settings, racers, task, seed, backend };
}

/** Of each racer what was recorded of it at the same settings; null where nothing was. */
export function referencesFor(
  results: Results,
  config: RaceConfig,
): readonly (readonly Spread[] | null)[] {
  const same = isAsRecorded(results, config);
  return config.racers.map((racer: Racer) => {
    const row = same ? rowOf(results, config.task, writeRivals([racer])) : undefined;
    return row ? spreadsOf(results, row) : null;
  });
}
