/**
 * What a class answered to one question, in one picture: the teacher shows the question's code, takes the
 * students' links in, and shows the truth over it all when it is time. Everything stays in this browser.
 */
import { type ClipboardEvent, useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { type Answer, readAnswer } from '../../lessons/answer.ts';
import { type Collection, questionName, type Received } from '../../lessons/collecting.ts';
import type { Live, Step } from '../../lessons/lesson.ts';
import { lessonIds, type NamedLesson } from '../../lessons/lessons.ts';
import { placeState } from '../../lessons/place.ts';
import {
  answerOf,
  type Guess,
  type Question,
  type Result,
  resultOf,
} from '../../lessons/result.ts';
import { typicalOf } from '../../lessons/tally.ts';
import { plainNumber } from '../../show/words.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { visit } from '../../state/visit.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { LessonLink, useLessons } from '../lessons/Contents.tsx';
import { Prose } from '../lessons/Prose.tsx';
import { questionOf } from '../lessons/useQuestion.ts';
import { useRead } from '../lessons/useRead.ts';
import { Qr } from '../parts/Qr.tsx';
import { ClassPicture } from './ClassPicture.tsx';
import {
  classStore,
  forgetReceived,
  isNothing,
  replaceAnswers,
  take,
  takeOut,
} from './collection.ts';
import { addressOf, ClassroomLink, questionAddress } from './pageLink.tsx';
import { Scanner } from './Scanner.tsx';
import './classroom.css';

interface AnswersProps {
  readonly lesson: NamedLesson;
  readonly number: number;
  readonly step: Step;
}

export function ClassAnswers({ lesson, number, step }: AnswersProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const question = questionOf(step);
  return (
    <main id="plate" className="room class-page" aria-labelledby="class-title">
      <header>
        <p className="soft">
          <LessonLink lesson={lesson} step={number}>
            {words('class.place', { title: said(lesson.title, locale), step: number })}
          </LessonLink>
          {' · '}
          <ClassroomLink to="plan" place={{ lesson: lesson.id, step: number }}>
            {words('class.plan')}
          </ClassroomLink>
        </p>
        <h1 id="class-title">
          <Prose text={question ? step.does.ask : step.title} />
        </h1>
      </header>
      {question ? (
        <Answered
          key={`${lesson.id} ${number}`}
          lesson={lesson}
          number={number}
          question={question}
        />
      ) : (
        <p>{words('class.noQuestion')}</p>
      )}
    </main>
  );
}

interface AnsweredProps {
  readonly lesson: NamedLesson;
  readonly number: number;
  readonly question: Question;
}

function Answered({ lesson, number, question }: AnsweredProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const place = useMemo(() => ({ lesson: lesson.id, step: number }), [lesson, number]);
  const link = questionAddress(place);
  const goal = useMemo(
    () => placeState(lesson, number, locale, question.reveals),
    [lesson, number, locale, question],
  );
  const texts = useStore(classStore, ({ collection }) => collection[questionName(place)]);
  const all = Object.values(texts ?? {});
  const answers = all.flatMap((text) => readAnswer(place, question, goal.spec, text) ?? []);
  const received = useStore(classStore, (now) => now.received);
  const typed = useStore(classStore, (now) => now.left);
  useEffect(() => forgetReceived, []);
  const [removed, setRemoved] = useState<Collection[string] | null>(null);
  const { truth, waiting, show } = useTruth(place, question, goal, answers);

  const takeIn = (text: string) => take(place, text);
  // An answer's own link was followed.
  const answer = useView((view) => view.answer);
  useEffect(() => {
    if (viewStore.getState().answer === '') return;
    take(place, addressOf({ ...place, answer }));
    viewStore.setState({ answer: '', classroom: 'answers' });
  }, [answer, place]);
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    event.preventDefault();
    takeIn(`${typed}${event.clipboardData.getData('text')}`);
  };
  return (
    <div className="class-columns">
      <aside className="class-side">
        <section aria-labelledby="class-ask">
          <h2 id="class-ask">{words('class.ask')}</h2>
          <Qr link={link} label={words('class.ask.image')} />
        </section>
        <section aria-labelledby="class-take">
          <h2 id="class-take">{words('class.take')}</h2>
          <textarea
            className="class-paste"
            rows={3}
            aria-label={words('class.take.field')}
            placeholder={words('class.take.field')}
            value={typed}
            onChange={(event) => classStore.setState({ left: event.target.value })}
            onPaste={paste}
          />
          <p className="class-acts">
            <button
              type="button"
              className="lesson-button"
              data-take=""
              disabled={typed.trim() === ''}
              onClick={() => takeIn(typed)}
            >
              {words('class.take.act')}
            </button>
          </p>
          <Scanner found={takeIn} />
          <div role="status" className="class-received">
            {received && <ReceivedSentences received={received} />}
          </div>
        </section>
      </aside>
      <section className="class-picture" aria-label={words('class.picture')}>
        <div className="class-head">
          <p role="status" data-answers={answers.length}>
            <strong>{words('class.count', { count: answers.length })}</strong>{' '}
            {all.length > answers.length &&
              words('class.unfit', { count: all.length - answers.length })}
          </p>
          <p className="class-acts">
            {!truth && (
              <button
                type="button"
                className="lesson-button"
                data-truth-button=""
                disabled={waiting}
                onClick={show}
              >
                {words(waiting ? 'lesson.waiting' : 'lesson.show')}
              </button>
            )}
            {all.length > 0 && (
              <button
                type="button"
                className="word"
                data-remove-all=""
                onClick={() => {
                  setRemoved(texts ?? null);
                  forgetReceived();
                  replaceAnswers(questionName(place), {});
                }}
              >
                {words('class.removeAll')}
              </button>
            )}
            {all.length === 0 && removed && (
              <button
                type="button"
                className="word"
                onClick={() => {
                  replaceAnswers(questionName(place), removed);
                  setRemoved(null);
                }}
              >
                {words('class.putBack')}
              </button>
            )}
          </p>
        </div>
        {answers.length > 0 || truth ? (
          <ClassPicture question={question} answers={answers} truth={truth} />
        ) : (
          <p className="soft class-empty">{words('class.empty')}</p>
        )}
        {truth && (
          <p className="class-truth" data-truth-said="">
            {answers.length > 0 && <strong>{words(`class.typical.${question.kind}`)} </strong>}
            <Prose text={truth.explain} />
          </p>
        )}
        {answers.length > 0 && (
          <details className="class-list">
            <summary>{words('class.list')}</summary>
            <ol>
              {answers.map(({ ticket, name, guess }) => (
                <li key={ticket}>
                  <span>{name || words('class.noName')}</span>
                  <span className="soft">
                    <GuessSaid question={question} guess={guess} start={goal.spec.start} />
                  </span>
                  <button
                    type="button"
                    className="word"
                    aria-label={words('class.takeOut', { name: name || words('class.noName') })}
                    onClick={() => takeOut(place, ticket)}
                  >
                    ×
                  </button>
                </li>
              ))}
            </ol>
          </details>
        )}
      </section>
    </div>
  );
}

