/**
 * Follows the crosshair: asks the GPU for the cell under it in each map and works out the float64
 * value beside it. One question in flight, the newest wins.
 */
import { createStore } from 'zustand/vanilla';
import { type Exactly, exactly } from '../explain/exactly.ts';
import type { Cell } from '../fields/window.ts';
import type { Frame } from '../state/frame.ts';
import { type MapName, viewStore } from '../state/view.ts';
import { type Cross, cellOf, crossAt, firstCross } from './cross.ts';
import { newestWins } from './newestWins.ts';
import { answers, mapNames, shownStore } from './shown.ts';

interface Reading {
  readonly cell: Cell;
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
  /** The frame of which all this has been read. */
  readonly restsOn: Frame | null;
}

const nothing: Readout['readings'] = { positions: null, similarity: null, attention: null };

export const readout = createStore<Readout>(() => ({
  frame: null,
  cross: null,
  readings: nothing,
  exact: null,
  rowMax: null,
  restsOn: null,
}));

/** Calls back whenever the crosshair has moved or is on another frame; returns what stops it. */
export function onCross(moved: () => void): () => void {
  return readout.subscribe((now, before) => {
    if (now.cross !== before.cross || now.frame !== before.frame) moved();
  });
}

/** The same for what is drawn by the crosshair and the windows. */
export function onCrossOrWindows(draw: () => void): () => void {
  const stops = [
    onCross(draw),
    viewStore.subscribe((view, before) => {
      if (view.windows !== before.windows) draw();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/**
 * Asks about what is under the crosshair, now and whenever it moves. One question in flight, the
 * newest wins; one whose answer comes too late is told so.
 */
export function askUnderCross(
  question: (cross: Cross, frame: Frame, late: () => boolean) => Promise<void>,
): () => void {
  let stopped = false;
  const ask = newestWins(async (overtaken) => {
    const { cross, frame } = readout.getState();
    if (cross && frame) await question(cross, frame, () => stopped || overtaken());
  });
  ask();
  const stop = onCross(ask);
  return () => {
    stopped = true;
    stop();
  };
}

/** Working out an attention row can take a while. */
const restMs = 60;

/** Starts following; returns what stops it. */
export function followCross(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function moved(): void {
    const frame = shownStore.getState().frame;
    const { cursor } = viewStore.getState();
    if (!frame || !cursor) return;
    follow(frame, crossAt(readout.getState().cross ?? firstCross(frame), cursor, frame));
  }

  function shown(): void {
    const frame = shownStore.getState().frame;
    // The same crosshair on a new picture: whoever draws it need not draw it again.
    if (frame) follow(frame, readout.getState().cross ?? firstCross(frame));
  }

  function follow(frame: Frame, cross: Cross): void {
    readout.setState({ frame, cross, readings: nothing, exact: null, restsOn: null });
    ask();
    rest();
  }

  /** What takes longer waits until both the pointer and the picture rest. */
  function rest(): void {
    clearTimeout(timer);
    if (!shownStore.getState().settled) return;
    timer = setTimeout(() => {
      const { frame, cross } = readout.getState();
      const cell = frame && cross && cellOf(cross, cross.map, frame);
      if (cell) readout.setState({ exact: exactly(frame, cross.map, cell) });
      void measured(frame, cell ? cross : null);
    }, restMs);
  }

  async function measured(frame: Frame | null, cross: Cross | null): Promise<void> {
    if (frame && cross) await measureRow(frame, cross);
    readout.setState({ restsOn: frame });
  }

  /** One row: never while a picture is on its way. */
  async function measureRow(frame: Frame, cross: Cross): Promise<void> {
    const cell = cellOf(cross, 'attention', frame);
    if (!cell) return;
    const row = await answers.block('attention', cell.row, 0, 1, frame.spec.length);
    const now = readout.getState();
    if (row && now.cross === cross && now.frame === frame) {
      readout.setState({ rowMax: row.reduce((a, b) => Math.max(a, b), 0) });
    }
  }

  const ask = newestWins(async (overtaken) => {
    const { frame, cross } = readout.getState();
    if (!frame || !cross) return;
    const cells = mapNames.map((map) => ({ map, cell: cellOf(cross, map, frame) }));
    const values = await Promise.all(
      cells.map(async ({ map, cell }) => (cell ? answers.cell(map, cell.row, cell.column) : null)),
    );
    // The crosshair has moved, or the picture: these numbers are not of what is shown.
    const now = readout.getState();
    if (overtaken() || now.cross !== cross || now.frame !== frame) return;
    const readings = Object.fromEntries(
      cells.map(({ map, cell }, i) => [map, cell && { cell, gpu: values[i] ?? null }]),
    );
    readout.setState({ readings: { ...nothing, ...readings } });
  });

  const stops = [
    viewStore.subscribe((view, before) => {
      if (view.cursor !== before.cursor) moved();
    }),
    shownStore.subscribe((now, before) => {
      if (now.frame !== before.frame) shown();
      else if (now.settled && !before.settled) rest();
      // With it, rows are prepared that would have taken too long.
      else if (now.check && !before.check && readout.getState().exact?.value === null) rest();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
