/** Numbers of the page that lessons ask for, once it shows what they are about. */
import { useEffect, useState } from 'react';
import type { Live } from '../../lessons/lesson.ts';
import { type Spec, sameSpec } from '../../state/spec.ts';
import { useFrame, useShown, useSpecs } from '../hooks/stores.ts';
import { liveOf, shows } from './live.ts';

interface Read<T> {
  readonly found: T | null;
  /** Whether the page shows what it is about, and the numbers are not here yet. */
  readonly waiting: boolean;
}

/**
 * @param about  null asks nothing; another object asks anew. What was found for it stays.
 * @param goal   what the page must show meanwhile
 * @param read   the same function as long as it is about the same
 */
export function useRead<T>(
  about: object | null,
  goal: Spec,
  read: (page: Live) => Promise<T>,
): Read<T> {
  const spec = useSpecs((history) => history.spec);
  const frame = useFrame();
  const settled = useShown((now) => now.settled);
  const [last, setLast] = useState<{ readonly about: object; readonly found: T } | null>(null);
  const found = about !== null && last?.about === about ? last.found : null;
  const waiting = about !== null && found === null && sameSpec(spec, goal);
  const there = waiting && settled && frame && shows(frame, spec) ? frame : null;
  useEffect(() => {
    if (!there || !about) return;
    let overtaken = false;
    read(liveOf(there)).then(
      (answer) => {
        if (!overtaken) setLast({ about, found: answer });
      },
      (error: unknown) => {
        // What is not there yet, or was lost on the way, is asked for again with the next picture.
        if (!(error instanceof RangeError)) throw error;
      },
    );
    return () => {
      overtaken = true;
    };
  }, [there, about, read]);
  return { found, waiting };
}
