/** What a map shows now, in a sentence with its numbers: for those who do not see it. */
import { maxIndex, minIndex } from 'd3';
import { exactly } from '../../explain/exactly.ts';
import type { Cell } from '../../fields/window.ts';
import { rowsArePositions } from '../../show/cross.ts';
import { rowLabel, say, shortValue } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { MapName } from '../../state/view.ts';

/** Columns of a row that are worked out for a sentence. */
const mostColumns = 1024;

/** @param cell  under the crosshair: its row is told of */
export function sentenceOfMap(frame: Frame, map: MapName, { row }: Cell): string {
  const matrix = frame.maps[map];
  if (!matrix) return '';
  const { rows, columns } = matrix;
  const values = rowOf(frame, map, row, columns);
  const finite = (value: number) => (Number.isFinite(value) ? value : Number.NaN);
  const [least, most] = [minIndex(values, finite), maxIndex(values, finite)];
  if (least < 0) return say('map.now', { rows, columns });
  return say(values[least] === values[most] ? 'map.now.even' : 'map.now.row', {
    rows,
    columns,
    row: nameOf(frame, row, map !== 'positions' || rowsArePositions(frame)),
    most: shortValue(values[most] ?? Number.NaN),
    least: shortValue(values[least] ?? Number.NaN),
    mostAt: nameOf(frame, most, map !== 'positions'),
    leastAt: nameOf(frame, least, map !== 'positions'),
  });
}

/** By the float64 formulas, which read nothing back; empty where that takes too long. */
function rowOf(
  frame: Frame,
  map: MapName,
  row: number,
  columns: number,
): readonly number[] | Float64Array {
  if (columns > mostColumns) return [];
  if (map === 'attention') return frame.exactRow(row)?.weights ?? [];
  return Array.from(
    { length: columns },
    (_, column) => exactly(frame, map, { row, column }).value ?? Number.NaN,
  );
}

/** A position with its word, or a plain number. */
function nameOf(frame: Frame, at: number, isPosition: boolean): string {
  return isPosition ? `${frame.spec.start + at} (${rowLabel(frame, at)})` : String(at);
}
