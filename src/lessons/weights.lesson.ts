/** What attention does with positions: the stages in turn, and one number from the words to its weight. */
import { decimal, differentRows, rowOf } from './figures.ts';
import { choose, defineLesson, guessNumber, type Live, pickColour, play } from './lesson.ts';

/** One word occurs twice, at positions 0 and 3; the verb at 2 asks. */
const sentence = (more: string, mask = 'none') => {
  const hide = more.includes('experiment=') ? 'headMaps' : 'headMaps,experiments';
  const shows = `room=attend&heads=1&mask=${mask}&length=5&hide=${hide}&${more}`;
  return {
    en: `${shows}&text=the+cat+sees+the+dog`,
    'zh-CN': `${shows}&text=大+猫+看见+大+狗`,
  };
};
const twice = [0, 3] as const;
const asks = 2;

/** The largest difference between the rows of the word that occurs twice. */
const apart = async (page: Live, name: 'tokens' | 'input') => {
  const rows = await page.matrix(name);
  const [first, second] = twice.map((row) => rowOf(rows, row));
  return (
    first?.reduce((most, value, at) => Math.max(most, Math.abs(value - (second?.[at] ?? 0))), 0) ??
    0
  );
};

/** How many times the weight of a key grows with one more in its score: read from two keys of a row. */
const perScore = async (page: Live) => {
  const [scores, weights] = await Promise.all([
    page.row('logits', asks),
    page.row('weights', asks),
  ]);
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  const [low = 0, high = 0] = [weights[scores.indexOf(least)], weights[scores.indexOf(most)]];
  return (high / low) ** (1 / (most - least));
};

const percent = (weight: number) => `${decimal(100 * weight, 1)}%`;

