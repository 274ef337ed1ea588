/**
 * What the presenting window and the window of notes say to each other. Anything may come over a channel,
 * from another version of the page too: what is not understood is passed over.
 */
import { type Locale, locales } from '../text/locale.ts';

/** The step of a lesson as its notes show it, in the language of the page. */
export interface StepNotes {
  readonly lesson: string;
  readonly step: number;
  readonly steps: number;
  readonly title: string;
  readonly says: readonly string[];
  /** What the class is asked. */
  readonly ask: string;
  /** The next step's title; empty after the last. */
  readonly next: string;
  readonly aims: readonly string[];
  readonly mistakes: readonly string[];
}

/** What is presented now; null where the page is presented and no lesson. */
export interface Now {
  readonly kind: 'now';
  readonly locale: Locale;
  readonly dark: boolean;
  /** What the page shows: a scheme. */
  readonly shown: string;
  readonly notes: StepNotes | null;
}

export type Message =
  | Now
  /** Presenting has ended, or its window is gone. */
  | { readonly kind: 'ended' }
  /** The notes are here, or ask whether presenting is. */
  | { readonly kind: 'hello' }
  /** Steps of the lesson to go on, or back. */
  | { readonly kind: 'turn'; readonly by: 1 | -1 };

/** Both windows are of one tab's presenting; others on the same site have other channels. */
export const channelOf = (id: string): string => `whereabouts.notes.${id}`;

const hash = '#notes-';

/** Where the notes of a presentation are, beside the page. */
export const notesAddress = (id: string): string => `./${hash}${id}`;

/** Of which presentation an address's hash asks for the notes; null where it asks for none. */
export function notesIn(found: string): string | null {
  return found.startsWith(hash) ? found.slice(hash.length) : null;
}

type Fields = Readonly<Record<string, unknown>>;

/** What was said; null where it is nothing that is known. Never throws. */
export function readMessage(said: unknown): Message | null {
  if (!isFields(said)) return null;
  const { kind, by, locale, dark, shown, notes } = said;
  if (kind === 'ended' || kind === 'hello') return { kind };
  if (kind === 'turn') return by === 1 || by === -1 ? { kind, by } : null;
  const spoken = locales().find((each) => each === locale);
  if (kind !== 'now' || !spoken || typeof dark !== 'boolean' || typeof shown !== 'string') {
    return null;
  }
  const read = notes === null ? null : readNotes(notes);
  return read === undefined ? null : { kind, locale: spoken, dark, shown, notes: read };
}

function readNotes(notes: unknown): StepNotes | undefined {
  if (!isFields(notes)) return undefined;
  const { lesson, step, steps, title, says, ask, next, aims, mistakes } = notes;
  if (!isCount(step) || !isCount(steps) || step > steps) return undefined;
  if (!isText(lesson) || !isText(title) || !isText(ask) || !isText(next)) return undefined;
  if (!areTexts(says) || !areTexts(aims) || !areTexts(mistakes)) return undefined;
  return { lesson, step, steps, title, says, ask, next, aims, mistakes };
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const areTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1;
