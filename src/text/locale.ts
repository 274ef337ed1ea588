/**
 * Which languages the page has: English, which stands in `en.ts`, and one for each file of
 * `languages/`, fetched when it is spoken. Knows no word of them.
 */
import type { TextKey } from './t.ts';

/** A language by its tag, as `locales` lists it: the name of its file. */
export type Locale = string;

/** A text that stands where it is said, in the languages in which it was written. */
export type Localized = Readonly<Record<'en' | 'zh-CN', string>>;

/** What a file of `languages/` exports; what it lacks is said in English. */
export interface Language {
  /** The page's words. */
  readonly words: Readonly<Partial<Record<TextKey, string>>>;
  /**
   * The texts that stand elsewhere as `{ en, 'zh-CN' }`, by the path to them from a scheme's id or
   * what else `nameTexts` was given: `alibi.text.idea`, `alibi.params.form.options.row.label`.
   */
  readonly texts?: Readonly<Record<string, string>>;
}

type Fetch = () => Promise<Language>;

const fetchers = new Map<Locale, Fetch>();

/** Declares a language; files of `languages/` are declared by being there. */
export function addLanguage(locale: Locale, fetch: Fetch): void {
  fetchers.set(locale, fetch);
}

for (const [path, fetch] of Object.entries(import.meta.glob<Language>('./languages/*.ts'))) {
  addLanguage(path.slice('./languages/'.length, -'.ts'.length), fetch);
}

/** Every language, whether its words are here already or not; English first. */
export function locales(): readonly Locale[] {
  return ['en', ...fetchers.keys()];
}

/** Its file; null for English, and for what is no language of the page. */
export function fetchLanguage(locale: Locale): Promise<Language> | null {
  return fetchers.get(locale)?.() ?? null;
}

/** What a language calls itself: 中文, English. */
export function nameOf(locale: Locale): string {
  const shared = locales().filter((other) => baseOf(other) === baseOf(locale)).length > 1;
  const tag = shared ? locale : baseOf(locale);
  return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
}

/** The same where there is hardly room: 中文, EN. */
export function shortNameOf(locale: Locale): string {
  const name = nameOf(locale);
  return name.length <= 3 ? name : baseOf(locale).toUpperCase();
}

/** The page's language for a browser's list of preferred languages, English when none is ours. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const found =
      locales().find((locale) => locale.toLowerCase() === language.toLowerCase()) ??
      locales().find((locale) => baseOf(locale) === baseOf(language));
    if (found !== undefined) return found;
  }
  return 'en';
}

/** The language without region or script. */
function baseOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? tag;
}

/**
 * Whether it is written in characters as wide as high, with marks of its own and without spaces
 * between sentences.
 */
export function inIdeographs(locale: Locale): boolean {
  return ['zh', 'ja'].includes(baseOf(locale));
}
