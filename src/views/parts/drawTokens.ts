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

/** A word with its position, in CSS pixels. */
interface Label {
  readonly position: number;
  readonly isHere: boolean;
  readonly y: number;
  readonly word: string;
  readonly wordEnd: number;
  /** Empty where there is room for the words alone. */
  readonly number: string;
  readonly numberEnd: number;
}

/**
 * Draws them now, and whenever the frame, the crosshair or the windows change what they say; returns what
 * stops it.
 */
export function followTokens(place: SVGGElement, layout: Square): () => void {
  const size = Number.parseFloat(getComputedStyle(place).fontSize);
  let drawn = '';
  const draw = () => {
    const labels = labelsOf(layout, size);
    const said = JSON.stringify(labels);
    // To write the same again would have the page laid out once more.
    if (said !== drawn) drawTokens(place, labels);
    drawn = said;
  };
  draw();
  return onCrossOrWindows(draw);
}

/** @param size  of the letters, in CSS pixels */
function labelsOf(layout: Square, size: number): readonly Label[] {
  const frame = shownStore.getState().frame;
  if (!frame) return [];
  const { cross } = readout.getState();
  const matrix = frame.maps.similarity;
  const { top, bottom } = windowOf('similarity', matrix, frame, viewStore.getState().windows);
  const row = cross ? (cellOf(cross, 'similarity', frame)?.row ?? null) : null;
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
  return shown.map((position) => ({
    position,
    isHere: position === row,
    y: (position + 0.5 - top) * perRow,
    word: fitted([...pieces(rowLabel(frame, position), 'characters')], widest),
    wordEnd,
    number: numbered ? String(frame.spec.start + position) : '',
    numberEnd: layout.gutter - size * 0.5,
  }));
}

function drawTokens(place: SVGGElement, labels: readonly Label[]): void {
  select(place)
    .selectAll<SVGGElement, Label>('g')
    .data(labels, ({ position }) => position)
    .join((enter) => {
      const label = enter.append('g');
      label.append('text').attr('class', 'token').attr('dy', '0.35em');
      label.append('text').attr('class', 'place').attr('dy', '0.35em');
      return label;
    })
    .attr('class', ({ isHere }) => (isHere ? 'here' : ''))
    .attr('transform', ({ y }) => `translate(0,${y})`)
    .each(function fill({ word, wordEnd, number, numberEnd }) {
      select(this).select('.token').attr('x', wordEnd).text(word);
      select(this).select('.place').attr('x', numberEnd).text(number);
    });
}
