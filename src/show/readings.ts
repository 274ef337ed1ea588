/** The GPU's numbers of every column under the one crosshair. */
import { createStore } from 'zustand/vanilla';
import type { SquareMap } from '../state/view.ts';
import { blockOf } from './columns.ts';
import { cellOf } from './cross.ts';
import { askUnderCross } from './readout.ts';
import { answers } from './shown.ts';

export interface Readings {
  readonly row: number;
  readonly column: number;
  /** Of all that is computed, in its order; null where there is no such number. */
  readonly values: readonly Readonly<Record<SquareMap, number | null>>[];
}

export const readings = createStore<{ readonly now: Readings | null }>(() => ({ now: null }));

/** Starts following the crosshair; returns what stops it. */
export function followReadings(): () => void {
  const stop = askUnderCross(async (cross, frame, late) => {
    const cell = cellOf(cross, 'attention', frame);
    if (!cell) return;
    const valueOf = async (computed: number, map: SquareMap) =>
      (await answers.block(blockOf(computed, map), cell.row, cell.column, 1, 1))?.[0] ?? null;
    const values = await Promise.all(
      [frame, ...frame.rivals].map(async (_, computed) => ({
        similarity: await valueOf(computed, 'similarity'),
        attention: await valueOf(computed, 'attention'),
      })),
    );
    if (!late()) readings.setState({ now: { ...cell, values } });
  });

  return () => {
    stop();
    readings.setState({ now: null });
  };
}
