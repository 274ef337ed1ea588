import { answered, blank, defineTask, digits, row } from '../defineTask.ts';

export default defineTask({
  name: 'sort',
  text: {
    name: { en: 'Sort', 'zh-CN': '排序' },
    asks: {
      en: 'Write a row of digits in ascending order.',
      'zh-CN': '把一串数字从小到大写出来。',
    },
    why: {
      en: 'The order of the digits in the question does not matter, but each answer must know how many come before it.',
      'zh-CN': '题目里数字的次序无关紧要，但写每个答案时，都要知道前面已经写了几个。',
    },
  },
  symbols: () => [...digits, blank],
  sequence(random, length, { causal }) {
    const question = row(random, Math.floor(length / 2), digits.length);
    const answer = question.toSorted((a, b) => a - b);
    return answered(question, answer, { length, empty: digits.length, causal });
  },
});
