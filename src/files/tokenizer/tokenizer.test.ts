import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal.ts';
import { tokenizerOf } from './tokenizer.ts';

const numbered = (tokens: readonly string[]) =>
  Object.fromEntries(tokens.map((token, id) => [token, id]));

const bert = {
  added_tokens: [
    { id: 1, content: '[CLS]', special: true },
    { id: 2, content: '[SEP]', special: true },
    { id: 3, content: '[MASK]', special: true },
  ],
  normalizer: { type: 'BertNormalizer', lowercase: true, strip_accents: null },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    special_tokens: { '[CLS]': { ids: [1] }, '[SEP]': { ids: [2] } },
  },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    vocab: numbered('[UNK] [CLS] [SEP] [MASK] play ##ing ##ed cafe . 我 un'.split(' ')),
  },
};

const encoded = (file: object, text: string) => tokenizerOf(JSON.stringify(file)).encode(text);

describe('WordPiece', () => {
  it('covers a word from the left by its longest pieces, between [CLS] and [SEP]', () => {
    expect(encoded(bert, 'Playing played.')).toEqual({
      ids: [1, 4, 5, 4, 6, 8, 2],
      labels: ['[CLS]', 'play', '##ing', 'play', '##ed', '.', '[SEP]'],
    });
  });

  it('takes accents off, sets ideographs apart, keeps special tokens, and knows what it does not', () => {
    expect(encoded(bert, 'Café我我 [MASK] unplay').ids).toEqual([1, 7, 9, 9, 3, 0, 2]);
  });
});

const gpt2 = {
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false },
  post_processor: { type: 'ByteLevel' },
  model: {
    type: 'BPE',
    // Ġ is the space; é is two bytes, Ã and ©.
    vocab: numbered(['h', 'e', 'l', 'o', 'Ġ', 'he', 'll', 'hell', 'hello', 'Ġh', 'Ã', '©', "'s"]),
    merges: ['h e', 'l l', 'he ll', 'hell o', "' s", 'Ġ h'],
  },
};

describe('byte-level BPE', () => {
  it('merges in the order of what was learned, spaces with the word behind', () => {
    expect(encoded(gpt2, "hello hello's")).toEqual({
      // “Ġhello”: h e is learned before Ġ h.
      ids: [8, 4, 8, 12],
      labels: ['hello', ' ', 'hello', "'s"],
    });
  });

  it('takes other letters byte by byte', () => {
    expect(encoded(gpt2, 'é').ids).toEqual([10, 11]);
  });

  it('takes merges as pairs too', () => {
    const merges = gpt2.model.merges.map((pair) => pair.split(' '));
    expect(encoded({ ...gpt2, model: { ...gpt2.model, merges } }, 'hello').ids).toEqual([8]);
  });
});

it('refuses by name what it would do wrong', () => {
  const saying = (file: unknown) => {
    try {
      tokenizerOf(typeof file === 'string' ? file : JSON.stringify(file));
      return null;
    } catch (error) {
      return error instanceof Refusal ? error.message : error;
    }
  };
  expect(saying('{')).toBe('This is not a tokenizer.json of the Hugging Face library.');
  expect(saying({ model: { type: 'WordPiece', vocab: {} } })).toContain('is not a tokenizer.json');
  expect(saying({ model: { type: 'Unigram', vocab: { a: 0 } } })).toContain('“Unigram”');
  const sequence = { ...gpt2, pre_tokenizer: { type: 'Sequence', pretokenizers: [] } };
  expect(saying(sequence)).toContain('“Sequence”');
  expect(saying({ ...bert, normalizer: { type: 'NFKC' } })).toContain('“NFKC”');
});
