/**
 * The crosshair: one row through all three maps, one column in the square ones and one in the
 * position map. Follows the cursor and stays where it last was, so that the plate never goes blank.
 */
import type { Cell } from '../fields/window.ts';
import type { Frame } from '../state/frame.ts';
import type { Cursor, MapName } from '../state/view.ts';

export interface Cross {
  /** The map the cursor was last on. */
  readonly map: MapName;
  readonly row: number;
  readonly column: number;
  /** Column of the position map. */
  readonly channel: number;
  /** Row of the position map where rows are heads, or channels, and not positions. */
  readonly head: number;
}

/** Two fifths down, an eighth past the diagonal: where a first look finds something. */
export function firstCross({ spec }: Frame): Cross {
  return {
    map: 'attention',
    row: Math.floor(spec.length * 0.42),
    column: Math.floor(spec.length * 0.23),
    channel: Math.min(13, spec.dim - 1),
    head: spec.head - 1,
  };
}

/** The crosshair after the cursor has moved. */
export function crossAt(before: Cross, cursor: Cursor, frame: Frame): Cross {
  if (cursor.map !== 'positions') {
    return { ...before, map: cursor.map, row: cursor.row, column: cursor.column };
  }
  if (rowsArePositions(frame)) {
    return { ...before, map: 'positions', row: cursor.row, channel: cursor.column };
  }
  // A head or channel, and an offset: the column moves to that distance from the row, where there is one.
  const offsets = frame.maps.positions?.columnAxis === 'offset';
  const column = before.row + cursor.column - (frame.spec.length - 1);
  const inside = offsets && column >= 0 && column < frame.spec.length;
  return {
    ...before,
    map: 'positions',
    head: cursor.row,
    channel: cursor.column,
    column: inside ? column : before.column,
  };
}

/** The cell of a map under the crosshair, inside the frame; null where there is no map. */
export function cellOf(cross: Cross, map: MapName, frame: Frame): Cell | null {
  const matrix = frame.maps[map];
  if (!matrix) return null;
  const clamp = (value: number, size: number) => Math.min(Math.max(value, 0), size - 1);
  const row = clamp(cross.row, frame.spec.length);
  const column = clamp(cross.column, frame.spec.length);
  if (map !== 'positions') return { row, column };
  if (rowsArePositions(frame)) return { row, column: clamp(cross.channel, matrix.columns) };
  const ownHead = matrix.rowAxis === 'head' ? frame.spec.head - 1 : cross.head;
  const head = cross.map === 'positions' ? cross.head : ownHead;
  const offset = cross.map === 'positions' ? cross.channel : column - row + frame.spec.length - 1;
  return { row: clamp(head, matrix.rows), column: clamp(offset, matrix.columns) };
}

/** Whether the rows of the position map are positions, as in the other maps. */
export function rowsArePositions({ maps }: Frame): boolean {
  return maps.positions?.rowAxis === 'position';
}
