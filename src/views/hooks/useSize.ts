/** The room for drawings: the size of an element as it is laid out, and the size of the letters. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useView } from './stores.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

export function useSize<E extends Element>(): [RefObject<E | null>, Size] {
  const ref = useRef<E>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) =>
        before.width === width && before.height === height ? before : { width, height },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}

export function useWidth<E extends Element>(): [RefObject<E | null>, number] {
  const [ref, { width }] = useSize<E>();
  return [ref, width];
}

/** The body's font size in pixels; it goes with the theme, and is larger while presenting. */
export function useRem(): number {
  useView((view) => view.theme);
  useView((view) => view.present);
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
