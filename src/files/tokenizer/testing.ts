/** Small tokenizers of each kind that is read. Tests only. */

const numbered = (tokens: readonly string[]) =>
  Object.fromEntries(tokens.map((token, id) => [token, id]));

export const bert = {
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

export const gpt2 = {
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

export const roberta = {
  ...gpt2,
  added_tokens: [
    { id: 13, content: '<s>', special: true },
    { id: 14, content: '</s>', special: true },
    { id: 15, content: '<mask>', special: true, lstrip: true },
  ],
  post_processor: { type: 'RobertaProcessing', cls: ['<s>', 13], sep: ['</s>', 14] },
};
