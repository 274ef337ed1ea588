/**
 * The mean of each diagonal of square maps against its offset key − query, one curve a map over one
 * axis. Brushing offsets marks their diagonals in the maps.
 */
import '../../text/later.ts';
import { area, axisBottom, axisLeft, brushX, line, scaleLinear, select } from 'd3';
import { useEffect, useMemo, useRef } from 'react';
import { type Place } from '../../show/pointing.ts';
import { say, shortValue } from '../../show/words.ts';
import type { Diagonals } from '../../state/lens.ts';
import { type View, viewStore } from '../../state/view.ts';
import { useCrossDrawing } from '../hooks/useLens.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useRem } from '../hooks/useSize.ts';
import { addAxis, minus } from '../parts/axes.ts';

export interface DistanceCurve {
  /** Among what is compared, 0 first: how the line is drawn. */
  readonly place: number;
  readonly diagonals: Diagonals;
}

interface DistanceChartProps {
  /** All of one length; the same list until another is to be drawn. */
  readonly curves: readonly DistanceCurve[];
  readonly width: number;
  readonly height: number;
  /** From the least to the most of each diagonal, and its mean in numbers: of a curve alone. */
  readonly detailed?: boolean;
}

interface Point {
  readonly offset: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

function pointsOf({ mean, least, most }: Diagonals): readonly Point[] {
  return Array.from(mean, (value, index) => ({
    offset: index - reachOf(mean),
    mean: value,
    least: least[index] ?? Number.NaN,
    most: most[index] ?? Number.NaN,
  })).filter((point) => Number.isFinite(point.mean));
}

const reachOf = (mean: Float32Array) => (mean.length - 1) / 2;

function scalesOf({ curves, width, height, detailed }: DistanceChartProps, rem: number) {
  const points = curves.flatMap(({ diagonals }) => pointsOf(diagonals));
  const low = points.reduce((least, p) => Math.min(least, detailed ? p.least : p.mean), 0);
  const high = points.reduce((most, p) => Math.max(most, detailed ? p.most : p.mean), low + 1e-6);
  const reach = reachOf(curves[0]?.diagonals.mean ?? new Float32Array(1));
  const [left, right] = [3.5 * rem, width - 0.75 * rem];
  const [top, bottom] = [0.75 * rem, height - 2.625 * rem];
  return {
    left,
    right,
    top,
    bottom,
    reach,
    x: scaleLinear([-reach, reach], [left, right]),
    y: scaleLinear([low, high], [bottom, top]).nice(),
  };
}

export function DistanceChart({ curves, width, height, detailed = false }: DistanceChartProps) {
  const rem = useRem();
  const svg = useRef<SVGSVGElement>(null);
  const plot = useRef<SVGGElement>(null);
  const mark = useRef<SVGGElement>(null);
  /** Brushes by a finger: d3's own touch would take vertical swipes from the page. */
  const brushed = useRef<((from: Place, to: Place) => void) | null>(null);
  const scales = useMemo(
    () => scalesOf({ curves, width, height, detailed }, rem),
    [curves, width, height, detailed, rem],
  );
  const { x, y, left, right, top, bottom, reach } = scales;

  useEffect(() => {
    const root = select(plot.current);
    root.selectAll('*').remove();
    if (curves.length === 0) return;
    addAxis(
      root,
      axisBottom(x)
        .ticks(width / 90)
        .tickFormat(minus),
      0,
      bottom,
    );
    addAxis(
      root,
      axisLeft(y)
        .ticks((bottom - top) / 36)
        .tickFormat(minus),
      left,
      0,
    );
    const spread = area<Point>(
      (p) => x(p.offset),
      (p) => y(p.least),
      (p) => y(p.most),
    );
    const mean = line<Point>(
      (p) => x(p.offset),
      (p) => y(p.mean),
    );
    for (const { place, diagonals } of curves.toReversed()) {
      const points = pointsOf(diagonals);
      if (detailed) root.append('path').attr('class', 'spread').attr('d', spread(points));
      root.append('path').attr('class', `mean place-${place}`).attr('d', mean(points));
    }
  }, [curves, width, detailed, x, y, left, top, bottom]);

  useEffect(() => {
    let own: View['band'] = null;
    const brush = brushX<unknown>()
      .touchable(() => false)
      .extent([
        [left, top],
        [right, bottom],
      ])
      .on('brush end', ({ selection }: { selection: [number, number] | null }) => {
        // Taken away because another figure was brushed.
        if (!selection && viewStore.getState().band !== own) return;
        own = selection && {
          from: Math.round(x.invert(selection[0])),
          to: Math.round(x.invert(selection[1])),
        };
        viewStore.setState({ band: own });
      });
    const brushing = select(svg.current).select<SVGGElement>('.brush');
    brushing.call(brush);
    brushed.current = ([from], [to]) => {
      const inside = (at: number) => Math.min(Math.max(at, left), right);
      const ends = [inside(from), inside(to)] as const;
      brush.move(brushing, [Math.min(...ends), Math.max(...ends)]);
    };
    const stop = viewStore.subscribe(({ band }) => {
      if (!own || band === own) return;
      own = null;
      brush.clear(brushing);
    });
    return () => {
      stop();
      brushing.on('.brush', null).selectAll('*').remove();
      if (own) viewStore.setState({ band: null });
    };
  }, [x, left, right, top, bottom]);

  usePointing(svg, {
    point: () => null,
    grab: (from, pointer) => (pointer === 'mouse' ? null : (to) => brushed.current?.(from, to)),
  });

  useCrossDrawing((cross) => {
    const offset = cross.column - cross.row;
    const means = curves
      .map(({ diagonals }) => diagonals.mean[offset + reach] ?? Number.NaN)
      .filter(Number.isFinite);
    const group = select(mark.current).attr('visibility', means.length > 0 ? 'visible' : 'hidden');
    group
      .selectAll('circle')
      .data(means)
      .join('circle')
      .attr('r', 4)
      .attr('cx', x(offset))
      .attr('cy', (mean) => y(mean));
    group.select('line').attr('x1', x(offset)).attr('x2', x(offset));
    const [mean = 0] = means;
    const before = x(offset) > width - 10 * rem;
    group
      .select('text')
      .attr('x', x(offset) + (before ? -9 : 9))
      .attr('text-anchor', before ? 'end' : 'start')
      .attr('y', Math.max(y(mean) - 9, top + 10))
      .text(detailed ? `${minus(offset)}: ${shortValue(mean)}` : '');
  });

  return (
    <svg
      ref={svg}
      width={width}
      height={height}
      role="img"
      aria-label={say(detailed ? 'distance.figure' : 'distance.figures')}
    >
      <g ref={plot} />
      <g className="brush" />
      <g ref={mark} className="lens-mark" pointerEvents="none">
        <line y1={top} y2={bottom} />
        <text />
      </g>
      <text className="lens-axis-name" x={right} y={height - 0.3 * rem} textAnchor="end">
        {say('axis.offset')}
      </text>
    </svg>
  );
}
