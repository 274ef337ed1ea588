import { answered, blank, defineTask, digits, row } from '../defineTask.ts';

const [plus, empty] = [digits.length, digits.length + 1];

export default defineTask({
  name: 'addition',
  text: {
    name: { en: 'Addition', 'zh-CN': '加法' },
    asks: {
      en: 'Write the sum of two numbers, digit by digit.',
      'zh-CN': '逐位写出两个数的和。',
    },
    why: {
      en: 'What a digit is worth depends on where it stands: 12 + 30 and 21 + 03 use the same digits.',
      'zh-CN': '一个数字代表多少取决于它在哪一位：12 + 30 与 21 + 03 用的是同样的数字。',
    },
  },
  symbols: () => [...digits, '+', blank],
  /** The sum has as many digits as there are places left, zeros in front; of four places the last one. */
  sequence(random, length, { causal }) {
    const count = Math.max(Math.floor((length - 2) / 3), 1);
    const [first, second] = [row(random, count, 10), row(random, count, 10)];
    const question = [...first, plus, ...second];
    const answer = sum(first, second, length - question.length);
    return answered(question, answer, { length, empty, causal });
  },
});

/** Digit by digit, the last ones of the sum: numbers may be longer than any that is exact. */
function sum(first: readonly number[], second: readonly number[], places: number): number[] {
  let carry = 0;
  return Array.from({ length: places }, (_, at) => {
    const both = (first.at(-1 - at) ?? 0) + (second.at(-1 - at) ?? 0) + carry;
    carry = both > 9 ? 1 : 0;
    return both % 10;
  }).toReversed();
}
