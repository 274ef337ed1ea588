/** A question of the article: how does a position vector differ from a word vector? */
import { differentRows, rowOf } from './figures.ts';
import { choose, defineLesson, guessNumber, play } from './lesson.ts';

const room = 'room=attend&heads=1&mask=none&length=5&hide=headMaps,experiments';
const said = {
  en: `${room}&text=the+cat+sees+the+dog`,
  'zh-CN': `${room}&text=大+猫+看见+大+狗`,
};
const at = (more: string) => ({
  en: `${said.en}&${more}`,
  'zh-CN': `${said['zh-CN']}&${more}`,
});

export default defineLesson({
  part: 'question',
  place: 1,
  title: { en: 'Position vector or word vector?', 'zh-CN': '位置向量和词向量有何不同？' },
  line: {
    en: 'One says which word, the other says where. What changes when a word moves?',
    'zh-CN': '一个说是什么词，一个说在哪里。词换了地方，变的是什么？',
  },
  minutes: 5,
  aims: [
    {
      en: 'Say what each of the two vectors depends on, and what becomes of them.',
      'zh-CN': '能说出这两种向量各取决于什么，又怎样合在一起。',
    },
  ],
  mistakes: [
    {
      en: '“A position vector belongs to a word.” It belongs to a position, whatever word stands there.',
      'zh-CN': '“位置向量是某个词的。”它属于一个位置，不管那里是什么词。',
    },
  ],
  steps: [
    {
      title: { en: 'What and where', 'zh-CN': '是什么，在哪里' },
      says: [
        {
          en: 'X has a vector for each word. In this sentence one word occurs twice, at positions 0 and 3, and these two rows of X are equal.',
          'zh-CN': 'X 给每个词一个向量。这句话里有一个词出现两次，在位置 0 和 3，X 的这两行相等。',
        },
      ],
      shows: at('stage=tokens'),
      point: { map: 'tokens', row: 3 },
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'P has a vector for each position. Are its rows 0 and 3 equal too?',
          'zh-CN': 'P 给每个位置一个向量。它的第 0 行和第 3 行也相等吗？',
        },
        options: [
          { en: 'Yes: it is the same word', 'zh-CN': '相等：是同一个词' },
          { en: 'No: these are two positions', 'zh-CN': '不等：这是两个位置' },
        ],
        reveals: 'stage=table',
        truth: async (page) => {
          const table = await page.matrix('table');
          const [first, second] = [rowOf(table, 0), rowOf(table, 3)];
          return first.every((value, channel) => value === second[channel]);
        },
        right: (equal) => (equal ? 0 : 1),
        explain: (chosen) => ({
          en: `P knows nothing of words${chosen === 1 ? '' : ', so it cannot notice that one comes twice'}. X says *what*, P says *where*, and their sum says both.`,
          'zh-CN': `P 不知道有什么词${chosen === 1 ? '' : '，也就看不出哪个词出现了两次'}。X 说*是什么*，P 说*在哪里*，两者之和把两样都说了。`,
        }),
      }),
    },
    {
      title: { en: 'Five times the same word', 'zh-CN': '同一个词，五遍' },
      says: [
        {
          en: 'Now every word of the sentence becomes the same word.',
          'zh-CN': '现在句子里的词全都换成同一个词。',
        },
      ],
      shows: at('stage=input'),
      point: { map: 'input' },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'How many different rows does X + P have then?',
          'zh-CN': '这时 X + P 有几行互不相同？',
        },
        reveals: 'text=la',
        decimals: 0,
        near: () => 0,
        truth: async (page) => differentRows(await page.matrix('input')),
        explain: (guess, truth) => ({
          en: `${truth}${guess === truth ? '' : `, not ${guess}`}. All rows of X are equal now, those of P are as they were, and so each sum is different.`,
          'zh-CN': `${truth} 行${guess === truth ? '' : `，不是 ${guess} 行`}。X 的各行现在都相等，P 的各行照旧，所以每个和都不同。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Click X, P and X + P in turn. Drag a word to another position and see which of them changes.',
          'zh-CN': '依次点 X、P 和 X + P。把一个词拖到别的位置，看哪一个跟着变。',
        },
      ],
      shows: at('stage=input'),
      controls: ['length', 'dim'],
      does: play({
        ask: {
          en: 'Find a change that leaves P as it is, and one that leaves X as it is.',
          'zh-CN': '找一个不改变 P 的改动，再找一个不改变 X 的改动。',
        },
        ideas: [
          { name: { en: 'start at position 100', 'zh-CN': '从位置 100 开始' }, shows: 'start=100' },
          { name: { en: 'one word repeated', 'zh-CN': '重复一个词' }, shows: 'text=la' },
          { name: { en: 'no positions', 'zh-CN': '没有位置' }, shows: 'encoding=none' },
          { name: { en: 'only P', 'zh-CN': '只看 P' }, shows: 'stage=table' },
        ],
      }),
    },
  ],
});
