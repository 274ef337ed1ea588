/** The two languages of the page. Refuses to guess: a text exists in both or does not compile. */

export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** One text, written in every language of the page. */
export type Localized = Readonly<Record<Locale, string>>;

/** The page's language for a browser's list of preferred languages, English when none is ours. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return 'zh-CN';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'en';
}
