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
      en: 'Whatever letter the neighbour is, only its position gives it away.',
      'zh-CN': '不管前面是哪个字母，都只能靠位置找到它。',
    },
  },
  symbols: () => letters,
  sequence: (random, length) => shifted(random, length, 1),
});
