import { describe, expect, it } from 'vitest';
import { ggufBytes } from '../../testing/gguf.ts';
import { Refusal } from '../refusal.ts';
import { ggufTokenizer } from './gguf.ts';
import { gpt2 } from './testing.ts';
import { tokenizerOf } from './tokenizer.ts';
import { wordsNamed, wordsOf } from './words.ts';

const tokens = [...Object.keys(gpt2.model.vocab), '1', '2', '12', '<|end|>'];
const usual = {
  'tokenizer.ggml.model': 'gpt2',
  'tokenizer.ggml.pre': 'smollm',
  'tokenizer.ggml.tokens': tokens,
  'tokenizer.ggml.merges': [...gpt2.model.merges, '1 2'],
  'tokenizer.ggml.token_type': tokens.map((token) => (token === '<|end|>' ? 3 : 1)),
};

function opened(changes: Readonly<Record<string, string | number | boolean>> = {}) {
  const bytes = ggufBytes({ metadata: { ...usual, ...changes } });
  return ggufTokenizer(bytes, bytes.length);
}

describe('the tokenizer of a GGUF', () => {
  it('cuts as that of its model, each digit by itself', () => {
    expect(opened().encode("hello hello's12").labels).toEqual([
      'hello',
      ' ',
      'hello',
      "'s",
      '1',
      '2',
    ]);
    expect(opened({ 'tokenizer.ggml.pre': 'gpt-2' }).encode('12').labels).toEqual(['12']);
  });

  it('finds its control tokens in a text, and puts those before that it says', () => {
    const { ids } = opened().encode('hello<|end|>hello');
    expect(ids).toEqual([8, 16, 8]);
    const before = { 'tokenizer.ggml.add_bos_token': true, 'tokenizer.ggml.bos_token_id': 16 };
    expect(opened(before).encode('hello').ids).toEqual([16, 8]);
  });

  it('takes a word that is a token whole where Llama 3 does', () => {
    // “hell” is a token; no merge makes “h” and “ell” one.
    expect(opened({ 'tokenizer.ggml.pre': 'llama-bpe' }).encode('hell 12').labels).toEqual([
      'hell',
      ' ',
      '12',
    ]);
  });

  it('is refused by name where it is of another kind', () => {
    const saying = (changes: Parameters<typeof opened>[0]) => {
      try {
        opened(changes);
        return null;
      } catch (error) {
        return error instanceof Refusal ? error.message : error;
      }
    };
    expect(saying({ 'tokenizer.ggml.model': 'llama' })).toContain('“llama”');
    expect(saying({ 'tokenizer.ggml.pre': 'newest' })).toContain('“newest”');
    expect(saying({ 'tokenizer.ggml.tokens': 'none' })).toContain('carries no tokenizer');
  });
});

describe('ways to cut words', () => {
  const cut = (name: string, text: string) => wordsNamed(name).cut(text).join('|');

  it('of Llama 3 keeps up to three digits together, Qwen2 one; both take a sign with its word', () => {
    expect(cut('llama-bpe', "I'LL pay $1234 \n\n now")).toBe("I|'LL| pay| $|123|4| \n\n| now");
    expect(cut('qwen2', '(word) 12')).toBe('(word|)| |1|2');
  });

  it('are told in a tokenizer.json as well', () => {
    const level = { type: 'ByteLevel', add_prefix_space: false, use_regex: false };
    const regex =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    const split = { type: 'Split', pattern: { Regex: regex }, behavior: 'Isolated' };
    const steps = (...pretokenizers: object[]) => ({ type: 'Sequence', pretokenizers });
    expect(wordsOf(steps(split, level)).cut('a 1234')).toEqual(['a', ' ', '123', '4']);
    const digits = { type: 'Digits', individual_digits: true };
    const smollm = steps(digits, { ...level, use_regex: true });
    expect(wordsOf(smollm).cut('a 12')).toEqual(['a', ' ', '1', '2']);
    const other = { ...split, pattern: { Regex: '(a+)+$' } };
    expect(() => wordsOf(steps(other, level))).toThrow('“Split, ByteLevel”');
    const file = { ...gpt2, pre_tokenizer: smollm };
    expect(tokenizerOf(JSON.stringify(file)).encode('hello').ids).toEqual([8]);
  });
});
