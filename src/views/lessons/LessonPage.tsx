/** A lesson: its text on the left, on the right the room that the step shows, with its controls live. */

import { Suspense, useEffect, useRef } from 'react';
import type { Step } from '../../lessons/lesson.ts';
import { type NamedLesson, nearestStep } from '../../lessons/lessons.ts';
import { goTo, translate } from '../../lessons/place.ts';
import { stepState } from '../../lessons/stepState.ts';
import { roomOf } from '../../state/page.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { said } from '../../text/t.ts';
import { Controls } from '../Controls.tsx';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { roomNamed } from '../rooms.ts';
import { LessonLink, useLessons } from './Contents.tsx';
import { DoingView } from './doings.tsx';
import { Prose } from './Prose.tsx';
import { beAt } from './progress.ts';
import { useMarking } from './useMarking.ts';
import { type Asking, questionOf, useQuestion } from './useQuestion.ts';
import { useTurning } from './useTurning.ts';

interface LessonProps {
  readonly lesson: NamedLesson;
  readonly hide: readonly string[];
}

export function LessonPage({ lesson, hide }: LessonProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { number, step } = nearestStep(
    lesson,
    useView((view) => view.step),
  );
  const place = `${lesson.id} ${number}`;
  const spoken = useRef(locale);
  useEffect(() => {
    translate(specStore, lesson, number, spoken.current, locale);
    spoken.current = locale;
  }, [lesson, number, locale]);
  const asking = useQuestion(lesson, number, step);
  const text = useRef<HTMLDivElement>(null);
  const turn = (by: number) => {
    const next = number + by;
    if (next >= 1 && next <= lesson.steps.length) goTo(specStore, viewStore, lesson, next);
  };
  useTurning(text, turn);
  useMarking(place, step, asking);
  useEffect(() => beAt(lesson.id, number), [lesson, number]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step begins at its top.
  useEffect(() => {
    text.current?.scrollTo(0, 0);
    // oxlint-disable-next-line react/exhaustive-deps
  }, [place]);
  const title = said(lesson.title, locale);
  return (
    <div className="lesson-page">
      <section
        className="lesson-side"
        aria-label={words('lesson.text', { place: lesson.place, title })}
      >
        <div
          ref={text}
          className="lesson-text"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus.
          tabIndex={0}
        >
          <h1 className="lesson-title soft">
            <span className="lesson-place">{lesson.place}</span> {title}
          </h1>
          <div key={`${place} ${asking.round}`} aria-live="polite">
            <h2>
              <Prose text={step.title} />
            </h2>
            {step.says.map((paragraph) => (
              <p key={paragraph.en}>
                <Prose text={paragraph} asked />
              </p>
            ))}
            <DoingView lesson={lesson} number={number} step={step} asking={asking} />
          </div>
        </div>
        <Steps lesson={lesson} number={number} turn={turn} asking={asking} />
      </section>
      <Beside step={step} hide={hide} asking={asking} />
    </div>
  );
}

interface StepsProps {
  readonly lesson: NamedLesson;
  readonly number: number;
  readonly turn: (by: number) => void;
  readonly asking: Asking;
}

function Steps({ lesson, number, turn, asking }: StepsProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const lessons = useLessons();
  const { steps } = lesson;
  const next = lessons[lessons.findIndex(({ id }) => id === lesson.id) + 1];
  return (
    <nav className="lesson-steps" aria-label={words('lesson.steps')}>
      <ol>
        {steps.map((step, at) => (
          <li key={step.title.en}>
            <button
              type="button"
              data-step={at + 1}
              aria-current={at + 1 === number ? 'step' : undefined}
              aria-label={words('lesson.step.named', {
                step: at + 1,
                title: said(step.title, locale),
              })}
              className={at + 1 <= number ? 'past' : ''}
              onClick={() => turn(at + 1 - number)}
            />
          </li>
        ))}
      </ol>
      <div className="lesson-turn">
        <p className="lesson-where soft">
          {words('lesson.step', { step: number, steps: steps.length })} · {words('lesson.keys')}
        </p>
        <IconButton
          className="lesson-previous"
          data-again=""
          name={words('lesson.again')}
          onClick={() => asking.again()}
        >
          ↺
        </IconButton>
        <button
          type="button"
          className="lesson-previous"
          data-turn="previous"
          aria-label={words('lesson.previous')}
          disabled={number === 1}
          onClick={() => turn(-1)}
        >
          ‹
        </button>
        {number < steps.length && (
          <button type="button" className="lesson-next" data-turn="next" onClick={() => turn(1)}>
            {words('lesson.next')} <span aria-hidden="true">›</span>
          </button>
        )}
        {number === steps.length && next && (
          <LessonLink lesson={next} className="lesson-next">
            {words('lesson.nextLesson', { title: said(next.title, locale) })}{' '}
            <span aria-hidden="true">›</span>
          </LessonLink>
        )}
      </div>
    </nav>
  );
}

/** What the Attend room says of the numbers of a map that is covered. */
const tellTale = ['how', 'headMaps', 'stages'];
/** What leads away from what a step speaks of; there for free play. */
const elsewhere = ['lenses', 'experiments', 'presets'];
const elsewhereIn: Readonly<Record<string, readonly string[]>> = {
  attend: ['text'],
  race: ['controls', 'start', 'runs'],
};

/** Whether a control is pointed at, or one of those in sight. */
const speaksOf = ({ point, controls = [] }: Step, name: string) =>
  controls.includes(name) || (point !== undefined && 'control' in point && point.control === name);

interface BesideProps {
  readonly step: Step;
  readonly hide: readonly string[];
  readonly asking: Asking;
}

function Beside({ step, hide, asking }: BesideProps) {
  const locale = useView((view) => view.locale);
  const { name, View, ownControls, alone } = roomNamed(useView(roomOf));
  const question = questionOf(step);
  const shown = asking.result ? question?.reveals : '';
  const { hide: own, look } = stepState(step, locale, shown);
  const playing = step.does.kind === 'play';
  const named = playing || speaksOf(step, 'encoding');
  const all = [
    ...hide,
    ...own,
    'intro',
    ...(named ? [] : ['title']),
    ...(playing
      ? []
      : [...elsewhere, ...(elsewhereIn[name] ?? [])].filter((part) => !speaksOf(step, part))),
    // An experiment takes its place.
    ...(look.experiment === 'none' ? [] : ['how']),
    ...(question?.veil && !asking.result ? tellTale : []),
    // It is run when the answer is asked for.
    ...(question && !asking.result && !asking.waiting ? ['outcome'] : []),
  ];
  return (
    <div className="lesson-live">
      <Suspense key={name} fallback={<div className="room" />}>
        <View hide={all} />
      </Suspense>
      {!alone && !all.includes('controls') && (
        <Controls hide={[...all, ...(ownControls?.(all) ?? [])]} first={step.controls} />
      )}
    </div>
  );
}
