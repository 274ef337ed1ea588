/**
 * Edits a text by its tokens: one is moved, duplicated or removed, and what comes out has exactly
 * the tokens that were asked for. Spaces and punctuation stay at their places, or the edit is
 * refused: a character is never broken.
 */
import { maxTokens, pieces, spoken, type TokenMode, tokenize, wellFormed } from './tokens.ts';

export interface Edited {
  readonly text: string;
  /** Where the token is now; after a removal, the one that took its place. */
  readonly at: number;
  /** How many tokens the text has now, at most `maxTokens`. */
  readonly count: number;
}

/**
 * nothing  there is no such token
 * edge     there is no place further on
 * inside   the place is between two bytes of one character
 * join     the token and its new neighbour would become one character
 * long     the text would be longer than a text may be
 */
export interface Refused {
  readonly refused: 'nothing' | 'edge' | 'inside' | 'join' | 'long';
}

/** The longest text, in UTF-16 units. */
export const maxText = 100_000;

/** What cannot be parted: a word, or a character, which is several tokens where tokens are bytes. */
interface Unit {
  readonly text: string;
  readonly tokens: readonly string[];
}

interface Parts {
  readonly units: readonly Unit[];
  /** What stands before each unit, and after the last: one more than there are units. */
  readonly seams: readonly string[];
  /** What comes after the last token that is looked at. */
  readonly rest: string;
}

/**
 * Moves a token.
 *
 * @param to  the index that it has afterwards; where tokens are bytes, that of its character's first
 */
export function moved(text: string, mode: TokenMode, from: number, to: number): Edited | Refused {
  const parts = partsOf(text, mode);
  const place = placeAt(parts.units, from);
  const unit = place && parts.units[place.index];
  if (!unit) return { refused: 'nothing' };
  const others = parts.units.toSpliced(place.index, 1);
  const target = startsAt(others, to);
  if (target === null) return { refused: to < 0 || to > sizeOf(others) ? 'edge' : 'inside' };
  const units = others.toSpliced(target, 0, unit);
  return whole({ ...parts, units }, mode, to + place.within);
}

/** Moves a token past its neighbour. */
export function stepped(text: string, mode: TokenMode, from: number, by: -1 | 1): Edited | Refused {
  const { units } = partsOf(text, mode);
  const place = placeAt(units, from);
  if (!place) return { refused: 'nothing' };
  const beside = units[place.index + by];
  if (!beside) return { refused: 'edge' };
  return moved(text, mode, from, from - place.within + by * beside.tokens.length);
}

/** Puts the same token once more behind it; the new one is where `at` is. */
export function duplicated(text: string, mode: TokenMode, index: number): Edited | Refused {
  const parts = partsOf(text, mode);
  const place = placeAt(parts.units, index);
  const unit = place && parts.units[place.index];
  if (!unit) return { refused: 'nothing' };
  const units = parts.units.toSpliced(place.index, 0, unit);
  const between = mode === 'words' && !unspaced.test(unit.text) ? ' ' : '';
  const seams = parts.seams.toSpliced(place.index + 1, 0, between);
  return whole({ ...parts, units, seams }, mode, index + unit.tokens.length);
}

export function removed(text: string, mode: TokenMode, index: number): Edited | Refused {
  const parts = partsOf(text, mode);
  const place = placeAt(parts.units, index);
  if (!place) return { refused: 'nothing' };
  const units = parts.units.toSpliced(place.index, 1);
  const [before = '', after = ''] = parts.seams.slice(place.index, place.index + 2);
  const last = place.index === units.length;
  const seam = closed(before, after, place.index === 0, last && parts.rest === '');
  const seams = parts.seams.toSpliced(place.index, 2, seam);
  const first = index - place.within;
  return whole({ ...parts, units, seams }, mode, Math.max(Math.min(first, sizeOf(units) - 1), 0));
}

/** Puts a text behind a token; what does not fit is cut. With no such token, at the end. */
export function inserted(text: string, mode: TokenMode, index: number, clip: string): Edited {
  const { units, seams } = partsOf(text, mode);
  const place = placeAt(units, index);
  const until = place ? place.index + 1 : units.length;
  const head = units
    .slice(0, until)
    .map((unit, i) => (seams[i] ?? '') + unit.text)
    .join('');
  const space = mode === 'words' && head !== '' && !unspaced.test(clip) ? ' ' : '';
  const tail = wellFormed(text).slice(head.length);
  const next = wellFormed((head + space + clip.trim() + tail).slice(0, maxText));
  const count = tokenize(next, mode).length;
  return { text: next, at: Math.min(Math.max(index + 1, 0), Math.max(count - 1, 0)), count };
}

