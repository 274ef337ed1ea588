/**
 * How byte-level BPE cuts a text into words before it merges: the regular expression that a model was
 * trained with. Only those that are listed are run; a stranger's expression could take for ever.
 */
import { refusal } from '../refusal.ts';
import { childOf, flagOf, kindOf, listOf, type Part, textOf } from './part.ts';

export interface Words {
  /** Whether a space is put before a text that begins with none. */
  readonly spaced: boolean;
  cut(text: string): readonly string[];
}

/** Radford et al. 2019, §2.2. */
const gpt2 = /'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
/** As tokenizer.json has it, and the same without inline flags; {n} is how many digits stand together. */
const sinceGpt4 = (digits: string) => ({
  written: `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`,
  run: new RegExp(
    `'(?:[sStTmMdD]|[rRvV][eE]|[lL][lL])|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`,
    'gu',
  ),
});
const [llama3, qwen2] = [sinceGpt4('\\p{N}{1,3}'), sinceGpt4('\\p{N}')];

const matches = (expression: RegExp) => (text: string) => text.match(expression) ?? [];
/** Each digit by itself, then as GPT-2. */
const digitsApart = (text: string) => text.split(/(\p{N})/u).flatMap(matches(gpt2));

/** By the names that llama.cpp gives them (`tokenizer.ggml.pre`). */
const byName: Readonly<Record<string, (text: string) => readonly string[]>> = {
  'gpt-2': matches(gpt2),
  smollm: digitsApart,
  'llama-bpe': matches(llama3.run),
  qwen2: matches(qwen2.run),
};

/** @throws Refusal */
export function wordsNamed(name: string): Words {
  const cut = Object.hasOwn(byName, name) ? byName[name] : undefined;
  if (!cut) throw refusal('files.tokenizer.step', { step: name });
  return { spaced: false, cut };
}

/**
 * @param before  the `pre_tokenizer` of a tokenizer.json
 * @throws Refusal
 */
export function wordsOf(before: Part | null): Words {
  if (!before) throw refusal('files.tokenizer.step', { step: 'BPE without ByteLevel' });
  const steps = kindOf(before) === 'Sequence' ? listOf(before, 'pretokenizers') : [before];
  const last = steps.at(-1) ?? null;
  const other = steps.find((step) => !['ByteLevel', 'Digits', 'Split'].includes(kindOf(step)));
  if (!last || other) throw refusal('files.tokenizer.step', { step: kindOf(other ?? before) });
  const spaced = flagOf(last, 'add_prefix_space', true);
  const [first] = steps;
  const own = kindOf(last) === 'ByteLevel' && flagOf(last, 'use_regex', true);
  if (steps.length === 1 && own) return { spaced, cut: matches(gpt2) };
  if (steps.length === 2 && first && !spaced) {
    if (own && kindOf(first) === 'Digits' && flagOf(first, 'individual_digits', false)) {
      return { spaced, cut: digitsApart };
    }
    const written = textOf(childOf(first, 'pattern'), 'Regex');
    const known = [llama3, qwen2].find((each) => each.written === written);
    if (!own && known && kindOf(last) === 'ByteLevel' && textOf(first, 'behavior') === 'Isolated') {
      return { spaced, cut: matches(known.run) };
    }
  }
  throw refusal('files.tokenizer.step', { step: steps.map(kindOf).join(', ') });
}
