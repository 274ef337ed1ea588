import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '../text/notice.ts';
import { fakeWindow } from './fakeWindow.ts';
import { followLink, rewriteMs } from './link.ts';
import { defaultPage, lookOf, type Page } from './page.ts';
import { defaultSpec } from './spec.ts';
import { change, createSpecStore, finish, undo } from './store.ts';
import { readSpec } from './url.ts';
import { createViewStore } from './view.ts';

function linked(
  first?: string,
  page: Page = defaultPage,
  refuse?: boolean,
  prepare?: (search: string) => Promise<void> | null,
) {
  const fake = fakeWindow(first, refuse);
  const store = createSpecStore(readSpec(fake.search()).spec);
  const views = createViewStore(lookOf(page));
  const notices: Notice[] = [];
  const link = followLink(store, views, fake.browser, {
    page: () => page,
    notify: (more) => notices.push(...more),
    ...(prepare && { prepare }),
  });
  return { ...fake, store, views, link, notices };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the address', () => {
  it('follows each step with an entry of its own', () => {
    const { store, entries, calls } = linked();
    change(store, { length: 50 });
    change(store, { seed: 8 });
    change(store, { seed: 8 });
    expect(entries()).toEqual(['', '?length=50', '?length=50&seed=8']);
    expect(calls.replaceState).toBe(0);
  });

  it('goes back and forward through the steps, and the store with it', () => {
    const { store, go, entries } = linked();
    for (const seed of [1, 2, 3]) change(store, { seed });
    go(-1);
    expect(store.getState().spec.seed).toBe(2);
    go(-2);
    expect(store.getState().spec).toEqual(defaultSpec);
    go(3);
    expect(store.getState().spec.seed).toBe(3);
    expect(entries().length).toBe(4);
    go(-1);
    change(store, { length: 9 });
    expect(entries()).toEqual(['', '?seed=1', '?seed=2', '?length=9&seed=2']);
  });

  it('takes an undo for a step, so that going back always shows a change', () => {
    const { store, go, search } = linked();
    change(store, { seed: 8 });
    undo(store);
    expect(search()).toBe('');
    go(-1);
    expect(store.getState().spec.seed).toBe(8);
    expect(store.getState().past.length).toBe(1);
  });

  it('keeps the path, the hash and the options of the page', () => {
    const page: Page = { ...defaultPage, theme: 'dark', hide: ['dim'] };
    const { store, browser } = linked('/notes/plate?theme=dark&hide=dim#here', page);
    change(store, { seed: 8 });
    const { pathname, search, hash } = browser.location;
    expect(pathname + search + hash).toBe('/notes/plate?seed=8&theme=dark&hide=dim#here');
  });

  it('is rewritten in place when an option of the page changes', () => {
    const { link, entries, store } = linked('/?length=9', { ...defaultPage, lang: 'zh-CN' });
    link.rewrite();
    expect(entries()).toEqual(['?length=9&lang=zh-CN']);
    change(store, { seed: 8 });
    expect(entries()).toEqual(['?length=9&lang=zh-CN', '?length=9&seed=8&lang=zh-CN']);
  });

  it('is left as it was found until something changes', () => {
    const { search, calls } = linked('/?length=x&colour=red');
    expect(search()).toBe('?length=x&colour=red');
    expect(calls).toEqual({ pushState: 0, replaceState: 0 });
  });
});

