/**
 * The page that the story before left, made as good as one just loaded: to load it takes a second of
 * two cores, to follow a link a tenth of that. What a story may have changed is put back; all that is
 * seen and kept at one link, `home`, must then be as it is there when the page is just loaded. Where
 * it is not, the page is loaded.
 */
import type { Page, ViewportSize } from '@playwright/test';
import type { StoreApi } from 'zustand/vanilla';
import type { Shown } from '../src/show/shown.ts';
import type { History } from '../src/state/store.ts';
import type { View } from '../src/state/view.ts';
import { fit, memory, ready } from './page.ts';

/** Small. */
const home = 'length=8&dim=8&heads=1';

/** What a room keeps to itself, such as a token that is being typed, goes when it is left. */
const away = `?room=attend&${home}`;

type Looks = Readonly<Record<'lang' | 'theme', string>>;

/** What only a page that is loaded reads of its link. */
const onlyLoaded = ['lang', 'theme', 'embed', 'hide', 'gpu', 'strings', 'present', 'screen'];

/** What a page has of which no story asks what its reader's browser prefers. */
const usual: Looks = { lang: 'en', theme: 'light' };

/** Those that a reader changes in place. */
const offered = { lang: ['en', 'zh-CN'], theme: ['light', 'dark', 'projector'] };

/** What there is at home on a page just loaded, by all that its look depends on; null until that pays. */
const fresh = new Map<string, string | null>();

/** The window that pages are compared in, by the options of their context; a story's own is put on after. */
const sizes = new Map<string, ViewportSize | null>();

/**
 * Follows a link, as the first one on a page just loaded; `options` are those of its context. Where it
 * matters what is `preferred`, no language or theme may have been chosen before.
 */
export async function openAgain(
  page: Page,
  query: string,
  { options, preferred }: { options: string; preferred: boolean },
): Promise<void> {
  const given = query.split('&').filter((pair) => onlyLoaded.includes(pair.split('=')[0] ?? ''));
  // Language and theme alone are put on at the end: else each of them would be loaded to compare with.
  const asked = new URLSearchParams(given.join('&'));
  const wanted: Looks = {
    lang: asked.get('lang') ?? usual.lang,
    theme: asked.get('theme') ?? usual.theme,
  };
  const isPutOn =
    !preferred &&
    [...asked.keys()].every((name) => name in usual) &&
    offered.lang.includes(wanted.lang) &&
    offered.theme.includes(wanted.theme);
  const dress = isPutOn ? [] : given;
  const start = `?${[home, ...dress].join('&')}`;
  const size = page.viewportSize();
  const usualSize = sizes.get(options) ?? size;
  sizes.set(options, usualSize);
  const key = JSON.stringify([options, start]);
  const known = fresh.get(key);
  const search = query === '' ? '/' : `?${query}`;
  const otherwise = preferred ? null : usual;
  const isBack = async (by: string | null) =>
    (await page.evaluate(arrive, { search: start, by, otherwise, compares: true })) === known;
  // A page just loaded finds nothing that a story before had kept.
  const loadAnew = async (address: string) => {
    await page.evaluate(forgetKept);
    await page.goto(address);
    await ready(page);
  };
  const isNew = page.url() === 'about:blank';
  // What most stories begin with comes first; of many other looks there is one story, which needs no
  // page to compare with.
  if (fresh.size > 0 && (isNew || known === undefined)) {
    if (known === undefined) fresh.set(key, null);
    await loadAnew(query === '' ? '/' : `/?${query}`);
    // What is laid out late would else move under the first click.
    await memory(page);
    return;
  }
  await fit(page, usualSize);
  // A page loaded with parts hidden keeps them hidden.
  const [here, there] = [new URL(page.url()).searchParams, new URLSearchParams(start)];
  const keeps = onlyLoaded.some((name) => !(name in usual) && here.get(name) !== there.get(name));
  if (!known || keeps || !((await isBack(null)) || (await isBack(away)))) {
    await loadAnew(`/${start}`);
    const loaded = { search: start, by: null, otherwise, compares: true };
    fresh.set(key, await page.evaluate(arrive, loaded));
  }
  await fit(page, size);
  const looks = isPutOn ? wanted : null;
  await page.evaluate(arrive, { search, by: null, otherwise: looks, compares: false });
}

/** Runs in the page. */
function forgetKept(): void {
  // A page that has shown nothing yet has no storage.
  if (location.origin === 'null') return;
  localStorage.clear();
  sessionStorage.clear();
}

/**
 * Runs in the page: follows a link as Back does, by another where one is given, and leaves nothing to
 * undo. Where it compares it first puts back what no link says, and returns all that is then there, once
 * nothing changes any more. `otherwise` are the language and the theme where the link names none;
 * without it they have to be those that were never chosen.
 */
