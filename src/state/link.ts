/**
 * Keeps the address bar and the Spec in step, both ways. Each finished step is one entry of the
 * browser's history; a gesture only rewrites the entry it began on. Never loads a page.
 */
import { cut, type Notice } from '../text/notice.ts';
import { defaultPage, type Page, writePage } from './page.ts';
import { type Spec, sameSpec } from './spec.ts';
import { replace, type SpecStore } from './store.ts';
import { maxQuery, readSpec, writeSpec } from './url.ts';

/** What is needed of a browser's window. */
export interface WindowLike {
  readonly location: {
    readonly pathname: string;
    readonly search: string;
    readonly hash: string;
  };
  readonly history: {
    pushState(data: null, unused: string, url: string): void;
    replaceState(data: null, unused: string, url: string): void;
  };
  addEventListener(type: 'popstate', listener: () => void): void;
  removeEventListener(type: 'popstate', listener: () => void): void;
}

export interface Link {
  /** Rewrites the address after an option of the page changed; no new entry. */
  rewrite(): void;
  stop(): void;
}

/** At most one rewrite in this time while a gesture is going on; browsers refuse many more. */
export const rewriteMs = 300;

/**
 * @param page    the options of the page that stand in the link beside the Spec
 * @param prepare fetches what an address that was gone back to needs; null where all is here
 * @param notify  told what an address that was gone back to could not be taken for, and when a
 *                text first gets too long for a link
 */
export function followLink(
  store: SpecStore,
  browser: WindowLike,
  {
    page = () => defaultPage,
    prepare = () => null,
    notify = () => {},
  }: {
    page?: () => Page;
    prepare?: (search: string) => Promise<void> | null;
    notify?: (notices: readonly Notice[]) => void;
  } = {},
): Link {
  let rest = { spec: store.getState().spec, search: browser.location.search };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shortened = false;
  let arriving = false;

  function searchOf(spec: Spec): { search: string; shortened: boolean } {
    const options = writePage(page());
    const written = writeSpec(spec, maxQuery - options.length - 1);
    const query = [written.query, options].filter((part) => part !== '').join('&');
    return { search: query && `?${query}`, shortened: written.shortened };
  }

  function write(how: 'pushState' | 'replaceState', search: string): void {
    const { pathname, hash } = browser.location;
    try {
      browser.history[how](null, '', `${pathname}${search}${hash}`);
    } catch {
      // Safari throws above 100 calls in 30 s: the address is late until the next step.
    }
  }

  function rewrite(): void {
    const { search } = searchOf(store.getState().spec);
    if (search !== browser.location.search) write('replaceState', search);
  }

  function stopTimer(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function settle(spec: Spec): void {
    stopTimer();
    if (browser.location.search !== rest.search) write('replaceState', rest.search);
    if (sameSpec(spec, rest.spec)) return;
    const next = searchOf(spec);
    if (next.search !== rest.search) write('pushState', next.search);
    if (next.shortened && !shortened) {
      notify([{ kind: 'shortened', field: 'text', value: cut(spec.text) }]);
    }
    shortened = next.shortened;
    rest = { spec, search: next.search };
  }

  const unsubscribe = store.subscribe(({ spec, gesture }) => {
    if (arriving) return;
    if (gesture === null) settle(spec);
    else
      timer ??= setTimeout(() => {
        timer = undefined;
        rewrite();
      }, rewriteMs);
  });

  function arrive(): void {
    const preparing = prepare(browser.location.search);
    if (preparing) void preparing.then(arrived);
    else arrived();
  }

  function arrived(): void {
    const { search } = browser.location;
    const { past, future } = store.getState();
    // A step of our own is known better than its link, where a long text is shortened.
    const known =
      search === rest.search
        ? rest.spec
        : [...future, ...past.toReversed()].find((step) => searchOf(step).search === search);
    const read = readSpec(search);
    const spec = known ?? read.spec;
    stopTimer();
    rest = { spec, search };
    arriving = true;
    replace(store, spec);
    arriving = false;
    if (known === undefined) notify(read.notices);
  }

  browser.addEventListener('popstate', arrive);
  return {
    rewrite() {
      rewrite();
      rest = { ...rest, search: searchOf(rest.spec).search };
    },
    stop() {
      stopTimer();
      unsubscribe();
      browser.removeEventListener('popstate', arrive);
    },
  };
}
