/** A room's layout, worked out again whenever the room there is changes. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useView } from './stores.ts';

/**
 * @param fit       the layout of the content for the inside of the room's box and a font size
 * @param content   plain data
 * @param measured  called after each measurement, also where the layout stays; the same function
 * @returns         null until the room is laid out
 */
export function useLayout<L, C>(
  box: RefObject<HTMLElement | null>,
  fit: (width: number, height: number, rem: number, content: C) => L,
  content: C,
  measured?: () => void,
): L | null {
  const theme = useView((view) => view.theme);
  const present = useView((view) => view.present);
  const [layout, setLayout] = useState<L | null>(null);
  // The same as long as it says the same.
  const [held, hold] = useState(content);
  if (JSON.stringify(held) !== JSON.stringify(content)) hold(content);
  const again = useRef(() => {});
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme and presenting have font sizes of their own.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      // Not laid out yet, or not now: the observer tells when it is.
      if (element.clientWidth === 0) return;
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const next = fit(...insideOf(element), rem, held);
      setLayout((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
      measured?.();
    };
    again.current = measure;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    globalThis.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      globalThis.removeEventListener('resize', measure);
    };
  }, [box, fit, held, measured, theme, present]);
  // What was laid out at the same moment may have taken some of the room.
  // biome-ignore lint/correctness/useExhaustiveDependencies: that moment is told by the layout.
  useLayoutEffect(() => again.current(), [layout]);
  return layout;
}

/** Width and height without the padding. */
function insideOf(element: HTMLElement): readonly [width: number, height: number] {
  const style = getComputedStyle(element);
  const [top, right, bottom, left] = [
    style.paddingTop,
    style.paddingRight,
    style.paddingBottom,
    style.paddingLeft,
  ].map(Number.parseFloat);
  return [
    element.clientWidth - (left ?? 0) - (right ?? 0),
    element.clientHeight - (top ?? 0) - (bottom ?? 0),
  ];
}
