/** States that a person keeps by name, in this browser: taken, opened, put in from a file. */
import { createStore } from 'zustand/vanilla';
import { loadEncodings } from '../../encodings/index.ts';
import { lessonToLoad } from '../../lessons/place.ts';
import { largestShown } from '../../show/pictures.ts';
import { readAddress, writeAddress } from '../../state/address.ts';
import {
  isPicture,
  joinedKept,
  type Kept,
  type KeptProblem,
  mostKept,
  readKept,
  writeKept,
} from '../../state/kept.ts';
import { defaultPage, lookOf } from '../../state/page.ts';
import { type Spec } from '../../state/spec.ts';
import { specStore } from '../../state/store.ts';
import { schemesIn } from '../../state/url.ts';
import { viewStore } from '../../state/view.ts';
import { visit } from '../../state/visit.ts';

const storedAs = 'whereabouts.kept';

/** What came of the last thing that was done. */
type KeptNews =
  | { readonly kind: KeptProblem }
  /** What the browser holds is none of ours, or of another version: it is left alone. */
  | { readonly kind: 'foreign' }
  /** Full, or refused: what was kept last is on the page alone. */
  | { readonly kind: 'full' }
  | { readonly kind: 'most' }
  | { readonly kind: 'kept'; readonly name: string }
  | { readonly kind: 'removed'; readonly name: string }
  | {
      readonly kind: 'added';
      readonly added: number;
      readonly again: number;
      readonly dropped: number;
      readonly over: number;
    };

interface KeptStates {
  readonly states: readonly Kept[];
  readonly news: KeptNews | null;
  /** What was taken out last, and from where: to be put back. */
  readonly removed: { readonly kept: Kept; readonly at: number } | null;
}

/** Nothing where the browser refuses. */
function stored(): { readonly states: readonly Kept[]; readonly foreign: boolean } {
  let text: string | null = null;
  try {
    text = localStorage.getItem(storedAs);
  } catch {
    // Refused: they are kept as long as the page is open.
  }
  if (text === null) return { states: [], foreign: false };
  const read = readKept(text);
  return 'states' in read ? { states: read.states, foreign: false } : { states: [], foreign: true };
}

const first = stored();
export const keptStore = createStore<KeptStates>(() => ({
  states: first.states,
  news: first.foreign ? { kind: 'foreign' } : null,
  removed: null,
}));

// Another window of the page has kept something.
globalThis.addEventListener('storage', ({ key }) => {
  if (key === storedAs) keptStore.setState({ states: stored().states });
});

/** @returns whether the browser has them now */
function store(states: readonly Kept[]): 'stored' | 'full' | 'foreign' {
  if (stored().foreign) return 'foreign';
  try {
    localStorage.setItem(storedAs, writeKept(states));
    return 'stored';
  } catch {
    return 'full';
  }
}

function put(states: readonly Kept[], news: KeptNews, removed: KeptStates['removed'] = null): void {
  const found = store(states);
  keptStore.setState({ states, news: found === 'stored' ? news : { kind: found }, removed });
}

/** Keeps what the page shows, with a small picture of its largest map. */
export function keepNow(name: string): void {
  const { states } = keptStore.getState();
  if (states.length >= mostKept.states) {
    keptStore.setState({ news: { kind: 'most' } });
    return;
  }
  const { spec } = specStore.getState();
  const view = viewStore.getState();
  const page = { ...defaultPage, ...lookOf(view) };
  const { search, shortened } = writeAddress(spec, page, () => view.locale);
  const kept = {
    name: freeName(name, states),
    search,
    ...(shortened && { text: spec.text }),
    picture: pictureNow(),
  };
  put([...states, kept], { kind: 'kept', name: kept.name });
}

/** The same name twice would not tell two states apart. */
function freeName(name: string, states: readonly Kept[]): string {
  const taken = new Set(states.map((each) => each.name));
  let [free, count] = [name, 1];
  while (taken.has(free)) free = `${name} (${++count})`;
  return free;
}

const pictureSide = 48;

function pictureNow(): string {
  const shown = largestShown();
  if (!shown) return '';
  const canvas = document.createElement('canvas');
  canvas.width = pictureSide;
  canvas.height = pictureSide;
  canvas.getContext('2d')?.drawImage(shown, 0, 0, pictureSide, pictureSide);
  // Where a browser does not write WebP it writes PNG.
  const picture = canvas.toDataURL('image/webp', 0.7);
  return isPicture(picture) ? picture : '';
}

export function removeKept(kept: Kept): void {
  const { states } = keptStore.getState();
  const at = states.indexOf(kept);
  const left = states.filter((each) => each !== kept);
  put(left, { kind: 'removed', name: kept.name }, { kept, at });
}

export function putBack(): void {
  const { states, removed } = keptStore.getState();
  if (!removed) return;
  put(states.toSpliced(removed.at, 0, removed.kept), { kind: 'kept', name: removed.kept.name });
}

/** Puts the states of a file behind those there are. */
export async function addFile(file: Blob): Promise<void> {
  const read =
    file.size > mostKept.file ? ({ problem: 'tooLarge' } as const) : readKept(await file.text());
  if ('problem' in read) {
    keptStore.setState({ news: { kind: read.problem } });
    return;
  }
  const { states, ...counts } = joinedKept(keptStore.getState().states, read.states);
  put(states, { kind: 'added', ...counts, dropped: read.dropped });
}

/** What a kept state is, once its schemes and its lesson are here. */
async function stateOf({ search, text }: Kept) {
  const spoken = () => viewStore.getState().locale;
  const { page } = readAddress(search, spoken);
  await Promise.all([loadEncodings(schemesIn(search)), lessonToLoad(page)?.catch(() => null)]);
  const read = readAddress(search, spoken);
  const spec = text === undefined ? read.spec : { ...read.spec, text };
  return { spec, look: lookOf(read.page) };
}

export const specOfKept = async (kept: Kept): Promise<Spec> => (await stateOf(kept)).spec;

/** One step of the browser's history, so that Back returns. */
export async function openKept(kept: Kept): Promise<void> {
  const { spec, look } = await stateOf(kept);
  visit(specStore, viewStore, look, () => spec);
}
