/** Moving the row of the crosshair on by itself, and what the viewer's system says about motion. */
import { useEffect, useRef, useState } from 'react';
import { readout } from '../../show/readout.ts';
import { point, viewStore } from '../../state/view.ts';

const calming = '(prefers-reduced-motion: reduce)';

/** Whether nothing should move by itself. */
export function useCalm(): boolean {
  const [calm, setCalm] = useState(() => matchMedia(calming).matches);
  useEffect(() => {
    const query = matchMedia(calming);
    const changed = () => setCalm(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return calm;
}

/** Moves the crosshair to a row of the position map; whether it was in another. */
export function goToRow(row: number): boolean {
  const { cross, frame } = readout.getState();
  if (!cross || !frame) return false;
  const inside = Math.min(Math.max(row, 0), frame.spec.length - 1);
  return point(viewStore, { map: 'positions', row: inside, column: cross.channel });
}

/** The next row, and after the last the first. */
export function goOn(): void {
  const { cross, frame } = readout.getState();
  if (cross && frame) goToRow((cross.row + 1) % frame.spec.length);
}

/** Rows a second. */
const speed = 8;

/**
 * While playing, the crosshair goes on row by row.
 *
 * @param between  is handed the place between the rows, for every frame of the screen
 */
export function usePlay(playing: boolean, between: (place: number) => void): void {
  const latest = useRef(between);
  useEffect(() => {
    latest.current = between;
  });
  useEffect(() => {
    if (!playing) return;
    let [before, asked] = [performance.now(), 0];
    let row = readout.getState().cross?.row ?? 0;
    let place = row;
    const step = (now: number) => {
      asked = requestAnimationFrame(step);
      const { cross, frame } = readout.getState();
      if (!cross || !frame) return;
      // Someone pointed elsewhere: go on from there.
      if (cross.row !== row) place = cross.row;
      place += (speed * Math.min(now - before, 250)) / 1000;
      if (place >= frame.spec.length) place = 0;
      before = now;
      row = Math.floor(place);
      if (row !== cross.row) goToRow(row);
      latest.current(place);
    };
    asked = requestAnimationFrame(step);
    return () => cancelAnimationFrame(asked);
  }, [playing]);
}
