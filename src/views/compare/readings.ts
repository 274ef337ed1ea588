/** The GPU's numbers of every column under the one crosshair. One question in flight, the newest wins. */
import { createStore } from 'zustand/vanilla';
import { cellOf } from '../cross.ts';
import { newestWins } from '../newestWins.ts';
import { readout } from '../readout.ts';
import { answers } from '../stage.ts';
import type { SquareMap } from './columns.ts';

export interface Readings {
  readonly row: number;
  readonly column: number;
  /** The first column, then the rivals; null where there is no such number. */
  readonly values: readonly Readonly<Record<SquareMap, number | null>>[];
}

export const readings = createStore<{ readonly now: Readings | null }>(() => ({ now: null }));

/** Starts following the crosshair; returns what stops it. */
export function followReadings(): () => void {
  const moved = newestWins(async (overtaken) => {
    const { cross, frame } = readout.getState();
    const cell = cross && frame && cellOf(cross, 'attention', frame);
    if (!cell) return;
    const places = [undefined, ...frame.rivals.map((_, rival) => rival)];
    const values = await Promise.all(
      places.map(async (rival) => ({
        similarity: await answers.cell('similarity', cell.row, cell.column, rival),
        attention: await answers.cell('attention', cell.row, cell.column, rival),
      })),
    );
    if (!overtaken()) readings.setState({ now: { ...cell, values } });
  });

  moved();
  const stop = readout.subscribe((now, before) => {
    if (now.cross !== before.cross || now.frame !== before.frame) moved();
  });
  return () => {
    stop();
    readings.setState({ now: null });
  };
}
