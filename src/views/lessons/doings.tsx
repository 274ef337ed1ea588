/** What the reader does in a step: the inputs of each kind of question, and what is tried or played. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Choose, GuessNumber, PickCell, Play, Step, Try } from '../../lessons/lesson.ts';
import type { NamedLesson } from '../../lessons/lessons.ts';
import { goTo } from '../../lessons/place.ts';
import { isReached } from '../../lessons/reached.ts';
import { crossMapOf } from '../../show/marks.ts';
import { plainNumber, shortValue } from '../../show/words.ts';
import { lookOf } from '../../state/page.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { formatNumber, said } from '../../text/t.ts';
import { typedNumber } from '../../text/typedNumber.ts';
import { HandIn } from '../classroom/HandIn.tsx';
import { ClassroomLink } from '../classroom/pageLink.tsx';
import { useFrame, useSpecs, useView } from '../hooks/stores.ts';
import { useSettled } from '../hooks/useLens.ts';
import { useWords } from '../hooks/useWords.ts';
import { ColourField } from './ColourField.tsx';
import { CurveField } from './CurveField.tsx';
import { liveOf, shows } from './live.ts';
import { Prose } from './Prose.tsx';
import { type Asking, questionOf } from './useQuestion.ts';

export interface DoingProps {
  readonly lesson: NamedLesson;
  readonly number: number;
  readonly step: Step;
  readonly asking: Asking;
}

export function DoingView(props: DoingProps) {
  const { step } = props;
  const { does } = step;
  return (
    <>
      <p className="lesson-ask" data-doing={does.kind}>
        <Prose text={does.ask} />
      </p>
      {does.kind === 'try' && <Trying step={step} doing={does} />}
      {does.kind === 'play' && <Playing {...props} doing={does} />}
      {does.kind !== 'try' && does.kind !== 'play' && <Asked {...props} />}
    </>
  );
}

/** The guess, the button that shows the truth, and the truth. */
function Asked({ lesson, number, step, asking }: DoingProps) {
  const words = useWords();
  // Who was sent the question gives an answer before the truth is there.
  const asked = useView((view) => view.classroom === 'question');
  const [handed, setHanded] = useState(false);
  const question = questionOf(step);
  const { guess, result, waiting } = asking;
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (result) outcome.current?.scrollIntoView({ block: 'nearest' });
  }, [result]);
  if (!question) return null;
  return (
    <>
      {question.kind === 'choose' && <Options question={question} asking={asking} />}
      {question.kind === 'number' && <NumberField question={question} asking={asking} />}
      {question.kind === 'cell' && <CellPicked question={question} asking={asking} />}
      {question.kind === 'colour' && <ColourField question={question} asking={asking} />}
      {question.kind === 'curve' && <CurveField question={question} asking={asking} />}
      {(!result || asked) && (
        <p className="lesson-act">
          {asked && (
            <HandIn
              place={{ lesson: lesson.id, step: number }}
              question={question}
              guess={guess}
              handed={() => setHanded(true)}
            />
          )}
          {!result && (!asked || handed) && (
            <button
              type="button"
              className="lesson-button"
              data-show=""
              disabled={guess === null || waiting}
              onClick={() => asking.show()}
            >
              {words('lesson.show')}
            </button>
          )}
          {!asked && (
            <ClassroomLink
              to="answers"
              place={{ lesson: lesson.id, step: number }}
              className="lesson-ask-class"
            >
              {words('class.askClass')}
            </ClassroomLink>
          )}
        </p>
      )}
      <div ref={outcome} className="lesson-result" role="status">
        {waiting && <p className="soft">{words('lesson.waiting')}</p>}
        {result && (
          <>
            <p data-right={result.right}>
              <strong>{words(result.right ? 'lesson.right' : 'lesson.wrong')}</strong>{' '}
              <Prose text={result.explain} />
            </p>
            {result.curve && <MeanGap mean={result.curve.mean} />}
            {result.numbers && (
              <Numbers
                numbers={result.numbers}
                decimals={'decimals' in question ? question.decimals : 3}
              />
            )}
          </>
        )}
      </div>
    </>
  );
}

function MeanGap({ mean }: { readonly mean: number }) {
  const words = useWords();
  return (
    <dl className="lesson-numbers">
      <div>
        <dt>{words('lesson.gap.mean')}</dt>
        <dd data-gap={mean}>{shortValue(mean, 2)}</dd>
      </div>
    </dl>
  );
}

interface NumbersProps {
  readonly numbers: { readonly guess: number; readonly truth: number };
  readonly decimals: number;
}

function Numbers({ numbers, decimals }: NumbersProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { guess, truth } = numbers;
  const write = (value: number) =>
    Number.isInteger(value)
      ? formatNumber(locale, value)
      : shortValue(value, Math.max(decimals, 1));
  return (
    <dl className="lesson-numbers">
      <div>
        <dt>{words('lesson.guessed')}</dt>
        <dd className="guess" data-guess={guess}>
          {write(guess)}
        </dd>
      </div>
      <div>
        <dt>{words('lesson.computed')}</dt>
        <dd className="truth" data-truth={truth}>
          {write(truth)}
        </dd>
      </div>
      <div>
        <dt>{words('lesson.gap')}</dt>
        <dd data-gap={Math.abs(guess - truth)}>{write(Math.abs(guess - truth))}</dd>
      </div>
    </dl>
  );
}

