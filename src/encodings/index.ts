/**
 * The registry: every scheme there is, each fetched when it is first needed. The page opens with the
 * one that its link names; the others follow after the first paint.
 */
import { nameTexts } from '../text/t.ts';
import { pauses } from '../threads/pause.ts';
import type { AnyEncoding, Family } from './encoding.ts';
import { defaultsOf } from './params.ts';
import first from './schemes/sinusoidal.ts';

// A file in schemes/ is a scheme; nothing else has to name it.
const files = import.meta.glob<AnyEncoding>(
  ['./schemes/*.ts', '!./schemes/sinusoidal.ts', '!./schemes/*.test.ts'],
  { import: 'default' },
);

const fetchers = new Map(
  Object.entries(files).map(([path, fetch]) => [
    path.slice('./schemes/'.length, -'.ts'.length),
    fetch,
  ]),
);

/** Every id, whether its scheme is here already or not. */
export const encodingIds: readonly string[] = [first.id, ...fetchers.keys()];

/** In the order of the picker. */
export const families: readonly Family[] = ['none', 'additive', 'rotary', 'bias', 'contextual'];

/** The schemes that are here, in the order of the picker; all of them after `loadEncodings()`. */
export let encodings: readonly AnyEncoding[] = [first];

/** What bears no date comes after what does. */
const yearOf = ({ source }: AnyEncoding) => source.year ?? 9999;

const byId = new Map<string, AnyEncoding>([[first.id, first]]);

nameAll(first);

/** Names its texts for other languages, and what it says of itself under each of its choices. */
function nameAll(scheme: AnyEncoding): void {
  const { id, params } = scheme;
  nameTexts(id, scheme);
  for (const [name, param] of Object.entries(params)) {
    if (param.kind !== 'choice') continue;
    for (const { value } of param.options) {
      nameTexts(`${id}.${value}`, scheme.aboutFor?.({ ...defaultsOf(params), [name]: value }));
    }
  }
}

/** Fetches schemes, in pieces; ids that there are not are passed over. Asking again costs nothing. */
export async function loadEncodings(ids: readonly string[] = encodingIds): Promise<void> {
  const pause = pauses();
  const asked: Promise<AnyEncoding>[] = [];
  for (const fetch of ids.filter((id) => !byId.has(id)).flatMap((id) => fetchers.get(id) ?? [])) {
    await pause();
    asked.push(fetch());
  }
  for (const scheme of await Promise.all(asked)) {
    await pause();
    byId.set(scheme.id, scheme);
    nameAll(scheme);
  }
  encodings = [...byId.values()].toSorted(
    (a, b) =>
      families.indexOf(a.family) - families.indexOf(b.family) ||
      yearOf(a) - yearOf(b) ||
      a.id.localeCompare(b.id),
  );
}

export function encodingById(id: string): AnyEncoding | undefined {
  return byId.get(id);
}

/** @throws when there is no such scheme, or it is not here yet: our mistake */
export function encodingOf(id: string): AnyEncoding {
  const encoding = byId.get(id);
  if (!encoding) throw new Error(`encodings: no scheme "${id}"`);
  return encoding;
}
