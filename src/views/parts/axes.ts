/** The axes of a drawing, what is written at them, and a line through its points. */
import { type Axis, type AxisDomain, type BaseType, line, type Selection } from 'd3';

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

/** A line through values at places 0, 1, …, with a dot at each. */
export function addDottedLine<E extends BaseType, P extends BaseType>(
  root: Drawn<E, P>,
  values: ArrayLike<number>,
  { x, y, radius }: { x: (place: number) => number; y: (value: number) => number; radius: number },
) {
  const all = Array.from(values);
  const path = line<number>((_, place) => x(place), y);
  root.append('path').attr('d', path(all));
  root
    .selectAll('circle')
    .data(all)
    .join('circle')
    .attr('r', radius)
    .attr('cx', (_, place) => x(place))
    .attr('cy', y);
}
