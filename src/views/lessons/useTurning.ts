/**
 * Turning the pages of a lesson: arrow keys, the keys of a clicker, the wheel over the text, a swipe
 * across it or on past its end. Each leaves to what is under it what that takes for itself.
 */
import { type RefObject, useEffect, useRef } from 'react';

/** What has the arrow keys for itself. */
const takesArrows =
  'input, textarea, select, [role=application], [role=toolbar], [contenteditable], [tabindex="0"]:not(.lesson-text)';
/** What has Page Up and Page Down for itself. */
const takesPages = 'input[type=range], textarea, select';

const turns: Readonly<Record<string, -1 | 1>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  PageDown: 1,
  PageUp: -1,
};

/** A wheel that rests for as long begins anew; one turn of it is one page, however long it runs out. */
const restMs = 160;
const wheelPixels = 60;
const swipePixels = 60;

export function useTurning(text: RefObject<HTMLElement | null>, turn: (by: -1 | 1) => void): void {
  const latest = useRef(turn);
  useEffect(() => {
    latest.current = turn;
  });
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const by = turns[event.key];
      if (by === undefined || event.defaultPrevented) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (document.querySelector('dialog[open]')) return;
      const taken = event.key.startsWith('Page') ? takesPages : takesArrows;
      if (event.target instanceof Element && event.target.closest(taken)) return;
      event.preventDefault();
      latest.current(by);
    };
    globalThis.addEventListener('keydown', key);
    return () => globalThis.removeEventListener('keydown', key);
  }, []);
  useEffect(() => {
    const element = text.current;
    if (!element) return;
    let [last, sum, spent] = [0, 0, false];
    const wheel = (event: WheelEvent) => {
      if (event.timeStamp - last > restMs) [sum, spent] = [0, false];
      last = event.timeStamp;
      if (spent || event.ctrlKey || canScroll(element, event.deltaY)) return;
      sum += event.deltaY;
      if (Math.abs(sum) < wheelPixels) return;
      spent = true;
      latest.current(sum > 0 ? 1 : -1);
    };
    let from: Touch | null = null;
    /** Whether the text had something to scroll to when the finger was put down. */
    let scrolls = { up: false, down: false };
    const down = ({ touches }: TouchEvent) => {
      from = touches.length === 1 ? (touches[0] ?? null) : null;
      scrolls = { up: canScroll(element, -1), down: canScroll(element, 1) };
    };
    const up = ({ changedTouches: [to] }: TouchEvent) => {
      if (!from || !to) return;
      const [dx, dy] = [to.clientX - from.clientX, to.clientY - from.clientY];
      if (Math.abs(dx) > swipePixels && Math.abs(dx) > 2 * Math.abs(dy)) {
        latest.current(dx < 0 ? 1 : -1);
      }
      // As with the wheel: past its end the text goes on with the next page.
      const past = dy < 0 ? !scrolls.down : !scrolls.up;
      if (past && Math.abs(dy) > swipePixels && Math.abs(dy) > 2 * Math.abs(dx)) {
        latest.current(dy < 0 ? 1 : -1);
      }
    };
    element.addEventListener('wheel', wheel, { passive: true });
    element.addEventListener('touchstart', down, { passive: true });
    element.addEventListener('touchend', up, { passive: true });
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('touchstart', down);
      element.removeEventListener('touchend', up);
    };
  }, [text]);
}

function canScroll({ scrollTop, clientHeight, scrollHeight }: Element, by: number): boolean {
  return by > 0 ? scrollTop + clientHeight < scrollHeight - 1 : scrollTop > 0;
}
