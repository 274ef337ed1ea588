/** Sources as BibTeX entries. */
import type { About } from '../encodings/encoding.ts';
import type { Locale } from '../text/locale.ts';
import { textIn } from '../text/t.ts';

/** What TeX would take for something else. */
const special: Readonly<Record<string, string>> = {
  '\\': String.raw`\textbackslash{}`,
  '~': String.raw`\textasciitilde{}`,
  '^': String.raw`\textasciicircum{}`,
};

const escaped = (text: string) =>
  text.replaceAll(/[\\~^{}&%$#_]/g, (letter) => special[letter] ?? `\\${letter}`);

/** @param fields  values as they stand in braces; those without one are left out */
function entry(key: string, fields: Readonly<Record<string, string | null>>): string {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value ? [`  ${name.padEnd(13)} = {${value}},`] : [],
  );
  return [`@misc{${key},`, ...lines, '}', ''].join('\n');
}

/** The paper of a scheme; null where the page itself is its source. */
export function sourceEntry({ source }: Pick<About, 'source'>, locale: Locale): string | null {
  const { authors, year, title, url } = source;
  if (url === '' && year !== null) return null;
  const people = typeof authors === 'string';
  const names = people ? escaped(authors) : `{${escaped(textIn(authors, locale))}}`;
  const arxiv = /^https:\/\/arxiv\.org\/abs\/(\d{4}\.\d{4,5})$/.exec(url)?.[1] ?? null;
  const word =
    /\p{L}{4,}/u.exec(title.normalize('NFKD').replaceAll(/\P{ASCII}/gu, ''))?.[0] ?? 'source';
  const name = people ? (/^\w+/.exec(authors)?.[0] ?? 'source') : 'source';
  return entry(`${name}${year ?? ''}${word}`.toLowerCase(), {
    author: names.replace(/ et al\.$/, ' and others'),
    title: `{${escaped(title)}}`,
    year: year === null ? null : String(year),
    eprint: arxiv,
    archiveprefix: arxiv && 'arXiv',
    url,
  });
}

/** The page at a state. @param day  on which it was seen, 2026-11-30 */
export function pageEntry(title: string, link: string, day: string): string {
  return entry('whereabouts', {
    author: '{Whereabouts contributors}',
    title: `{${escaped(title)}}`,
    // An address is not read as TeX, but its braces must pair.
    url: link.replaceAll('{', '%7B').replaceAll('}', '%7D'),
    urldate: day,
    note: `Accessed ${day}`,
  });
}
