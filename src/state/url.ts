/**
 * The Spec in the query string of a link. Reading never fails: what cannot be taken as it stands
 * falls back by itself, with a notice. A link is at most 2000 characters.
 */
import { type ParamValues, usualOf } from '../encodings/params.ts';
import { cut, type Notice } from '../text/notice.ts';
import { pieces, wellFormed } from '../text/tokens.ts';
import { workable } from './fitted.ts';
import { pageNames } from './page.ts';
import { encoded, pairsOf, pairText, readPairs } from './query.ts';
import { usualRace } from './raceLink.ts';
import { defaultParams, defaultSpec, fields, paramsOf, type Spec, withParams } from './spec.ts';
import { writeValue } from './values.ts';

/** The longest query that is written, without `?`. */
export const maxQuery = 2000;

/** The schemes that a query names, which `readSpec` needs to be here. */
export function schemesIn(query: string): readonly string[] {
  const pairs = pairsOf(query);
  const named = pairs.flatMap(({ name, value }) =>
    ['encoding', 'compare', 'racers'].includes(name) ? [value ?? ''] : [],
  );
  const races = pairs.some(({ name, value }) => name === 'room' && value === 'race');
  return [...named, ...(races ? [usualRace.racers] : [])].flatMap((value) =>
    value.split(';').map((part) => part.replace(/\(.*$/s, '')),
  );
}

/**
 * The Spec that a query asks for, with or without its `?`; options of the page are passed over.
 *
 * @param base  what the query does not name is as here
 */
export function readSpec(
  query: string,
  base: Spec = defaultSpec,
): {
  readonly spec: Spec;
  readonly notices: readonly Notice[];
} {
  const pairs = pairsOf(query);
  const own = readPairs(pairs, fields);
  const encoding = String(own.values.get('encoding') ?? base.encoding);
  const scheme = readPairs(pairs, paramsOf(encoding));
  const params = withParams(
    encoding,
    paramsBefore(encoding, base),
    Object.fromEntries(scheme.values),
  );
  // Each value was read through the field of its name, so it is of that field's type.
  const asked: Spec = { ...base, ...Object.fromEntries(own.values), encoding, params };
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
 * The query, without `?`, that `readSpec` reads as this Spec; what is as in the base is left out.
 *
 * @param limit  the most characters it may take, so that options of the page fit beside it
 * @returns      `shortened`: the text did not fit, and the query has only its beginning
 */
export function writeSpec(
  spec: Spec,
  limit = maxQuery,
  base: Spec = defaultSpec,
): { readonly query: string; readonly shortened: boolean } {
  const given = paramsToGive(spec, base);
  const entries = [
    ...fields
      .filter(({ name }) => spec[name] !== base[name])
      .map(({ name }) => ({ name, value: spec[name] })),
    ...paramsOf(spec.encoding).map(({ name }) => ({ name, value: given[name] })),
  ].flatMap(({ name, value }) => (value === undefined ? [] : [{ name, text: writeValue(value) }]));
  const others = entries.filter(({ name }) => name !== 'text');
  const written = [...others, { name: 'text', text: '' }].map((entry) =>
    pairText(entry.name, entry.text),
  );
  const text = beginning(spec, limit - written.join('&').length);
  const query = entries
    .map((entry) => pairText(entry.name, entry.name === 'text' ? text : entry.text))
    .join('&');
  return { query, shortened: spec.text !== base.text && text !== spec.text };
}

/** A scheme's parameters before a query names some. */
function paramsBefore(encoding: string, base: Spec): ParamValues {
  return encoding === base.encoding ? base.params : defaultParams(encoding);
}

/** Those that a query must name so that all come out as they are. */
function paramsToGive({ encoding, params }: Spec, base: Spec): ParamValues {
  const before = paramsBefore(encoding, base);
  const declared = paramsOf(encoding);
  const unusual = declared.filter((param) => {
    const value = params[param.name];
    return value !== before[param.name] && value !== usualOf(param, params);
  });
  const named = new Set(unusual.map(({ name }) => name));
  for (;;) {
    const given = Object.fromEntries(Object.entries(params).filter(([name]) => named.has(name)));
    const read = withParams(encoding, before, given);
    const other = declared.find(({ name }) => read[name] !== params[name]);
    if (!other) return given;
    named.add(other.name);
  }
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
