/** Finding schemes by words in either language. */
import { type AnyEncoding, citation } from '../encodings/encoding.ts';
import { inBoth } from '../text/t.ts';

/**
 * The schemes in which every word of the query occurs: in their name, idea, family, authors, year
 * or source, in English or Chinese, whichever is on. Case, width and accents make no difference.
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
    const names = [id, text.name.en, text.name['zh-CN']].map(folded);
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
  const { en, 'zh-CN': zh } = inBoth(`control.family.${family}`);
  const said = [text.name, text.idea].flatMap((each) => [each.en, each['zh-CN']]);
  const { title } = source;
  const cited = [citation(source, 'en'), citation(source, 'zh-CN')];
  return folded([id, ...said, ...cited, title, family, en, zh].join('\n'));
}

/** Full-width letters as plain ones, no accents, one case. */
function folded(text: string): string {
  return text.normalize('NFKC').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
