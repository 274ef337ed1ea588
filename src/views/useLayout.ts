/** A room's layout, worked out again whenever the room there is changes. */
import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Layout } from './layout.ts';
import { useView } from './stage.ts';

/**
 * @param fit       the layout for a width of the room, a height of the window and a font size;
 *                  the same function until it would give another layout
 * @param measured  called after each measurement, also where the layout stays; the same function
 * @returns         null until the room is laid out
 */
export function useLayout(
  box: RefObject<HTMLElement | null>,
  fit: (width: number, height: number, rem: number) => Layout,
  measured?: () => void,
): Layout | null {
  const theme = useView((view) => view.theme);
  const [layout, setLayout] = useState<Layout | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme has a font size of its own.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      // Not laid out yet, or not now: the observer tells when it is.
      if (element.clientWidth === 0) return;
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const next = fit(element.clientWidth, globalThis.innerHeight, rem);
      setLayout((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
      measured?.();
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    globalThis.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      globalThis.removeEventListener('resize', measure);
    };
  }, [box, fit, measured, theme]);
  return layout;
}
