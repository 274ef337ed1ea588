/**
 * What is said when a file cannot be taken: a sentence in every language. Everything that a
 * person's file, address or server can do wrong ends here; our own mistakes are plain errors.
 */
import '../text/later.ts';
import type { Locale, Localized } from '../text/locale.ts';
import { type Holes, localized, type TextKey, t, textIn } from '../text/t.ts';

export type FileText = Extract<TextKey, `files.${string}`>;

/** A refusal as plain data, to be told in another thread. */
export interface Told {
  readonly key: FileText;
  readonly holes: readonly Readonly<Record<string, string | number>>[];
}

/** `key` names the reason for programs, `text` says it to people. */
export class Refusal extends Error {
  readonly key: FileText;
  readonly text: Localized;
  readonly told: Told;

  constructor(told: Told, text: Localized, message: string) {
    super(message);
    this.name = 'Refusal';
    this.key = told.key;
    this.text = text;
    this.told = told;
  }

  said(locale: Locale): string {
    return textIn(this.text, locale);
  }
}

/** The longest text from a file or address that a sentence repeats, in characters. */
const longest = 80;

/** A refusal to throw. */
export function refusal<K extends FileText>(key: K, ...holes: Holes<K>): Refusal {
  const short = holes.map((values) =>
    Object.fromEntries(
      Object.entries(values ?? {}).map(([hole, value]) => [
        hole,
        typeof value === 'string' ? shortened(value) : value,
      ]),
    ),
  ) as unknown as Holes<K>; // the same holes, their texts shorter
  return new Refusal(
    { key, holes: short.map((values) => values ?? {}) },
    localized(key, ...short),
    t('en', key, ...short),
  );
}

/** The refusal that was told. */
export function refusalOf({ key, holes }: Told): Refusal {
  return refusal(key, ...(holes as unknown as Holes<FileText>)); // as they were given for the key
}

function shortened(text: string): string {
  const characters = Array.from(text.slice(0, 2 * longest + 2));
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
}
