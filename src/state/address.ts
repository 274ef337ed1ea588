/**
 * The whole of an address: the options of the page, and the Spec of the room that they name. In
 * the Model room that is the trained encoder, unless the address says otherwise; in the Race room it is
 * the usual one, with the text.
 */
import type { Locale } from '../text/locale.ts';
import type { Notice } from '../text/notice.ts';
import { asTrained } from './model.ts';
import { defaultPage, type Page, pageNames, readPage, roomOf, writePage } from './page.ts';
import { pairsOf, pairText, without } from './query.ts';
import { raceNames } from './raceLink.ts';
import { defaultSpec, fileModel, openingSpec, type Spec } from './spec.ts';
import { maxQuery, readSpec, writeSpec } from './url.ts';
import { type Within, withinLesson } from './withinLesson.ts';

export interface Address {
  readonly page: Page;
  readonly spec: Spec;
  /** Of an old link to the Model room without a model: what it asks of the other rooms. */
  readonly elsewhere: Spec | null;
  /** Those about the Spec and those about the page. */
  readonly notices: { readonly spec: readonly Notice[]; readonly page: readonly Notice[] };
}

/** The language that a page speaks; `auto` is the reader's. */
export type Spoken = (page: Page) => Locale;
const english: Spoken = ({ lang }) => (lang === 'auto' ? 'en' : lang);

/**
 * What the query of an address asks for, with or without its `?`. A link means the same to everyone;
 * one that asks for nothing is met in the reader's language, and so is the step of a lesson. Never
 * throws.
 */
export function readAddress(search: string, spoken: Spoken = english): Address {
  const read = readPage(search);
  const within = withinLesson(read.page, spoken(read.page));
  if (within?.base) return readWithin(search, within, within.base);
  const page = within ? { ...read.page, lesson: within.lesson, step: within.step } : read.page;
  const ofPage = [...read.notices, ...(within?.notices ?? [])];
  const { spec: asked, notices: ofSpec } = readSpec(ofSpecIn(search, page));
  const spec = asksForNothing(search) ? openingSpec(spoken(page)) : asked;
  const notices = { spec: ofSpec, page: ofPage };
  const trained =
    page.room === 'model' &&
    spec.model === 'seeded' &&
    !pairsOf(search).some(({ name, value }) => name === 'model' && value === 'seeded');
  return trained
    ? { page, spec: asTrained(spec), elsewhere: spec, notices }
    : { page, spec, elsewhere: null, notices };
}

/** In a lesson, what an address does not name is as the step shows it. */
function readWithin(search: string, { lesson, step, notices }: Within, base: Base): Address {
  const { page, notices: ofPage } = readPage(search, usualWithin(base));
  const { spec, notices: ofSpec } = readSpec(ofSpecIn(search, page), base.spec);
  return {
    page: { ...page, lesson, step },
    spec,
    elsewhere: null,
    notices: { spec: ofSpec, page: [...ofPage, ...notices] },
  };
}

type Base = NonNullable<Within['base']>;

/** The options that an address leaves out in a lesson; which lesson and step it says always. */
function usualWithin({ look }: Base): Page {
  const { room, lesson, step, level, round } = defaultPage;
  return { ...defaultPage, ...look, room, lesson, step, level, round };
}

/**
 * Whether a query has no more than options of the page, and does not open the Model room, whose
 * encoder has a language of its own.
 */
export function asksForNothing(search: string): boolean {
  const { page } = readPage(search);
  const bare = pairsOf(ofSpecIn(search, page)).every(({ name }) => pageNames.has(name));
  return bare && page.room !== 'model';
}

/** What an address may say of positions, beside the parameters of a scheme that it names. */
const ofPositions: ReadonlySet<string> = new Set<keyof Spec>([
  'encoding',
  'start',
  'gain',
  'order',
  'layers',
  'changedHeads',
  'pairs',
]);

/** Whether a query says what positions a model from a file has; without, they are those it was trained with. */
export function asksForPositions(search: string): boolean {
  return pairsOf(search).some(({ name }) => ofPositions.has(name));
}

/**
 * The query that `readAddress` reads as these, with its `?` unless it is empty.
 *
 * @returns `shortened`: the text did not fit, and the address has only its beginning
 */
export function writeAddress(
  spec: Spec,
  page: Page,
  spoken: Spoken = english,
): { readonly search: string; readonly shortened: boolean } {
  const within = withinLesson(page, spoken(page));
  if (within?.base) {
    const options = writePage(page, usualWithin(within.base));
    const { spec: base } = within.base;
    const written = writeSpec(told(spec, page, base), maxQuery - options.length - 1, base);
    const search = [written.query, options].filter((part) => part !== '').join('&');
    return { search: `?${search}`, shortened: written.shortened };
  }
  const seeded = page.room === 'model' && spec.model === 'seeded' ? 'model=seeded' : '';
  const options = [seeded, writePage(page)].filter((part) => part !== '').join('&');
  const written = writeSpec(told(spec, page), maxQuery - options.length - 1);
  // Where asking for nothing shows something else, the defaults are asked for.
  const nothing = written.query === '' && asksForNothing(options);
  const other = nothing && openingSpec(spoken(page)).text !== spec.text;
  // What a model from a file is trained with is not the page's own default.
  const unsaid = other || (fileModel(spec) !== null && spec.encoding === defaultSpec.encoding);
  const scheme = unsaid ? pairText('encoding', spec.encoding) : '';
  const query = [scheme, written.query, options].filter((part) => part !== '').join('&');
  return { search: query && `?${query}`, shortened: written.shortened };
}

/** What an address says of a Spec: in the Race room the text alone. */
function told(spec: Spec, page: Page, usual = defaultSpec): Spec {
  return roomOf(page) === 'race' ? { ...usual, text: spec.text } : spec;
}

/** A query without the names that are not the Spec's there. */
const ofSpecIn = (search: string, page: Page): string =>
  roomOf(page) === 'race' ? without(search, raceNames) : search;