/** The tokens that go together with one: the bytes of its character, or itself alone. */
export function groupOf(
  text: string,
  mode: TokenMode,
  index: number,
): { readonly first: number; readonly count: number } {
  if (mode !== 'bytes') return { first: index, count: 1 };
  const { units } = partsOf(text, mode);
  const place = placeAt(units, index);
  if (!place) return { first: index, count: 1 };
  return { first: index - place.within, count: units[place.index]?.tokens.length ?? 1 };
}

/** A line grows with its text up to here; beyond, no more than twofold at once. */
const followLimit = 512;

/** The length after an edit: as long as the text, if it was so before. */
export function lengthAfter(length: number, before: number, after: number): number {
  const followed =
    length === Math.max(before, 1) || (length === followLimit && before > followLimit);
  if (!followed) return length;
  return Math.max(Math.min(after, Math.max(followLimit, 2 * length), maxTokens), 1);
}

// Scripts that write no spaces between words, and emoji.
const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;

function partsOf(given: string, mode: TokenMode): Parts {
  const text = wellFormed(given);
  const units: Unit[] = [];
  const seams = [''];
  let count = 0;
  let taken = 0;
  for (const piece of pieces(text, mode === 'words' ? 'words' : 'characters')) {
    if (count >= maxTokens) break;
    taken += piece.length;
    if (mode === 'words' && !spoken.test(piece)) {
      seams[seams.length - 1] += piece;
      continue;
    }
    const tokens = mode === 'bytes' ? tokenize(piece, 'bytes') : [piece.normalize('NFC')];
    units.push({ text: piece, tokens });
    seams.push('');
    count += tokens.length;
  }
  return { units, seams, rest: text.slice(taken) };
}

/** The unit that a token belongs to, and which of its tokens it is. */
function placeAt(
  units: readonly Unit[],
  token: number,
): { readonly index: number; readonly within: number } | null {
  if (token < 0) return null;
  let first = 0;
  for (const [index, { tokens }] of units.entries()) {
    if (token < first + tokens.length) return { index, within: token - first };
    first += tokens.length;
  }
  return null;
}

/** The unit whose first token is this one, or that there would be next; null inside a unit. */
function startsAt(units: readonly Unit[], token: number): number | null {
  let first = 0;
  for (const [index, { tokens }] of units.entries()) {
    if (first === token) return index;
    first += tokens.length;
  }
  return first === token ? units.length : null;
}

function sizeOf(units: readonly Unit[]): number {
  return units.reduce((sum, { tokens }) => sum + tokens.length, 0);
}

/** What stays between two words when the one between them goes. */
function closed(before: string, after: string, first: boolean, last: boolean): string {
  const open = /[([{“‘「『《（【]+$/u.exec(before)?.[0].length ?? 0;
  const close = /^[)\]}”’」』》）】]+/u.exec(after)?.[0].length ?? 0;
  const pairs = Math.min(open, close);
  const head = before.slice(0, before.length - pairs);
  const tail = after.slice(pairs);
  // An opening mark waits for the next word; what followed the old one went with it.
  if (open > pairs) return head;
  if (last) return tail;
  if (head.trim() === '') return first ? head : tail;
  return tail.trim() === '' ? head : tail;
}

/** More rounds than this, and all seams are parted. */
const mostRounds = 24;

/** The text with these parts, and spaces where words would otherwise run into one another. */
function whole(parts: Parts, mode: TokenMode, at: number): Edited | Refused {
  const { units, rest } = parts;
  const all = units.flatMap(({ tokens }) => tokens);
  const wanted = all.slice(0, maxTokens);
  const open = rest !== '' || all.length > maxTokens;
  let seams = parts.seams;
  for (let round = 0; ; round++) {
    const text =
      units.map((unit, i) => (seams[i] ?? '') + unit.text).join('') + (seams.at(-1) ?? '') + rest;
    if (text.length > maxText) return { refused: 'long' };
    const found = tokenize(text, mode);
    const wrong = wanted.findIndex((token, i) => found[i] !== token);
    if (wrong === -1 && (open || found.length === wanted.length)) {
      return { text, at, count: found.length };
    }
    if (mode !== 'words' || round > mostRounds) return { refused: 'join' };
    const at0 = wrong === -1 ? wanted.length : wrong;
    const place = [at0 + 1, at0].find((seam) => parted(seams[seam]) !== null);
    seams =
      place === undefined || round === mostRounds
        ? seams.map((seam) => parted(parted(seam) ?? seam) ?? parted(seam) ?? seam)
        : seams.with(place, parted(seams[place]) ?? '');
    if (place === undefined) round = mostRounds;
  }
}

/** A seam with a space more at one of its ends; null where both have one. */
function parted(seam: string | undefined): string | null {
  if (seam === undefined) return null;
  if (!/\s$/u.test(seam)) return `${seam} `;
  return /^\s/u.test(seam) ? null : ` ${seam}`;
}
