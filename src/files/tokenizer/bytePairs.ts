/**
 * GPT-2's tokeniser: text is cut into words with the space before them, each becomes its bytes,
 * and neighbours are merged, the pair that was learned first before all others.
 * Source: Radford et al. 2019, §2.2; Sennrich et al. 2016, arXiv 1508.07909.
 */
import { refusal } from '../refusal.ts';
import { checkCount, checkLength } from './limits.ts';
import { childOf, flagOf, kindOf, type Part, textOf } from './part.ts';
import type { Cutter } from './tokenizer.ts';
import type { Words } from './words.ts';

export function bytePairs(
  file: Part,
  model: Part,
  vocabulary: ReadonlyMap<string, number>,
  words: Words,
): Cutter {
  const normalizer = childOf(file, 'normalizer');
  const composed = normalizer !== null && kindOf(normalizer) === 'NFC';
  if (normalizer && !composed) {
    throw refusal('files.tokenizer.step', { step: kindOf(normalizer) });
  }
  checkPlain(model);
  const whole = flagOf(model, 'ignore_merges', false);
  const ranks = ranksOf(model);
  const tokensOf = (word: string) => {
    const letters = lettersOf(word);
    const together = letters.join('');
    return whole && vocabulary.has(together) ? [together] : merged(letters, ranks);
  };
  return {
    cut(text) {
      const plain = composed ? text.normalize('NFC') : text;
      return words
        .cut(words.spaced && !plain.startsWith(' ') ? ` ${plain}` : plain)
        .flatMap(tokensOf)
        .flatMap((token) => vocabulary.get(token) ?? []);
    },
    label: (token) => new TextDecoder().decode(bytesOf(token)),
    // As if more bytes were to come.
    text: (tokens) => new TextDecoder().decode(bytesOf(tokens.join('')), { stream: true }),
  };
}

/** What BPE can do besides, each of which would make other ids. */
function checkPlain(model: Part): void {
  const more = [
    flagOf(model, 'byte_fallback', false) && 'byte_fallback',
    textOf(model, 'continuing_subword_prefix') && 'continuing_subword_prefix',
    textOf(model, 'end_of_word_suffix') && 'end_of_word_suffix',
  ].find(Boolean);
  if (more) throw refusal('files.tokenizer.step', { step: `BPE, ${more}` });
}

/** Merges are written "a b", or since 2024 ["a", "b"]. */
function ranksOf(model: Part): ReadonlyMap<string, number> {
  const { merges } = model;
  if (!Array.isArray(merges)) throw refusal('files.tokenizer.json');
  checkCount('merges', merges.length);
  return new Map(merges.map((merge: unknown, rank) => [pairOf(merge), rank]));
}

/** @throws Refusal for what is no pair of tokens */
function pairOf(merge: unknown): string {
  const tokens: readonly unknown[] =
    typeof merge === 'string' ? merge.split(' ') : Array.isArray(merge) ? merge : [];
  const [left, right] = tokens;
  if (tokens.length !== 2 || typeof left !== 'string' || typeof right !== 'string') {
    throw refusal('files.tokenizer.json');
  }
  for (const token of [left, right]) checkLength('merges', token);
  return `${left} ${right}`;
}

/** No rank: the pair is not merged. */
const never = Number.POSITIVE_INFINITY;

/** The ranks of all pairs are kept beside them: only where something was merged they are others. */
function merged(
  letters: readonly string[],
  rankOf: ReadonlyMap<string, number>,
): readonly string[] {
  let parts = letters;
  const rankAt = (at: number) => rankOf.get(`${parts[at]} ${parts[at + 1]}`) ?? never;
  let ranks = parts.slice(1).map((_, at) => rankAt(at));
  for (;;) {
    let best = never;
    for (const rank of ranks) if (rank < best) best = rank;
    if (best === never) return parts;
    const next: string[] = [];
    const known: (number | null)[] = [];
    for (let at = 0; at < parts.length; at++) {
      const [left = '', right = ''] = [parts[at], parts[at + 1]];
      if (ranks[at] === best) {
        next.push(left + right);
        // Both neighbours of what is new are asked about anew.
        if (known.length > 0) known[known.length - 1] = null;
        known.push(null);
        at++;
      } else {
        next.push(left);
        known.push(ranks[at] ?? null);
      }
    }
    parts = next;
    ranks = parts.slice(1).map((_, at) => known[at] ?? rankAt(at));
  }
}

/** Each byte as a letter that is seen: those that are stand for themselves, others follow U+0100. */
const letters: readonly string[] = (() => {
  const seen = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(seen(byte) ? byte : next++));
})();
const byteOf = new Map(letters.map((letter, byte) => [letter, byte]));

function lettersOf(word: string): readonly string[] {
  return Array.from(new TextEncoder().encode(word), (byte) => letters[byte] ?? '');
}

function bytesOf(token: string): Uint8Array {
  return Uint8Array.from(Array.from(token).flatMap((letter) => byteOf.get(letter) ?? []));
}
