/**
 * Keeps the address bar and the page in step, both ways. Each finished step of the Spec, each room,
 * step of a lesson, lens and experiment is one entry of the browser's history; a gesture and all other options only
 * rewrite the entry they began on. Never loads a page.
 */
import { cut, type Notice } from '../text/notice.ts';
import { readAddress, type Spoken, writeAddress } from './address.ts';
import { type Look, lookOf, looks, type Page, writePage } from './page.ts';
import { sameSpec } from './spec.ts';
import { replace, type SpecStore, sideOf, turn } from './store.ts';
import type { ViewStore } from './view.ts';

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

/** Going from one of these to another is a step; other options are not. */
const places = [
  'room',
  'lesson',
  'step',
  'classroom',
  'level',
  'round',
  'lens',
  'experiment',
] as const satisfies readonly (keyof Look)[];

/**
 * @param page    the options of the page that no one changes by looking around
 * @param spoken  the language of a page, in which an address that asks for nothing is met
 * @param prepare fetches what an address that was gone back to needs; null where all is here
 * @param notify  told what an address that was gone back to could not be taken for, and when a
 *                text first gets too long for a link
 */
export function followLink(
  specs: SpecStore,
  views: ViewStore,
  browser: WindowLike,
  {
    page,
    spoken,
    prepare = () => null,
    notify = () => {},
  }: {
    page: () => Page;
    spoken?: Spoken;
    prepare?: (search: string) => Promise<void> | null;
    notify?: (notices: readonly Notice[]) => void;
  },
): Link {
  let rest = { spec: specs.getState().spec, page: pageNow(), search: browser.location.search };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shortened = false;
  let arriving = false;

  function pageNow(): Page {
    return { ...page(), ...lookOf(views.getState()) };
  }

  function write(how: 'pushState' | 'replaceState', search: string): void {
    const { pathname, hash } = browser.location;
    try {
      browser.history[how](null, '', `${pathname}${search}${hash}`);
    } catch {
      // Safari throws above 100 calls in 30 s: the address is late until the next step.
    }
  }

  function stopTimer(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  /** Takes over what is no step: the entry is rewritten. What changed along with a place is the next one's. */
  function settleOptions(): void {
    const now = pageNow();
    const moved = places.some((name) => now[name] !== rest.page[name]);
    const kept = (moved ? looks : places).map((name) => [name, rest.page[name]]);
    // Object.fromEntries forgets the keys; they are those of the options.
    const next = { ...now, ...(Object.fromEntries(kept) as Partial<Page>) };
    if (writePage(next) !== writePage(rest.page)) {
      rest = { ...rest, page: next, search: writeAddress(rest.spec, next, spoken).search };
    }
    if (browser.location.search !== rest.search) write('replaceState', rest.search);
  }

  function settle(): void {
    stopTimer();
    settleOptions();
    const { spec } = specs.getState();
    const now = pageNow();
    if (sameSpec(spec, rest.spec) && places.every((name) => now[name] === rest.page[name])) return;
    const next = writeAddress(spec, now, spoken);
    if (next.search !== rest.search) write('pushState', next.search);
    if (next.shortened && !shortened) {
      notify([{ kind: 'shortened', field: 'text', value: cut(spec.text) }]);
    }
    shortened = next.shortened;
    rest = { spec, page: now, search: next.search };
  }

  function follow(): void {
    if (arriving) return;
    if (specs.getState().gesture === null) settle();
    else {
      timer ??= setTimeout(() => {
        timer = undefined;
        const { search } = writeAddress(specs.getState().spec, pageNow(), spoken);
        if (search !== browser.location.search) write('replaceState', search);
      }, rewriteMs);
    }
  }

  const unsubscribe = [
    specs.subscribe(follow),
    views.subscribe((view, before) => {
      if (looks.some((name) => view[name] !== before[name])) follow();
    }),
  ];

  function arrive(): void {
    const { search } = browser.location;
    const preparing = prepare(search);
    if (!preparing) {
      arrived();
      return;
    }
    // Until then the address is ahead of the page, and what changes here is not written over it.
    stopTimer();
    arriving = true;
    const come = () => browser.location.search === search && arrived();
    void preparing.then(come, come);
  }

  function arrived(): void {
    const { search } = browser.location;
    const asked = readAddress(search, spoken);
    stopTimer();
    arriving = true;
    turn(specs, sideOf(asked.page));
    const { spec, past, future } = specs.getState();
    // A step of our own is known better than its link, where a long text is shortened.
    const known = [spec, ...future, ...past.toReversed()].find(
      (step) => writeAddress(step, asked.page, spoken).search === search,
    );
    views.setState(lookOf(asked.page));
    replace(specs, known ?? asked.spec);
    arriving = false;
    rest = { spec: specs.getState().spec, page: asked.page, search };
    // Language and theme stay as they are now, whatever they were when the entry was written.
    settleOptions();
    if (!known) notify([...asked.notices.spec, ...asked.notices.page]);
  }

  browser.addEventListener('popstate', arrive);
  return {
    rewrite() {
      // Once arrived, the options are written anyway.
      if (arriving) return;
      rest = { ...rest, search: writeAddress(rest.spec, rest.page, spoken).search };
      settleOptions();
    },
    stop() {
      stopTimer();
      for (const stop of unsubscribe) stop();
      browser.removeEventListener('popstate', arrive);
    },
  };
}
