/** A sheet to be printed: a lesson's questions with room for answers, or numbers of the present state to work out; and its key. */

import { line, scaleLinear, ticks } from 'd3';
import { useEffect, useMemo, useState } from 'react';
import type { DrawCurve } from '../../lessons/lesson.ts';
import type { NamedLesson } from '../../lessons/lessons.ts';
import { placeState } from '../../lessons/place.ts';
import { placesOf, type Question, type Result } from '../../lessons/result.ts';
import { scaleOn } from '../../show/stages.ts';
import { plainNumber, shortValue } from '../../show/words.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Prose } from '../lessons/Prose.tsx';
import { Choices } from '../parts/Choices.tsx';
import { ScaleBar } from '../parts/Legend.tsx';
import { type AnswerKey, answerKey, questionsOf } from './answerKey.ts';
import { addressOf, ClassroomLink } from './pageLink.tsx';
import { SheetHead } from './SheetHead.tsx';
import { StateSheet } from './StateSheet.tsx';
import './classroom.css';
import './worksheet.css';

const papers = ['A4', 'letter'] as const;
type Paper = (typeof papers)[number];

/** The paper that is usual where the reader is. */
const usualPaper = (): Paper => (/-(?:US|CA|MX)$/.test(navigator.language) ? 'letter' : 'A4');

export function Worksheet({ lesson }: { readonly lesson: NamedLesson | null }) {
  const words = useWords();
  const [paper, setPaper] = useState<Paper>(usualPaper);
  const [withKey, setWithKey] = useState(false);
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@page { size: ${paper}; margin: 16mm 18mm; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    };
  }, [paper]);
  return (
    <main id="plate" className="room class-page sheet-page" aria-label={words('sheet.title')}>
      <div className="sheet-tools">
        <ClassroomLink to="plan" place={lesson ? { lesson: lesson.id, step: 1 } : undefined}>
          {words('class.plan')}
        </ClassroomLink>
        <Choices
          label={words('sheet.paper')}
          data="data-paper"
          values={papers}
          chosen={paper}
          name={(each) => words(`sheet.paper.${each}`)}
          choose={setPaper}
        />
        <label>
          <input
            type="checkbox"
            data-key=""
            checked={withKey}
            onChange={(event) => setWithKey(event.target.checked)}
          />{' '}
          {words('sheet.withKey')}
        </label>
        <button type="button" className="lesson-button" onClick={() => globalThis.print()}>
          {words('sheet.print')}
        </button>
      </div>
      <article className={`sheet ${paper}`}>
        {lesson ? (
          <LessonSheet key={lesson.id} lesson={lesson} withKey={withKey} />
        ) : (
          <StateSheet withKey={withKey} />
        )}
      </article>
    </main>
  );
}

interface SheetProps {
  readonly lesson: NamedLesson;
  readonly withKey: boolean;
}

function LessonSheet({ lesson, withKey }: SheetProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const questions = useMemo(() => questionsOf(lesson), [lesson]);
  const key = useAnswerKey(lesson, withKey);
  return (
    <>
      <SheetHead
        title={said(lesson.title, locale)}
        says={<Prose text={lesson.line} />}
        link={addressOf({ lesson: lesson.id })}
      />
      <ol className="sheet-questions">
        {questions.map(({ number, step, question }, at) => (
          <li key={number} value={at + 1}>
            <h2>
              {plainNumber(at + 1)}. <Prose text={step.title} />
            </h2>
            {step.says.map((text) => (
              <p key={text.en}>
                <Prose text={text} />
              </p>
            ))}
            <p className="sheet-ask">
              <Prose text={question.ask} />
            </p>
            <Space lesson={lesson} number={number} question={question} />
          </li>
        ))}
      </ol>
      {withKey && (
        <section className="sheet-key" data-key-of={key.size}>
          <h1>{words('sheet.key', { title: said(lesson.title, locale) })}</h1>
          <p>{words('sheet.key.says')}</p>
          {key.size < questions.length && (
            <p role="status">{words('sheet.working', { done: key.size, all: questions.length })}</p>
          )}
          <ol>
            {questions.map(({ number, question }, at) => {
              const result = key.get(number);
              return (
                result && (
                  <li key={number} value={at + 1}>
                    <p>
                      {plainNumber(at + 1)}.{' '}
                      <strong>
                        <Right question={question} result={result} />
                      </strong>
                    </p>
                    {question.kind === 'curve' && (
                      <Axes lesson={lesson} number={number} question={question} result={result} />
                    )}
                    <p>
                      <Prose text={result.explain} />
                    </p>
                  </li>
                )
              );
            })}
          </ol>
        </section>
      )}
    </>
  );
}

