/** The words down the left of a map: as many as fit, and always that of the crosshair's row. */
import { select } from 'd3';
import { niceStride } from '../../explain/ticks.ts';
import { cellOf } from '../../show/cross.ts';
import { onCrossOrWindows, readout } from '../../show/readout.ts';
import { shownStore } from '../../show/shown.ts';
import { windowOf } from '../../show/windows.ts';
import { rowLabel } from '../../show/words.ts';
import { viewStore } from '../../state/view.ts';
import { pieces } from '../../text/tokens.ts';
import { fitted } from './fitted.ts';
import type { Square } from './layout.ts';

/** Draws them now, and whenever the crosshair or the windows change; returns what stops it. */
export function followTokens(place: SVGGElement, layout: Square): () => void {
  const draw = () => drawTokens(place, layout);
  draw();
  return onCrossOrWindows(draw);
}

function drawTokens(place: SVGGElement, layout: Square): void {
  const frame = shownStore.getState().frame;
  if (!frame) return;
  const { cross } = readout.getState();
  const matrix = frame.maps.similarity;
  const { top, bottom } = windowOf('similarity', matrix, frame, viewStore.getState().windows);
  const row = cross ? (cellOf(cross, 'similarity', frame)?.row ?? null) : null;
  const size = Number.parseFloat(getComputedStyle(place).fontSize);
  const perRow = layout.side / (bottom - top);
  const stride = niceStride((size * 1.25) / perRow);
  const near = (position: number) =>
    row !== null && position !== row && Math.abs(position - row) * perRow < size * 1.2;
  const shown = Array.from(
    { length: Math.ceil(bottom) - Math.floor(top) },
    (_, i) => Math.floor(top) + i,
  ).filter(
    (position) =>
      position + 0.5 >= top &&
      position + 0.5 <= bottom &&
      (position === row || ((position - Math.ceil(top)) % stride === 0 && !near(position))),
  );
  // In a narrow gutter the words alone have room.
  const numbered = layout.gutter > 6 * size;
  const digits = Math.max(String(frame.spec.start + Math.ceil(bottom)).length, 2);
  const wordEnd = layout.gutter - size * (numbered ? 1.2 + 0.64 * digits : 0.5);
  const widest = Math.floor(wordEnd / (size * 0.56));
  select(place)
    .selectAll<SVGGElement, number>('g')
    .data(shown, (position) => position)
    .join((enter) => {
      const label = enter.append('g');
      label.append('text').attr('class', 'token');
      label.append('text').attr('class', 'place');
      return label;
    })
    .attr('class', (position) => (position === row ? 'here' : ''))
    .attr('transform', (position) => `translate(0,${(position + 0.5 - top) * perRow})`)
    .each(function fill(position) {
      const number = numbered ? String(frame.spec.start + position) : '';
      const token = [...pieces(rowLabel(frame, position), 'characters')];
      const word = fitted(token, widest);
      select(this).select('.token').attr('x', wordEnd).attr('dy', '0.35em').text(word);
      select(this)
        .select('.place')
        .attr('x', layout.gutter - size * 0.5)
        .attr('dy', '0.35em')
        .text(number);
    });
}
