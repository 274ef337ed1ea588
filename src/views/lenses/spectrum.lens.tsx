/**
 * The spectrum of the table along its positions on an axis of periods: upwards this table, downwards
 * sinusoids of the same width; and the strongest period of each principal component.
 */
import { Range } from '../parts/Range.tsx';
import '../../text/later.ts';
import { axisBottom, axisLeft, scaleLinear, scaleLog, select } from 'd3';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { peaksOf, strongest } from '../../fields/spectrum.ts';
import { rowsArePositions } from '../../show/cross.ts';
import { percent, say, schemeName, significant } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { Spectra } from '../../state/lens.ts';
import { aboutOf } from '../../state/spec.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useAnswer } from '../hooks/useLens.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { addAxis } from '../parts/axes.ts';
import { defineLens } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';

/** Why there is no table to look at. */
function whyNoTable(frame: Frame): string | null {
  if (rowsArePositions(frame)) return null;
  return say('spectrum.none', { scheme: schemeName(frame.spec) });
}

/** At most this many peaks are named. */
const mostPeaks = 5;

function Told() {
  const answered = useAnswer('spectra');
  const locale = useView((view) => view.locale);
  const own = answered ? said(aboutOf(answered.frame.spec).text.name, locale) : '';
  const first = answered?.frame.spec.start ?? 0;
  return <SpectrumParts spectra={answered?.answer ?? null} first={first} own={own} />;
}

interface Parts {
  /** Null until it is worked out. */
  readonly spectra: Spectra | null;
  /** The first position. */
  readonly first: number;
  /** Whose table it is. */
  readonly own: string;
}

/** The words and the figure, for whatever table. */
export function SpectrumParts({ spectra, first, own }: Parts) {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>();
  const varies = spectra?.table.some((share) => share > 0) ?? false;
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('spectrum.what')} />
        </p>
        {spectra && !varies && <p className="lens-result">{words('spectrum.still')}</p>}
        {spectra && varies && (
          <>
            <p className="lens-result">{peaksText(spectra, words)}</p>
            <Components spectra={spectra} />
            <p className="soft">
              <Terms text={words('spectrum.rows', { rows: spectra.rows, first })} />
            </p>
          </>
        )}
      </div>
      <div ref={box} className="lens-figure">
        {width > 0 && spectra && varies && <Figure own={own} spectra={spectra} width={width} />}
      </div>
    </>
  );
}

type Words = ReturnType<typeof useWords>;

function peaksText({ rows, table }: Spectra, words: Words): string {
  const peaks = peaksOf(table, mostPeaks);
  if (peaks.length === 0) return words('spectrum.even');
  const periods = peaks.map(({ turns }) => periodText(rows, turns, words)).join(' · ');
  return words('spectrum.peaks', { periods });
}

/** One turn over all rows may be part of a longer wave. */
function periodText(rows: number, turns: number, words: Words): string {
  const period = significant(rows / turns);
  return turns === 1 ? words('spectrum.orMore', { period }) : period;
}

