/** The room for drawings: the width of an element as it is laid out, and the size of the letters. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useView } from '../stage.ts';

export function useWidth<E extends Element>(): [RefObject<E | null>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

/** The body's font size in pixels; it goes with the theme. */
export function useRem(): number {
  useView((view) => view.theme);
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
