/**
 * What is said when a file cannot be taken: a sentence in both languages. Everything that a
 * person's file, address or server can do wrong ends here; our own mistakes are plain errors.
 */
import type { Locale, Localized } from '../text/locale.ts';
import { type Holes, inBoth, type TextKey, t } from '../text/t.ts';

export type FileText = Extract<TextKey, `files.${string}`>;

/** `key` names the reason for programs, `text` says it to people. */
export class Refusal extends Error {
  readonly key: FileText;
  readonly text: Localized;

  constructor(key: FileText, text: Localized, message: string) {
    super(message);
    this.name = 'Refusal';
    this.key = key;
    this.text = text;
  }

  said(locale: Locale): string {
    return this.text[locale];
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
  return new Refusal(key, inBoth(key, ...short), t('en', key, ...short));
}

function shortened(text: string): string {
  const characters = Array.from(text.slice(0, 2 * longest + 2));
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
}
