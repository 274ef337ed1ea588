/**
 * What a step shows: its query, read as a link is. The base is the page's defaults with its opening
 * text, so that a step shows the same wherever the reader comes from.
 */
import { readAddress } from '../state/address.ts';
import { type Look, lookOf, pageNames } from '../state/page.ts';
import { pairsOf } from '../state/query.ts';
import { fields, openingTexts, type Spec } from '../state/spec.ts';
import type { Locale } from '../text/locale.ts';
import type { Notice } from '../text/notice.ts';
import { textIn } from '../text/t.ts';
import type { Step } from './lesson.ts';

export interface StepState {
  readonly spec: Spec;
  /** `room` is the room beside the text. */
  readonly look: Look;
  /** Parts of that room and controls that are not shown. */
  readonly hide: readonly string[];
  /** What of the query could not be taken as it stands: none, in a lesson that is tested. */
  readonly notices: readonly Notice[];
}

/** The query of a step in a language. */
export function queryOf({ shows }: Pick<Step, 'shows'>, locale: Locale): string {
  return typeof shows === 'string' ? shows : textIn(shows, locale);
}

/** @param more  merged into the step's query: what it names counts */
export function stepState(step: Pick<Step, 'shows'>, locale: Locale, more = ''): StepState {
  const query = mergedQuery(queryOf(step, locale), more);
  const { page, spec, notices } = readAddress(`?${query}`);
  const ownText = pairsOf(query).some(({ name }) => name === 'text');
  const text = ownText || page.room === 'model' ? spec.text : textIn(openingTexts, locale);
  return {
    spec: { ...spec, text },
    look: lookOf(page),
    hide: page.hide,
    notices: [...notices.spec, ...notices.page],
  };
}

/** A query with another merged in; another scheme brings its own parameters. */
function mergedQuery(query: string, more: string): string {
  const given = pairsOf(more).map(({ name }) => name);
  const others = new Set<string>([...fields.map(({ name }) => name), ...pageNames]);
  const kept = query.split('&').filter((part) => {
    const name = part.replace(/=.*$/s, '');
    return !given.includes(name) && (others.has(name) || !given.includes('encoding'));
  });
  return [...kept, more].filter((part) => part !== '').join('&');
}
