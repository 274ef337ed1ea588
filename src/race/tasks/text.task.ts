import { charactersOf } from '../characters.ts';
import { defineTask, drawn } from '../defineTask.ts';

export default defineTask({
  name: 'text',
  text: {
    name: { en: 'Your text', 'zh-CN': '自己的文本' },
    asks: {
      en: 'At each position: which character comes next in the text?',
      'zh-CN': '在每个位置回答：文本的下一个字符是什么？',
    },
    why: {
      en: 'Words are letters in order: “dog” and “god” go on differently.',
      'zh-CN': '词是按次序排列的字符：“上海”和“海上”的下文并不相同。',
    },
  },
  symbols: ({ text }) => charactersOf(text).symbols,
  /** A piece of the text from anywhere; after its end it begins anew. */
  sequence(random, length, { text, causal }) {
    const { ids, rare } = charactersOf(text);
    const from = drawn(random, ids.length);
    const at = (position: number) => ids[(from + position) % ids.length] ?? 0;
    const places = Array.from({ length }, (_, position) => position);
    return {
      ids: places.map(at),
      targets: places.map((position) => {
        // Without the mask the next character is in sight, but for that of the last position.
        const asked = causal || position === length - 1;
        const next = at(position + 1);
        return asked && next !== rare ? next : null;
      }),
    };
  },
});