function Components({ spectra: { rows, components } }: { readonly spectra: Spectra }) {
  const words = useWords();
  return (
    <table className="spectrum-components">
      <thead>
        <tr>
          {(['component', 'share', 'period', 'purity'] as const).map((name) => (
            <th key={name} scope="col">
              {words(`spectrum.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {components
          .filter(({ share }) => share > 0.005)
          .map(({ share, spectrum }, at) => {
            const top = strongest(spectrum);
            return (
              <tr key={`${at + 1}`}>
                <th scope="row">{at + 1}</th>
                <td>{percent(share)}</td>
                <td>{periodText(rows, top.turns, words)}</td>
                <td>{percent(top.share)}</td>
              </tr>
            );
          })}
      </tbody>
    </table>
  );
}

interface FigureProps {
  readonly own: string;
  readonly spectra: Spectra;
  readonly width: number;
}

function Figure({ own, spectra, width }: FigureProps) {
  const words = useWords();
  const rem = useRem();
  const id = useId();
  const plot = useRef<SVGGElement>(null);
  const { rows, table, sinusoids } = spectra;
  const last = table.length - 1;
  const [picked, setPicked] = useState(() => strongest(table).turns);
  const turns = Math.min(picked, last);
  const height = 22 * rem;
  const { x, y } = useMemo(
    () => scalesOf(spectra, width, height, rem),
    [spectra, width, height, rem],
  );
  const reading = words('spectrum.at', {
    period: periodText(rows, turns, words),
    own: shareText(table[turns] ?? 0),
    sinusoids: shareText(sinusoids[turns] ?? 0),
  });

  useEffect(() => draw(plot.current, spectra, { x, y }), [spectra, x, y]);

  const svg = useRef<SVGSVGElement>(null);
  usePointing(svg, {
    point([at]) {
      setPicked(Math.min(Math.max(Math.round(rows / x.invert(at)), 1), last));
      return true;
    },
    holds: false,
  });
  return (
    <>
      <svg
        ref={svg}
        width={width}
        height={height}
        role="img"
        aria-label={words('spectrum.figure')}
        data-spectrum={JSON.stringify([rows, ...table].map((share) => Number(share.toFixed(6))))}
      >
        <g ref={plot} />
        <g className="lens-mark">
          <line x1={x(rows / turns)} x2={x(rows / turns)} y1={y.range()[1]} y2={y.range()[0]} />
        </g>
        <text className="spectrum-own" x={x.range()[1]} y={0.9 * rem} textAnchor="end">
          {own}
        </text>
        <text
          className="lens-axis-name"
          x={x.range()[1]}
          y={(y.range()[0] ?? height) - 0.3 * rem}
          textAnchor="end"
        >
          {words('spectrum.sinusoids')}
        </text>
        <text className="lens-axis-name" x={x.range()[1]} y={height - 2} textAnchor="end">
          {words('spectrum.axis')}
        </text>
      </svg>
      <div className="spectrum-pick">
        <label htmlFor={id}>{words('spectrum.pick')}</label>
        <Range
          id={id}
          min={1}
          max={last}
          value={turns}
          aria-valuetext={reading}
          change={setPicked}
        />
        <output htmlFor={id}>{reading}</output>
      </div>
    </>
  );
}

function shareText(share: number): string {
  return `${significant(Number((100 * share).toPrecision(3)))}%`;
}

function scalesOf({ rows, table, sinusoids }: Spectra, width: number, height: number, rem: number) {
  const [up, down] = [Math.max(...table), Math.max(...sinusoids)];
  return {
    x: scaleLog([rows * 1.08, 1.94], [3.2 * rem, width - 0.6 * rem]),
    // One scale for both: what is as tall is as much.
    y: scaleLinear([-down, up], [height - 2.8 * rem, 1.3 * rem]),
  };
}

function draw(
  group: SVGGElement | null,
  { rows, table, sinusoids }: Spectra,
  { x, y }: ReturnType<typeof scalesOf>,
): void {
  const root = select(group);
  root.selectAll('*').remove();
  const bottom = y.range()[0] ?? 0;
  const periods = Array.from({ length: 10 }, (_, power) => 2 ** (power + 1)).filter(
    (p) => p <= rows,
  );
  const beside = axisLeft(y)
    .ticks(5)
    .tickFormat((share) => percent(Math.abs(Number(share))));
  addAxis(root, axisBottom(x).tickValues(periods).tickFormat(String), 0, bottom);
  addAxis(root, beside, x.range()[0] ?? 0, 0);
  for (const [name, spectrum, side] of [
    ['spectrum-bars', table, 1],
    ['spectrum-bars beside', sinusoids, -1],
  ] as const) {
    root
      .append('g')
      .attr('class', name)
      .selectAll('line')
      .data(Array.from(spectrum).slice(1))
      .join('line')
      .attr('x1', (_, k) => x(rows / (k + 1)))
      .attr('x2', (_, k) => x(rows / (k + 1)))
      .attr('y1', y(0))
      .attr('y2', (share) => y(side * share));
  }
}

export default defineLens({
  name: 'spectrum',
  applies: whyNoTable,
  View: Told,
});
