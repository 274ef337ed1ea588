/**
 * BERT's tokeniser: words are cleaned, cut at spaces and punctuation, and each is covered from the
 * left by the longest pieces of the vocabulary.
 * Source: Devlin et al. 2018, arXiv 1810.04805; Wu et al. 2016, arXiv 1609.08144, §4.1.
 */
import { refusal } from '../refusal.ts';
import { checkLength, checkWord } from './limits.ts';
import { childOf, flagOf, kindOf, numberOf, type Part, textOf } from './part.ts';
import type { Cutter } from './tokenizer.ts';

export function wordPiece(
  file: Part,
  model: Part,
  vocabulary: ReadonlyMap<string, number>,
): Cutter {
  const clean = normalizer(childOf(file, 'normalizer'));
  const before = childOf(file, 'pre_tokenizer');
  if (before && kindOf(before) !== 'BertPreTokenizer') {
    throw refusal('files.tokenizer.step', { step: kindOf(before) });
  }
  const inside = textOf(model, 'continuing_subword_prefix') ?? '##';
  checkLength('continuing_subword_prefix', inside);
  const longest = numberOf(model, 'max_input_chars_per_word') ?? 100;
  checkWord('max_input_chars_per_word', longest);
  const unknown = vocabulary.get(textOf(model, 'unk_token') ?? '[UNK]');

  /** A word that is not covered to its end is unknown as a whole. */
  const pieces = (word: string): readonly number[] => {
    const letters = Array.from(word);
    const none = unknown === undefined ? [] : [unknown];
    if (letters.length > longest) return none;
    const ids: number[] = [];
    for (let from = 0; from < letters.length; ) {
      let to = letters.length;
      let id: number | undefined;
      for (; to > from && id === undefined; to--) {
        id = vocabulary.get((from > 0 ? inside : '') + letters.slice(from, to).join(''));
      }
      if (id === undefined) return none;
      ids.push(id);
      from = to + 1;
    }
    return ids;
  };
  return {
    cut: (text) => words(clean(text)).flatMap(pieces),
    label: (token) => token,
    text: (tokens) => tokens.join(' ').replaceAll(' ##', ''),
  };
}

/** Punctuation as BERT has it: all of Unicode's, and every sign of ASCII. */
const punctuation = /([\p{P}$+<=>^`|~])/u;

function words(text: string): readonly string[] {
  return text
    .split(/\s+/u)
    .flatMap((word) => word.split(punctuation))
    .filter((word) => word !== '');
}

const ideographs =
  /[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;

function normalizer(step: Part | null): (text: string) => string {
  if (!step) return (text) => text;
  if (kindOf(step) !== 'BertNormalizer') {
    throw refusal('files.tokenizer.step', { step: kindOf(step) });
  }
  const lower = flagOf(step, 'lowercase', true);
  const cleaned = flagOf(step, 'clean_text', true);
  const apart = flagOf(step, 'handle_chinese_chars', true);
  // Where it is left open, accents go with capitals.
  const bare = flagOf(step, 'strip_accents', lower);
  return (text) => {
    let out = cleaned ? text.replace(/[\s]/gu, ' ').replace(/[\p{C}\ufffd]/gu, '') : text;
    if (apart) out = out.replace(ideographs, ' $& ');
    if (bare) out = out.normalize('NFD').replace(/\p{Mn}/gu, '');
    return lower ? out.toLowerCase() : out;
  };
}
