/**
 * The Spec in the query string of a link. Reading never fails: what cannot be taken as it stands
 * falls back by itself, with a notice. A link is at most 2000 characters.
 */
import { usualOf } from '../encodings/params.ts';
import { cut, type Notice } from '../text/notice.ts';
import { pieces, wellFormed } from '../text/tokens.ts';
import { workable } from './fitted.ts';
import { pageNames } from './page.ts';
import { encoded, pairsOf, pairText, readPairs } from './query.ts';
import { defaultParams, defaultSpec, fields, paramsOf, type Spec, withParams } from './spec.ts';
import { writeValue } from './values.ts';

/** The longest query that is written, without `?`. */
export const maxQuery = 2000;

/** The schemes that a query names, which `readSpec` needs to be here. */
export function schemesIn(query: string): readonly string[] {
  const named = pairsOf(query).flatMap(({ name, value }) =>
    name === 'encoding' || name === 'compare' ? [value ?? ''] : [],
  );
  return named.flatMap((value) => value.split(';').map((part) => part.replace(/\(.*$/s, '')));
}

/** The Spec that a query asks for, with or without its `?`; options of the page are passed over. */
export function readSpec(query: string): {
  readonly spec: Spec;
  readonly notices: readonly Notice[];
} {
  const pairs = pairsOf(query);
  const own = readPairs(pairs, fields);
  const encoding = String(own.values.get('encoding') ?? defaultSpec.encoding);
  const scheme = readPairs(pairs, paramsOf(encoding));
  const params = withParams(encoding, defaultParams(encoding), Object.fromEntries(scheme.values));
  // Each value was read through the field of its name, so it is of that field's type.
  const asked: Spec = { ...defaultSpec, ...Object.fromEntries(own.values), encoding, params };
  const { spec, notices } = workable(asked);
  const names = new Set([...fields, ...paramsOf(encoding)].map(({ name }) => name));
  const unknown = pairs
    .filter(({ name }) => !names.has(name) && !pageNames.has(name))
    .map(({ name, value, raw }) => ({
      kind: 'unknown' as const,
      field: cut(name),
      value: cut(value ?? raw),
    }));
  return { spec, notices: [...unknown, ...own.notices, ...scheme.notices, ...notices] };
}

/**
 * The query, without `?`, that `readSpec` reads as this Spec; defaults are left out.
 *
 * @param limit  the most characters it may take, so that options of the page fit beside it
 * @returns      `shortened`: the text did not fit, and the query has only its beginning
 */
export function writeSpec(
  spec: Spec,
  limit = maxQuery,
): { readonly query: string; readonly shortened: boolean } {
  const entries = [
    ...fields.map((field) => ({ ...field, value: spec[field.name] })),
    ...paramsOf(spec.encoding).map((param) => ({ ...param, value: spec.params[param.name] })),
  ].flatMap(({ value, ...param }) =>
    value === undefined || value === usualOf(param, spec.params)
      ? []
      : [{ name: param.name, text: writeValue(value) }],
  );
  const others = entries.filter(({ name }) => name !== 'text');
  const written = [...others, { name: 'text', text: '' }].map((entry) =>
    pairText(entry.name, entry.text),
  );
  const text = beginning(spec, limit - written.join('&').length);
  const query = entries
    .map((entry) => pairText(entry.name, entry.name === 'text' ? text : entry.text))
    .join('&');
  return { query, shortened: spec.text !== defaultSpec.text && text !== spec.text };
}

/** As much of the text as takes at most `room` characters in a query, cut between tokens. */
function beginning({ text, tokens }: Spec, room: number): string {
  if (text.length <= room && encoded(text).length <= room) return text;
  // No encoding is shorter than its text; where the cut may be depends on a little beyond it.
  const start = wellFormed(text.slice(0, Math.max(room, 0) + 64));
  const words = tokens === 'words' ? longest(pieces(start, 'words'), room) : '';
  return words || longest(pieces(start, 'characters'), room) || longest(start, room);
}

function longest(parts: Iterable<string>, room: number): string {
  let text = '';
  let size = 2; // Punctuation at the very end takes two more.
  for (const part of parts) {
    size += encoded(`${part}a`).length - 1;
    if (size > room) break;
    text += part;
  }
  return text;
}
