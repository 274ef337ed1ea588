/** All answers of a class in one picture: bars, columns, cells or curves over each other; and the truth. */
import { line, scaleLinear, ticks } from 'd3';
import type { ReactNode } from 'react';
import type { Answer } from '../../lessons/answer.ts';
import type { Choose, DrawCurve, PickCell } from '../../lessons/lesson.ts';
import type { Question, Result } from '../../lessons/result.ts';
import { cellsOf, countsOf, meanCurve, tallyOf } from '../../lessons/tally.ts';
import { percent, plainNumber, shortValue } from '../../show/words.ts';
import { said } from '../../text/t.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useRem, useSize } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { Prose } from '../lessons/Prose.tsx';

interface PictureProps<Q = Question> {
  readonly question: Q;
  readonly answers: readonly Answer[];
  /** Null until the truth is asked for. */
  readonly truth: Result | null;
}

export function ClassPicture({ question, ...rest }: PictureProps) {
  switch (question.kind) {
    case 'choose':
      return <Bars question={question} {...rest} />;
    case 'number':
    case 'colour':
      return <NumberColumns question={question} {...rest} />;
    case 'cell':
      return <Cells question={question} {...rest} />;
    case 'curve':
      return <Curves question={question} {...rest} />;
  }
}

const numbersOf = (answers: readonly Answer[]): readonly number[] =>
  answers.flatMap(({ guess }) => (typeof guess === 'number' ? [guess] : []));

