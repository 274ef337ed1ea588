/** What the number of a cell of the plate says, in one sentence. */
import { pairOfChannel, pairsOf } from '../../explain/pairs.ts';
import type { Cell } from '../../fields/window.ts';
import { rowLabel, say, shortValue } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { dimsOf, familyOf, schemeOf } from '../../state/spec.ts';
import type { MapName } from '../../state/view.ts';
import { placesOf, sentenceOfWeight } from './weightSentence.ts';

export function sentenceOfCell(frame: Frame, map: MapName, cell: Cell, value: number): string {
  switch (map) {
    case 'positions':
      return ofPosition(frame, cell, value);
    case 'similarity':
      return ofSimilarity(frame, cell, value);
    case 'attention':
      return sentenceOfWeight(frame, cell, value, frame.exactRow(cell.row)?.logits ?? null);
  }
}

function ofPosition(frame: Frame, { row, column }: Cell, value: number): string {
  const { spec, maps, exact } = frame;
  const shown = shortValue(value);
  const offset = column - spec.length + 1;
  const family = familyOf(spec);
  if (family === 'bias') return say('how.says.bias', { head: row + 1, value: shown, offset });
  if (family === 'contextual') {
    return maps.positions?.columnAxis === 'count'
      ? say('how.says.counted', { count: column, channel: row, value: shown })
      : say('how.says.relative', { offset, channel: row, value: shown });
  }
  const position = spec.start + row;
  const place = {
    position: String(position),
    token: rowLabel(frame, row),
    channel: column,
    value: shown,
  };
  const pairs = pairsOf(frame);
  const pair = (pairs && pairOfChannel(pairs, column)?.index) ?? null;
  const wave = schemeOf(spec).wave?.(column, spec.params, dimsOf(spec)) ?? null;
  const gain = pair === null ? 1 : (exact?.gain?.(position, pair, 'query') ?? 1);
  const angle = pair === null ? undefined : exact?.angle?.(position, pair);
  if (pair === null || wave === null || angle === undefined || gain !== 1) {
    return say('how.says.channel', place);
  }
  return say(wave === 'sin' ? 'how.says.sine' : 'how.says.cosine', {
    ...place,
    pair,
    angle: shortValue(angle),
  });
}

function ofSimilarity(frame: Frame, cell: Cell, value: number): string {
  const { spec } = frame;
  const { row, column } = cell;
  const [p, q] = [String(spec.start + row), String(spec.start + column)];
  const shown = shortValue(value);
  switch (familyOf(spec)) {
    case 'none':
      return say('how.says.equal');
    case 'rotary':
      return say('how.says.turned', { row: p, column: q, value: shown });
    case 'additive':
      return say(spec.similarity === 'dot' ? 'how.says.dot' : 'how.says.cosineOf', {
        row: p,
        column: q,
        value: shown,
      });
    default:
      return say('how.says.added', { ...placesOf(frame, cell), value: shown });
  }
}
