import { answered, blank, defineTask, letters, row } from '../defineTask.ts';

export default defineTask({
  name: 'copy',
  text: {
    name: { en: 'Copy', 'zh-CN': '复制' },
    asks: {
      en: 'Write a row of letters once more.',
      'zh-CN': '把一串字母原样再写一遍。',
    },
    why: {
      en: 'Which letter belongs at a place is settled by its position; the letters themselves do not say.',
      'zh-CN': '某个位置该写哪个字母只由位置决定，字母本身说明不了。',
    },
  },
  symbols: () => [...letters, blank],
  sequence(random, length, { causal }) {
    const question = row(random, Math.floor(length / 2), letters.length);
    return answered(question, question, { length, empty: letters.length, causal });
  },
});
