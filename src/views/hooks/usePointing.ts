/** What a pointer does on a component's element. */
import { type RefObject, useEffect, useRef } from 'react';
import { listenToPointer, type Pointing } from '../../show/pointing.ts';

/** Listens as long as the component is there. */
export function usePointing<E extends HTMLElement | SVGElement>(
  box: RefObject<E | null>,
  pointing: Pointing,
): void {
  const latest = useRef(pointing);
  useEffect(() => {
    latest.current = pointing;
  });
  useEffect(() => {
    if (box.current) return listenToPointer(box.current, () => latest.current);
  }, [box]);
}