function Bars({ question, answers, truth }: PictureProps<Choose>) {
  const words = useWords();
  const counts = countsOf(numbersOf(answers), question.options.length);
  const most = Math.max(...counts, 1);
  return (
    <ol className="class-bars">
      {question.options.map((option, index) => {
        const count = counts[index] ?? 0;
        const right = truth?.option === index;
        return (
          <li key={option.en} data-count={count} className={right ? 'right' : ''}>
            <p>
              <span className="lesson-letter" aria-hidden="true">
                {'ABCD'[index]}
              </span>{' '}
              <Prose text={option} />
              {right && <strong> {words('lesson.isRight')}</strong>}
            </p>
            <div className="class-bar">
              <i style={{ width: `${(100 * count) / most}%` }} />
              <strong>{plainNumber(count)}</strong>
              {answers.length > 0 && (
                <span className="soft">{percent(count / answers.length)}</span>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

type Ends = readonly [least: number, most: number];

/** Room for a drawing between axes; `down`: the vertical axis counts down, as rows of a map do. */
function usePlot([x0, x1]: Ends, [y0, y1]: Ends, down = false) {
  const rem = useRem();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const [left, right, top, bottom] = [3.4 * rem, 0.8 * rem, 1.4 * rem, 3.2 * rem];
  const x = scaleLinear([x0, x1], [left, width - right]);
  const y = scaleLinear([y0, y1], down ? [top, height - bottom] : [height - bottom, top]);
  return { box, rem, width, height, left, right, top, bottom, x, y };
}

interface PlotProps {
  readonly plot: ReturnType<typeof usePlot>;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly whole?: boolean;
  readonly children: ReactNode;
}

function Plot({ plot, xLabel, yLabel, whole = false, children }: PlotProps) {
  const { box, rem, width, height, left, right, top, bottom, x, y } = plot;
  const marks = (scale: typeof x, count: number) => {
    const [least = 0, most = 0] = scale.domain();
    return ticks(least, most, count).filter((tick) => !whole || Number.isInteger(tick));
  };
  return (
    <div ref={box} className="class-plot">
      {width > 0 && height > top + bottom && (
        <svg width={width} height={height} aria-hidden="true">
          {marks(y, 5).map((tick) => (
            <g key={tick} transform={`translate(0 ${y(tick)})`}>
              <line className="grid" x1={left} x2={width - right} />
              <text x={left - 0.4 * rem} dy="0.32em" textAnchor="end">
                {plainNumber(tick)}
              </text>
            </g>
          ))}
          {marks(x, Math.max(Math.min(width / (5 * rem), 10), 2)).map((tick) => (
            <text key={tick} x={x(tick)} y={height - bottom + 1.2 * rem} textAnchor="middle">
              {plainNumber(tick)}
            </text>
          ))}
          <text className="label" x={width - right} y={height - 0.6 * rem} textAnchor="end">
            {xLabel}
          </text>
          <text className="label" x={0.3 * rem} y={0.8 * rem}>
            {yLabel}
          </text>
          {children}
        </svg>
      )}
    </div>
  );
}

function NumberColumns({ question, answers, truth }: PictureProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const right = truth?.numbers?.truth;
  const { columns, median, outside } = tallyOf(numbersOf(answers), right);
  const unit = question.kind === 'number' && question.unit ? said(question.unit, locale) : '';
  const [first, last] = [columns[0], columns.at(-1)];
  // A whole number has half a column on either side.
  const half = first && first.first === first.end ? 0.5 : 0;
  const most = Math.max(...columns.map(({ count }) => count), 1);
  const least = (first?.first ?? 0) - half;
  const plot = usePlot([least, Math.max((last?.end ?? 1) + half, least + 1e-9)], [0, most]);
  const { x, y } = plot;
  return (
    <>
      <Plot plot={plot} whole={false} xLabel={unit} yLabel={words('class.answers.axis')}>
        {columns.map((column) => (
          <rect
            key={column.first}
            className="column"
            x={x(column.first - half) + 1}
            width={Math.max(x(column.end + half) - x(column.first - half) - 2, 1)}
            y={y(column.count)}
            height={y(0) - y(column.count)}
            data-count={column.count}
          />
        ))}
        {right !== undefined && (
          <line className="truth" x1={x(right)} x2={x(right)} y1={y(0)} y2={y(most)} />
        )}
      </Plot>
      <p>
        {answers.length > 0 && words('class.median', { value: shortValue(median, 2) })}{' '}
        {outside.length > 0 &&
          words('class.outside', { values: outside.map((each) => shortValue(each, 2)).join('; ') })}
      </p>
    </>
  );
}

function Cells({ question, answers, truth }: PictureProps<PickCell>) {
  const words = useWords();
  const { start, length, dim } = useSpecs(({ spec }) => spec);
  const picked = answers.flatMap(({ guess }) =>
    typeof guess === 'object' && 'row' in guess ? [guess] : [],
  );
  const cells = cellsOf(picked);
  const most = Math.max(...cells.map(({ count }) => count), 1);
  const channels = question.map === 'positions';
  const columns = channels ? dim : length;
  const first = channels ? 0 : start;
  const plot = usePlot(
    [first - 0.5, first + columns - 0.5],
    [start - 0.5, start + length - 0.5],
    true,
  );
  const { x, y } = plot;
  const [wide, high] = [x(1) - x(0), y(1) - y(0)];
  return (
    <Plot plot={plot} whole xLabel={words('class.column')} yLabel={words('class.row')}>
      {cells.map(({ row, column, count }) => (
        <circle
          key={`${row} ${column}`}
          className="cell"
          cx={x(first + column)}
          cy={y(start + row)}
          r={Math.max(5, Math.min(wide, high) / 2) + 14 * Math.sqrt(count / most)}
          data-count={count}
        />
      ))}
      {cells.slice(0, 20).map(({ row, column, count }) => (
        <text
          key={`${row} ${column}`}
          className="count"
          x={x(first + column)}
          y={y(start + row)}
          dy="0.32em"
          textAnchor="middle"
        >
          {plainNumber(count)}
        </text>
      ))}
      {truth?.cell && (
        <rect
          className="truth"
          x={x(first + truth.cell.column - 0.5) - 3}
          y={y(start + truth.cell.row - 0.5) - 3}
          width={wide + 6}
          height={high + 6}
        />
      )}
    </Plot>
  );
}

function Curves({ question, answers, truth }: PictureProps<DrawCurve>) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const curves = answers.flatMap(({ guess }) =>
    typeof guess === 'object' && !('row' in guess) ? [guess] : [],
  );
  const count = curves[0]?.length ?? truth?.curve?.truth.length ?? 0;
  const { first } = question;
  const plot = usePlot([first, first + Math.max(count - 1, 1)], question.range);
  const path = line<number>((_, at) => plot.x(first + at), plot.y);
  return (
    <>
      <ul className="class-key soft">
        <li className="each">{words('class.curve.each')}</li>
        {curves.length > 1 && <li className="mean">{words('class.curve.mean')}</li>}
        {truth && <li className="truth">{words('lesson.computed')}</li>}
      </ul>
      <Plot plot={plot} xLabel={said(question.axis, locale)} yLabel={said(question.curve, locale)}>
        {curves.map((curve, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: curves that are alike are drawn alike.
          <path key={at} className="each" d={path(curve) ?? ''} />
        ))}
        {curves.length > 1 && <path className="mean" d={path(meanCurve(curves)) ?? ''} />}
        {truth?.curve && <path className="truth" d={path(truth.curve.truth) ?? ''} />}
      </Plot>
    </>
  );
}
