/** Moves the veils of a map's spotlight (`Spotlight.tsx`). */
import { select } from 'd3';

/**
 * Leaves the rows from `top` to `bottom` lit, in pixels of a map of `height`.
 *
 * @param on  false where a row is of another kind than the crosshair's: all of it is lit
 */
export function lightRow(
  svg: SVGSVGElement | null,
  on: boolean,
  top: number,
  bottom: number,
  height: number,
): void {
  const inside = (y: number) => Math.min(Math.max(y, 0), height);
  const veils = on ? [inside(top), height - inside(bottom)] : [0, 0];
  select(svg)
    .selectAll('.spotlight rect')
    .attr('y', (_, place) => (place === 0 ? 0 : inside(bottom)))
    .attr('height', (_, place) => veils[place] ?? 0);
}
