/**
 * What is drawn and listened to without React. Its code is fetched beside the first paint and not before
 * it: there is nothing to draw, and nothing to point at, before the first picture.
 */
import { type DependencyList, useLayoutEffect } from 'react';
import type * as Drawings from '../parts/drawings.ts';

const drawings = import('../parts/drawings.ts');

/** @param draw  as an effect: may return what stops it */
export function useDrawing(
  draw: (using: typeof Drawings) => (() => void) | undefined,
  on: DependencyList,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: who draws says on what it depends.
  useLayoutEffect(() => {
    let stale = false;
    let stop: (() => void) | undefined;
    void drawings.then((using) => {
      if (!stale) stop = draw(using);
    });
    return () => {
      stale = true;
      stop?.();
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- who draws says on what it depends
  }, on);
}
