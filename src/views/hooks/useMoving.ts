/**
 * The row under the crosshair and the row k further on, read from the plate and held against one
 * another. One question in flight, the newest wins; read when the picture has settled.
 */
import { useEffect, useRef } from 'react';
import { createStore } from 'zustand/vanilla';
import { type Block, clampedShift, type Shift, shifted } from '../../explain/shift.ts';
import { newestWins } from '../../show/newestWins.ts';
import { readout } from '../../show/readout.ts';
import { answers, shownStore } from '../../show/shown.ts';
import type { Frame } from '../../state/frame.ts';

/** What is drawn and said, all of one moment. */
export interface Moved {
  readonly position: number;
  /** As far as there are positions. */
  readonly k: number;
  readonly shift: Shift;
  readonly blocks: readonly Block[];
  /** P(p) as the GPU has it, M_k P(p), P(p + k), and the second less the third. */
  readonly before: ArrayLike<number>;
  readonly result: Float64Array;
  readonly after: ArrayLike<number>;
  readonly residual: Float64Array;
  /** Whether P(p + k) is a row of the plate; else it is of the float64 formula. */
  readonly inside: boolean;
}

const store = createStore<{ readonly moved: Moved | null }>(() => ({ moved: null }));

/** Follows the crosshair's row while mounted. */
export function useMoving(frame: Frame, shift: Shift, k: number): void {
  useEffect(() => {
    let stopped = false;
    const current = () => {
      const { frame: shown, settled } = shownStore.getState();
      return !stopped && settled && shown === frame;
    };
    const ask = newestWins(async () => {
      if (!current()) return;
      const row = readout.getState().cross?.row ?? 0;
      const moved = await movedFrom(frame, shift, k, row);
      if (moved && current()) store.setState({ moved });
    });
    ask();
    const stops = [
      readout.subscribe((now, before) => {
        if (now.cross?.row !== before.cross?.row) ask();
      }),
      shownStore.subscribe((now, before) => {
        if (now.settled && !before.settled) ask();
      }),
    ];
    return () => {
      stopped = true;
      for (const stop of stops) stop();
    };
  }, [frame, shift, k]);
  useEffect(() => () => store.setState({ moved: null }), []);
}

/** Draws after each render and whenever there are new numbers. */
export function useMovedDrawing(draw: (moved: Moved) => void): void {
  const latest = useRef(draw);
  useEffect(() => {
    latest.current = draw;
    const { moved } = store.getState();
    if (moved) draw(moved);
  });
  useEffect(
    () =>
      store.subscribe(({ moved }) => {
        if (moved) latest.current(moved);
      }),
    [],
  );
}

async function movedFrom(
  { spec, exact }: Frame,
  shift: Shift,
  wanted: number,
  row: number,
): Promise<Moved | null> {
  const position = spec.start + row;
  const k = clampedShift(wanted, position);
  const inside = row + k >= 0 && row + k < spec.length;
  const rowOf = (at: number) => answers.block('positions', at, 0, 1, shift.width);
  const [before, after] = await Promise.all([
    rowOf(row),
    inside
      ? rowOf(row + k)
      : Float64Array.from(
          { length: shift.width },
          (_, channel) => exact?.cell(row + k, channel) ?? 0,
        ),
  ]);
  if (!before || !after) return null;
  const blocks = shift.blocks(k);
  const result = shifted(blocks, before);
  const residual = result.map((value, channel) => value - (after[channel] ?? Number.NaN));
  return { position, k, shift, blocks, before, result, after, residual, inside };
}
