/** A rival drawing: d3 and SVG, one rectangle a cell. */
import { select } from 'd3';
import { hexOf } from '../fields/oklab.ts';
import { placeOf } from '../fields/scale.ts';
import { lineOf, type Surface } from './surface.ts';

export function svgSurface(): Surface {
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  element.setAttribute('preserveAspectRatio', 'none');
  return {
    element,
    draw(job, data, unit) {
      const { rows, columns } = job.matrix;
      if (job.kind === 'curve') {
        select(element)
          .attr('viewBox', `0 0 ${job.width} ${job.height}`)
          .selectAll('path')
          .data([lineOf(job, data, unit)])
          .join('path')
          .attr('fill', 'none')
          .attr('stroke', hexOf(job.colours.line))
          .attr('d', (path) => path);
        return 1;
      }
      const names = Array.from(job.table, hexOf);
      select(element)
        .attr('viewBox', `0 0 ${columns} ${rows}`)
        .selectAll('rect')
        .data(data)
        .join((enter) =>
          enter
            .append('rect')
            .attr('x', (_, cell) => cell % columns)
            .attr('y', (_, cell) => Math.floor(cell / columns))
            .attr('width', 1)
            .attr('height', 1),
        )
        .attr('fill', (value) => names[placeOf(unit(value))] ?? 'none');
      return rows * columns;
    },
  };
}
