/** Where arrow keys and their likes lead. Knows places, no elements. */
import type { Cell } from '../fields/window.ts';

const arrows: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The step of an arrow key along lines of `columns` places; undefined for another key. */
export function arrowStep(key: string, columns: number): number | undefined {
  const arrow = arrows[key];
  return arrow && arrow[0] * columns + arrow[1];
}

const clamped = (at: number, count: number) => Math.min(Math.max(at, 0), count - 1);

/** The cell that an arrow key leads to, inside a matrix; undefined for another key. */
export function cellFrom(
  key: string,
  { row, column }: Cell,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  step = 1,
): Cell | undefined {
  const arrow = arrows[key];
  return (
    arrow && {
      row: clamped(row + step * arrow[0], rows),
      column: clamped(column + step * arrow[1], columns),
    }
  );
}

interface Line {
  /** How many places there are. */
  readonly count: number;
  /** What ArrowDown adds: on a line that goes up it is −1. */
  readonly down?: 1 | -1;
  /** Steps of a page; the keys of pages lead nowhere where there is none. */
  readonly page?: number;
}

/**
 * The place on a line that a key leads to; undefined for a key that leads nowhere.
 *
 * @param now  null before the first and after the last
 */
export function placeFrom(
  key: string,
  now: number | null,
  { count, down = -1, page = 0 }: Line,
): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const pages = { PageDown: page * down, PageUp: -page * down }[key];
  const step = arrowStep(key, down) ?? pages;
  if (!step) return undefined;
  return clamped((now ?? (step > 0 ? -1 : count)) + step, count);
}
