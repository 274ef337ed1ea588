/**
 * The options of the page in its URL: how it looks, not what it computes. They stand beside the
 * Spec's fields and stay when those are rewritten.
 */
import { encodings } from '../encodings/index.ts';
import type { ParamValue } from '../encodings/params.ts';
import { locales } from '../text/locale.ts';
import { namesUnder } from '../text/names.ts';
import { cut, type Notice } from '../text/notice.ts';
import { distanceKinds } from './experiment.ts';
import { stageNames } from './frame.ts';
import { anyText, choice, flag, usualValues, type ValuesOf, whole } from './options.ts';
import { type Pair, pairsOf, pairText, readPairs } from './query.ts';
import { readRace, writeRace } from './raceLink.ts';
import { fields } from './spec.ts';

/** What the page shows: lessons, one scheme in its plate, or several side by side. */
export const roomNames = namesUnder('app.room');
/** Those that a lesson can have beside its text. */
type PlainRoom = Exclude<(typeof roomNames)[number], 'lessons'>;
export const isBeside = (room: RoomName): room is PlainRoom => room !== 'lessons';
/** The closer looks under the plate, in the order of their tabs. */
export const lensNames = namesUnder('lens');
/** The experiments with the pass in the Attend room, in the order of their tabs. */
export const experimentNames = namesUnder('experiment');

/** What makes the pass cheaper, beside the whole of it in float32. */
export const cheaperWays = [
  'float16',
  'bfloat16',
  'int8',
  'int4',
  'window',
  'slow',
  'fast',
] as const;

/** The orders that shuffling can give. */
export const mostShuffles = 999;

/** How many tokens a language model goes on for, and what divides its logits before one is drawn. */
export const tokenCounts = ['8', '16', '32', '64', '128', '256'] as const;
export const samplingTemperatures = ['0', '0.3', '0.5', '0.7', '1', '1.5', '2'] as const;

/** Up to how many times as long the line is made. */
export const longerTimes = ['4', '16', '64'] as const;

/** The options that people change as they look around; all others only a link sets. */
const lookOptions = [
  choice('room', 'encode', roomNames),
  /** In the Lessons room the lesson that is open, by its id, its step, and the room beside its text. */
  anyText('lesson', '', 60),
  whole('step', 1, 1, 99),
  choice('beside', 'encode', roomNames.filter(isBeside)),
  /** There as well: what is for a class, in place of contents and lesson. */
  choice('classroom', 'none', ['none', 'question', 'answers', 'plan', 'links', 'worksheet']),
  /** And there the reverse game: its level, 0 while nobody plays, and which puzzle of it. */
  whole('level', 0, 0, 3),
  whole('round', 1, 1, 9999),
  /** The lens that is open. */
  choice('lens', 'none', ['none', ...lensNames]),
  /** The stage whose matrix is large in the Attend room. */
  choice('stage', 'weights', stageNames),
  /** The experiment that is open there. */
  choice('experiment', 'none', ['none', ...experimentNames]),
  /** How it is told how a number came about. */
  choice('how', 'formula', ['words', 'formula', 'code']),
  /** How the weights are drawn. */
  choice('drawn', 'matrix', ['matrix', 'arcs']),
  /** The terms of the scores as maps of their own. */
  flag('terms'),
  /** How often the tokens were shuffled; each order is another. */
  whole('shuffles', 0, 0, mostShuffles),
  /** The cheaper pass that is held against the whole one. */
  choice('cheaper', 'int4', cheaperWays),
  /** Of what the mean by distance is taken on longer lines, and how long they get. */
  choice('measure', 'similarity', distanceKinds),
  choice('longer', '4', longerTimes),
  /** In the Compare room: the differences from the first scheme in place of the maps. */
  flag('differences'),
  /** In the Model room: two sentences of the reader's own, `first|second`. */
  anyText('pair', '', 241),
  /** There, with a language model: how it goes on. At temperature 0 the likeliest token follows. */
  choice('goOn', '32', tokenCounts),
  choice('sampling', '0', samplingTemperatures),
  /** Which of the continuations that chance can give. */
  whole('draw', 1, 1, 9999),
  /** In the Race room: its settings, as `state/raceLink.ts` writes them; in a link they stand by name. */
  anyText('race', '', 2000),
  /** A student's answer to the step of a lesson, as `lessons/answer.ts` writes it. */
  anyText('answer', '', 400),
] as const;

/** What is on the screen while presenting: the room with its controls, without them, or one map. */
export const screens = ['room', 'plate', 'positions', 'similarity', 'attention'] as const;

/** Showing the page to a class: it stays through Back and Forward, as language and theme do. */
export const presentingOptions = [flag('present'), choice('screen', 'room', screens)] as const;

export type Presenting = ValuesOf<(typeof presentingOptions)[number]>;

/** Every option, in the order of the link. */
export const pageOptions = [
  /** `auto`: what the browser prefers. */
  choice('lang', 'auto', ['auto', ...locales()]),
  choice('theme', 'auto', ['auto', 'light', 'dark', 'projector']),
  /** Without anything around the plate. */
  flag('embed'),
  /** Names of controls or parts of the page that are not shown, divided by commas. */
  anyText('hide', '', 2000),
  /** The controls stay as the link sets them. */
  flag('locked'),
  /** `off`: take the fallback even where there is WebGPU. */
  choice('gpu', 'auto', ['auto', 'off']),
  /** `long`: the pseudo-locale. */
  choice('strings', 'plain', ['plain', 'long']),
  ...presentingOptions,
  ...lookOptions,
] as const;

