import { defineTask, letters, row } from '../defineTask.ts';

export default defineTask({
  name: 'induction',
  text: {
    name: { en: 'Induction', 'zh-CN': '归纳' },
    asks: {
      en: 'Where a letter has occurred before: which letter followed it the last time (A B … A → B)?',
      'zh-CN': '若某个字母前面出现过：上一次它后面跟着哪个字母（A B … A → B）？',
    },
    why: {
      en: 'Content finds the earlier A; only position tells that B stands right after it.',
      'zh-CN': '靠内容能找到前面的 A，但只有位置才能说明 B 紧跟在它后面。',
    },
  },
  symbols: () => letters,
  sequence(random, length) {
    const ids = row(random, length, letters.length);
    return {
      ids,
      targets: ids.map((id, position) => {
        const before = position === 0 ? -1 : ids.lastIndexOf(id, position - 1);
        return before < 0 ? null : (ids[before + 1] ?? null);
      }),
    };
  },
});
