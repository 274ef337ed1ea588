import { defineTask, drawn } from '../defineTask.ts';

/** The kinds, each with what opens and what closes it. */
const kinds = ['()', '[]', '{}'];
const none = 2 * kinds.length;

export default defineTask({
  name: 'parentheses',
  text: {
    name: { en: 'Parentheses', 'zh-CN': '括号匹配' },
    asks: {
      en: 'At each position: which bracket would close the innermost one still open? (A dot if none is open.)',
      'zh-CN': '在每个位置回答：要闭合最里层的括号，该写哪个右括号？若都已闭合，就写“·”。',
    },
    why: {
      en: 'Put the same brackets in another order, and a different one is left open.',
      'zh-CN': '同样的括号换个次序，未闭合的就是另一个。',
    },
  },
  symbols: () => [
    ...kinds.map((kind) => kind.charAt(0)),
    ...kinds.map((kind) => kind.charAt(1)),
    '·',
  ],
  sequence(random, length) {
    const open: number[] = [];
    const ids: number[] = [];
    const targets: number[] = [];
    for (let position = 0; position < length; position++) {
      const innermost = open.at(-1);
      if (innermost === undefined || random() < 0.5) {
        const kind = drawn(random, kinds.length);
        open.push(kind);
        ids.push(kind);
      } else {
        open.pop();
        ids.push(kinds.length + innermost);
      }
      const next = open.at(-1);
      targets.push(next === undefined ? none : kinds.length + next);
    }
    return { ids, targets };
  },
});
