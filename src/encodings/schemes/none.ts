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
      en: 'Repeat a word: its rows of attention are equal. Turn the causal mask on and they differ, which is how a decoder can still learn order.',
      'zh-CN':
        '重复一个词：它的各行注意力完全相同。打开因果掩码后就不同了，解码器正是这样学到顺序的。',
    },
  },
  tex: () => String.raw`x_p + 0`,
  params: {},
  hooks: () => ({}),
});
