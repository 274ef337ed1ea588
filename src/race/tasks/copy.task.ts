import { answered, blank, defineTask, letters, row } from '../defineTask.ts';

export default defineTask({
  name: 'copy',
  text: {
    name: { en: 'Copy', 'zh-CN': '复制' },
    asks: {
      en: 'Write the same row of letters again.',
      'zh-CN': '把一串字母原样再写一遍。',
    },
    why: {
      en: 'Only the position decides which letter goes where; the letters themselves do not say.',
      'zh-CN': '哪里该写哪个字母，只由位置决定，从字母本身看不出来。',
    },
  },
  symbols: () => [...letters, blank],
  sequence(random, length, { causal }) {
    const question = row(random, Math.floor(length / 2), letters.length);
    return answered(question, question, { length, empty: letters.length, causal });
  },
});
