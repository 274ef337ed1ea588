/**
 * Follows the crosshair: asks the GPU for the cell under it in each map and works out the float64
 * value beside it. One question in flight, the newest wins.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Frame } from '../state/frame.ts';
import { type MapName, viewStore } from '../state/view.ts';
import { type CellOfMap, type Cross, cellOf, crossAt, firstCross } from './cross.ts';
import { type Exactly, exactly } from './exactly.ts';
import { askBlock, askCell, mapNames, stage } from './stage.ts';

export interface Reading {
  readonly cell: CellOfMap;
  /** As the GPU has it; null until it has answered. */
  readonly gpu: number | null;
}

export interface Readout {
  readonly frame: Frame | null;
  readonly cross: Cross | null;
  readonly readings: Readonly<Record<MapName, Reading | null>>;
  /** Of the map that the cursor is on; null until it is worked out. */
  readonly exact: Exactly | null;
  /** The largest weight of the row, for the height of its bars; of the last row it was read for. */
  readonly rowMax: number | null;
}

const nothing: Readout['readings'] = { positions: null, similarity: null, attention: null };

export const readout = createStore<Readout>(() => ({
  frame: null,
  cross: null,
  readings: nothing,
  exact: null,
  rowMax: null,
}));

export const useReadout = <T>(choose: (readout: Readout) => T): T => useStore(readout, choose);

/** Working out an attention row can take a while: it waits until the pointer rests. */
const restMs = 60;

/** Starts following; returns what stops it. */
export function followCross(): () => void {
  let asking = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function move(): void {
    const frame = stage.getState().shown?.frame;
    if (!frame) return;
    const { cursor } = viewStore.getState();
    const before = readout.getState().cross ?? firstCross(frame);
    const cross = cursor ? crossAt(before, cursor, frame) : before;
    readout.setState({ frame, cross, readings: nothing, exact: null });
    clearTimeout(timer);
    timer = setTimeout(() => {
      const cell = cellOf(cross, cross.map, frame);
      if (cell) readout.setState({ exact: exactly(frame, cross.map, cell) });
      void measureRow(frame, cross);
    }, restMs);
    if (asking) again = true;
    else void ask();
  }

  /** One row, once the pointer and the sliders rest: never while a picture is on its way. */
  async function measureRow(frame: Frame, cross: Cross): Promise<void> {
    const cell = cellOf(cross, 'attention', frame);
    if (!cell) return;
    const row = await askBlock('attention', cell.row, 0, 1, frame.spec.length);
    if (row && readout.getState().cross === cross) {
      readout.setState({ rowMax: row.reduce((a, b) => Math.max(a, b), 0) });
    }
  }

  async function ask(): Promise<void> {
    asking = true;
    do {
      again = false;
      const { frame, cross } = readout.getState();
      if (!frame || !cross) break;
      const cells = mapNames.map((map) => ({ map, cell: cellOf(cross, map, frame) }));
      const values = await Promise.all(
        cells.map(async ({ map, cell }) => (cell ? askCell(map, cell.row, cell.column) : null)),
      );
      // The crosshair has moved, or the picture: these numbers are not of what is on show.
      if (again || readout.getState().cross !== cross) continue;
      const readings = Object.fromEntries(
        cells.map(({ map, cell }, i) => [map, cell && { cell, gpu: values[i] ?? null }]),
      );
      readout.setState({ readings: { ...nothing, ...readings } });
    } while (again);
    asking = false;
  }

  const stops = [
    viewStore.subscribe((view, before) => {
      if (view.cursor !== before.cursor) move();
    }),
    stage.subscribe((now, before) => {
      if (now.shown !== before.shown) move();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
