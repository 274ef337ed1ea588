/** Learned tables: what training makes of noise, the waves of a real BERT, and what comes after its last row. */
import { decimal, rowOf } from './figures.ts';
import { choose, defineLesson, guessNumber, type Live, play } from './lesson.ts';

/** The table of all-MiniLM-L6-v2; row 0 is five times as long as the others, so maps begin at 1. */
const trained = 'encoding=learned&table=minilm&dim=384&heads=12';
const untrained = 'encoding=learned&dim=64&heads=4&length=64&hide=attentionMap';

/** Mean similarity of positions one apart, and twenty apart. */
const nearAndFar = async (page: Live) => {
  const { mean } = await page.lens('similarityDiagonals');
  const middle = page.spec.length - 1;
  return { near: mean[middle + 1] ?? Number.NaN, far: mean[middle + 20] ?? Number.NaN };
};

const norm = (row: Float32Array) => Math.hypot(...row);

export default defineLesson({
  part: 'lesson',
  place: 8,
  title: { en: 'Learned tables', 'zh-CN': '学出来的表' },
  line: {
    en: 'No formula at all: what BERT and GPT-2 learned, what it looks like, and where it ends.',
    'zh-CN': '根本没有公式：BERT 和 GPT-2 学到了什么，是什么样子，到哪里为止。',
  },
  minutes: 15,
  aims: [
    {
      en: 'Say what a learned position table is, and how many numbers it has.',
      'zh-CN': '能说出什么是可学习的位置表，它有多少个数。',
    },
    {
      en: 'Tell a trained table from an untrained one by its similarity map.',
      'zh-CN': '能从相似度图分辨训练过的表和没训练的表。',
    },
    {
      en: 'Say what happens at the first position after the last row.',
      'zh-CN': '能说明最后一行之后的第一个位置会怎样。',
    },
  ],
  mistakes: [
    {
      en: '“BERT computes its positions with sines.” It looks them up in a trained table; sines belong to the original Transformer.',
      'zh-CN': '“BERT 用正弦计算位置。”它查的是训练出来的表；用正弦的是最初的 Transformer。',
    },
    {
      en: '“After the last row the table goes on somehow.” There is nothing to go on: no row, no formula.',
      'zh-CN': '“最后一行之后，表总会以某种方式延续。”没有可延续的：没有行，也没有公式。',
    },
    {
      en: '“A learned table knows that 5 comes after 4.” At first it knows nothing of the kind; what it knows it has learned from texts.',
      'zh-CN': '“可学习的表知道 5 在 4 后面。”一开始它毫不知情；它知道的都是从文本里学来的。',
    },
  ],
  steps: [
    {
      title: { en: 'Who learned, who computed?', 'zh-CN': '谁是学的，谁是算的？' },
      says: [
        {
          en: 'There are two ways to a table of positions. One computes it by a formula, as in the lessons before. The other begins with random numbers and trains them along with all the other weights.',
          'zh-CN':
            '位置表有两种来法。一种像前面几课那样，用公式算。另一种从随机数开始，和其他权重一起训练。',
        },
      ],
      shows: `${trained}&start=1&length=128&hide=attentionMap`,
      point: { map: 'positions' },
      controls: ['length', 'start'],
      does: choose({
        ask: {
          en: 'Here is the table of a small BERT. Where did its numbers come from?',
          'zh-CN': '这是一个小型 BERT 的位置表。这些数从哪里来？',
        },
        options: [
          { en: 'From sines and cosines', 'zh-CN': '由正弦和余弦算出' },
          { en: 'From training', 'zh-CN': '由训练得来' },
          { en: 'From the words of the text', 'zh-CN': '由文本里的词得来' },
        ],
        right: () => 1,
        explain: (chosen) => ({
          en: `BERT and GPT-2 learn their tables. ${chosen === 0 ? 'One often reads that BERT uses sines; those belong to the original Transformer of 2017.' : 'The sines belong to the original Transformer of 2017.'} What you see was read from the file of all-MiniLM-L6-v2.`,
          'zh-CN': `BERT 和 GPT-2 的表是学出来的。${chosen === 0 ? '常有人写 BERT 用正弦，其实用正弦的是 2017 年最初的 Transformer。' : '用正弦的是 2017 年最初的 Transformer。'}这里看到的数，读自 all-MiniLM-L6-v2 的文件。`,
        }),
      }),
    },
    {
      title: { en: 'Before training', 'zh-CN': '训练之前' },
      says: [
        {
          en: 'This is such a table on its first day: random numbers, small ones.',
          'zh-CN': '这是这样一张表的第一天：一些很小的随机数。',
        },
      ],
      shows: untrained,
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'Which positions are alike in it?',
          'zh-CN': '在这张表里，哪些位置彼此相像？',
        },
        options: [
          { en: 'Neighbours: they have similar numbers', 'zh-CN': '相邻的：它们的编号相近' },
          { en: 'Only each position with itself', 'zh-CN': '每个位置只像它自己' },
          { en: 'All of them: the numbers are so small', 'zh-CN': '全都像：数都很小' },
        ],
        veil: [{ map: 'similarity' }],
        truth: nearAndFar,
        right: ({ near, far }) => (Math.abs(near) < 0.1 && Math.abs(far) < 0.1 ? 1 : 0),
        explain: (_, { near, far }) => ({
          en: `One word apart the mean similarity is ${decimal(near, 2)}, twenty words apart ${decimal(far, 2)}. To this table position 5 is no nearer to 4 than to 60.`,
          'zh-CN': `相隔一个词，平均相似度是 ${decimal(near, 2)}；相隔二十个词，是 ${decimal(far, 2)}。对这张表来说，位置 5 离 4 并不比离 60 近。`,
        }),
      }),
    },
    {
      title: { en: 'After training', 'zh-CN': '训练之后' },
      says: [
        {
          en: 'The table of all-MiniLM-L6-v2 again. In training nobody told it which position is next to which; it had to guess hidden words.',
          'zh-CN':
            '再看 all-MiniLM-L6-v2 的表。训练时，没有人告诉它哪个位置挨着哪个；它做的是猜出被遮住的词。',
        },
      ],
      shows: `${trained}&start=1&length=128&hide=attentionMap`,
      controls: ['length', 'start'],
      does: guessNumber({
        ask: {
          en: 'How alike are two neighbours in it, on average?',
          'zh-CN': '在这张表里，相邻两个位置平均有多像？',
        },
        veil: [{ map: 'similarity' }],
        decimals: 2,
        near: () => 0.1,
        truth: async (page) => (await nearAndFar(page)).near,
        explain: (guess, truth) => ({
          en: `${decimal(truth, 2)}; you said ${decimal(guess, 2)}. That neighbours belong together had to be found in the texts, and it was found. Farther off, the map has stripes.`,
          'zh-CN': `${decimal(truth, 2)}，你猜的是 ${decimal(guess, 2)}。相邻的位置关系密切，这要从文本里去发现，而它发现了。再远一些，图上有条纹。`,
        }),
      }),
    },
    {
      title: { en: 'Stripes', 'zh-CN': '条纹' },
      says: [
        {
          en: 'Stripes beside the diagonal mean that after a certain number of words the vector is nearly itself again. That is what waves do.',
          'zh-CN': '对角线旁的条纹说明：再往后若干个词，向量又变得有些像原来。波就是这样。',
        },
      ],
      shows: `${trained}&start=1&length=128&hide=attentionMap`,
      point: { map: 'similarity' },
      controls: ['length', 'start'],
      does: choose({
        ask: {
          en: 'Sinusoids have a period for each pair of channels, from short to very long. And this table?',
          'zh-CN': '正弦编码的每一对通道各有一个周期，从短到很长。这张表呢？',
        },
        options: [
          { en: 'The same: training found the formula', 'zh-CN': '一样：训练找到了那个公式' },
          { en: 'A few periods of its own', 'zh-CN': '自己的少数几个周期' },
          { en: 'No periods at all', 'zh-CN': '没有任何周期' },
        ],
        reveals: 'lens=spectrum',
        truth: async (page) => {
          const { components } = await page.lens('spectra');
          return components.slice(0, 6).reduce((sum, { share }) => sum + share, 0);
        },
        right: () => 1,
        explain: (chosen, share) => ({
          en: `A few: six directions alone carry ${decimal(100 * share, 0)} % of all that varies, and the lens names the periods that stand out. ${chosen === 2 ? 'Nobody put waves into it; they are useful, so they came about.' : 'It has found waves, but not the formula: the curve below the axis is that of sinusoids.'}`,
          'zh-CN': `少数几个：仅六个方向就占了全部变化的 ${decimal(100 * share, 0)}%，右边列出了突出的周期。${chosen === 2 ? '没有人往里写波；波有用，所以就长出来了。' : '它找到了波，却没有找到那个公式：轴下方的曲线是正弦编码的。'}`,
        }),
      }),
    },
    {
      title: { en: 'What it costs', 'zh-CN': '要多少个数' },
      says: [
        {
          en: 'Each row is a position, each column one of 384 channels. Here is the whole table, from row 0 to the last.',
          'zh-CN': '每行一个位置，每列是 384 个通道之一。这是整张表，从第 0 行到最后一行。',
        },
      ],
      shows: `${trained}&length=512&hide=attentionMap,similarityMap`,
      controls: ['length', 'start'],
      does: guessNumber({
        ask: {
          en: 'How many numbers had to be learned?',
          'zh-CN': '要学多少个数？',
        },
        decimals: 0,
        near: (truth) => 0.1 * truth,
        truth: async (page) => {
          const { rows, columns } = await page.matrix('positions');
          return rows * columns;
        },
        explain: (_, truth) => ({
          en: `${truth.toLocaleString('en')}. BERT base has twice as many channels and so twice the numbers; that is still less than half a percent of the model. Sinusoids need none.`,
          'zh-CN': `${truth.toLocaleString('en')} 个。BERT base 的通道多一倍，数也就多一倍；即便如此，也不到整个模型的千分之五。正弦编码一个都不用学。`,
        }),
      }),
    },
    {
      title: { en: 'Row 513', 'zh-CN': '第 513 行' },
      says: [
        {
          en: 'The table has 512 rows: positions 0 to 511. Here are the last of them, from 480 on. Now the text becomes longer.',
          'zh-CN':
            '这张表有 512 行：位置 0 到 511。这里是最后几行，从 480 开始。现在文本要变长了。',
        },
      ],
      shows: `${trained}&start=480&length=32`,
      controls: ['length', 'start'],
      does: choose({
        ask: {
          en: 'What does the table give to position 512?',
          'zh-CN': '这张表给位置 512 什么？',
        },
        options: [
          { en: 'Zeros', 'zh-CN': '零' },
          { en: 'Row 0 again', 'zh-CN': '又从第 0 行开始' },
          { en: 'The waves, continued', 'zh-CN': '把波接着算下去' },
          { en: 'Nothing', 'zh-CN': '什么都没有' },
        ],
        reveals: 'length=64',
        truth: async (page) => Array.from(await page.row('positions', 512 - page.spec.start)),
        right: (row) =>
          row.every((value) => Number.isNaN(value)) ? 3 : row.every((value) => value === 0) ? 0 : 2,
        explain: (chosen) => ({
          en: `Nothing: there is no such row, and no formula to work one out. ${chosen === 3 ? 'The' : 'Programs that look it up stop with an error; the'} hatched rows have no scores either, so nothing can be attended to from there. A text has to be cut, or another scheme chosen before training.`,
          'zh-CN': `什么都没有：没有这一行，也没有公式可以算出来。${chosen === 3 ? '' : '去查它的程序会报错停下；'}画斜线的各行也没有得分，从那里无法关注任何词。文本只能截断，否则就得在训练前另选方案。`,
        }),
      }),
    },
    {
      title: { en: 'A special row', 'zh-CN': '特别的一行' },
      says: [
        {
          en: 'In BERT, position 0 always belongs to the same token, [CLS], which stands before the text.',
          'zh-CN': '在 BERT 里，位置 0 总是属于同一个词元 [CLS]，它在文本之前。',
        },
        {
          en: 'The map is nearly blank: its colours have to reach the largest number, and that stands in row 0.',
          'zh-CN': '图上几乎是空白：颜色要照顾到最大的数，而它在第 0 行。',
        },
      ],
      shows: `${trained}&length=64&hide=attentionMap,similarityMap`,
      point: { map: 'positions', row: 0 },
      controls: ['length', 'start'],
      does: guessNumber({
        ask: {
          en: 'How many times as long as the vector in row 1 is the one in row 0?',
          'zh-CN': '第 0 行向量的长度是第 1 行的几倍？',
        },
        unit: { en: 'times', 'zh-CN': '倍' },
        decimals: 1,
        near: () => 1,
        truth: async (page) => {
          const table = await page.matrix('positions');
          return norm(rowOf(table, 0)) / norm(rowOf(table, 1));
        },
        explain: (guess, truth) => ({
          en: `${decimal(truth, 1)} times; you said ${decimal(guess, 1)}. No formula would do this. Training can give any row whatever helps, and a position that always means the same is worth marking.`,
          'zh-CN': `${decimal(truth, 1)} 倍，你猜的是 ${decimal(guess, 1)}。没有哪个公式会这样。训练可以给任何一行它需要的东西，而一个总是同样含义的位置，值得特别标出。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Compare what was learned with what is computed. In the Model room you can open a table of your own.',
          'zh-CN': '比较学出来的和算出来的。在“模型”页可以打开你自己的表。',
        },
      ],
      shows: `${trained}&start=1&length=256&hide=attentionMap&lens=spectrum`,
      controls: ['length', 'start'],
      does: play({
        ask: {
          en: 'Move through the table. Are rows near its end, which few texts reach, as regular as those at its beginning?',
          'zh-CN': '在表里前后移动。靠近末尾的行很少有文本用到，它们和开头的行一样有规律吗？',
        },
        ideas: [
          { name: { en: 'the last rows', 'zh-CN': '最后几行' }, shows: 'start=384&length=128' },
          {
            name: { en: 'sinusoids of the same width', 'zh-CN': '同样宽度的正弦编码' },
            shows: 'encoding=sinusoidal',
          },
          { name: { en: 'the path of the rows', 'zh-CN': '各行的轨迹' }, shows: 'lens=trajectory' },
          {
            name: { en: 'before training', 'zh-CN': '训练之前' },
            shows: 'encoding=learned&table=seeded',
          },
        ],
      }),
    },
  ],
});
