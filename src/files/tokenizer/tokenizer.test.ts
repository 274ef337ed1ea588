import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal.ts';
import { bert, gpt2, roberta } from './testing.ts';
import { tokenizerOf } from './tokenizer.ts';

const encoded = (file: object, text: string) => tokenizerOf(JSON.stringify(file)).encode(text);

describe('WordPiece', () => {
  it('covers a word from the left by its longest pieces, between [CLS] and [SEP]', () => {
    expect(encoded(bert, 'Playing played.')).toEqual({
      ids: [1, 4, 5, 4, 6, 8, 2],
      labels: ['[CLS]', 'play', '##ing', 'play', '##ed', '.', '[SEP]'],
      closing: 1,
    });
  });

  it('takes accents off, sets ideographs apart, keeps special tokens, and knows what it does not', () => {
    expect(encoded(bert, 'Café我我 [MASK] unplay').ids).toEqual([1, 7, 9, 9, 3, 0, 2]);
  });
});

describe('byte-level BPE', () => {
  it('merges in the order of what was learned, spaces with the word behind', () => {
    expect(encoded(gpt2, "hello hello's")).toEqual({
      // “Ġhello”: h e is learned before Ġ h.
      ids: [8, 4, 8, 12],
      labels: ['hello', ' ', 'hello', "'s"],
      closing: 0,
    });
  });

  it('puts a space before what begins with none, where it says so', () => {
    const pre_tokenizer = { type: 'ByteLevel', add_prefix_space: true };
    const cut = (text: string) => encoded({ ...gpt2, pre_tokenizer }, text).labels.join('|');
    expect(cut('hello')).toBe(' |hello');
    expect(cut(' hello')).toBe(' |hello');
    expect(cut('\u00e9')).toBe(' |�|�');
    // A tab is no space.
    expect(encoded({ ...gpt2, pre_tokenizer }, '\thello').ids).toEqual([4, 8]);
  });

  it('takes other letters byte by byte', () => {
    expect(encoded(gpt2, 'é').ids).toEqual([10, 11]);
  });

  it('makes text of ids, characters that are whole', () => {
    const pairs = tokenizerOf(JSON.stringify(gpt2));
    const ids = (text: string) => pairs.encode(text).ids;
    expect(pairs.text(ids('hello éhello'))).toBe('hello éhello');
    expect(pairs.text(ids('hello é').slice(0, -1))).toBe('hello ');
    expect(tokenizerOf(JSON.stringify(bert)).text([4, 5, 8])).toBe('playing .');
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

describe('tokens that are found in the text as they stand', () => {
  it('take the spaces beside them where they say so', () => {
    expect(encoded(roberta, 'hello <mask> hello').ids).toEqual([13, 8, 15, 4, 8, 14]);
  });

  it('stand alone where they say so', () => {
    const file = (single_word: boolean) => ({
      ...bert,
      added_tokens: [...bert.added_tokens, { id: 99, content: 'ing', single_word }],
    });
    expect(encoded(file(true), 'playing ing').ids).toEqual([1, 4, 5, 99, 2]);
    // What the vocabulary has keeps its id.
    const un = { ...bert, added_tokens: [{ id: 99, content: 'un', single_word: true }] };
    expect(encoded(un, 'un').ids).toEqual([1, 10, 2]);
    expect(encoded(file(false), 'playing').ids).toEqual([1, 4, 99, 2]);
  });

  it('are the longest that fit, whatever signs they have', () => {
    const entry = (content: string, id: number) => ({ id, content });
    const added_tokens = [entry('[M', 70), entry('[MASK]', 71), entry('(a+)+$', 72)];
    // What the vocabulary has keeps its id: [MASK] is 3.
    expect(encoded({ ...bert, added_tokens }, '[MASK][M(a+)+$').ids).toEqual([1, 3, 70, 72, 2]);
  });
});

describe('what would take too long is refused before it is tried', () => {
  const refusalOf = (file: object) => {
    try {
      tokenizerOf(JSON.stringify(file));
      return null;
    } catch (error) {
      return error instanceof Refusal ? error.message : error;
    }
  };
  const withModel = <T extends { readonly model: object }>(file: T, change: object) => ({
    ...file,
    model: { ...file.model, ...change },
  });
  const long = 'a'.repeat(1001);

  it.each([
    [
      'words of any length',
      withModel(bert, { max_input_chars_per_word: 1e9 }),
      '“max_input_chars_per_word” of this tokenizer is 1,000,000,000; this page takes at most 1,000.',
    ],
    [
      'a long prefix',
      withModel(bert, { continuing_subword_prefix: long }),
      'In “continuing_subword_prefix” of this tokenizer there is a text of 1,001 characters',
    ],
    ['a long token', withModel(bert, { vocab: { [long]: 0 } }), 'In “vocab” of this tokenizer'],
    [
      'a long added token',
      { ...bert, added_tokens: [{ id: 1, content: long }] },
      'In “added_tokens” of this tokenizer',
    ],
    [
      'more added tokens than any has',
      { ...bert, added_tokens: Array.from({ length: 20_000 }, (_, id) => ({ id, content: '!' })) },
      '“added_tokens” of this tokenizer has 20,000 entries',
    ],
    ['a long merge', withModel(gpt2, { merges: [[long, 'a']] }), 'In “merges” of this tokenizer'],
    [
      'a template of a million tokens',
      {
        ...bert,
        post_processor: {
          ...bert.post_processor,
          special_tokens: { '[CLS]': { ids: Array(1e6).fill(1) } },
        },
      },
      '“single” of this tokenizer has 1,000,000 entries; this page takes at most 100.',
    ],
  ])('%s', (_, file, said) => {
    expect(refusalOf(file)).toContain(said);
  });

  it('a merge that is no pair of texts', () => {
    for (const merges of [[{ toString: 1 }], ['ab'], [['a', ['b']]], [['a', 'b', 'c']], 'a b']) {
      expect(refusalOf(withModel(gpt2, { merges }))).toContain('not a tokenizer.json');
    }
  });

  it('a way of merging that is not read', () => {
    expect(refusalOf(withModel(gpt2, { byte_fallback: true }))).toContain('“BPE, byte_fallback”');
    expect(refusalOf(withModel(gpt2, { end_of_word_suffix: '</w>' }))).toContain('suffix');
  });
});

it('a long word is merged pair after pair, each merge making one token a letter longer', () => {
  const grown = Array.from({ length: 999 }, (_, i) => `b${'a'.repeat(i)}`);
  const model = {
    type: 'BPE',
    vocab: { a: 0, b: 1, [`b${'a'.repeat(999)}`]: 2 },
    merges: grown.map((left) => [left, 'a']),
  };
  const { ids } = encoded({ ...gpt2, model }, `b${'a'.repeat(3999)}`);
  expect(ids).toEqual([2, ...Array<number>(3000).fill(0)]);
});
