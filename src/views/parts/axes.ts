/** The axes of a drawing, and what is written at them. */
import type { Axis, AxisDomain, BaseType, Selection } from 'd3';

type Drawn<E extends BaseType, P extends BaseType> = Selection<E, unknown, P, unknown>;

/** A number at a tick, with a real minus. */
export const minus = (value: { valueOf(): number }): string => String(value).replace('-', '−');

export function addAxis<E extends BaseType, P extends BaseType, T extends AxisDomain>(
  root: Drawn<E, P>,
  axis: Axis<T>,
  left: number,
  top: number,
) {
  return root
    .append('g')
    .attr('class', 'lens-axis')
    .attr('transform', `translate(${left} ${top})`)
    .call(axis.tickSize(4));
}

export function addName<E extends BaseType, P extends BaseType>(
  root: Drawn<E, P>,
  name: string,
  x: number,
  y: number,
) {
  return root.append('text').attr('class', 'lens-axis-name').attr('x', x).attr('y', y).text(name);
}
