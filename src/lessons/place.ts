/**
 * Where in which lesson the page is: what an address means there, and going somewhere. Loading this file
 * is what makes addresses in lessons mean something.
 */
import { encodingById, loadEncodings } from '../encodings/index.ts';
import { asName, shown } from '../state/call.ts';
import { isBeside, type Look, lookOf } from '../state/page.ts';
import type { Spec } from '../state/spec.ts';
import type { SpecStore } from '../state/store.ts';
import { hold, point, type ViewStore, wholeMaps, zoom } from '../state/view.ts';
import { visit } from '../state/visit.ts';
import { provideLessons, type Within } from '../state/withinLesson.ts';
import type { Locale } from '../text/locale.ts';
import { cut } from '../text/notice.ts';
import { lessonHere, lessonIds, loadLesson, type NamedLesson, nearestStep } from './lessons.ts';
import { puzzleOf, reverseSchemes } from './puzzles.ts';
import { stateOf } from './reverse.ts';
import { stepState } from './stepState.ts';

/** The Spec of a step, and all that is looked at there. */
export function placeState(
  lesson: NamedLesson,
  number: number,
  locale: Locale,
  more = '',
): { readonly spec: Spec; readonly look: Look } {
  const { spec, look } = stepState(nearestStep(lesson, number).step, locale, more);
  const place = { room: 'lessons', lesson: lesson.id, step: number } as const;
  return {
    spec,
    look: { ...look, ...place, beside: isBeside(look.room) ? look.room : 'encode' },
  };
}

/** The Spec of a puzzle of the reverse game, and what is looked at there. */
export function puzzleState(
  level: number,
  round: number,
): { readonly spec: Spec; readonly look: Look } {
  const { spec, look } = stateOf(level, puzzleOf(level, round));
  return { spec, look: { ...look, room: 'lessons', beside: 'encode', level, round } };
}

function within(
  place: Pick<Look, 'lesson' | 'step' | 'level' | 'round'>,
  locale: Locale,
): Within | null {
  const { level, round } = place;
  if (place.lesson === '') {
    // Until its schemes are here it is no state yet.
    const here = reverseSchemes.every(encodingById);
    return here ? { lesson: '', step: 1, base: puzzleState(level, round), notices: [] } : null;
  }
  const lesson = lessonHere(place.lesson);
  // One that could not be fetched stays in the address, to be asked for again.
  if (!lesson && lessonIds.includes(place.lesson)) {
    return { lesson: place.lesson, step: place.step, base: null, notices: [] };
  }
  if (!lesson) {
    const value = cut(place.lesson);
    const notice = { kind: 'no-lesson', field: 'lesson', value } as const;
    return { lesson: '', step: 1, base: null, notices: [notice] };
  }
  const { number } = nearestStep(lesson, place.step);
  const notice = {
    kind: 'invalid',
    field: 'step',
    value: String(place.step),
    allowed: `1…${lesson.steps.length}`,
    used: String(number),
  } as const;
  return {
    lesson: lesson.id,
    step: number,
    base: placeState(lesson, number, locale),
    notices: number === place.step ? [] : [notice],
  };
}

provideLessons(within);

/**
 * Goes to a step, as it was written: what the reader changed before stays in the browser's history.
 *
 * @param more  merged into the step's query
 */
export function goTo(
  specs: SpecStore,
  views: ViewStore,
  lesson: NamedLesson,
  number: number,
  more = '',
): void {
  const { locale, lesson: id, step } = views.getState();
  const { spec, look } = placeState(lesson, number, locale, more);
  zoom(views, wholeMaps);
  if (id !== lesson.id || step !== number) {
    hold(views, false);
    point(views, null);
  }
  visit(specs, views, look, () => spec);
}

/** In another language a step shows its own text of that language; a text that the reader typed stays. */
export function translate(
  specs: SpecStore,
  lesson: NamedLesson,
  number: number,
  from: Locale,
  to: Locale,
): void {
  const { spec } = specs.getState();
  const [before, after] = [from, to].map((locale) => placeState(lesson, number, locale).spec);
  if (!before || !after || spec.text !== before.text || before.text === after.text) return;
  const length = spec.length === before.length ? after.length : spec.length;
  specs.setState({ spec: { ...spec, text: after.text, length } });
}

/** Opens a page of a class: about a question or a lesson, or about none. */
export async function goToClassroom(
  specs: SpecStore,
  views: ViewStore,
  classroom: Look['classroom'],
  { lesson: id, step }: Pick<Look, 'lesson' | 'step'>,
): Promise<void> {
  const lesson = id === '' ? null : await loadLesson(id);
  if (!lesson) {
    visit(specs, views, { room: 'lessons', lesson: '', step: 1, answer: '', classroom });
    return;
  }
  const { spec, look } = placeState(lesson, step, views.getState().locale);
  visit(specs, views, { ...look, classroom }, () => spec);
}

/** Fetches a lesson and goes to a step of it; where it cannot be had, to where that is said. */
export async function openLesson(
  specs: SpecStore,
  views: ViewStore,
  id: string,
  step: number,
): Promise<void> {
  const lesson = await loadLesson(id).catch(() => null);
  if (lesson) goTo(specs, views, lesson, step);
  else visit(specs, views, { room: 'lessons', lesson: id, step, classroom: 'none', level: 0 });
}

/** Goes to a puzzle of the reverse game. */
export async function goToPuzzle(
  specs: SpecStore,
  views: ViewStore,
  level: number,
  round: number,
): Promise<void> {
  await loadEncodings(reverseSchemes);
  const { spec, look } = puzzleState(level, round);
  visit(specs, views, look, () => spec);
}

/** Fetches what an address in a lesson needs; null where all is here, or it is in none. */
export function lessonToLoad(
  look: Pick<Look, 'room' | 'lesson' | 'level'>,
): Promise<unknown> | null {
  if (look.room === 'lessons' && look.lesson === '' && look.level > 0) {
    return reverseSchemes.every(encodingById) ? null : loadEncodings(reverseSchemes);
  }
  const missing = look.room === 'lessons' && look.lesson !== '' && !lessonHere(look.lesson);
  return missing ? loadLesson(look.lesson) : null;
}

/** The place as it is now; null where no lesson is open. */
export function placeNow(
  views: ViewStore,
): { readonly id: string; readonly step: number; readonly steps: number } | null {
  const { room, lesson: id, step } = lookOf(views.getState());
  const lesson = room === 'lessons' ? lessonHere(id) : undefined;
  return lesson ? { id, step, steps: lesson.steps.length } : null;
}

/**
 * The lesson and the step that a script asks for.
 *
 * @throws RangeError for an id or a step that there is not
 */
export async function lessonAsked(
  id: unknown,
  step: unknown,
): Promise<{ readonly lesson: NamedLesson; readonly step: number }> {
  const lesson = await loadLesson(asName('lesson', id, lessonIds));
  if (!lesson) throw new RangeError(`lesson: no ${shown(id)}; there are ${lessonIds.join(', ')}`);
  const most = lesson.steps.length;
  if (typeof step === 'number' && Number.isInteger(step) && step >= 1 && step <= most) {
    return { lesson, step };
  }
  throw new RangeError(`lesson: step ${shown(step)} is not in 1…${most}`);
}