describe('a gesture', () => {
  it('rewrites the address at most every 300 ms, and is one entry in the end', () => {
    const { store, entries, calls } = linked();
    for (let length = 41; length <= 140; length += 1) {
      change(store, { length }, { gesture: 'length' });
      vi.advanceTimersByTime(10);
    }
    expect(calls.replaceState).toBeGreaterThan(0);
    expect(calls.replaceState).toBeLessThanOrEqual(1000 / rewriteMs);
    expect(calls.pushState).toBe(0);
    finish(store);
    expect(entries()).toEqual(['', '?length=140']);
    vi.advanceTimersByTime(1000);
    expect(entries()).toEqual(['', '?length=140']);
  });

  it('that ends where it began leaves no trace', () => {
    const { store, entries } = linked();
    change(store, { length: 50 }, { gesture: 'length' });
    vi.advanceTimersByTime(400);
    expect(entries()).toEqual(['?length=50']);
    change(store, { length: 40 }, { gesture: 'length' });
    finish(store);
    expect(entries()).toEqual(['']);
  });

  it('that is interrupted by going back does not cut off the way forward', () => {
    const { store, go, entries } = linked();
    change(store, { seed: 1 });
    change(store, { seed: 2 });
    change(store, { length: 50 }, { gesture: 'length' });
    go(-1);
    expect(store.getState()).toMatchObject({ spec: { seed: 1, length: 40 }, gesture: null });
    expect(entries()).toEqual(['', '?seed=1', '?seed=2']);
  });
});

describe('a long text', () => {
  const text = 'somewhere '.repeat(1000);

  it('is whole again after going back to its shortened link, and is reported once', () => {
    const { store, go, notices, search } = linked();
    change(store, { text });
    change(store, { seed: 8 });
    expect(search().length).toBeLessThanOrEqual(2001);
    go(-1);
    expect(store.getState().spec.text).toBe(text);
    expect(notices).toMatchObject([{ kind: 'shortened', field: 'text' }]);
  });
});

it('keeps a long text when only the hash changes, which is a popstate too', () => {
  const text = 'somewhere '.repeat(1000);
  const { store, go, entries } = linked();
  change(store, { text });
  go(0);
  expect(store.getState().spec.text).toBe(text);
  expect(entries().length).toBe(2);
});

it('what changes while an address is prepared is not written over it', async () => {
  const waiting: (() => void)[] = [];
  const prepare = () => new Promise<void>((resolve) => waiting.push(resolve));
  const { store, go, search, browser } = linked('/', defaultPage, false, prepare);
  browser.history.pushState(null, '', '/?length=50');
  go(0);
  change(store, { seed: 8 });
  expect(search()).toBe('?length=50');
  for (const ready of waiting) ready();
  await vi.runAllTimersAsync();
  expect(store.getState().spec).toMatchObject({ length: 50, seed: defaultSpec.seed });
  expect(search()).toBe('?length=50');
  change(store, { seed: 9 });
  expect(search()).toBe('?length=50&seed=9');
});

it('another language while an address is prepared is not written over it, but on it', async () => {
  let ready = () => {};
  const prepare = () =>
    new Promise<void>((resolve) => {
      ready = resolve;
    });
  const page = { ...defaultPage };
  const { store, go, search, browser, link } = linked('/', page, false, prepare);
  browser.history.pushState(null, '', '/?length=50');
  go(0);
  Object.assign(page, { lang: 'zh-CN' });
  link.rewrite();
  expect(search()).toBe('?length=50');
  ready();
  await vi.runAllTimersAsync();
  expect(store.getState().spec.length).toBe(50);
  expect(search()).toBe('?length=50&lang=zh-CN');
});

it('says what an address that was gone to could not be taken for', () => {
  const { store, go, notices, browser } = linked();
  browser.history.pushState(null, '', '/?length=9999');
  go(0);
  expect(store.getState().spec.length).toBe(4096);
  expect(notices).toMatchObject([{ kind: 'invalid', field: 'length' }]);
});

it('goes on when the browser refuses to write', () => {
  const { store } = linked('/', defaultPage, true);
  expect(() => change(store, { seed: 8 })).not.toThrow();
  expect(store.getState().spec.seed).toBe(8);
});

it('stops listening both ways', () => {
  const { store, link, listeners, entries } = linked();
  change(store, { length: 50 }, { gesture: 'length' });
  link.stop();
  vi.advanceTimersByTime(1000);
  change(store, { seed: 8 });
  expect(entries()).toEqual(['']);
  expect(listeners.size).toBe(0);
});
