/**
 * The race's settings in the link to its room. Rooms share the text, not the model: names that the
 * Spec has too (`length`, `dim`, `heads`, `depth`, `seed`) are there those of the race. Reading never
 * fails.
 */
import { cut, type Notice } from '../text/notice.ts';
import { localized } from '../text/t.ts';
import { readRivals, writeRivals } from './compare.ts';
import { choice, usualValues, type ValuesOf, whole } from './options.ts';
import { pairsOf, pairText, readPairs } from './query.ts';
import { mostRacers, raceOptions } from './race.ts';
import { headCounts } from './spec.ts';
import { writeValue } from './values.ts';

/** What is asked of the first racer, in place of a race of all: `race/questions.ts` says how. */
const questionOption = choice('question', 'none', [
  'none',
  'freeze',
  'rank',
  'stretch',
  'drop',
  'extend',
]);

/** Runs that are asked for, one after another: from the seed on, each with the next one. */
const seedsOption = whole('seeds', 1, 1, 5);

type RaceOption = (typeof raceOptions)[number];
type Setting =
  | Exclude<RaceOption, { readonly name: 'text' }>
  | typeof questionOption
  | typeof seedsOption;

/** Those that are the race's own, in the order of the link. */
export const raceSettings: readonly Setting[] = [
  ...raceOptions.filter(
    (option): option is Exclude<RaceOption, { readonly name: 'text' }> => option.name !== 'text',
  ),
  questionOption,
  seedsOption,
];

export type RaceSettings = ValuesOf<Setting>;

export const usualRace: RaceSettings = usualValues(raceSettings);

/** The names that mean the race in a link to its room. */
export const raceNames: ReadonlySet<string> = new Set(raceSettings.map(({ name }) => name));

/** The settings that a query gives; all others are at their defaults. Its other names are passed over. */
export function readRace(query: string): {
  readonly settings: RaceSettings;
  readonly notices: readonly Notice[];
} {
  const { values, notices } = readPairs(pairsOf(query), raceSettings);
  // Each value was read through the option of its name, so it is of that option's type.
  const asked: RaceSettings = { ...usualRace, ...Object.fromEntries(values) };
  const fitted = fittedRace(asked);
  return { settings: fitted.settings, notices: [...notices, ...fitted.notices] };
}

/** The settings as a query without `?`, what is as usual left out. */
export function writeRace(settings: RaceSettings): string {
  return raceSettings
    .filter(({ name }) => settings[name] !== usualRace[name])
    .map(({ name }) => pairText(name, writeValue(settings[name])))
    .join('&');
}

/**
 * Settings that go together: `dim` is kept and `heads` is its largest divisor not above what was
 * asked for; of the racers those that there are.
 */
export function fittedRace(asked: RaceSettings): {
  readonly settings: RaceSettings;
  readonly notices: readonly Notice[];
} {
  const { dim } = asked;
  const heads = headCounts(dim).findLast((count) => count <= asked.heads) ?? 1;
  const { rivals, bad } = readRivals(asked.racers, mostRacers);
  const known = rivals.length > 0 ? writeRivals(rivals) : usualRace.racers;
  const racers = bad.length > 0 || rivals.length === 0 ? known : asked.racers;
  const adjusted = (field: 'heads' | 'racers', used: string, reason: Reason): readonly Notice[] =>
    used === writeValue(asked[field])
      ? []
      : [
          {
            kind: 'adjusted',
            field,
            value: cut(writeValue(asked[field])),
            used: cut(used),
            reason,
          },
        ];
  return {
    settings: { ...asked, heads, racers },
    notices: [
      ...adjusted('heads', String(heads), localized('reason.heads', { dim })),
      ...adjusted('racers', racers, localized('reason.racers', { most: mostRacers })),
    ],
  };
}

type Reason = ReturnType<typeof localized>;