async function arrive({
  search,
  by,
  otherwise,
  compares,
}: {
  search: string;
  by: string | null;
  otherwise: Looks | null;
  compares: boolean;
}): Promise<string> {
  if (!('whereabouts' in window)) return 'not loaded';
  const asked = new URLSearchParams(search);
  const here = new URLSearchParams(location.search);
  const looks = ['lang', 'theme'] as const;
  // What was chosen stays chosen: only a page just loaded goes by what the browser prefers.
  if (compares && !otherwise && looks.some((name) => here.has(name) && !asked.has(name))) {
    return 'chosen';
  }
  // No picture that the story asked for comes later than what is put back.
  await window.whereabouts.apply({}).catch(() => {});
  // Its stores are in modules that it has loaded, and told by what they hold.
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  const stores: StoreApi<object>[] = [];
  for (const name of new Set(loaded)) {
    if (!/\/assets\/(?!thread-|\w*worker-)[^/]*\.js$/i.test(name)) continue;
    const exported: Record<string, unknown> = await import(name);
    for (const each of Object.values(exported)) {
      if (typeof each === 'object' && each !== null && 'getInitialState' in each) {
        stores.push(each as StoreApi<object>);
      }
    }
  }
  const storeWith = <State>(field: keyof State & string): StoreApi<State> => {
    const found = stores.find((store) => field in store.getState());
    if (!found) throw new Error(`arrive: no store with ${field}`);
    return found as StoreApi<State>;
  };
  const view = storeWith<View>('cursor');
  const steps = storeWith<History>('past');
  const shown = storeWith<Shown>('painter');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  const windows = { rows: null, positions: null, channels: null };
  view.setState({ cursor: null, map: 'positions', held: false, windows, band: null });
  view.setState({ panel: null, example: null, notices: [] });
  storeWith<{ readonly cross: unknown }>('cross').setState({ cross: null });
  const channels = stores.find((store) => 'channel' in store.getState());
  channels?.setState(channels.getInitialState());
  shown.setState({ word: null });
  if (compares) {
    const lessons = stores.find((store) => 'guesses' in store.getState());
    lessons?.setState({ last: null, guesses: {} });
    localStorage.removeItem('whereabouts.lessons');
    sessionStorage.clear();
  }
  const follow = async (link: string) => {
    history.pushState(null, '', link);
    dispatchEvent(new PopStateEvent('popstate'));
    await window.whereabouts.apply({});
  };
  if (compares) {
    // A word that was asked about.
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    const doors = 'dialog[open] header button, .drawer-toggle[aria-expanded=true]';
    for (const door of document.querySelectorAll<HTMLElement>(doors)) {
      door.click();
      // A dialog that is closed gives the focus back.
      await frame();
    }
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement) activeElement.blur();
    getSelection()?.removeAllRanges();
  }
  if (compares || otherwise) {
    for (const name of looks) {
      const wanted = asked.get(name) ?? otherwise?.[name] ?? '';
      const option = `.top-actions [data-control=${name}] option[value="${CSS.escape(wanted)}"]`;
      const select = document.querySelector(option)?.closest('select');
      if (!select || select.value === wanted) continue;
      select.value = wanted;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      if (name === 'lang') while (document.documentElement.lang !== wanted) await frame();
    }
  }
  if (by) await follow(by);
  const before = shown.getState().frame;
  await follow(search);
  // Where nothing had to be computed, the picture is told as a new one all the same.
  if (before && shown.getState().frame === before) shown.setState({ frame: { ...before } });
  steps.setState({ past: [], future: [], elsewhere: {}, adjusted: [] });
  await frame();
  // Not at every frame: to ask for one has it drawn.
  do await new Promise((resolve) => setTimeout(resolve, 20));
  while (!window.whereabouts.memory()?.resting);
  if (!compares) return '';

  let changed = true;
  const changes = new MutationObserver(() => {
    changed = true;
  });
  const everything = { subtree: true, childList: true, characterData: true, attributes: true };
  changes.observe(document, everything);
  for (let calm = 0, frames = 0; calm < 3 && frames < 120; calm++, frames++) {
    await frame();
    if (changed) calm = 0;
    changed = false;
  }
  changes.disconnect();
  const { problem, stopped, word, model, newer } = shown.getState();
  // What the encoder has read from the network it keeps.
  const encoder = model.kind === 'ready' ? 'absent' : model.kind;
  // The order of attributes is that in which they were last set.
  const elements = [...document.querySelectorAll('html, body, body *')].map((each) => ({
    name: each.localName,
    attributes: [...each.attributes]
      .filter(({ value }) => value !== '')
      // React counts what it makes.
      .map(({ name, value }) => `${name}=${value.replaceAll(/_r_\w+_/g, '_r_')}`)
      .toSorted(),
    text: each.children.length === 0 ? each.textContent : '',
    value: 'value' in each ? each.value : null,
    scrolled: [each.scrollLeft, each.scrollTop],
    focused: each === document.activeElement,
  }));
  // The page itself has its language and theme.
  const address = new URLSearchParams(location.search);
  for (const name of looks) address.delete(name);
  address.sort();
  return [
    address.toString(),
    { ...localStorage, ...sessionStorage },
    { problem, stopped, word, encoder, newer: newer !== null },
    view.getState(),
    steps.getState(),
    ...elements,
  ]
    .map((each) => JSON.stringify(each))
    .join('\n');
}
