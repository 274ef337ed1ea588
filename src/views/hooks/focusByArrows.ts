/** Keys among the buttons of a grid, which are in the page row by row: arrows to the next, Home and End to the ends. */
import type { KeyboardEvent } from 'react';
import { arrowStep } from '../../show/arrows.ts';

export function focusByArrows(event: KeyboardEvent<HTMLElement>, columns: number): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const from = buttons.findIndex((button) => button === document.activeElement);
  const step = arrowStep(event.key, columns);
  const to = { Home: 0, End: buttons.length - 1 }[event.key] ?? (step && from + step);
  if (to === undefined) return;
  event.preventDefault();
  buttons[to]?.focus();
}
