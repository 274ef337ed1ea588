/**
 * The options of the page in its URL: how it looks, not what it computes. They stand beside the
 * Spec's fields and stay when those are rewritten.
 */
import { encodings } from '../encodings/index.ts';
import type { ChoiceParam, Param, ParamValue } from '../encodings/params.ts';
import { type Locale, type Localized, locales, nameOf } from '../text/locale.ts';
import { cut, type Notice } from '../text/notice.ts';
import { inBoth } from '../text/t.ts';
import { type DistanceKind, distanceKinds } from './experiment.ts';
import { type StageName, stageNames } from './frame.ts';
import { type Pair, pairsOf, pairText, readPairs } from './query.ts';
import { fields } from './spec.ts';
import { choiceOf } from './values.ts';

export type Theme = 'light' | 'dark' | 'projector';

/** What the page shows: one scheme in its plate, or several side by side. */
export const rooms = ['encode', 'attend', 'compare', 'model'] as const;
export type Room = (typeof rooms)[number];

/** The closer looks under the plate, in the order of their tabs. */
export const lensNames = [
  'clocks',
  'wavelengths',
  'distance',
  'shift',
  'collisions',
  'precision',
  'trajectory',
  'spectrum',
  'conventions',
  'article',
] as const;

/** The experiments with the pass in the Attend room, in the order of their tabs. */
export const experimentNames = ['shuffle', 'fuse', 'cheaper', 'longer', 'stack'] as const;
export type ExperimentName = (typeof experimentNames)[number];

export type LensName = (typeof lensNames)[number];

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
export type CheaperWay = (typeof cheaperWays)[number];

/** The orders that shuffling can give. */
export const mostShuffles = 999;

/** Up to how many times as long the line is made. */
export const longerTimes = ['4', '16', '64'] as const;

export interface Page {
  /** `auto`: what the browser prefers. */
  readonly lang: Locale;
  readonly theme: 'auto' | Theme;
  /** Without anything around the plate. */
  readonly embed: boolean;
  /** Names of controls or parts of the page that are not shown. */
  readonly hide: readonly string[];
  /** `off`: take the fallback even where there is WebGPU. */
  readonly gpu: 'auto' | 'off';
  /** `long`: the pseudo-locale. */
  readonly strings: 'plain' | 'long';
  readonly room: Room;
  /** The lens that is open. */
  readonly lens: LensName | 'none';
  /** The stage whose matrix is large in the Attend room. */
  readonly stage: StageName;
  /** The experiment that is open there. */
  readonly experiment: ExperimentName | 'none';
  /** How the weights are drawn. */
  readonly drawn: 'matrix' | 'arcs';
  /** The terms of the scores as maps of their own. */
  readonly terms: boolean;
  /** How often the tokens were shuffled, 0…999; each order is another. */
  readonly shuffles: number;
  /** The cheaper pass that is held against the whole one. */
  readonly cheaper: CheaperWay;
  /** Of what the mean by distance is taken on longer lines, and how long they get. */
  readonly measure: DistanceKind;
  readonly longer: (typeof longerTimes)[number];
  /** In the Compare room: the differences from the first scheme in place of the maps. */
  readonly differences: boolean;
  /** In the Model room: two sentences of the reader's own, `first|second`. */
  readonly pair: string;
}

export const defaultPage: Page = {
  lang: 'auto',
  theme: 'auto',
  embed: false,
  hide: [],
  gpu: 'auto',
  strings: 'plain',
  room: 'encode',
  lens: 'none',
  stage: 'weights',
  experiment: 'none',
  drawn: 'matrix',
  terms: false,
  shuffles: 0,
  cheaper: 'int4',
  measure: 'similarity',
  longer: '4',
  differences: false,
  pair: '',
};

/** The options that people change as they look around; all but these only a link sets. */
export const looks = [
  'room',
  'lens',
  'stage',
  'experiment',
  'drawn',
  'terms',
  'shuffles',
  'cheaper',
  'measure',
  'longer',
  'differences',
  'pair',
] as const satisfies readonly (keyof Page)[];

export type Look = Pick<Page, (typeof looks)[number]>;

/** Only those options, of something that has others too. */
export function lookOf(all: Look): Look {
  // Object.fromEntries forgets the keys; they are the options' names.
  return Object.fromEntries(looks.map((name) => [name, all[name]])) as Look;
}

/** Parts of the page, beside the controls, that `hide` can name. */
export const hideableParts = [
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
];

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
  return new Set([
    ...hideableParts,
    ...fields.map(({ name }) => name),
    ...encodings.flatMap(({ params }) => Object.keys(params)),
  ]);
}

const auto = inBoth('page.auto');

