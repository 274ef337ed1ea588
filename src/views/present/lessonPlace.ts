/** The lesson that is presented: its notes, and turning its pages. */
import type { NamedLesson } from '../../lessons/lessons.ts';
import { lessonHere, nearestStep } from '../../lessons/lessons.ts';
import { goTo } from '../../lessons/place.ts';
import type { StepNotes } from '../../state/notes.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import type { Localized } from '../../text/locale.ts';
import { said } from '../../text/t.ts';

function here(): { readonly lesson: NamedLesson; readonly number: number } | null {
  const { room, lesson: id, step } = viewStore.getState();
  const lesson = room === 'lessons' ? lessonHere(id) : undefined;
  return lesson ? { lesson, number: nearestStep(lesson, step).number } : null;
}

/** A step on, or back; nothing at either end, and where no lesson is open. */
export function turnLesson(by: 1 | -1): void {
  const place = here();
  const next = (place?.number ?? 0) + by;
  if (place && next >= 1 && next <= place.lesson.steps.length) {
    goTo(specStore, viewStore, place.lesson, next);
  }
}

/** The notes of the step, in the page's language; null where no lesson is open. */
export function stepNotes(): StepNotes | null {
  const place = here();
  if (!place) return null;
  const { lesson, number } = place;
  const { locale } = viewStore.getState();
  const text = (words: Localized) => said(words, locale);
  const { step } = nearestStep(lesson, number);
  const next = lesson.steps[number];
  return {
    lesson: text(lesson.title),
    step: number,
    steps: lesson.steps.length,
    title: text(step.title),
    says: step.says.map(text),
    ask: text(step.does.ask),
    next: next ? text(next.title) : '',
    aims: lesson.aims.map(text),
    mistakes: lesson.mistakes.map(text),
  };
}
