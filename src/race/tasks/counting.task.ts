import { blank, defineTask, digits, drawn } from '../defineTask.ts';

export default defineTask({
  name: 'counting',
  text: {
    name: { en: 'Counting', 'zh-CN': '计数' },
    asks: {
      en: 'Count on from the first digit, one per position; after 9 comes 0.',
      'zh-CN': '从第一个数字开始，每个位置加一；9 之后是 0。',
    },
    why: {
      en: 'All other tokens are the same blank: only its position tells each one how far to count.',
      'zh-CN': '其余词元都是一样的空格：该数到几，只有位置说得清。',
    },
  },
  symbols: () => [...digits, blank],
  sequence(random, length) {
    const first = drawn(random, 10);
    const places = Array.from({ length }, (_, position) => position);
    return {
      ids: places.map((position) => (position === 0 ? first : digits.length)),
      targets: places.map((position) => (position === 0 ? null : (first + position) % 10)),
    };
  },
});