export default defineLesson({
  part: 'lesson',
  place: 7,
  title: { en: 'From words to a weight', 'zh-CN': '从词到权重' },
  line: {
    en: 'The stages of attention, one after the other, and where positions come in.',
    'zh-CN': '注意力的各个阶段，一步接一步，位置从哪里进来。',
  },
  minutes: 18,
  aims: [
    {
      en: 'Follow one weight back through softmax, score, query and key to the words.',
      'zh-CN': '能把一个权重经过 softmax、得分、查询和键，一路追回到词。',
    },
    {
      en: 'Read an attention map: rows ask, columns answer, each row sums to 1.',
      'zh-CN': '会读注意力图：行提问，列回答，每行的和为 1。',
    },
    {
      en: 'Say at which stage two equal words become different.',
      'zh-CN': '能说出两个相同的词在哪个阶段开始不同。',
    },
  ],
  mistakes: [
    {
      en: '“The map reads the same both ways.” The row asks and the column answers; the two cells differ.',
      'zh-CN': '“这张图横着看竖着看都一样。”行提问，列回答，两格并不相同。',
    },
    {
      en: '“A score twice as large gives twice the weight.” What counts is the difference of scores: each one more multiplies the weight by e.',
      'zh-CN': '“得分大一倍，权重就大一倍。”起作用的是得分之差：每多 1，权重乘以 e。',
    },
    {
      en: '“A weight near 1 means that the word is important.” A word that can see only one key gives it all its attention, whatever it is.',
      'zh-CN':
        '“权重接近 1 说明那个词重要。”只看得到一个键的词，不管那是什么，都把全部注意力给它。',
    },
  ],
  steps: [
    {
      title: { en: 'Words become vectors', 'zh-CN': '词变成向量' },
      says: [
        {
          en: 'The first stage, X, looks up a vector for each word. The sentence above has five words.',
          'zh-CN': '第一个阶段 X：为每个词查出一个向量。上面的句子有五个词。',
        },
      ],
      shows: sentence('stage=tokens'),
      point: { map: 'tokens' },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'How many different rows does X have?',
          'zh-CN': 'X 有几行互不相同？',
        },
        veil: [{ map: 'tokens' }],
        decimals: 0,
        near: () => 0,
        truth: async (page) => differentRows(await page.matrix('tokens')),
        explain: (guess, truth) => ({
          en: `${truth}${guess === truth ? '' : `, not ${guess}`}: one word occurs twice, and rows 0 and 3 are equal number by number. A word’s vector does not say where it stands.`,
          'zh-CN': `${truth} 行${guess === truth ? '' : `，不是 ${guess} 行`}：有一个词出现了两次，第 0 行和第 3 行逐个数都相等。词的向量不说明它在哪里。`,
        }),
      }),
    },
    {
      title: { en: 'Where they part', 'zh-CN': '从哪里开始不同' },
      says: [
        {
          en: 'From left to right, each stage is computed from those before it: X, P, X + P, queries, keys, scores, weights.',
          'zh-CN': '从左到右，每个阶段都由前面的算出：X、P、X + P、查询、键、得分、权重。',
        },
      ],
      shows: sentence('stage=tokens'),
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'At which stage do the two equal words first have different rows?',
          'zh-CN': '两个相同的词，最早在哪个阶段有了不同的行？',
        },
        options: [
          { en: 'X + P', 'zh-CN': 'X + P' },
          { en: 'Q: each asks its own question', 'zh-CN': 'Q：各问各的' },
          { en: 'softmax: the weights', 'zh-CN': 'softmax：权重' },
        ],
        reveals: 'stage=input',
        truth: async (page) => ({
          before: await apart(page, 'tokens'),
          after: await apart(page, 'input'),
        }),
        right: ({ before, after }) => (before === 0 && after > 0 ? 0 : 1),
        explain: (chosen, { after }) => ({
          en: `At X + P: their rows differ by up to ${decimal(after, 2)} there, and by nothing before. ${chosen === 0 ? 'All that comes later can only use what is in them here.' : 'Queries and weights differ because of that; equal rows would ask equal questions.'}`,
          'zh-CN': `在 X + P：两行在这里最多相差 ${decimal(after, 2)}，之前毫无差别。${chosen === 0 ? '后面的一切，都只能利用这里已有的东西。' : '查询和权重的不同由此而来；两行若相同，问的也会相同。'}`,
        }),
      }),
    },
    {
      title: { en: 'Who asks whom?', 'zh-CN': '谁问谁？' },
      says: [
        {
          en: 'Each word gets a *query*, what it asks for, and a *key*, what it answers to. The score of two words is the dot product of a query and a key.',
          'zh-CN':
            '每个词得到一个*查询*，表示它在找什么；还得到一个*键*，表示它回应什么。两个词的得分，就是一个查询与一个键的点积。',
        },
        {
          en: 'The marked cell stands in row 2 and column 4.',
          'zh-CN': '标出的格子在第 2 行、第 4 列。',
        },
      ],
      shows: sentence('stage=scores'),
      point: { map: 'scores', row: asks, column: 4 },
      controls: ['length', 'dim'],
      does: choose({
        ask: { en: 'What does its number say?', 'zh-CN': '这个数说明什么？' },
        options: [
          {
            en: 'How well word 4 answers what word 2 asks',
            'zh-CN': '第 4 个词多么符合第 2 个词所问的',
          },
          {
            en: 'How well word 2 answers what word 4 asks',
            'zh-CN': '第 2 个词多么符合第 4 个词所问的',
          },
          { en: 'How alike the two words are', 'zh-CN': '两个词有多像' },
        ],
        truth: async (page) => ({
          here: await page.cell('scores', asks, 4),
          mirrored: await page.cell('scores', 4, asks),
        }),
        right: () => 0,
        explain: (chosen, { here, mirrored }) => ({
          en: `The row asks, the column answers: ${decimal(here, 2)}. The other way round, row 4 and column 2, it is ${decimal(mirrored, 2)}${chosen === 2 ? ': likeness would be the same both ways' : ''}. Queries and keys come from different matrices.`,
          'zh-CN': `行提问，列回答：${decimal(here, 2)}。反过来，第 4 行第 2 列是 ${decimal(mirrored, 2)}${chosen === 2 ? '：若是相像，两个方向就该相同' : ''}。查询和键来自不同的矩阵。`,
        }),
      }),
    },
    {
      title: { en: 'From scores to weights', 'zh-CN': '从得分到权重' },
      says: [
        {
          en: 'Softmax turns each row of scores into weights that sum to 1. Higher scores get larger weights.',
          'zh-CN': 'softmax 把每一行得分变成和为 1 的权重。得分越高，权重越大。',
        },
      ],
      shows: sentence('stage=weights'),
      point: { map: 'weights', row: asks },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'One key scores exactly 1 more than another. How many times as much weight does it get?',
          'zh-CN': '一个键的得分恰好比另一个多 1，它的权重是另一个的几倍？',
        },
        unit: { en: 'times', 'zh-CN': '倍' },
        decimals: 2,
        near: () => 0.1,
        truth: perScore,
        explain: (guess, truth) => ({
          en: `${decimal(truth, 2)} times; you said ${decimal(guess, 2)}. The page read it from row 2: it is e, whatever the scores are. Only differences count: the same number added to every score of a row changes no weight.`,
          'zh-CN': `${decimal(truth, 2)} 倍，你猜的是 ${decimal(guess, 2)}。页面从第 2 行读出：就是 e，与得分是多少无关。只有差起作用：一行得分都加上同一个数，权重不变。`,
        }),
      }),
    },
    {
      title: { en: 'The first word', 'zh-CN': '第一个词' },
      says: [
        {
          en: 'Under a causal mask, no word sees a later one. Hidden keys get the score −∞ and so the weight 0.',
          'zh-CN': '用因果掩码时，没有词看得到后面的词。看不到的键得分为 −∞，权重就是 0。',
        },
      ],
      shows: sentence('stage=weights', 'causal'),
      controls: ['length', 'dim', 'mask'],
      does: pickColour({
        ask: {
          en: 'How much weight does the first word give to itself? Pick the colour of row 0, column 0.',
          'zh-CN': '第一个词给自己多少权重？请选出第 0 行第 0 列的颜色。',
        },
        cell: { map: 'weights', row: 0, column: 0 },
        veil: [{ map: 'weights' }],
        decimals: 2,
        near: () => 0.05,
        explain: (guess, truth) => ({
          en: `The darkest there is: ${decimal(truth, 2)}. Yours stands for ${decimal(guess, 2)}. A row sums to 1, and it has nobody else to look at. This weight says nothing about the word: with any other word there it would be the same.`,
          'zh-CN': `最深的那种：${decimal(truth, 2)}。你选的颜色表示 ${decimal(guess, 2)}。一行的和是 1，而它没有别的词可看。这个权重与词无关：换成任何词都一样。`,
        }),
      }),
    },
    {
      title: { en: 'What is handed on', 'zh-CN': '传下去的是什么' },
      says: [
        {
          en: 'The weights are used once: to mix the *values*, a third vector of each word. Each word gets the mean of all values, weighted by its row.',
          'zh-CN':
            '权重只用一次：混合各词的第三个向量，*值*。每个词得到所有值按它那一行加权的平均。',
        },
        {
          en: 'At temperature 0, each query gives all its weight to the key with the highest score.',
          'zh-CN': '温度为 0 时，每个查询把全部权重给得分最高的键。',
        },
      ],
      shows: sentence('stage=weights&experiment=fuse'),
      point: { control: 'temperature' },
      controls: ['length', 'dim'],
      does: choose({
        ask: { en: 'What does such a query get then?', 'zh-CN': '这时，一个查询得到什么？' },
        options: [
          { en: 'Its own value, unchanged', 'zh-CN': '它自己的值，原样不变' },
          { en: 'The value of that key, unchanged', 'zh-CN': '那个键的值，原样不变' },
          { en: 'The score of that key', 'zh-CN': '那个键的得分' },
        ],
        reveals: 'temperature=0&stage=mixed',
        truth: async (page) => {
          const [weights, values, mixed] = await Promise.all([
            page.row('weights', asks),
            page.matrix('value'),
            page.row('mixed', asks),
          ]);
          const key = weights.indexOf(Math.max(...weights));
          const value = rowOf(values, key);
          return {
            key,
            missed: mixed.reduce(
              (most, each, at) => Math.max(most, Math.abs(each - (value[at] ?? 0))),
              0,
            ),
          };
        },
        right: ({ missed }) => (missed < 1e-4 ? 1 : 0),
        explain: (_, { key }) => ({
          en: `Row 2 gives everything to key ${key}, and what it gets is the value of key ${key}, number by number. Weights choose; values are what is passed on.`,
          'zh-CN': `第 2 行把一切都给了第 ${key} 个键，得到的就是第 ${key} 个键的值，逐个数都相同。权重负责挑选，传下去的是值。`,
        }),
      }),
    },
    {
      title: { en: 'What position did', 'zh-CN': '位置起了什么作用' },
      says: [
        {
          en: 'In row 2, compare columns 0 and 3. It is the same word twice, yet the weights differ: the two stand at different positions.',
          'zh-CN':
            '看第 2 行的第 0 列和第 3 列。是同一个词出现两次，权重却不同：两处的位置不一样。',
        },
      ],
      shows: sentence('stage=weights'),
      point: { map: 'weights', row: asks },
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'Take the positions away. Which of the two gets more weight then?',
          'zh-CN': '去掉位置。这时两处中哪一处得到的权重多？',
        },
        options: [
          { en: 'The one at 3: it is nearer', 'zh-CN': '位置 3 的：它更近' },
          { en: 'The one at 0: it comes first', 'zh-CN': '位置 0 的：它在前' },
          { en: 'Both exactly the same', 'zh-CN': '完全一样多' },
        ],
        reveals: 'encoding=none',
        truth: async (page) => {
          const row = await page.row('weights', asks);
          return twice.map((column) => row[column] ?? Number.NaN);
        },
        right: ([first = 0, second = 0]) =>
          Math.abs(first - second) < 1e-6 ? 2 : first > second ? 1 : 0,
        explain: (_, [first = 0, second = 0]) => ({
          en: `${percent(first)} and ${percent(second)}. Equal words have equal keys, and equal keys get equal scores. Near and far, first and last mean nothing to attention unless an encoding, or a mask, makes a difference.`,
          'zh-CN': `${percent(first)} 和 ${percent(second)}。相同的词有相同的键，相同的键得分相同。远近先后，编码或掩码不说，注意力就不知道。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Press Play for the stages in turn, or click one. Point at a cell, and the page works out its number.',
          'zh-CN':
            '按“播放”依次看各个阶段，也可以点其中一个。指向一格，页面就算给你看这个数是怎么来的。',
        },
        {
          en: 'These weights are random: the page shows how attention works, not what a trained model attends to.',
          'zh-CN': '这里的权重是随机的：看到的是注意力怎样工作，而不是训练好的模型关注什么。',
        },
      ],
      shows: sentence('stage=weights'),
      controls: ['length', 'dim'],
      does: play({
        ask: {
          en: 'Change a word or drag one to another position, and see which numbers follow.',
          'zh-CN': '换一个词，或把一个词拖到别的位置，看哪些数跟着变。',
        },
        ideas: [
          { name: { en: 'no later words', 'zh-CN': '看不到后面的词' }, shows: 'mask=causal' },
          { name: { en: 'no positions', 'zh-CN': '没有位置' }, shows: 'encoding=none' },
          {
            name: { en: 'ALiBi: far keys score less', 'zh-CN': 'ALiBi：远的键得分低' },
            shows: 'encoding=alibi&stage=bias',
          },
          {
            name: { en: 'RoPE: queries and keys are turned', 'zh-CN': 'RoPE：查询和键被旋转' },
            shows: 'encoding=rope&stage=query',
          },
        ],
      }),
    },
  ],
});
