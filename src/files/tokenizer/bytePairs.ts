/**
 * GPT-2's tokeniser: text is cut into words with the space before them, each becomes its bytes,
 * and neighbours are merged, the pair that was learned first before all others.
 * Source: Radford et al. 2019, §2.2; Sennrich et al. 2016, arXiv 1508.07909.
 */
import { refusal } from '../refusal.ts';
import { childOf, flagOf, kindOf, type Part } from './part.ts';
import type { Cutter } from './tokenizer.ts';

const words = /'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

export function bytePairs(
  file: Part,
  model: Part,
  vocabulary: ReadonlyMap<string, number>,
): Cutter {
  const before = childOf(file, 'pre_tokenizer');
  const normalizer = childOf(file, 'normalizer');
  const step = normalizer ?? (before && kindOf(before) !== 'ByteLevel' ? before : null);
  if (step) throw refusal('files.tokenizer.step', { step: kindOf(step) });
  if (!before || flagOf(model, 'byte_fallback', false) || !flagOf(before, 'use_regex', true)) {
    throw refusal('files.tokenizer.step', { step: 'BPE without ByteLevel' });
  }
  const spaced = flagOf(before, 'add_prefix_space', true);
  const ranks = ranksOf(model);
  return {
    cut(text) {
      const whole = spaced && !/^\s/u.test(text) ? ` ${text}` : text;
      return (whole.match(words) ?? [])
        .flatMap((word) => merged(lettersOf(word), ranks))
        .flatMap((token) => vocabulary.get(token) ?? []);
    },
    label: (token) => new TextDecoder().decode(bytesOf(token)),
  };
}

/** Merges are written "a b", or since 2024 ["a", "b"]. */
function ranksOf(model: Part): ReadonlyMap<string, number> {
  const { merges } = model;
  if (!Array.isArray(merges)) throw refusal('files.tokenizer.json');
  return new Map(
    merges.map((pair: unknown, rank) => [
      Array.isArray(pair) ? pair.join(' ') : String(pair),
      rank,
    ]),
  );
}

function merged(letters: readonly string[], ranks: ReadonlyMap<string, number>): readonly string[] {
  let parts = letters;
  for (;;) {
    let [best, at] = [Number.POSITIVE_INFINITY, -1];
    for (let i = 0; i + 1 < parts.length; i++) {
      const rank = ranks.get(`${parts[i]} ${parts[i + 1]}`);
      if (rank !== undefined && rank < best) [best, at] = [rank, i];
    }
    if (at === -1) return parts;
    const [left, right] = [parts[at] ?? '', parts[at + 1] ?? ''];
    const next: string[] = [];
    for (let i = 0; i < parts.length; i++) {
      if (parts[i] === left && parts[i + 1] === right) {
        next.push(left + right);
        i++;
      } else next.push(parts[i] ?? '');
    }
    parts = next;
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
