/**
 * Escape goes back one step: a dialog and a field take it first, then it lets go of a held cell,
 * then it closes the lens or the experiment that is open, then it ends presenting.
 */
import { roomOf } from '../state/page.ts';
import { stopPresenting } from '../state/presenting.ts';
import { specStore } from '../state/store.ts';
import { hold, viewStore } from '../state/view.ts';

/** Starts listening; returns what stops it. */
export function followEscape(): () => void {
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || takesEscape(event.target)) return;
    if (back()) event.preventDefault();
  };
  globalThis.addEventListener('keydown', key);
  return () => globalThis.removeEventListener('keydown', key);
}

function takesEscape(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  return target instanceof Element && target.matches('textarea, select, input:not([type=range])');
}

/** Whether there was anything to go back from. */
function back(): boolean {
  const { held, lens, experiment, present, ...view } = viewStore.getState();
  const room = roomOf(view);
  if (held) {
    hold(viewStore, false);
  } else if (room === 'encode' && lens !== 'none') {
    leave('lens', lens);
    viewStore.setState({ lens: 'none' });
  } else if (room === 'attend' && experiment !== 'none') {
    leave('experiment', experiment);
    viewStore.setState({ experiment: 'none' });
  } else if (present) {
    stopPresenting(specStore, viewStore);
  } else return false;
  return true;
}

/** The focus goes from the panel that closes to its tab. */
function leave(kind: 'lens' | 'experiment', name: string): void {
  if (!document.getElementById(kind)?.contains(document.activeElement)) return;
  document.querySelector<HTMLElement>(`[data-${kind}=${name}]`)?.focus();
}
