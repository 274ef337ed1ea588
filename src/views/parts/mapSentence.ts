/** What a map shows now, in a sentence with its numbers: for those who do not see it. */
import { maxIndex, minIndex } from 'd3';
import { exactly } from '../../explain/exactly.ts';
import { isHidden } from '../../explain/weight.ts';
import type { Matrix } from '../../fields/matrix.ts';
import type { Cell } from '../../fields/window.ts';
import { rowsArePositions } from '../../show/cross.ts';
import { rowLabel, say, shortValue } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { MapName } from '../../state/view.ts';

/** Columns of a row that are worked out for a sentence. */
const mostColumns = 1024;

/** Of a map of the plate. @param cell  under the crosshair: its row is told of */
export function sentenceOfMap(frame: Frame, map: MapName, { row }: Cell): string {
  const matrix = frame.maps[map];
  if (!matrix) return '';
  const positions = map !== 'positions';
  return sentenceOfRow(matrix, rowOf(frame, map, row, matrix.columns), {
    row: nameOf(frame, row, positions || rowsArePositions(frame)),
    column: (at) => nameOf(frame, at, positions),
  });
}

interface Names {
  /** Null of a vector, which has no other row. */
  readonly row: string | null;
  column(at: number): string;
}

/** The size of a matrix and, where the values of a row are known, the largest and the smallest of them. */
export function sentenceOfRow(
  { rows, columns }: Pick<Matrix, 'rows' | 'columns'>,
  values: ArrayLike<number>,
  names: Names,
): string {
  const all = Array.from(values);
  const seen = (value: number) => (Number.isFinite(value) && !isHidden(value) ? value : Number.NaN);
  const [least, most] = [minIndex(all, seen), maxIndex(all, seen)];
  if (least < 0) return say('map.now', { rows, columns });
  const even = all[least] === all[most];
  const { row } = names;
  return say(row === null ? 'map.now.vector' : even ? 'map.now.even' : 'map.now.row', {
    rows,
    columns,
    row: row ?? '',
    most: shortValue(all[most] ?? Number.NaN),
    least: shortValue(all[least] ?? Number.NaN),
    mostAt: names.column(most),
    leastAt: names.column(least),
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
export function nameOf(frame: Frame, at: number, isPosition: boolean): string {
  return isPosition ? `${frame.spec.start + at} (${rowLabel(frame, at)})` : String(at);
}
