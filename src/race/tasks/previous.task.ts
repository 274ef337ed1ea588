import { defineTask, letters } from '../defineTask.ts';
import { shifted } from '../shifted.ts';

export default defineTask({
  name: 'previous',
  text: {
    name: { en: 'Previous token', 'zh-CN': '前一个词元' },
    asks: {
      en: 'At each position: which letter stands right before it?',
      'zh-CN': '在每个位置回答：前面紧挨着的是哪个字母？',
    },
    why: {
      en: 'The neighbour is found by its position, whatever letter it is.',
      'zh-CN': '无论邻居是哪个字母，都只能靠位置找到它。',
    },
  },
  symbols: () => letters,
  sequence: (random, length) => shifted(random, length, 1),
});
