/** Finding schemes by words, in whatever language. */
import { type AnyEncoding, citation } from '../encodings/encoding.ts';
import { everyText, localesHere, localized } from '../text/t.ts';

/**
 * The schemes in which every word of the query occurs: in their name, idea, family, authors, year
 * or source, in every language that is here. Case, width and accents make no difference.
 */
export function found(encodings: readonly AnyEncoding[], query: string): readonly AnyEncoding[] {
  const words = wordsOf(query);
  return encodings.filter((encoding) => {
    const text = textOf(encoding);
    return words.every((word) => text.includes(word));
  });
}

/** Of schemes that were found, the one that was most likely meant: the name counts most. */
export function likeliest(schemes: readonly AnyEncoding[], query: string): AnyEncoding | undefined {
  const words = wordsOf(query);
  const rank = ({ id, text }: AnyEncoding) => {
    const names = [id, ...everyText(text.name)].map(folded);
    if (names.includes(words.join(' '))) return 0;
    const first = words[0] ?? '';
    if (names.some((name) => name.startsWith(first))) return 1;
    return words.every((word) => names.some((name) => name.includes(word))) ? 2 : 3;
  };
  return schemes.toSorted((a, b) => rank(a) - rank(b))[0];
}

function wordsOf(query: string): readonly string[] {
  return folded(query).split(/\s+/).filter(Boolean);
}

function textOf({ id, family, source, text }: AnyEncoding): string {
  const kind = localized(`control.family.${family}`);
  const said = [text.name, text.idea, kind].flatMap(everyText);
  const { title } = source;
  const cited = localesHere().map((locale) => citation(source, locale));
  return folded([id, ...said, ...cited, title, family].join('\n'));
}

/** Full-width letters as plain ones, no accents, one case. */
function folded(text: string): string {
  return text.normalize('NFKC').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
