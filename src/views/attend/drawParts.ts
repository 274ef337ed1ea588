/** Frames on the miniatures: the parts of the stages that the number under the crosshair came from. */
import { select } from 'd3';
import { type Part, partsBehind, type StageCell } from '../../explain/behind.ts';
import type { Frame } from '../../state/frame.ts';
import { toneOf } from './tones.ts';

/**
 * Attributes of a few rectangles, in rows and columns of the matrix; no React.
 *
 * @param strip  holds an SVG with `data-parts` for each stage
 */
export function drawParts(strip: HTMLElement | null, frame: Frame, cell: StageCell): void {
  const maps = frame.stages?.maps;
  if (!strip || !maps) return;
  const behind = partsBehind(cell, frame.spec, (name) => Boolean(maps[name]));
  for (const svg of strip.querySelectorAll<SVGSVGElement>('[data-parts]')) {
    const name = Object.keys(maps).find((each) => each === svg.dataset.parts);
    const own = [...behind, cell].filter((part) => part.stage === name);
    const matrix = maps[own[0]?.stage ?? cell.stage];
    if (!matrix) continue;
    const { rows, columns } = matrix;
    svg.setAttribute('viewBox', `0 0 ${columns} ${rows}`);
    select(svg)
      .selectAll('rect')
      .data<Part>(own)
      .join('rect')
      .attr('class', (part) => (part === cell ? 'cell' : toneOf(part.stage)))
      .attr('x', (part) => part.column ?? 0)
      .attr('y', (part) => part.row ?? 0)
      .attr('width', (part) => (part.column === null ? columns : 1))
      .attr('height', (part) => (part.row === null ? rows : 1));
  }
}
