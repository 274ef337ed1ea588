import { defineTask, letters, row } from '../defineTask.ts';

export default defineTask({
  name: 'first',
  text: {
    name: { en: 'First token', 'zh-CN': '首个词元' },
    asks: {
      en: 'At each position: which letter does the row begin with?',
      'zh-CN': '在每个位置回答：这一串以哪个字母开头？',
    },
    why: {
      en: 'A set has no first member; positions give it one, and so does a causal mask.',
      'zh-CN': '集合里没有谁排第一；有了位置才分得出先后，因果掩码也能做到。',
    },
  },
  symbols: () => letters,
  sequence(random, length) {
    const ids = row(random, length, letters.length);
    return { ids, targets: ids.map((_, position) => (position === 0 ? null : (ids[0] ?? null))) };
  },
});
