import { defineTask, letters } from '../defineTask.ts';
import { shifted } from '../shifted.ts';

export default defineTask({
  name: 'shift',
  text: {
    name: { en: 'Shift by 3', 'zh-CN': '移动 3 位' },
    asks: {
      en: 'At each position: which letter stands three positions before it?',
      'zh-CN': '在每个位置回答：往前数第三个是哪个字母？',
    },
    why: {
      en: '“Three back” is a distance, and letters do not say how far apart they are.',
      'zh-CN': '“往前第三个”说的是距离，而字母本身不带有相隔多远的信息。',
    },
  },
  symbols: () => letters,
  sequence: (random, length) => shifted(random, length, 3),
});
