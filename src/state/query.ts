/**
 * Query strings: taken apart into named texts, matched with the parameters they name, and put
 * together readably. Nothing here throws on bad input.
 */
import type { ParamValue, Rule } from '../encodings/params.ts';
import { cut, type Notice } from '../text/notice.ts';
import { wellFormed } from '../text/tokens.ts';
import { readValue, writeValue } from './values.ts';

/** `name=value` of a query; `value` is null where its percent escapes are broken. */
export interface Pair {
  readonly name: string;
  readonly value: string | null;
  /** The value as it stands in the query. */
  readonly raw: string;
}

/** A query string, with or without its `?`, in its parts. */
export function pairsOf(query: string): readonly Pair[] {
  return query
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [, name = '', raw = ''] = /^([^=]*)=?([^]*)$/.exec(part) ?? [];
      return { name: decoded(name) ?? name, value: decoded(raw), raw };
    });
}

/**
 * The values that a query gives to parameters; names that are not among them are passed over.
 * Of a repeated name the first counts. Each part that cannot be taken as it stands has a notice;
 * one with broken escapes gives no value.
 */
export function readPairs(
  pairs: readonly Pair[],
  params: readonly (Rule & { readonly name: string })[],
): { readonly values: ReadonlyMap<string, ParamValue>; readonly notices: readonly Notice[] } {
  const known = new Map(params.map((param) => [param.name, param]));
  const values = new Map<string, ParamValue>();
  const notices: Notice[] = [];
  for (const { name, value, raw } of pairs) {
    const param = known.get(name);
    const before = values.get(name);
    const about = { field: cut(name), value: cut(value ?? raw) };
    if (param === undefined) continue;
    if (before !== undefined) {
      notices.push({ kind: 'repeated', ...about, used: cut(writeValue(before)) });
    } else if (value === null) {
      notices.push({ kind: 'broken', ...about });
    } else {
      const read = readValue(name, param, value);
      values.set(name, read.value);
      if (read.notice) notices.push(read.notice);
    }
  }
  return { values, notices };
}

/** A query without some of its parts, by their names. */
export function without(query: string, names: ReadonlySet<string>): string {
  return query
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => pairsOf(part).every(({ name }) => !names.has(name)))
    .join('&');
}

/** `name=value` as it stands in a query; spaces become `+`, what needs no escape is readable. */
export function pairText(name: string, value: string): string {
  return `${encoded(name)}=${encoded(value)}`;
}

/**
 * A text as it stands in a query, the same after a browser's URL parser. Punctuation at the very
 * end is escaped: programs that find links in a text leave it out.
 */
export function encoded(text: string): string {
  return encodeURIComponent(wellFormed(text))
    .replace(/%20/g, '+')
    .replace(/%(?:2C|3A|2F|3F|40)/g, decodeURIComponent)
    .replace(/'|[^\w%+-]$/g, escaped);
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
