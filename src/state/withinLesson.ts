/**
 * What an address means within a lesson. The lessons, which are not here from the first paint on, say
 * so themselves (`lessons/place.ts`).
 */
import type { Locale } from '../text/locale.ts';
import type { Notice } from '../text/notice.ts';
import type { Look, Page } from './page.ts';
import type { Spec } from './spec.ts';

export interface Within {
  /** The lesson and the step that there are: an empty id where there is no such lesson. */
  readonly lesson: string;
  readonly step: number;
  /** What the step shows; an address holds what differs from it. Null where the lesson is not here. */
  readonly base: { readonly spec: Spec; readonly look: Look } | null;
  /** What of the lesson and the step could not be taken as it stands. */
  readonly notices: readonly Notice[];
}

type Find = (
  place: Pick<Page, 'lesson' | 'step' | 'level' | 'round'>,
  locale: Locale,
) => Within | null;

let find: Find = () => null;

export function provideLessons(given: Find): void {
  find = given;
}

/** Null where no lesson is open and no game is played, or it is not here yet. */
export function withinLesson(page: Page, locale: Locale): Within | null {
  const open = page.lesson !== '' || page.level > 0;
  return page.room === 'lessons' && open ? find(page, locale) : null;
}
