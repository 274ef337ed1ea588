/** A window with nothing but a history of addresses, for the tests of this folder. */
import type { WindowLike } from './link.ts';

/** @param refuse  whether the browser refuses to write, as Safari does above 100 calls in 30 s */
export function fakeWindow(first = '/plate?', refuse = false) {
  const base = 'https://example.org';
  const entries = [new URL(first, base)];
  const listeners = new Set<() => void>();
  let at = 0;
  const calls = { pushState: 0, replaceState: 0 };
  const here = () => entries[at] ?? new URL(base);
  const browser: WindowLike = {
    get location() {
      return here();
    },
    history: {
      pushState(_data, _unused, url) {
        calls.pushState += 1;
        if (refuse) throw new Error('SecurityError');
        at += 1;
        entries.splice(at, entries.length, new URL(url, here()));
      },
      replaceState(_data, _unused, url) {
        calls.replaceState += 1;
        if (refuse) throw new Error('SecurityError');
        entries[at] = new URL(url, here());
      },
    },
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
  };
  return {
    browser,
    calls,
    listeners,
    search: () => here().search,
    at: () => at,
    entries: () => entries.map(({ search }) => search),
    go: (steps: number) => {
      at = Math.min(Math.max(at + steps, 0), entries.length - 1);
      for (const listener of listeners) listener();
    },
  };
}
