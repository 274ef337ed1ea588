/** No position signal at all: what a Transformer is without one. */
import { defineEncoding } from '../encoding.ts';

export default defineEncoding({
  id: 'none',
  family: 'none',
  source: {
    authors: 'Haviv et al.',
    year: 2022,
    title:
      'Transformer Language Models without Positional Encodings Still Learn Positional Information',
    url: 'https://arxiv.org/abs/2203.16634',
  },
  text: {
    name: { en: 'No positions (NoPE)', 'zh-CN': '无位置编码（NoPE）' },
    idea: {
      en: 'nothing is added, so without a mask the order of the words cannot matter',
      'zh-CN': '什么都不加；没有掩码时，词序毫无影响',
    },
    lookFor: {
      en: 'Without a mask, a repeated word has equal rows of attention. The causal mask makes its rows differ in length: where words differ, a decoder can use this as a clue.',
      'zh-CN':
        '没有掩码时，重复的词各行注意力完全相同。打开因果掩码，各行长短不同；词不同时，解码器可由此推断次序。',
    },
  },
  tex: () => String.raw`x_p + 0`,
  params: {},
  hooks: () => ({}),
  code: () => ({ lines: 'positions = np.zeros((n, d))' }),
});
