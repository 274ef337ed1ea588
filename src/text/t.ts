/**
 * The words of the page in a language, with their holes filled; in English where the language
 * lacks them. Knows no sentence itself: those are in `en.ts` and `languages/`.
 */
import { en } from './en.ts';
import type { enLater } from './enLater.ts';
import { fetchLanguage, type Language, type Locale, type Localized } from './locale.ts';

type English = typeof en & typeof enLater;
export type TextKey = keyof English;

/** A hole is `{name}`; `{name:one|many}` is the first of two words where the hole `name` holds 1. */
type HoleNames<S extends string> = S extends `${string}{${infer Hole}}${infer Rest}`
  ? (Hole extends `${infer Name}:${string}` ? Name : Hole) | HoleNames<Rest>
  : never;

/** The keys of texts without holes. */
export type WholeKey = {
  [K in TextKey]: [HoleNames<English[K]>] extends [never] ? K : never;
}[TextKey];

/** What a key's holes are filled with; a key without holes takes no argument. */
export type Holes<K extends TextKey> = [HoleNames<English[K]>] extends [never]
  ? []
  : [holes: Readonly<Record<HoleNames<English[K]>, string | number>>];

// Most of English comes with what says it (`later.ts`); other languages when they are spoken.
const spoken = new Map<Locale, Language>([['en', { words: en }]]);

/** Adds the words that the first paint does not need. */
export function addEnglish(later: typeof enLater): void {
  spoken.set('en', { words: { ...en, ...later } });
}

/** Fetches the words of a language; until then it cannot be spoken. Asking again costs nothing. */
export async function loadLocale(locale: Locale): Promise<void> {
  if (spoken.has(locale)) return;
  const language = await fetchLanguage(locale);
  if (language) spoken.set(locale, language);
}

/** @throws when its words are not here: our mistake */
function languageOf(locale: Locale): Language {
  const language = spoken.get(locale);
  if (!language) throw new Error(`t: the words of ${locale} are not here yet`);
  return language;
}

/** The text of a key; numbers in its holes are written as the language writes them. */
export function t<K extends TextKey>(locale: Locale, key: K, ...holes: Holes<K>): string {
  const text = languageOf(locale).words[key] ?? languageOf('en').words[key];
  if (text === undefined) throw new Error(`t: ${key} is said without importing text/later.ts`);
  const template = stretched(text);
  const values: Readonly<Record<string, string | number>> = holes[0] ?? {};
  return template.replace(/\{(\w+)(?::(.*?)\|(.*?))?\}/g, (hole, name: string, one, many) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${key}: nothing given for the hole ${hole}`);
    if (one !== undefined) return String(value) === '1' ? one : many;
    return typeof value === 'number' ? formatNumber(locale, value) : value;
  });
}

/** How a text is said in the languages that do not stand in it; undefined where one lacks it. */
const elsewhere = new WeakMap<Localized, (locale: Locale) => string | undefined>();

/** The text of a key in every language, for those who must speak without knowing which. */
export function localized<K extends TextKey>(key: K, ...holes: Holes<K>): Localized {
  const text: Localized = {
    get en() {
      return t('en', key, ...holes);
    },
    get 'zh-CN'() {
      return t('zh-CN', key, ...holes);
    },
  };
  elsewhere.set(text, (locale) => t(locale, key, ...holes));
  return text;
}

/**
 * Gives the texts of a declaration the names by which other languages know them: the path to each,
 * members of a list by their `value` or else by their index. A text that several share has several.
 */
export function nameTexts(path: string, declared: unknown): void {
  if (typeof declared !== 'object' || declared === null || ArrayBuffer.isView(declared)) return;
  if (isLocalized(declared)) {
    const before = elsewhere.get(declared);
    elsewhere.set(declared, (locale) => languageOf(locale).texts?.[path] ?? before?.(locale));
    return;
  }
  for (const [key, part] of Object.entries(declared)) {
    const value: unknown = Array.isArray(declared) && Object(part).value;
    nameTexts(`${path}.${typeof value === 'string' ? value : key}`, part);
  }
}

function isLocalized(declared: object): declared is Localized {
  return 'en' in declared && 'zh-CN' in declared;
}

/** A text as a language has it, in English where the language lacks it. */
export function textIn(text: Localized, locale: Locale): string {
  const written: Readonly<Partial<Record<Locale, string>>> = text;
  return written[locale] ?? elsewhere.get(text)?.(locale) ?? text.en;
}

/** The languages whose words are here. */
export function localesHere(): readonly Locale[] {
  return [...spoken.keys()];
}

/** A text in every language in which it is written, or whose words are here. */
export function everyText(text: Localized): readonly string[] {
  return [...Object.values(text), ...localesHere().map((locale) => textIn(text, locale))];
}

const formats = new Map<string, Intl.NumberFormat>();

/**
 * A number as the language writes it, with a minus sign and not a hyphen; −∞ and NaN too. What is
 * rounded to zero has no sign.
 */
export function formatNumber(
  locale: Locale,
  value: number,
  options: Intl.NumberFormatOptions = { maximumFractionDigits: 6 },
): string {
  const name = `${locale} ${JSON.stringify(options)}`;
  const format =
    formats.get(name) ?? new Intl.NumberFormat(locale, { signDisplay: 'negative', ...options });
  formats.set(name, format);
  return format.format(value).replace('-', '−');
}

let long = false;

/**
 * Turns the pseudo-locale on (`strings=long`): every text is written 40 % longer, with accents,
 * to find what would be cut off. Set once, before the first paint.
 */
export function setLongStrings(on: boolean): void {
  long = on;
}

/** A text that is not in the tables (a scheme's name), under the same pseudo-locale. */
export function said(text: Localized, locale: Locale): string {
  return stretched(textIn(text, locale));
}

const accents = new Map(
  [...'aeiouycnsAEIOUYCNS'].map((c, i) => [c, [...'áéíóúýçñšÁÉÍÓÚÝÇÑŠ'][i] ?? c]),
);
const filler = ' ónë twó thréë fóur fívë síx sévën';

function stretched(text: string): string {
  if (!long) return text;
  const size = Math.ceil(text.length * 0.4);
  const tail = filler.repeat(Math.ceil(size / filler.length)).slice(0, size);
  const accented = text.replace(/\{\w+[:}]|[a-z]/gi, (part) => accents.get(part) ?? part);
  return accented + tail;
}
