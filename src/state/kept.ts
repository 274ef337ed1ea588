/**
 * States that a person keeps by name: as one JSON, the same in the browser's storage and in a file. What
 * is read may come from anywhere: it is taken as far as it can be, and said why where it cannot. Knows
 * no storage and no DOM.
 */
import { fields, paramsOf, type Spec } from './spec.ts';

export interface Kept {
  readonly name: string;
  /** The query of an address, with its `?` unless it is empty. */
  readonly search: string;
  /** The whole text, where the address has only its beginning. */
  readonly text?: string;
  /** A small picture of the map that was shown, as a `data:` address; empty where there was none. */
  readonly picture: string;
}

export type KeptProblem = 'damaged' | 'version' | 'tooLarge';

export const keptVersion = 1;
/** Of one picture, of a name and of a whole file, in characters; and how many states. */
export const mostKept = { picture: 6000, name: 60, search: 4000, file: 16_000_000, states: 200 };

const format = 'whereabouts-states';

export function writeKept(states: readonly Kept[]): string {
  return JSON.stringify({ format, version: keptVersion, states }, null, 1);
}

/** @returns `dropped`: how many of the file's states could not be read */
export function readKept(
  text: string,
):
  | { readonly states: readonly Kept[]; readonly dropped: number }
  | { readonly problem: KeptProblem } {
  if (text.length > mostKept.file) return { problem: 'tooLarge' };
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { problem: 'damaged' };
  }
  const { format: own, version, states } = Object(read) as Record<string, unknown>;
  if (own !== format || !Array.isArray(states)) return { problem: 'damaged' };
  if (version !== keptVersion) return { problem: 'version' };
  const kept = states.map(keptOf).filter((each) => each !== null);
  return { states: kept, dropped: states.length - kept.length };
}

function keptOf(value: unknown): Kept | null {
  const { name, search, text, picture } = Object(value) as Record<string, unknown>;
  if (typeof name !== 'string' || typeof search !== 'string') return null;
  if (search.length > mostKept.search || !/^(?:\?[^#\s]*)?$/.test(search)) return null;
  return {
    name: tidyKeptName(name),
    search,
    ...(typeof text === 'string' && text !== '' && { text }),
    picture: isPicture(picture) ? picture : '',
  };
}

export const isPicture = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= mostKept.picture &&
  /^data:image\/(?:png|webp|jpeg);base64,[A-Za-z0-9+/]+=*$/.test(value);

/** On one line, and short. */
export function tidyKeptName(typed: string): string {
  const line = typed.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return Array.from(line).slice(0, mostKept.name).join('').trim();
}

const same = (a: Kept, b: Kept) => a.name === b.name && a.search === b.search && a.text === b.text;

/** Puts more behind those there are; what is there already is not put twice. */
export function joinedKept(
  before: readonly Kept[],
  more: readonly Kept[],
): {
  readonly states: readonly Kept[];
  readonly added: number;
  readonly again: number;
  readonly over: number;
} {
  const fresh: Kept[] = [];
  let again = 0;
  for (const each of more) {
    if ([...before, ...fresh].some((other) => same(other, each))) again += 1;
    else fresh.push(each);
  }
  const taken = fresh.slice(0, Math.max(mostKept.states - before.length, 0));
  return {
    states: [...before, ...taken],
    added: taken.length,
    again,
    over: fresh.length - taken.length,
  };
}

/** What two Specs differ in, by the names that `settings.ts` has for them; the schemes first. */
export function differing(a: Spec, b: Spec): readonly string[] {
  const ofFields = fields.map(({ name }) => name).filter((name) => a[name] !== b[name]);
  if (a.encoding !== b.encoding) return ofFields;
  const params = paramsOf(a.encoding).map(({ name }) => name);
  return [
    ...ofFields,
    ...params.filter((name) => a.params[name] !== b.params[name]).map((name) => `params.${name}`),
  ];
}
