/** A question of the article: why sinusoids? */
import { decimal, handOf } from './figures.ts';
import { choose, defineLesson, guessNumber, type Live, play } from './lesson.ts';

/** Of each diagonal of the similarity map the largest value minus the smallest, and of these the largest. */
const spread = async (page: Live) => {
  const { least, most } = await page.lens('similarityDiagonals');
  return Math.max(...most.map((value, offset) => value - (least[offset] ?? Number.NaN)));
};

export default defineLesson({
  part: 'question',
  place: 2,
  title: { en: 'Why sinusoids?', 'zh-CN': '为什么用正弦？' },
  line: {
    en: 'Small steps, distances that mean the same everywhere, no parameters; and what they do not give.',
    'zh-CN': '步子小，距离处处意义相同，不用参数；以及它们给不了什么。',
  },
  minutes: 7,
  aims: [
    {
      en: 'Name two things that sines and cosines together give, and one that they do not.',
      'zh-CN': '能说出正弦和余弦合起来带来的两样好处，以及一样带不来的。',
    },
  ],
  mistakes: [
    {
      en: '“Sinusoids work for any length.” They can be computed for any length; whether a model can use them there is another matter.',
      'zh-CN': '“正弦编码适用于任何长度。”任何长度都算得出来；模型在那里会不会用，是另一回事。',
    },
    {
      en: '“Sines alone would do.” Without its cosine, a sine does not give distances.',
      'zh-CN': '“只用正弦就够了。”没有余弦，单靠正弦得不到距离。',
    },
  ],
  steps: [
    {
      title: { en: 'A small step', 'zh-CN': '一小步' },
      says: [
        {
          en: 'In six binary digits, positions 31 and 32 are exact opposites: similarity −1. Here are six channels of sinusoids.',
          'zh-CN':
            '写成六位二进制，位置 31 和 32 完全相反：相似度是 −1。这里是六个通道的正弦编码。',
        },
      ],
      shows: 'encoding=sinusoidal&dim=6&heads=1&length=64&hide=attentionMap',
      controls: ['length', 'dim', 'base'],
      does: guessNumber({
        ask: {
          en: 'How alike are positions 31 and 32 here?',
          'zh-CN': '在这里，位置 31 和 32 有多像？',
        },
        veil: [{ map: 'similarity' }],
        decimals: 2,
        near: () => 0.1,
        truth: (page) => page.cell('similarity', 31, 32),
        explain: (guess, truth) => ({
          en: `${decimal(truth, 2)}; you said ${decimal(guess, 2)}. As alike as any two neighbours: from each position to the next every hand turns by the same angle, and nothing jumps.`,
          'zh-CN': `${decimal(truth, 2)}，你猜的是 ${decimal(guess, 2)}。和任何两个相邻位置一样像：从一个位置到下一个，每根指针都转同样的角度，没有跳变。`,
        }),
      }),
    },
    {
      title: { en: 'Sines alone', 'zh-CN': '只用正弦' },
      says: [
        {
          en: 'With a sine and a cosine for each speed, the dot product of two positions depends on their distance alone.',
          'zh-CN': '每种速度都有正弦和余弦时，两个位置的点积只取决于它们的距离。',
        },
        {
          en: 'Many pages show a formula with sines alone. Here it is: sixteen sines, sixteen speeds, no cosine.',
          'zh-CN': '不少网页上的公式只有正弦。这里就是：十六个正弦，十六种速度，没有余弦。',
        },
      ],
      shows:
        'encoding=custom&formula=sin(p/base^(i/d))&dim=16&heads=1&length=40&similarity=dot&hide=attentionMap',
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'Does the dot product still depend on the distance alone?',
          'zh-CN': '点积还只取决于距离吗？',
        },
        options: [
          { en: 'Yes: it is still made of waves', 'zh-CN': '是：它还是由波组成的' },
          {
            en: 'No: a diagonal is no longer of one colour',
            'zh-CN': '不是：同一条对角线上颜色不再相同',
          },
        ],
        veil: [{ map: 'similarity' }],
        truth: spread,
        right: (found) => (found > 1e-3 ? 1 : 0),
        explain: (_, found) => ({
          en: `On one diagonal values differ by up to ${decimal(found, 2)}. A sine tells how high the tip of a hand is, not which way it points; only with the cosine is it a hand.`,
          'zh-CN': `同一条对角线上的值最多相差 ${decimal(found, 2)}。正弦只说明针尖有多高，不说明指向哪边；加上余弦，才是一根指针。`,
        }),
      }),
    },
    {
      title: { en: 'As far as you like?', 'zh-CN': '多远都行？' },
      says: [
        {
          en: 'Sinusoids have no parameters and no last row. The table here begins at position 5,000.',
          'zh-CN': '正弦编码没有参数，也没有最后一行。这里的表从位置 5,000 开始。',
        },
      ],
      shows: 'encoding=sinusoidal&dim=64&length=64&start=5000&hide=attentionMap',
      point: { map: 'positions' },
      controls: ['length', 'start', 'base'],
      does: choose({
        ask: {
          en: 'A model was trained on texts of up to 512 words. Will it cope with position 5,000?',
          'zh-CN': '一个模型只在 512 个词以内的文本上训练过。它应付得了位置 5,000 吗？',
        },
        options: [
          { en: 'Yes: the formula holds there too', 'zh-CN': '可以：公式在那里同样成立' },
          {
            en: 'Not automatically: it has never met such vectors',
            'zh-CN': '未必：它从没见过那样的向量',
          },
          { en: 'No: the table cannot be computed there', 'zh-CN': '不行：那里的表算不出来' },
        ],
        truth: async (page) => {
          const first = await page.row('positions', 0);
          const angle = handOf(first, (first.length >> 1) - 1) * (180 / Math.PI);
          return { here: angle, trained: (angle * 511) / page.spec.start };
        },
        right: () => 1,
        explain: (chosen, { here, trained }) => ({
          en: `${chosen === 2 ? 'It can be computed, you see it. But the' : 'The'} slowest hand points to ${decimal(here, 0)} degrees at position 5,000; in training it never got past ${decimal(trained, 0)}. What to make of such a vector was never learned.`,
          'zh-CN': `${chosen === 2 ? '算得出来，你已经看到了。但' : ''}最慢的指针在位置 5,000 指向 ${decimal(here, 0)} 度；训练时它从没超过 ${decimal(trained, 0)} 度。该怎样理解这样的向量，模型没有学过。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Similarity over distance, for any scheme. Look for a curve that does not jump and a band that has no width.',
          'zh-CN': '任何方案的相似度随距离的变化。找一找没有跳变的曲线、没有宽度的色带。',
        },
      ],
      shows: 'encoding=sinusoidal&dim=16&heads=1&length=64&hide=attentionMap&lens=distance',
      controls: ['length', 'dim', 'base'],
      does: play({
        ask: {
          en: 'Write a formula of your own that does better than the sinusoid.',
          'zh-CN': '自己写一个公式，看能不能胜过正弦编码。',
        },
        ideas: [
          { name: { en: 'binary', 'zh-CN': '二进制' }, shows: 'encoding=binary' },
          {
            name: { en: 'sines alone', 'zh-CN': '只用正弦' },
            shows: 'encoding=custom&formula=sin(p/base^(i/d))',
          },
          { name: { en: 'a formula of my own', 'zh-CN': '自己的公式' }, shows: 'encoding=custom' },
          {
            name: { en: 'learned, untrained', 'zh-CN': '可学习，未训练' },
            shows: 'encoding=learned',
          },
        ],
      }),
    },
  ],
});
