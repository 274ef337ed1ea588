/** The ticks under a map. */
import { axisBottom, scaleLinear, select } from 'd3';
import { minus } from './axes.ts';

/** What the cells under an axis are called, and the room that there is. In CSS pixels. */
interface Ticks {
  /** The first and the last label's cells, as they are counted. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
  /** Left of the axis' name. */
  readonly room: number;
  readonly fontSize: number;
}

export function drawAxis(place: SVGGElement, ticks: Ticks): void {
  const { from, to, width, room, fontSize } = ticks;
  // A tick stands under the middle of its cell.
  const scale = scaleLinear([from - 0.5, to - 0.5], [0, width]);
  const longest = String(Math.round(to)).length;
  const count = Math.max(2, Math.floor(width / (fontSize * (longest + 2.6))));
  const values = scale
    .ticks(Math.min(count, to - from))
    .filter((value) => Number.isInteger(value) && scale(value) <= room && scale(value) >= 0);
  select(place)
    .call(axisBottom(scale).tickValues(values).tickSize(0).tickPadding(7).tickFormat(minus))
    .call((axis) => axis.select('.domain').remove());
}
