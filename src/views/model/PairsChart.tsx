/** The cosines of all pairs on one axis, drawn over the tracks of their table. */
import { axisTop, scaleLinear, select } from 'd3';
import { type RefObject, useEffect, useRef } from 'react';
import { plainNumber } from '../../show/words.ts';
import { type State, states } from '../hooks/usePairs.ts';
import { useRem } from '../hooks/useSize.ts';

export type Cosines = Readonly<Record<State, number | null>>;

interface Props {
  /** What holds the tracks: elements with `data-track`, in the order of the rows. */
  readonly around: RefObject<HTMLElement | null>;
  readonly rows: readonly Cosines[];
  readonly width: number;
}

export function PairsChart({ around, rows, width }: Props) {
  const rem = useRem();
  const svg = useRef<SVGSVGElement>(null);
  // After each render: the tracks lie where the words left them.
  useEffect(() => {
    const tracks = [...(around.current?.querySelectorAll<HTMLElement>('[data-track]') ?? [])];
    const outer = around.current?.getBoundingClientRect();
    const first = tracks[0]?.getBoundingClientRect();
    const root = select(svg.current);
    root.selectAll('*').remove();
    if (!outer || !first) return;
    const spans = tracks.map((track) => {
      const { top, height } = track.getBoundingClientRect();
      return { top: top - outer.top, height };
    });
    const inset = 0.6 * rem;
    const left = first.left - outer.left + inset;
    const x = scaleLinear([leastOf(rows), 1], [left, left + first.width - 2 * inset]);
    const ticks = x.ticks(Math.max(Math.floor(first.width / (5 * rem)), 2));
    const top = (tracks[0]?.closest('tr')?.getBoundingClientRect().top ?? 0) - outer.top;
    root
      .append('g')
      .attr('class', 'lens-axis pairs-axis')
      .attr('transform', `translate(0 ${top})`)
      .call(
        axisTop(x)
          .tickValues(ticks)
          .tickSize(0)
          .tickPadding(0.3 * rem)
          .tickFormat((value) => plainNumber(Number(value))),
      );
    const grid = root.append('g').attr('class', 'lens-axis');
    for (const tick of ticks) {
      for (const span of spans) {
        grid.append('path').attr('d', `M${x(tick)} ${span.top}v${span.height}`);
      }
    }
    rows.forEach((cosines, row) => {
      const span = spans[row];
      const known = states.flatMap((state) => cosines[state] ?? []);
      if (!span || known.length === 0) return;
      const y = span.top + span.height / 2;
      root
        .append('line')
        .attr('class', 'pairs-reach')
        .attr('x1', x(Math.min(...known)))
        .attr('x2', x(Math.max(...known)))
        .attr('y1', y)
        .attr('y2', y);
      for (const state of ['off', 'trained', 'now'] as const) {
        const cosine = cosines[state];
        if (cosine === null || !Number.isFinite(cosine)) continue;
        root
          .append('path')
          .attr('class', `pairs-mark ${state}`)
          .attr('d', markPaths[state])
          .attr('transform', `translate(${x(cosine)} ${y}) scale(${rem / 16})`);
      }
    });
  });
  return <svg ref={svg} className="pairs-chart" width={width} aria-hidden="true" />;
}

/** Around 0, for letters of 16 pixels: a ring, a stroke, a dot that fits the ring. */
export const markPaths: Readonly<Record<State, string>> = {
  trained: 'M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0',
  off: 'M0 -9V9',
  now: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0',
};

/** Where the axis begins: a round number below every cosine, so that it seldom moves. */
function leastOf(rows: readonly Cosines[]): number {
  const all = rows.flatMap((cosines) => states.flatMap((state) => cosines[state] ?? []));
  const least = Math.min(0.9, ...all.filter(Number.isFinite));
  return Math.floor(least * 20) / 20;
}
