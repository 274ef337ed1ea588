/**
 * Similarity, or the mean logit, against the offset key − query: the mean of each diagonal with its
 * spread. Brushing offsets marks their diagonals on the plate.
 */
import '../../text/later.ts';
import { area, axisBottom, axisLeft, brushX, line, scaleLinear, select } from 'd3';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Diagonals } from '../../state/lens.ts';
import { viewStore } from '../../state/view.ts';
import { type Place, usePointing } from '../pointing.ts';
import { say, shortValue, useWords } from '../words.ts';
import { type LensProps, useAnswer, useCrossDrawing } from './useLens.ts';
import { useWidth } from './useSize.ts';

const height = 240;
const margin = { top: 12, right: 12, bottom: 42, left: 56 };
const kinds = ['similarityDiagonals', 'logitDiagonals'] as const;

export default function Distance({ frame }: LensProps) {
  const words = useWords();
  const [kind, setKind] = useState<(typeof kinds)[number]>('similarityDiagonals');
  const answered = useAnswer(kind);
  const [box, width] = useWidth<HTMLDivElement>();
  const diagonals = answered?.answer ?? null;
  return (
    <>
      <div className="lens-words">
        <p>{words('distance.what')}</p>
        <div className="lens-choices" role="group" aria-label={words('distance.of')}>
          {kinds.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === kind}
              onClick={() => setKind(each)}
            >
              {words(`distance.${each}`)}
            </button>
          ))}
        </div>
        <p className="soft">{words('distance.brush')}</p>
        <Spread diagonals={diagonals} />
      </div>
      <div ref={box} className="lens-figure">
        {diagonals && width > 0 && (
          <Profile
            diagonals={diagonals}
            width={width}
            length={answered?.frame.spec.length ?? frame.spec.length}
          />
        )}
      </div>
    </>
  );
}

/** How far a diagonal is from having one value: the largest spread there is, and where. */
function Spread({ diagonals }: { readonly diagonals: Diagonals | null }) {
  const words = useWords();
  if (!diagonals) return null;
  const spreads = diagonals.most.map((most, at) => most - (diagonals.least[at] ?? Number.NaN));
  const worst = spreads.reduce(
    (best, spread, at) => (spread > (spreads[best] ?? 0) ? at : best),
    0,
  );
  const spread = spreads[worst] ?? 0;
  const size = diagonals.mean.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 1);
  const offset = worst - (spreads.length - 1) / 2;
  return (
    <p className="lens-result">
      {spread <= 1e-5 * size
        ? words('distance.constant', { spread: shortValue(spread, 7) })
        : words('distance.varies', {
            spread: shortValue(spread),
            offset: String(offset).replace('-', '−'),
          })}
    </p>
  );
}

function scalesOf({ mean, least, most }: Diagonals, width: number) {
  const reach = (mean.length - 1) / 2;
  const finite = (values: Float32Array) => [...values].filter(Number.isFinite);
  const low = Math.min(0, ...finite(least));
  const high = Math.max(...finite(most), low + 1e-6);
  return {
    x: scaleLinear([-reach, reach], [margin.left, width - margin.right]),
    y: scaleLinear([low, high], [height - margin.bottom, margin.top]).nice(),
  };
}

function Profile({
  diagonals,
  width,
  length,
}: {
  readonly diagonals: Diagonals;
  readonly width: number;
  readonly length: number;
}) {
  const svg = useRef<SVGSVGElement>(null);
  const plot = useRef<SVGGElement>(null);
  const mark = useRef<SVGGElement>(null);
  /** Brushes by a finger: d3's own touch would take vertical swipes from the page. */
  const brushed = useRef<((from: Place, to: Place) => void) | null>(null);
  const { x, y } = useMemo(() => scalesOf(diagonals, width), [diagonals, width]);

  useEffect(() => {
    const root = select(plot.current);
    root.selectAll('*').remove();
    const points = Array.from(diagonals.mean, (mean, index) => ({
      offset: index - (diagonals.mean.length - 1) / 2,
      mean,
      least: diagonals.least[index] ?? Number.NaN,
      most: diagonals.most[index] ?? Number.NaN,
    })).filter(({ mean }) => Number.isFinite(mean));
    type Point = (typeof points)[number];
    const minus = (value: { valueOf(): number }) => String(value).replace('-', '−');
    root
      .append('g')
      .attr('class', 'lens-axis')
      .attr('transform', `translate(0 ${height - margin.bottom})`)
      .call(
        axisBottom(x)
          .ticks(width / 90)
          .tickSize(4)
          .tickFormat(minus),
      );
    root
      .append('g')
      .attr('class', 'lens-axis')
      .attr('transform', `translate(${margin.left} 0)`)
      .call(axisLeft(y).ticks(5).tickSize(4).tickFormat(minus));
    root
      .append('path')
      .attr('class', 'spread')
      .attr(
        'd',
        area<Point>(
          (p) => x(p.offset),
          (p) => y(p.least),
          (p) => y(p.most),
        )(points),
      );
    root
      .append('path')
      .attr('class', 'mean')
      .attr(
        'd',
        line<Point>(
          (p) => x(p.offset),
          (p) => y(p.mean),
        )(points),
      );
    const brush = brushX<unknown>()
      .touchable(() => false)
      .extent([
        [margin.left, margin.top],
        [width - margin.right, height - margin.bottom],
      ])
      .on('brush end', ({ selection }: { selection: [number, number] | null }) => {
        const band = selection && {
          from: Math.round(x.invert(selection[0])),
          to: Math.round(x.invert(selection[1])),
        };
        viewStore.setState({ band });
      });
    const brushing = select(svg.current).select<SVGGElement>('.brush');
    brushing.call(brush);
    brushed.current = ([from], [to]) => {
      const inside = (at: number) => Math.min(Math.max(at, margin.left), width - margin.right);
      const ends = [inside(from), inside(to)] as const;
      brush.move(brushing, [Math.min(...ends), Math.max(...ends)]);
    };
    return () => {
      brushing.on('.brush', null).selectAll('*').remove();
      viewStore.setState({ band: null });
    };
  }, [diagonals, width, x, y]);

  usePointing(svg, {
    point: () => null,
    grab: (from, pointer) => (pointer === 'mouse' ? null : (to) => brushed.current?.(from, to)),
  });

  useCrossDrawing((cross) => {
    const offset = cross.column - cross.row;
    const mean = diagonals.mean[offset + length - 1] ?? Number.NaN;
    const shown = Number.isFinite(mean);
    const group = select(mark.current).attr('visibility', shown ? 'visible' : 'hidden');
    if (!shown) return;
    const left = x(offset) > width - 160;
    group.select('circle').attr('cx', x(offset)).attr('cy', y(mean));
    group.select('line').attr('x1', x(offset)).attr('x2', x(offset));
    group
      .select('text')
      .attr('x', x(offset) + (left ? -9 : 9))
      .attr('text-anchor', left ? 'end' : 'start')
      .attr('y', Math.max(y(mean) - 9, margin.top + 10))
      .text(`${String(offset).replace('-', '−')}: ${shortValue(mean)}`);
  });

  return (
    <svg ref={svg} width={width} height={height} role="img" aria-label={say('distance.figure')}>
      <g ref={plot} />
      <g className="brush" />
      <g ref={mark} className="lens-mark" pointerEvents="none">
        <line y1={margin.top} y2={height - margin.bottom} />
        <circle r={4} />
        <text />
      </g>
      <text className="lens-axis-name" x={width - margin.right} y={height - 2} textAnchor="end">
        {say('axis.offset')}
      </text>
    </svg>
  );
}
