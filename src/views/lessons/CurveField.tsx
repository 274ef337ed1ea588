/**
 * A curve that is drawn over an axis, with the pointer or the arrow keys; once the answer is here, the
 * computed one over it.
 */
import { line, pointer, scaleLinear, ticks } from 'd3';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { DrawCurve } from '../../lessons/lesson.ts';
import { placesOf } from '../../lessons/result.ts';
import { plainNumber } from '../../show/words.ts';
import { said } from '../../text/t.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useRem, useSize } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import type { Asking } from './useQuestion.ts';

interface CurveProps {
  readonly question: DrawCurve;
  readonly asking: Asking;
}

/** One press of an arrow key, as a part of the range. */
const keyStep = 1 / 20;

export function CurveField({ question, asking }: CurveProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const count = useSpecs(({ spec }) => placesOf(question, spec));
  const rem = useRem();
  const [box, { width }] = useSize<HTMLDivElement>();
  const [at, setAt] = useState(0);
  const last = useRef<number | null>(null);
  const { guess, result, waiting } = asking;
  const open = result === null && !waiting;
  const [least, most] = question.range;
  const middle = (least + most) / 2;
  const drawn =
    Array.isArray(guess) && guess.length === count
      ? (guess as readonly number[])
      : Array.from({ length: count }, () => middle);
  const height = 9 * rem;
  const [left, bottom] = [2.4 * rem, 1.6 * rem];
  const x = scaleLinear([0, Math.max(count - 1, 1)], [left, width - 0.4 * rem]);
  const y = scaleLinear([least, most], [height - bottom, 0.5 * rem]);
  const path = line<number>((_, place) => x(place), y);

  /** All between the place before and this one lie on a line. */
  const put = (place: number, value: number, from: number | null) => {
    const next = [...drawn];
    const start = from ?? place;
    const first = next[start] ?? value;
    const steps = Math.abs(place - start);
    for (let step = 0; step <= steps; step++) {
      const share = steps === 0 ? 1 : step / steps;
      next[start + Math.sign(place - start) * step] = first + (value - first) * share;
    }
    next[place] = value;
    asking.take(next);
    setAt(place);
  };
  const draw = (event: PointerEvent<SVGSVGElement>) => {
    if (!open || event.buttons === 0) return;
    const [px, py] = pointer(event, event.currentTarget);
    const place = Math.min(Math.max(Math.round(x.invert(px)), 0), count - 1);
    const value = Math.min(Math.max(y.invert(py), least), most);
    put(place, value, last.current);
    last.current = place;
  };
  const keys = (event: KeyboardEvent) => {
    const along: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
    const up: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 };
    const [step, rise] = [along[event.key], up[event.key]];
    if (step === undefined && rise === undefined) return;
    event.preventDefault();
    if (step !== undefined) setAt(Math.min(Math.max(at + step, 0), count - 1));
    else if (open && rise !== undefined) {
      const value = (drawn[at] ?? middle) + rise * keyStep * (most - least);
      put(at, Math.min(Math.max(value, least), most), null);
    }
  };
  const name = said(question.curve, locale);
  const here = words('lesson.curve.here', {
    axis: said(question.axis, locale),
    place: question.first + at,
    value: plainNumber(Math.round(100 * (drawn[at] ?? middle)) / 100),
  });
  return (
    <figure className="lesson-curve">
      <figcaption>
        {name} {guess !== null && <span className="drawn">{words('lesson.curve.drawn')}</span>}{' '}
        {result && <span className="computed">{words('lesson.computed')}</span>}
      </figcaption>
      <div
        ref={box}
        role="application"
        aria-label={words('lesson.curve.how', { curve: name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus.
        tabIndex={0}
        data-curve={count}
        onKeyDown={keys}
      >
        {width > 0 && (
          <svg
            width={width}
            height={height}
            aria-hidden="true"
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              last.current = null;
              draw(event);
            }}
            onPointerMove={draw}
          >
            {ticks(least, most, 4).map((tick) => (
              <g key={tick} transform={`translate(0 ${y(tick)})`}>
                <line x1={left} x2={width} />
                <text x={left - 6} dy="0.32em" textAnchor="end">
                  {plainNumber(tick)}
                </text>
              </g>
            ))}
            {ticks(question.first, question.first + count - 1, 5).map((tick) => (
              <text
                key={tick}
                x={x(tick - question.first)}
                y={height - 0.3 * rem}
                textAnchor="middle"
              >
                {plainNumber(tick)}
              </text>
            ))}
            <path className={guess === null ? 'nothing' : 'drawn'} d={path(drawn) ?? ''} />
            {result?.curve && <path className="computed" d={path(result.curve.truth) ?? ''} />}
            {open && <circle cx={x(at)} cy={y(drawn[at] ?? middle)} r={4} />}
          </svg>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {here}
      </p>
      {guess === null && <p className="soft lesson-hint">{words('lesson.curve.hint')}</p>}
    </figure>
  );
}