interface InputProps<Q> {
  readonly question: Q;
  readonly asking: Asking;
}

const letters = 'ABCD';

function Options({ question, asking }: InputProps<Choose>) {
  const words = useWords();
  const { guess, result, waiting } = asking;
  return (
    <div className="lesson-options" role="group" aria-label={words('lesson.options')}>
      {question.options.map((option, index) => {
        const right = result?.option === index;
        const wrong = result && guess === index && !right;
        return (
          <button
            key={option.en}
            type="button"
            data-option={index}
            aria-pressed={guess === index}
            className={right ? 'right' : wrong ? 'wrong' : ''}
            disabled={result !== null || waiting}
            onClick={() => asking.take(index)}
          >
            <span className="lesson-letter" aria-hidden="true">
              {letters[index]}
            </span>
            <span>
              <Prose text={option} />
            </span>
            {right && <span className="visually-hidden"> {words('lesson.isRight')}</span>}
          </button>
        );
      })}
    </div>
  );
}

function NumberField({ question, asking }: InputProps<GuessNumber>) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { guess, result, waiting } = asking;
  const [typed, setTyped] = useState(typeof guess === 'number' ? plainNumber(guess) : '');
  const bad = typed.trim() !== '' && !Number.isFinite(typedNumber(typed));
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') asking.show();
  };
  return (
    <p className="lesson-number">
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        aria-label={said(question.ask, locale)}
        aria-invalid={bad}
        data-number=""
        disabled={result !== null || waiting}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          const value = typedNumber(event.target.value);
          asking.take(Number.isFinite(value) ? value : null);
        }}
        onKeyDown={keys}
      />
      {question.unit && <span>{said(question.unit, locale)}</span>}
      {bad && (
        <span className="lesson-bad" role="alert">
          {words('lesson.noNumber')}
        </span>
      )}
    </p>
  );
}

function CellPicked({ question, asking }: InputProps<PickCell>) {
  const words = useWords();
  const held = useView((view) => view.held);
  const cursor = useView((view) => view.cursor);
  const start = useSpecs(({ spec }) => spec.start);
  const { guess, result, waiting } = asking;
  const open = result === null && !waiting;
  const [row, column] = [question.row ?? cursor?.row ?? 0, cursor?.column ?? 0];
  const on = cursor?.map === crossMapOf(question);
  useEffect(() => {
    if (open && held && on) asking.take({ row, column });
    // oxlint-disable-next-line react/exhaustive-deps
  }, [open, held, on, row, column]);
  const picked = typeof guess === 'object' && guess !== null && 'row' in guess ? guess : null;
  return (
    <p
      className="lesson-picked soft"
      data-pick={question.map}
      role="status"
      data-picked={picked ? picked.column : undefined}
    >
      {picked
        ? words('lesson.picked', {
            row: start + picked.row,
            column: picked.column + (question.map === 'positions' ? 0 : start),
          })
        : words('lesson.pick')}
    </p>
  );
}

function Trying({ step, doing }: { readonly step: Step; readonly doing: Try }) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const look = useView((view) => view);
  const reached = isReached(step, doing, spec, lookOf(look));
  return (
    <div className="lesson-result" role="status" data-reached={reached} data-reach={doing.reach}>
      {reached && <Reached doing={doing} waiting={words('lesson.waiting')} />}
    </div>
  );
}

function Reached({ doing, waiting }: { readonly doing: Try; readonly waiting: string }) {
  const spec = useSpecs((history) => history.spec);
  const found = useFound(doing);
  const frame = useFrame();
  const now = frame && shows(frame, spec) ? found : null;
  if (!now) return <p className="soft">{waiting}</p>;
  return (
    <p data-right="true">
      <Prose text={doing.explain(now.value)} />
    </p>
  );
}

/** What the page has to say about each picture; the last stays until the next is there. */
function useFound(doing: Try): { readonly value: unknown } | null {
  const [ask] = useState(() => async (frame: Parameters<typeof liveOf>[0]) => {
    try {
      return { value: (await doing.truth?.(liveOf(frame))) ?? null };
    } catch (error) {
      // As in useQuestion.
      if (error instanceof RangeError) return null;
      throw error;
    }
  });
  return useSettled(ask)?.answer ?? null;
}

function Playing({ lesson, number, doing }: DoingProps & { readonly doing: Play }) {
  const words = useWords();
  return (
    <div className="lesson-ideas" role="group" aria-label={words('lesson.ideas')}>
      {doing.ideas.map((idea, index) => (
        <button
          key={idea.shows}
          type="button"
          data-idea={index}
          onClick={() => goTo(specStore, viewStore, lesson, number, idea.shows)}
        >
          <Prose text={idea.name} />
        </button>
      ))}
    </div>
  );
}
