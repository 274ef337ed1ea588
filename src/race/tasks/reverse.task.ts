import { answered, blank, defineTask, letters, row } from '../defineTask.ts';

export default defineTask({
  name: 'reverse',
  text: {
    name: { en: 'Reverse', 'zh-CN': '反转' },
    asks: {
      en: 'Write a row of letters backwards.',
      'zh-CN': '把一串字母倒着写一遍。',
    },
    why: {
      en: 'The same letters in another order have a different answer: knowing which letters there are is not enough.',
      'zh-CN': '同样的字母换个次序，答案就不同：只知道有哪些字母是不够的。',
    },
  },
  symbols: () => [...letters, blank],
  sequence(random, length, { causal }) {
    const question = row(random, Math.floor(length / 2), letters.length);
    return answered(question, question.toReversed(), { length, empty: letters.length, causal });
  },
});
