/** Ticks under a map, by d3, and the name of the axis at its right end. */
import { axisBottom, scaleLinear, select } from 'd3';
import { useLayoutEffect, useRef } from 'react';
import type { AxisName } from '../fields/matrix.ts';
import type { Frame } from '../state/frame.ts';
import type { MapName } from '../state/view.ts';
import { useView } from './stage.ts';
import { windowOf } from './windows.ts';
import { say } from './words.ts';

const axisKey = {
  position: 'axis.position',
  channel: 'axis.channel',
  query: 'axis.query',
  key: 'axis.key',
  head: 'axis.head',
  offset: 'axis.offset',
  count: 'axis.count',
} as const satisfies Record<AxisName, string>;

export function Axis({
  map,
  width,
  frame,
}: {
  readonly map: MapName;
  readonly width: number;
  readonly frame: Frame | null;
}) {
  const place = useRef<SVGGElement>(null);
  const windows = useView((view) => view.windows);
  const locale = useView((view) => view.locale);
  const theme = useView((view) => view.theme);
  const matrix = frame?.maps[map];
  useLayoutEffect(() => {
    if (!frame || !matrix || !place.current) return;
    const window = windowOf(map, matrix, frame, windows);
    const { start, length } = frame.spec;
    const counted = matrix.columnAxis === 'channel' || matrix.columnAxis === 'count';
    const shift = counted ? 0 : matrix.columnAxis === 'offset' ? 1 - length : start;
    // A tick stands under the middle of its cell.
    const scale = scaleLinear([window.left + shift - 0.5, window.right + shift - 0.5], [0, width]);
    const name = say(axisKey[matrix.columnAxis]);
    const size = Number.parseFloat(getComputedStyle(place.current).fontSize);
    const room = width - (name.length * (locale === 'en' ? 0.62 : 1.1) + 2) * size;
    const longest = String(Math.round(window.right + shift)).length;
    const count = Math.max(2, Math.floor(width / (size * (longest + 2.6))));
    const ticks = scale
      .ticks(Math.min(count, window.right - window.left))
      .filter((value) => Number.isInteger(value) && scale(value) <= room && scale(value) >= 0);
    select(place.current)
      .call(
        axisBottom(scale)
          .tickValues(ticks)
          .tickSize(0)
          .tickPadding(7)
          .tickFormat((value) => String(value).replace('-', '−')),
      )
      .call((axis) => axis.select('.domain').remove());
  }, [map, matrix, frame, windows, width, locale, theme]);
  return (
    <svg className="axis" width={width} aria-hidden="true">
      <g ref={place} />
      <text className="axis-name" x={width} dy="0.71em" y={7} textAnchor="end">
        {matrix ? say(axisKey[matrix.columnAxis]) : ''}
      </text>
    </svg>
  );
}
