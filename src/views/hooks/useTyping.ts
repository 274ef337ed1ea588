/** Typing into the Spec: all of it is one step once it pauses, or the field is left. */
import { useCallback, useEffect, useRef } from 'react';
import { finish, specStore } from '../../state/store.ts';

/** How long a pause is. */
const pauseMs = 800;

/** What to call after each change of the field; leaving it ends the step by itself. */
export function useTyping(): { readonly typed: () => void; readonly left: () => void } {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const left = useCallback(() => {
    clearTimeout(timer.current);
    finish(specStore);
  }, []);
  const typed = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(left, pauseMs);
  }, [left]);
  useEffect(() => left, [left]);
  return { typed, left };
}
