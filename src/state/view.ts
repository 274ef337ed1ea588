/**
 * What is looked at, and how: the cursor, the windows, the theme. Nothing here changes a number,
 * and nothing here is computed anew.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ThemeName } from '../fields/theme.ts';
import type { Locale } from '../text/locale.ts';
import type { Notice } from '../text/notice.ts';
import { defaultPage, type Look, lookOf, type Presenting, type Theme } from './page.ts';
import type { SpecStore } from './store.ts';

/** The maps of position by position. */
export const squareMaps = ['similarity', 'attention'] as const;
export type SquareMap = (typeof squareMaps)[number];
export type MapName = 'positions' | SquareMap;

/** The cell under the pointer or the keyboard, counted from the map's first row and column. */
export interface Cursor {
  readonly map: MapName;
  readonly row: number;
  readonly column: number;
}

/** Rows or columns from `first` up to but without `end`; fractions while zooming. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** The part of the maps that is seen; null is the whole. */
export interface Windows {
  /** Shared by the three maps: they have one position axis. */
  readonly rows: Span | null;
  /** Columns of the square maps. */
  readonly positions: Span | null;
  /** Columns of the position map. */
  readonly channels: Span | null;
}

export interface View extends Look, Presenting {
  readonly cursor: Cursor | null;
  /** The map that is seen where there is room for one alone. */
  readonly map: MapName;
  /** Whether the cell stays where it is under a pointer that only passes over. */
  readonly held: boolean;
  readonly windows: Windows;
  readonly theme: Theme;
  /** The theme to go back to after presenting; null where it is the same. */
  readonly themeAfter: Theme | null;
  /** How a figure that is taken of the page wants it drawn; null but for that moment. */
  readonly figure: { readonly theme: ThemeName; readonly ratio: number } | null;
  /** Whether the link keeps the controls as they are, also after presenting. */
  readonly locked: boolean;
  /** While presenting: whether the rows beside the crosshair's are dimmed. */
  readonly spotlight: boolean;
  readonly locale: Locale;
  /** Offsets key − query marked on the square maps, ends included. */
  readonly band: { readonly from: number; readonly to: number } | null;
  readonly panel: 'picker' | 'table' | null;
  /** The example that was chosen last; null once what it says was dismissed. */
  readonly example: string | null;
  readonly notices: readonly Notice[];
}

export type ViewStore = StoreApi<View>;

export const wholeMaps: Windows = { rows: null, positions: null, channels: null };

export function createViewStore(first: Partial<View> = {}): ViewStore {
  return createStore<View>(() => ({
    cursor: null,
    map: 'positions',
    held: false,
    windows: wholeMaps,
    theme: 'light',
    themeAfter: null,
    figure: null,
    locked: false,
    spotlight: false,
    present: false,
    screen: 'room',
    locale: 'en',
    ...lookOf(defaultPage),
    band: null,
    panel: null,
    example: null,
    notices: [],
    ...first,
  }));
}

/** The page's own. */
export const viewStore = createViewStore();

/** Moves the cursor, also a held one; pointing at the same cell again tells no one: false. */
export function point(store: ViewStore, cursor: Cursor | null): boolean {
  const before = store.getState().cursor;
  const same =
    before?.map === cursor?.map && before?.row === cursor?.row && before?.column === cursor?.column;
  if (!same) store.setState({ cursor });
  return !same;
}

/** Holds the cell that is pointed at, or lets it go. */
export function hold(store: ViewStore, held: boolean): void {
  if (store.getState().held !== held) store.setState({ held });
}

/** Sets some of the windows and leaves the others. */
export function zoom(store: ViewStore, windows: Partial<Windows>): void {
  store.setState((view) => ({ windows: { ...view.windows, ...windows } }));
}

/** Adds notices; what was said of the same before gives way. */
export function notify(store: ViewStore, notices: readonly Notice[]): void {
  if (notices.length === 0) return;
  const same = (a: Notice, b: Notice) =>
    a.kind === b.kind && a.field === b.field && (a.kind === 'adjusted' || a.value === b.value);
  store.setState((view) => ({
    notices: [
      ...view.notices.filter((old) => !notices.some((notice) => same(old, notice))),
      ...notices,
    ],
  }));
}

/** Says what had to give way in a change: a typed value at once, a drag when it ends. */
export function tellAdjusted(specs: SpecStore, views: ViewStore): () => void {
  let told = specs.getState().adjusted;
  return specs.subscribe(({ adjusted, gesture }) => {
    if (gesture !== null || adjusted === told) return;
    told = adjusted;
    notify(views, adjusted);
  });
}

/** Takes one notice away, or all of them. */
export function dismiss(store: ViewStore, notice?: Notice): void {
  store.setState((view) => ({
    notices: notice ? view.notices.filter((other) => other !== notice) : [],
  }));
}