/** The truth, once it is asked for, and what it says to the answer that the class gave as a whole. */
function useTruth(
  place: object,
  question: Question,
  goal: ReturnType<typeof placeState>,
  answers: readonly Answer[],
): { readonly truth: Result | null; readonly waiting: boolean; readonly show: () => void } {
  const [asked, setAsked] = useState<{ readonly guess: Guess | null } | null>(null);
  const read = useCallback(
    (page: Live) =>
      asked?.guess === null || asked === null
        ? answerOf(question, page)
        : resultOf(question, asked.guess, page),
    [question, asked],
  );
  const { found, waiting } = useRead(asked && place, goal.spec, read);
  const show = () => {
    setAsked({
      guess: typicalOf(
        answers.map(({ guess }) => guess),
        question,
      ),
    });
    visit(specStore, viewStore, { ...goal.look, classroom: 'answers' }, () => goal.spec);
  };
  return { truth: found, waiting, show };
}

/** What became of what was pasted: a sentence for each kind. */
function ReceivedSentences({ received }: { readonly received: Received }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const lessons = useLessons();
  const { taken, changed, again, elsewhere, broken, without } = received;
  if (isNothing(received)) return <p data-received="nothing">{words('class.got.nothing')}</p>;
  const counts = { taken, changed, again, without, broken: broken.length };
  const kinds = ['taken', 'changed', 'again', 'broken', 'without'] as const;
  return (
    <>
      {kinds.map(
        (kind) =>
          counts[kind] > 0 && (
            <p key={kind} data-received={kind}>
              {words(`class.got.${kind}`, { count: counts[kind] })}
            </p>
          ),
      )}
      {elsewhere.map(({ lesson, step, count }) => {
        const named = lessons.find(({ id }) => id === lesson);
        return (
          <p key={`${lesson} ${step}`} data-received="elsewhere">
            {words('class.got.elsewhere', { count })}{' '}
            {named && (
              <ClassroomLink to="answers" place={{ lesson, step }}>
                {words('class.place', { title: said(named.title, locale), step })}
              </ClassroomLink>
            )}
            {!lessonIds.includes(lesson) && words('class.got.unknown')}
          </p>
        );
      })}
    </>
  );
}

interface GuessProps {
  readonly question: Question;
  readonly guess: Guess;
  readonly start: number;
}

function GuessSaid({ question, guess, start }: GuessProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  if (question.kind === 'choose') {
    const option = question.options[Number(guess)];
    return option ? <Prose text={option} /> : null;
  }
  if (question.kind === 'number') {
    return `${plainNumber(Number(guess))} ${question.unit ? said(question.unit, locale) : ''}`;
  }
  if (typeof guess === 'object' && 'row' in guess) {
    const column = guess.column + ('map' in question && question.map === 'positions' ? 0 : start);
    return words('class.cell', { row: start + guess.row, column });
  }
  return words('class.curve');
}