export type Look = ValuesOf<(typeof lookOptions)[number]>;

export interface Page extends Omit<ValuesOf<(typeof pageOptions)[number]>, 'hide'> {
  readonly hide: readonly string[];
}

export type Theme = Exclude<Page['theme'], 'auto'>;
export type RoomName = (typeof roomNames)[number];
export type LensName = Exclude<Look['lens'], 'none'>;
export type ExperimentName = Exclude<Look['experiment'], 'none'>;
export type CheaperWay = Look['cheaper'];

/** The room that is seen: in a lesson the one beside its text. */
export function roomOf({ room, beside }: Pick<Look, 'room' | 'beside'>): PlainRoom {
  return room === 'lessons' ? beside : room;
}

export const defaultPage: Page = { ...usualValues(pageOptions), hide: [] };

export const looks = lookOptions.map(({ name }) => name);

/** Only those options, of something that has others too. */
export function lookOf(all: Look): Look {
  // Object.fromEntries forgets the keys; they are the options' names.
  return Object.fromEntries(looks.map((name) => [name, all[name]])) as Look;
}

/** The maps of the plate, as `hide` names them. */
export const mapParts = {
  positions: 'positionMap',
  similarity: 'similarityMap',
  attention: 'attentionMap',
} as const;

/** Parts of the page, beside the controls, that `hide` can name. */
export const hideableParts = [
  ...Object.values(mapParts),
  'top',
  'intro',
  'rooms',
  'title',
  'formula',
  'presets',
  'profiles',
  'table',
  'notices',
  'controls',
  'lenses',
  // Of the Attend room.
  'line',
  'stages',
  'how',
  'headMaps',
  'experiments',
  // Of the Compare room.
  'numbers',
  // Of the Model room.
  'surgery',
  'streams',
  'pairs',
  'ownFile',
] as const;

/** What is around a plate, or changes what it shows. */
const chrome = [
  'top',
  'intro',
  'title',
  'controls',
  'lenses',
  'stages',
  'experiments',
  'text',
  'presets',
  'compare',
  'surgery',
  'pairs',
  'ownFile',
];

/** What is not shown of a page: what its link hides and, embedded, all that is not the plate. */
export function hiddenOf({ embed, hide }: Page): readonly string[] {
  return embed ? [...hide, ...chrome] : hide;
}

/** Everything that `hide` can name, as far as the schemes are here. */
export function hideable(): ReadonlySet<string> {
  return new Set<string>([
    ...hideableParts,
    ...fields.map(({ name }) => name),
    ...encodings.flatMap(({ params }) => Object.keys(params)),
  ]);
}

/** The names that the page's options have in a query. */
export const pageNames: ReadonlySet<string> = new Set(
  pageOptions.map(({ name }) => name).filter((name) => name !== 'race'),
);

/**
 * The page's options in a query; the Spec's fields are passed over. Never throws.
 *
 * @param usual  what they are where the query says nothing
 */
export function readPage(
  query: string,
  usual: Page = defaultPage,
): {
  readonly page: Page;
  readonly notices: readonly Notice[];
} {
  const pairs = pairsOf(query).filter(({ name }) => pageNames.has(name));
  const { values, notices } = readPairs(pairs.map(byName), pageOptions);
  const names = String(values.get('hide') ?? '')
    .split(',')
    .filter((name) => name !== '');
  const known = hideable();
  const hide = [...new Set(names)].filter((name) => known.has(name));
  const unknown = names.filter((name) => !known.has(name));
  // Each value was read through the option of its name, so it is of that option's type.
  const page: Page = { ...usual, ...Object.fromEntries(values), hide };
  const race = roomOf(page) === 'race' ? readRace(query) : null;
  return {
    page: race ? { ...page, race: writeRace(race.settings) || usual.race } : page,
    notices: [
      ...notices,
      ...(race?.notices ?? []),
      ...unknown.map((name) => ({ kind: 'unknown' as const, field: 'hide', value: cut(name) })),
    ],
  };
}

/** What the page itself calls two of the themes. */
const themesByName: ReadonlyMap<string | null, Theme> = new Map([
  ['paper', 'light'],
  ['night', 'dark'],
]);

function byName(pair: Pair): Pair {
  const theme = pair.name === 'theme' ? themesByName.get(pair.value) : undefined;
  return theme ? { ...pair, value: theme } : pair;
}

/** The options as a query without `?`, what is as usual left out. */
export function writePage(page: Page, usual: Page = defaultPage): string {
  const options = pageOptions
    .filter(({ name }) => pageNames.has(name))
    .map(({ name }) => ({ name, text: textOf(page[name]) }))
    .filter(({ name, text }) => text !== textOf(usual[name]))
    .map(({ name, text }) => pairText(name, text));
  const race = roomOf(page) === 'race' && page.race !== usual.race ? page.race : '';
  return [...options, race].filter((part) => part !== '').join('&');
}

/** An option's value as it stands in a link. */
function textOf(value: ParamValue | readonly string[]): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'object' ? value.join(',') : String(value);
}