const options: readonly (Param & { readonly name: keyof Page })[] = [
  {
    name: 'lang',
    kind: 'choice',
    label: inBoth('page.lang'),
    default: defaultPage.lang,
    options: [{ value: 'auto', label: auto }, ...locales().map(byItself)],
  },
  {
    name: 'theme',
    ...choiceOf(inBoth('page.theme'), defaultPage.theme, {
      auto,
      light: inBoth('page.theme.light'),
      dark: inBoth('page.theme.dark'),
      projector: inBoth('page.theme.projector'),
    }),
  },
  { name: 'embed', kind: 'flag', label: inBoth('page.embed'), default: defaultPage.embed },
  { name: 'hide', kind: 'text', label: inBoth('page.hide'), default: '', maxLength: 2000 },
  {
    name: 'gpu',
    ...choiceOf(inBoth('page.gpu'), defaultPage.gpu, { auto, off: inBoth('page.gpu.off') }),
  },
  {
    name: 'strings',
    ...choiceOf(inBoth('page.strings'), defaultPage.strings, {
      plain: inBoth('page.strings.plain'),
      long: inBoth('page.strings.long'),
    }),
  },
  {
    name: 'room',
    ...choiceOf<Room>(inBoth('page.room'), defaultPage.room, {
      encode: inBoth('app.room.encode'),
      attend: inBoth('app.room.attend'),
      compare: inBoth('app.room.compare'),
      model: inBoth('app.room.model'),
    }),
  },
  {
    name: 'lens',
    ...choiceOf<Page['lens']>(inBoth('page.lens'), defaultPage.lens, {
      none: inBoth('lens.none'),
      clocks: inBoth('lens.clocks'),
      wavelengths: inBoth('lens.wavelengths'),
      distance: inBoth('lens.distance'),
      shift: inBoth('lens.shift'),
      collisions: inBoth('lens.collisions'),
      precision: inBoth('lens.precision'),
      trajectory: inBoth('lens.trajectory'),
      spectrum: inBoth('lens.spectrum'),
      conventions: inBoth('lens.conventions'),
      article: inBoth('lens.article'),
    }),
  },
  {
    name: 'stage',
    kind: 'choice',
    label: inBoth('page.stage'),
    default: defaultPage.stage,
    options: stageNames.map((value) => ({ value, label: inBoth(`stage.${value}`) })),
  },
  {
    name: 'experiment',
    ...choiceOf<Page['experiment']>(inBoth('page.experiment'), defaultPage.experiment, {
      none: inBoth('lens.none'),
      shuffle: inBoth('attend.shuffle'),
      fuse: inBoth('attend.fuse'),
      cheaper: inBoth('attend.cheaper'),
      longer: inBoth('attend.longer'),
      stack: inBoth('attend.stack'),
    }),
  },
  {
    name: 'drawn',
    ...choiceOf(inBoth('attend.form'), defaultPage.drawn, {
      matrix: inBoth('attend.form.matrix'),
      arcs: inBoth('attend.form.arcs'),
    }),
  },
  {
    name: 'terms',
    kind: 'flag',
    label: inBoth('attend.parts.maps'),
    default: defaultPage.terms,
  },
  {
    name: 'shuffles',
    kind: 'number',
    label: inBoth('attend.shuffle'),
    default: defaultPage.shuffles,
    min: 0,
    max: mostShuffles,
    integer: true,
    scale: 'linear',
  },
  among('cheaper', inBoth('attend.cheaper.way'), cheaperWays),
  among('measure', inBoth('attend.longer.of'), distanceKinds),
  among('longer', inBoth('attend.longer.upTo'), longerTimes),
  {
    name: 'differences',
    kind: 'flag',
    label: inBoth('compare.difference'),
    default: defaultPage.differences,
  },
  { name: 'pair', kind: 'text', label: inBoth('pairs.own'), default: '', maxLength: 241 },
];

/** A language, which has one name in all of them. */
function byItself(locale: Locale): ChoiceParam['options'][number] {
  const name = nameOf(locale);
  return { value: locale, label: { en: name, 'zh-CN': name } };
}

/** A choice whose values are their own names. */
function among<Name extends 'cheaper' | 'measure' | 'longer'>(
  name: Name,
  label: Localized,
  values: readonly Page[Name][],
): ChoiceParam & { readonly name: Name } {
  return {
    name,
    kind: 'choice',
    label,
    default: defaultPage[name],
    options: values.map((value) => ({ value, label: { en: value, 'zh-CN': value } })),
  };
}

/** The names that the page's options have in a query. */
export const pageNames: ReadonlySet<string> = new Set(options.map(({ name }) => name));

/** The page's options in a query; the Spec's fields are passed over. Never throws. */
export function readPage(query: string): {
  readonly page: Page;
  readonly notices: readonly Notice[];
} {
  const { values, notices } = readPairs(pairsOf(query).map(byName), options);
  const names = String(values.get('hide') ?? '')
    .split(',')
    .filter((name) => name !== '');
  const known = hideable();
  const hide = [...new Set(names)].filter((name) => known.has(name));
  const unknown = names.filter((name) => !known.has(name));
  return {
    // Each value was read through the option of its name, so it is of that option's type.
    page: { ...defaultPage, ...Object.fromEntries(values), hide },
    notices: [
      ...notices,
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

/** The options as a query without `?`, defaults left out. */
export function writePage(page: Page): string {
  return options
    .map(({ name, default: usual }) => ({ name, text: textOf(page[name]), usual: textOf(usual) }))
    .filter(({ text, usual }) => text !== usual)
    .map(({ name, text }) => pairText(name, text))
    .join('&');
}

/** An option's value as it stands in a link. */
function textOf(value: ParamValue | readonly string[]): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'object' ? value.join(',') : String(value);
}
