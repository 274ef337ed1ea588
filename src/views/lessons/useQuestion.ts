/**
 * A step's question on its way: what was guessed, whether the answer was asked for, and what came of
 * it. The answer is about what the step shows: that is shown again before it is read from the page.
 */
import { useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Live, Step } from '../../lessons/lesson.ts';
import type { NamedLesson } from '../../lessons/lessons.ts';
import { goTo, placeState } from '../../lessons/place.ts';
import { type Guess, isGuess, type Question, type Result, resultOf } from '../../lessons/result.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { useView } from '../hooks/stores.ts';
import { keep, keptAt, progress } from './progress.ts';
import { useRead } from './useRead.ts';

export interface Asking {
  readonly guess: Guess | null;
  readonly result: Result | null;
  /** Whether the answer was asked for and is not here yet. */
  readonly waiting: boolean;
  take(guess: Guess | null): void;
  /** Asks for the answer. */
  show(): void;
  /** The step from its beginning. */
  again(): void;
  /** How often it was begun. */
  readonly round: number;
}

export const questionOf = ({ does }: Step): Question | null =>
  does.kind === 'try' || does.kind === 'play' ? null : does;

export function useQuestion(lesson: NamedLesson, number: number, step: Step): Asking {
  const question = questionOf(step);
  const locale = useView((view) => view.locale);
  const kept = useStore(progress, (now) => keptAt(now, lesson.id, number));
  const goal = useMemo(
    () => placeState(lesson, number, locale, question?.reveals).spec,
    [lesson, number, locale, question],
  );
  const guess = question && kept && isGuess(question, kept.guess, goal) ? kept.guess : null;
  const shown = kept?.shown === true;
  const place = `${lesson.id} ${number}`;
  const asked = useMemo(
    () => (shown && guess !== null ? { place, guess } : null),
    [shown, place, guess],
  );
  const read = useCallback(
    (page: Live): Promise<Result | null> =>
      question && guess !== null ? resultOf(question, guess, page) : Promise.resolve(null),
    [question, guess],
  );
  const { found: result, waiting } = useRead(asked, goal, read);
  const [round, setRound] = useState(0);
  return {
    guess,
    result,
    waiting,
    take: (next) => keep(lesson.id, number, next === null ? null : { guess: next, shown: false }),
    show() {
      if (guess === null) return;
      keep(lesson.id, number, { guess, shown: true });
      goTo(specStore, viewStore, lesson, number, question?.reveals);
    },
    again() {
      keep(lesson.id, number, null);
      setRound((before) => before + 1);
      goTo(specStore, viewStore, lesson, number);
    },
    round,
  };
}
