/**
 * Whether single letters and signs do something for the whole page: whoever speaks to a computer, or hits
 * keys by accident, turns them off (WCAG 2.1.4). Kept in the browser and in no link.
 */
import { createStore } from 'zustand/vanilla';

const storedAs = 'whereabouts.shortcuts';

export const shortcutsStore = createStore<{ readonly on: boolean }>(() => ({ on: stored() }));

function stored(): boolean {
  try {
    return localStorage.getItem(storedAs) !== 'off';
  } catch {
    // Nothing may be stored here.
    return true;
  }
}

export function setShortcuts(on: boolean): void {
  shortcutsStore.setState({ on });
  try {
    if (on) localStorage.removeItem(storedAs);
    else localStorage.setItem(storedAs, 'off');
  } catch {
    // It holds until the page is left.
  }
}

/** Whether a key is one that is turned off. */
export const isOff = ({ key }: Pick<KeyboardEvent, 'key'>): boolean =>
  key.length === 1 && !shortcutsStore.getState().on;
