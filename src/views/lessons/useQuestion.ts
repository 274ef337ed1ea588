/**
 * A step's question on its way: what was guessed, whether the answer was asked for, and what came of
 * it. The answer is about what the step shows: that is shown again before it is read from the page.
 */
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Step } from '../../lessons/lesson.ts';
import type { NamedLesson } from '../../lessons/lessons.ts';
import { goTo, placeState } from '../../lessons/place.ts';
import { type Guess, isGuess, type Question, type Result, resultOf } from '../../lessons/result.ts';
import { sameSpec } from '../../state/spec.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { useFrame, useShown, useSpecs, useView } from '../hooks/stores.ts';
import { liveOf, shows } from './live.ts';
import { keep, keptAt, progress } from './progress.ts';

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

interface Answered {
  readonly place: string;
  readonly guess: Guess;
  readonly result: Result;
}

export function useQuestion(lesson: NamedLesson, number: number, step: Step): Asking {
  const question = questionOf(step);
  const locale = useView((view) => view.locale);
  const spec = useSpecs((history) => history.spec);
  const frame = useFrame();
  const settled = useShown((now) => now.settled);
  const kept = useStore(progress, (now) => keptAt(now, lesson.id, number));
  const goal = useMemo(
    () => placeState(lesson, number, locale, question?.reveals).spec,
    [lesson, number, locale, question],
  );
  const guess = question && kept && isGuess(question, kept.guess, goal) ? kept.guess : null;
  const asked = guess !== null && kept?.shown === true;
  const place = `${lesson.id} ${number}`;
  const [last, setLast] = useState<Answered | null>(null);
  const [round, setRound] = useState(0);
  const result = asked && last?.place === place && last.guess === guess ? last.result : null;
  const right = asked && sameSpec(spec, goal);
  const there = right && result === null && settled && frame && shows(frame, spec) ? frame : null;
  useEffect(() => {
    if (!there || !question || guess === null) return;
    let overtaken = false;
    resultOf(question, guess, liveOf(there)).then(
      (found) => {
        if (!overtaken) setLast({ place, guess, result: found });
      },
      (error: unknown) => {
        // What is not there yet, or was lost on the way, is asked for again with the next picture.
        if (!(error instanceof RangeError)) throw error;
      },
    );
    return () => {
      overtaken = true;
    };
  }, [there, question, guess, place]);
  return {
    guess,
    result,
    waiting: right && result === null,
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
