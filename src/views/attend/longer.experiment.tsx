/**
 * The same pass on lines 2 to 64 times as long: what the scheme makes of each distance there, and
 * RoPE with each scaling of its angles on the same axis. One pass after another; it can be stopped.
 */
import { axisBottom, axisLeft, line, scaleLinear, scaleSymlog, select } from 'd3';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Mean, meansBack } from '../../explain/distances.ts';
import {
  factorsFor,
  longest,
  type Question,
  questionsFor,
  rowsLeft,
} from '../../explain/longer.ts';
import { answers } from '../../show/shown.ts';
import { distanceKinds } from '../../state/experiment.ts';
import type { Frame } from '../../state/frame.ts';
import { type Look, longerTimes } from '../../state/page.ts';
import { aboutOf, paramsOf } from '../../state/spec.ts';
import { valueWords } from '../../state/valueWords.ts';
import { viewStore } from '../../state/view.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useInTurn } from '../hooks/useInTurn.ts';
import type { LensProps } from '../hooks/useLens.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { addAxis, addName, minus } from '../parts/axes.ts';
import { Choices } from '../parts/Choices.tsx';
import { defineExperiment } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';

function Longer({ frame }: LensProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const kind = useView((view) => view.measure);
  const times = useView((view) => view.longer);
  const limit = Number(times);
  const [going, setGoing] = useState(true);
  const rem = useRem();
  const [box, width] = useWidth<HTMLDivElement>();
  const turn = useInTurn(
    useCallback(({ spec }: Frame) => questionsFor(spec, limit), [limit]),
    useCallback(
      async ({ spec }: Question) => {
        const found = await answers.byDistance(spec, kind);
        return found && meansBack(found);
      },
      [kind],
    ),
    going,
  );
  const { spec } = turn?.frame ?? frame;
  const found = (turn?.answers ?? []).flatMap((means, at): Curve[] => {
    const question = turn?.questions[at];
    return means && question ? [{ ...question, means }] : [];
  });
  const rows = rowsLeft(spec);
  const reach = spec.length * (factorsFor(spec, limit).at(-1) ?? 1);
  const mine = found.filter(({ scaling }) => scaling === null);
  const rope = found.filter(({ scaling }) => scaling !== null);
  const plain = rope.find(({ scaling }) => scaling === 'none');
  const done = turn?.answers.length ?? 0;
  const all = turn?.questions.length ?? 0;
  const choose = (chosen: Partial<Look>) => {
    viewStore.setState(chosen);
    setGoing(true);
  };
  const scaled = (value: string | null) => {
    const param = paramsOf('rope').find(({ name }) => name === 'scaling');
    return param && value !== null ? valueWords(param, value, locale) : '';
  };
  const across = width < 34 * rem ? 2 : 3;
  // Between two layouts the figure can be narrower than its gaps.
  const small = Math.max(0, Math.floor((width - (across - 1) * rem) / across));
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('attend.longer.what')} />
        </p>
        <Choices
          label={words('attend.longer.of')}
          values={distanceKinds}
          chosen={kind}
          name={(value) => words(`attend.longer.${value}`)}
          choose={(measure) => choose({ measure })}
        />
        <p className="soft">{words(`attend.longer.${kind}.says`)}</p>
        <Choices
          label={words('attend.longer.upTo')}
          values={longerTimes}
          chosen={times}
          name={(factor) => words('attend.longer.times', { factor })}
          choose={(longer) => choose({ longer })}
        />
        <p className="soft" aria-live="polite" data-done={done} data-all={all}>
          {words('attend.longer.done', { done, all, length: reach })}{' '}
          {reach < spec.length * limit && words('attend.longer.fits', { length: longest })}
        </p>
        <button
          type="button"
          className="experiment-do"
          disabled={all > 0 && done === all && going}
          onClick={() => setGoing(!going)}
        >
          {words(going ? 'attend.longer.stop' : 'attend.longer.on')}
        </button>
        {rows !== null && (
          <p className="soft">
            <Terms text={words('attend.longer.noRow.says', { rows: spec.start + rows })} />
          </p>
        )}
        {spec.encoding === 'learned' && rows === null && (
          <p className="soft">
            <Terms text={words('attend.longer.untrained')} />
          </p>
        )}
      </div>
      <div ref={box} className={`lens-figure ${turn?.frame === frame || !going ? '' : 'stale'}`}>
        {width > 0 && (
          <>
            <h3 className="longer-title">
              {words('attend.longer.mine', {
                scheme: said(aboutOf(spec).text.name, locale),
                length: spec.length,
              })}
            </h3>
            <Chart width={width} height={14} curves={mine} reach={reach} ends noRow={rows} />
            {plain && (
              <>
                <h3 className="longer-title">
                  {words('attend.longer.rope', { length: reach })}{' '}
                  <span className="soft">{words('attend.longer.unscaled')}</span>
                </h3>
                <div
                  className="longer-scalings"
                  style={{ '--across': across } as React.CSSProperties}
                >
                  {rope.map((curve) => (
                    <figure key={curve.scaling} data-scaling={curve.scaling}>
                      <figcaption>{scaled(curve.scaling)}</figcaption>
                      <Chart
                        width={small}
                        height={7.5}
                        curves={[curve]}
                        behind={curve === plain ? null : plain}
                        among={rope}
                        reach={reach}
                      />
                    </figure>
                  ))}
                </div>
              </>
            )}
          </>
        )}
      </div>
    </>
  );
}