/** The answers as they come; they are worked out once they are asked for. */
function useAnswerKey(lesson: NamedLesson, asked: boolean): AnswerKey {
  const [key, setKey] = useState<AnswerKey>(new Map());
  useEffect(() => {
    if (!asked) return;
    let gone = false;
    answerKey(lesson, setKey, () => gone).catch((error: unknown) => {
      // Nobody waits for them any more.
      if (!(error instanceof RangeError)) throw error;
    });
    return () => {
      gone = true;
    };
  }, [lesson, asked]);
  return key;
}

interface SpaceProps {
  readonly lesson: NamedLesson;
  readonly number: number;
  readonly question: Question;
}

/** Where the answer is written. */
function Space({ lesson, number, question }: SpaceProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  switch (question.kind) {
    case 'choose':
      return (
        <ul className="sheet-options">
          {question.options.map((option) => (
            <li key={option.en}>
              <Prose text={option} />
            </li>
          ))}
        </ul>
      );
    case 'number':
      return (
        <p className="sheet-line">
          <i /> {question.unit && said(question.unit, locale)}
        </p>
      );
    case 'cell':
      return (
        <p className="sheet-line">
          {words('class.row')} <i className="short" /> {words('class.column')}{' '}
          <i className="short" />
        </p>
      );
    case 'colour': {
      const { spec } = placeState(lesson, number, locale, question.reveals);
      return <ScaleBar scale={scaleOn(question.cell.map, { spec })} largest={null} />;
    }
    case 'curve':
      return <Axes lesson={lesson} number={number} question={question} />;
  }
}

/** Axes of a curve, in hundredths of their own width. */
const [wide, high, left, bottom] = [640, 200, 46, 24];

interface AxesProps extends SpaceProps {
  readonly question: DrawCurve;
  readonly result?: Result;
}

function Axes({ lesson, number, question, result }: AxesProps) {
  const locale = useView((view) => view.locale);
  const count = placesOf(question, placeState(lesson, number, locale, question.reveals).spec);
  const [least, most] = question.range;
  const x = scaleLinear([0, Math.max(count - 1, 1)], [left, wide - 8]);
  const y = scaleLinear([least, most], [high - bottom, 26]);
  const path = line<number>((_, at) => x(at), y);
  const name = said(question.curve, locale);
  return (
    <svg className="sheet-axes" viewBox={`0 0 ${wide} ${high}`} role="img" aria-label={name}>
      {ticks(least, most, 4).map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line x1={left} x2={wide - 8} />
          <text x={left - 6} dy="0.32em" textAnchor="end">
            {plainNumber(tick)}
          </text>
        </g>
      ))}
      {ticks(question.first, question.first + count - 1, 8).map((tick) => (
        <text key={tick} x={x(tick - question.first)} y={high - 8} textAnchor="middle">
          {plainNumber(tick)}
        </text>
      ))}
      <text x={4} y={12}>
        {name}
      </text>
      {result?.curve && <path d={path(result.curve.truth) ?? ''} />}
    </svg>
  );
}

interface RightProps {
  readonly question: Question;
  readonly result: Result;
}

function Right({ question, result }: RightProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  switch (question.kind) {
    case 'choose': {
      const option = question.options[result.option ?? 0];
      return option ? <Prose text={option} /> : null;
    }
    case 'number':
    case 'colour': {
      const value = shortValue(result.numbers?.truth ?? Number.NaN, question.decimals);
      const unit = question.kind === 'number' && question.unit ? said(question.unit, locale) : '';
      return `${value} ${unit}`;
    }
    case 'cell': {
      const { row = 0, column = 0 } = result.cell ?? {};
      return words('class.cell', { row, column });
    }
    case 'curve':
      return said(question.curve, locale);
  }
}
