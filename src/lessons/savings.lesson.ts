/** A question of the article: what positions cost, and how the cost of attention can be cut. */
import { costOf, visiblePairs } from '../explain/costs.ts';
import type { Spec } from '../state/spec.ts';
import { decimal } from './figures.ts';
import { choose, defineLesson, play, tryOut } from './lesson.ts';

const products = (spec: Spec) => costOf(spec, spec.length).multiplications;

/** In percent of all multiplications, those that are done for each pair of words. */
const shareOfPairs = (spec: Spec) =>
  (100 * 2 * visiblePairs(spec, spec.length) * spec.dim * spec.depth) / products(spec);

export default defineLesson({
  part: 'question',
  place: 4,
  title: {
    en: 'What do positions cost, and how can it be cut?',
    'zh-CN': '位置编码的开销有多大，怎样节省？',
  },
  line: {
    en: 'Positions are cheap. What costs is that every word looks at every other.',
    'zh-CN': '位置本身很便宜，贵的是每个词都要看其他所有的词。',
  },
  minutes: 6,
  aims: [
    {
      en: 'Say which schemes have parameters, and what really makes long texts expensive.',
      'zh-CN': '能说出哪些方案有参数，长文本真正贵在哪里。',
    },
  ],
  mistakes: [
    {
      en: '“Position encoding makes Transformers slow on long texts.” Pairs of words do, with any scheme or none.',
      'zh-CN':
        '“位置编码让 Transformer 处理长文本很慢。”慢的是词与词两两计算得分，用哪种方案、用不用方案都一样。',
    },
  ],
  steps: [
    {
      title: { en: 'Who has to learn something?', 'zh-CN': '谁需要学参数？' },
      says: [
        {
          en: 'Four schemes on the same 40 words: a learned table, sinusoids, RoPE, ALiBi.',
          'zh-CN': '同样的 40 个词，四种方案：可学习的表、正弦、RoPE、ALiBi。',
        },
      ],
      shows: 'encoding=learned&room=compare&compare=sinusoidal;rope;alibi&length=40',
      does: choose({
        ask: {
          en: 'Which of them have numbers that must be trained and stored?',
          'zh-CN': '哪些方案有需要训练和保存的数？',
        },
        options: [
          { en: 'All four', 'zh-CN': '四种都有' },
          { en: 'The learned table and RoPE', 'zh-CN': '可学习的表和 RoPE' },
          { en: 'The learned table alone', 'zh-CN': '只有可学习的表' },
        ],
        truth: async (page) => {
          const { rows, columns } = await page.matrix('positions');
          return { rows, columns };
        },
        right: () => 2,
        explain: (chosen, { rows, columns }) => ({
          en: `${chosen === 2 ? 'Here it has' : 'Only the table: here'} ${rows} × ${columns} = ${rows * columns} numbers, one row for each position. The other three are formulas; the angles of RoPE and the slopes of ALiBi are fixed in advance.`,
          'zh-CN': `${chosen === 2 ? '这里是' : '只有表：这里是'} ${rows} × ${columns} = ${rows * columns} 个数，每个位置一行。其余三种都是公式；RoPE 的角度、ALiBi 的斜率都是事先定好的。`,
        }),
      }),
    },
    {
      title: { en: 'What is expensive', 'zh-CN': '贵在哪里' },
      says: [
        {
          en: 'A text of 1,024 words. Each looks at all before it: the dark triangle. Its area grows with the *square* of the length.',
          'zh-CN':
            '一段 1024 个词的文本，每个词看前面所有的词，就是这个三角形。它的面积随长度的*平方*增长。',
        },
      ],
      shows: 'encoding=rope&length=1024&hide=positionMap,similarityMap',
      point: { control: 'mask' },
      controls: ['mask', 'window', 'length'],
      does: tryOut({
        ask: {
          en: 'Choose “sliding window” for the mask: each word then sees only the latest few.',
          'zh-CN': '把掩码改成“滑动窗口”：每个词只看最近的几个。',
        },
        reach: 'mask=window&window=64',
        reached: ({ mask }) => mask === 'window',
        truth: async ({ spec }) => {
          const whole: Spec = { ...spec, mask: 'causal' };
          return {
            window: spec.window,
            share: shareOfPairs(whole),
            left: (100 * products(spec)) / products(whole),
          };
        },
        explain: ({ window, share, left }) => ({
          en: `Without a window, pairs make up ${decimal(share, 0)} % of all multiplications. With a window of ${window} words, ${decimal(left, 0)} % of the whole work is left, and twice the text is only twice the work.`,
          'zh-CN': `没有窗口时，词对占全部乘法的 ${decimal(share, 0)}%。窗口为 ${window} 个词时，总计算量只剩 ${decimal(left, 0)}%，而且文本加倍，计算也只加倍。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Fewer bits, a window, half of the table: each line says what is saved, and how far attention moves.',
          'zh-CN': '更少的比特、窗口、只用一半的表：每一行写着省了多少，注意力又变了多少。',
        },
      ],
      shows: 'room=attend&experiment=cheaper&hide=stages,how,headMaps,line',
      controls: ['length', 'dim'],
      does: play({
        ask: {
          en: 'What saves most and changes least?',
          'zh-CN': '哪种办法省得最多、变得最少？',
        },
        ideas: [
          {
            name: { en: 'a window, where heads look near', 'zh-CN': '窗口，头只看近处' },
            shows: 'encoding=alibi&heads=8&cheaper=window',
          },
          { name: { en: '8 bits', 'zh-CN': '8 比特' }, shows: 'cheaper=int8' },
          { name: { en: '4 bits', 'zh-CN': '4 比特' }, shows: 'cheaper=int4' },
          { name: { en: 'a longer text', 'zh-CN': '更长的文本' }, shows: 'length=400' },
        ],
      }),
    },
  ],
});