interface Curve extends Question {
  readonly means: readonly Mean[];
}

interface ChartProps {
  readonly width: number;
  /** In rem. */
  readonly height: number;
  readonly curves: readonly Curve[];
  readonly behind?: Curve | null;
  /** All that share its axis of values. */
  readonly among?: readonly Curve[];
  /** The longest line, where the axis ends. */
  readonly reach: number;
  /** Whether the end of each curve says its factor. */
  readonly ends?: boolean;
  /** The first position without a row of the table. */
  readonly noRow?: number | null;
}

function Chart(props: ChartProps) {
  const { width, height: rems, curves, behind, among = curves, reach, ends, noRow } = props;
  const words = useWords();
  const rem = useRem();
  const svg = useRef<SVGSVGElement>(null);
  const height = rems * rem;
  const domain = useMemo(() => {
    const values = among.flatMap(({ means }) => means.map(({ value }) => value));
    return [Math.min(0, ...values), Math.max(...values, 1e-6)] as const;
  }, [among]);
  const [low, high] = domain;

  useEffect(() => {
    const margin = {
      top: 0.8 * rem,
      // The last curve's end says its factor, the axis what it counts.
      right: (ends ? 2.6 : 0.6) * rem,
      bottom: (ends ? 2.7 : 1.8) * rem,
      left: 2.4 * rem,
    };
    const x = scaleSymlog([0, reach - 1], [margin.left, width - margin.right]).constant(1);
    const y = scaleLinear([low, high], [height - margin.bottom, margin.top]).nice(4);
    const root = select(svg.current);
    root.selectAll('g').remove();
    const plot = root.append('g');
    const ticks = Array.from({ length: 13 }, (_, power) => 2 ** power).filter((at) => at < reach);
    const apart = Math.max(Math.ceil((ticks.length * 2.6 * rem) / (width - margin.left)), 1);
    const below = axisBottom(x)
      .tickValues([0, ...ticks.filter((_, power) => power % apart === 0)])
      .tickFormat(minus);
    addAxis(plot, below, 0, height - margin.bottom);
    addAxis(plot, axisLeft(y).ticks(3).tickFormat(minus), margin.left, 0);
    if (ends) {
      const name = words('attend.longer.distance');
      addName(plot, name, width - margin.right, height - 0.2 * rem).attr('text-anchor', 'end');
    }
    if (noRow !== null && noRow !== undefined && noRow < reach) {
      const from = x(Math.max(noRow, 0));
      plot
        .append('rect')
        .attr('class', 'no-row')
        .attr('fill', 'url(#no-row)')
        .attr('x', from)
        .attr('width', x(reach - 1) - from)
        .attr('y', margin.top)
        .attr('height', height - margin.bottom - margin.top);
      addName(plot, words('attend.longer.noRow'), from + 6, margin.top + rem);
    }
    const path = line<Mean>(
      ({ distance }) => x(distance),
      ({ value }) => y(value),
    );
    if (behind)
      plot.append('path').attr('class', 'longer-curve behind').attr('d', path(behind.means));
    curves.forEach((curve, at) => {
      plot
        .append('path')
        .attr('class', 'longer-curve')
        .attr('opacity', 1 - (0.7 * at) / Math.max(curves.length, 1))
        .attr('d', path(curve.means));
      const end = curve.means.at(-1);
      if (ends && end) {
        plot
          .append('text')
          .attr('class', 'longer-end')
          .attr('x', x(end.distance) + 3)
          .attr('y', y(end.value) - 3)
          .text(words('attend.longer.times', { factor: curve.factor }));
      }
    });
  }, [curves, behind, low, high, reach, noRow, ends, width, height, rem, words]);

  return (
    <svg
      ref={svg}
      width={width}
      height={height}
      role="img"
      aria-label={words('attend.longer.figure')}
      data-curves={JSON.stringify(
        curves.map(({ factor, spec, means }) => [factor, spec.length, means.at(-1)?.value]),
      )}
    >
      {noRow !== null && noRow !== undefined && (
        <defs>
          <pattern id="no-row" width="6" height="6" patternUnits="userSpaceOnUse">
            <path d="M0 6L6 0" className="hatch" />
          </pattern>
        </defs>
      )}
    </svg>
  );
}

export default defineExperiment({
  name: 'longer',
  // Beside the current scheme stands RoPE.
  schemes: ['rope'],
  View: Longer,
});
