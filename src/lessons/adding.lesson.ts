/** X + P: adding is not appending, what the sum still knows, and the four terms of a score. */
import { decimal, rowOf } from './figures.ts';
import {
  choose,
  defineLesson,
  guessNumber,
  type Live,
  type Numbers,
  play,
  tryOut,
} from './lesson.ts';

const adding = 'room=attend&heads=1&hide=headMaps,experiments';
const forty = `${adding}&length=40&dim=64&stage=input`;
const terms = 'room=attend&heads=1&terms=1&stage=scores&hide=stages,headMaps,experiments';
const termNames = [0, 1, 2, 3] as const;

const apart = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + (value - (b[at] ?? Number.NaN)) ** 2, 0);

/** The row of a matrix that lies nearest to a vector. */
function nearestRow(vector: Float32Array, among: Numbers): number {
  const distances = Array.from({ length: among.rows }, (_, row) =>
    apart(vector, rowOf(among, row)),
  );
  return distances.indexOf(Math.min(...distances));
}

/** Of how many sums X + P the nearest vector of X is that of the same word, and the nearest of P that of the same position. */
const recognised = async (page: Live) => {
  const [words, positions, sums] = await Promise.all([
    page.matrix('tokens'),
    page.matrix('table'),
    page.matrix('input'),
  ]);
  const rows = Array.from({ length: sums.rows }, (_, row) => row);
  return {
    all: sums.rows,
    words: rows.filter((row) => {
      const found = nearestRow(rowOf(sums, row), words);
      return apart(rowOf(words, found), rowOf(words, row)) === 0;
    }).length,
    positions: rows.filter((row) => nearestRow(rowOf(sums, row), positions) === row).length,
  };
};

/** Which of the four terms has the same number in every cell. */
const flatTerm = async (page: Live) => {
  const maps = await Promise.all(termNames.map((name) => page.matrix(`term ${name}`)));
  return maps.findIndex(({ data }) => Math.max(...data) - Math.min(...data) < 1e-5);
};

export default defineLesson({
  part: 'lesson',
  place: 6,
  title: { en: 'X + P', 'zh-CN': 'X + P' },
  line: {
    en: 'Adding is not appending: what happens to the word, and what the sum still knows.',
    'zh-CN': '相加不是拼接：词会怎样，相加的结果里还留着什么。',
  },
  minutes: 15,
  aims: [
    {
      en: 'Say how wide the input is after positions are added, and after they are appended.',
      'zh-CN': '能说出位置相加之后、拼接之后，输入各有多宽。',
    },
    {
      en: 'Say why the word can still be recognised in the sum.',
      'zh-CN': '能说明为什么从和里仍然认得出词。',
    },
    {
      en: 'Name the four terms of a score, and what each looks at.',
      'zh-CN': '能说出得分的四项，以及各看什么。',
    },
  ],
  mistakes: [
    {
      en: '“Position encoding gives the vector extra dimensions.” It is added, number by number; the width stays.',
      'zh-CN': '“位置编码给向量增加额外的维度。”它是逐个数加上去的，宽度不变。',
    },
    {
      en: '“After adding, the word is gone.” In many channels, sums of two vectors still lie nearest to their own word.',
      'zh-CN': '“加完之后词就没了。”通道多的时候，两个向量的和仍然离自己的词最近。',
    },
    {
      en: '“Twice the gain, twice the effect.” Position · position grows with the square of the gain.',
      'zh-CN': '“增益加倍，影响加倍。”“位置 · 位置”这一项随增益的平方增长。',
    },
  ],
  steps: [
    {
      title: { en: 'How wide is a sum?', 'zh-CN': '相加之后有多宽？' },
      says: [
        {
          en: 'X holds the words, P the positions. Each row of X and each row of P has 64 numbers.',
          'zh-CN': 'X 是词，P 是位置。X 的每一行和 P 的每一行都有 64 个数。',
        },
        {
          en: 'The input of the first block is X + P.',
          'zh-CN': '第一层的输入是 X + P。',
        },
      ],
      shows: `${adding}&length=12&stage=tokens`,
      point: { map: 'tokens' },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'How many numbers does each row of X + P have?',
          'zh-CN': 'X + P 的每一行有几个数？',
        },
        reveals: 'stage=input',
        decimals: 0,
        near: () => 0,
        truth: async (page) => (await page.matrix('input')).columns,
        explain: (guess, truth) => ({
          en: `${truth}${guess === truth ? '' : `, not ${guess}`}. The first number is added to the first, the second to the second. No dimension is added, and no weight matrix has to grow.`,
          'zh-CN': `${truth} 个${guess === truth ? '' : `，不是 ${guess} 个`}。第一个数加第一个数，第二个加第二个。维度没有增加，权重矩阵也不必变大。`,
        }),
      }),
    },
    {
      title: { en: 'And side by side?', 'zh-CN': '拼接呢？' },
      says: [
        {
          en: 'One could also put the two side by side, first the word, then its position. Nothing is mixed then.',
          'zh-CN': '也可以把两者并排放：先是词，后是位置。这样什么也不会混在一起。',
        },
      ],
      shows: 'room=attend&heads=1&length=12&stage=input&experiment=fuse&hide=headMaps',
      point: { control: 'fusion' },
      controls: ['length', 'dim'],
      does: choose({
        ask: { en: 'What does that cost?', 'zh-CN': '代价是什么？' },
        options: [
          { en: 'Nothing: the numbers are the same', 'zh-CN': '没有代价：数还是那些数' },
          {
            en: 'Rows twice as long, and weight matrices with twice the rows',
            'zh-CN': '行长一倍，权重矩阵的行数也多一倍',
          },
          { en: 'Half of each vector is lost', 'zh-CN': '每个向量丢掉一半' },
        ],
        reveals: 'fusion=concat',
        truth: async (page) => {
          const [input, words] = await Promise.all([page.matrix('input'), page.matrix('tokens')]);
          return { input: input.columns, words: words.columns };
        },
        right: ({ input, words }) => (input === 2 * words ? 1 : 0),
        explain: (_, { input, words }) => ({
          en: `A row has ${input} numbers now in place of ${words}, and the matrices for queries, keys and values need a row of weights for each of them. Adding gets by with half, if the sum can still be told apart.`,
          'zh-CN': `现在一行有 ${input} 个数，原来是 ${words} 个；查询、键、值的矩阵也要为每个数各备一行权重。相加只要一半，前提是和还分得开。`,
        }),
      }),
    },
    {
      title: { en: 'Is the word still there?', 'zh-CN': '词还在吗？' },
      says: [
        {
          en: 'Seven might be three and four, or five and two. From a sum of two *numbers* one cannot get them back.',
          'zh-CN': '七可以是三加四，也可以是五加二。两个*数*相加之后，就拆不回去了。',
        },
        {
          en: 'Try it with vectors: take each of the forty sums and look for the word whose own vector lies nearest to it.',
          'zh-CN': '换成向量试试：对四十个和，各找一个自身向量离它最近的词。',
        },
      ],
      shows: forty,
      point: { map: 'input' },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'For how many of the forty is that the right word?',
          'zh-CN': '四十个里，有几个找到的正是原来的词？',
        },
        decimals: 0,
        near: () => 2,
        truth: async (page) => (await recognised(page)).words,
        explain: (guess, truth) => ({
          en: `For ${truth}; you said ${guess}. In 64 channels the vectors of two words point in quite different directions. A position moves a word, but not as far as to another word.`,
          'zh-CN': `${truth} 个，你猜的是 ${guess}。在 64 个通道里，两个词的向量方向相差很大。位置会挪动一个词，但不至于挪到另一个词那里。`,
        }),
      }),
    },
    {
      title: { en: 'And the position?', 'zh-CN': '位置呢？' },
      says: [
        {
          en: 'Now the other way round: take each sum and look for the row of P that lies nearest to it.',
          'zh-CN': '反过来：对每个和，找 P 中离它最近的一行。',
        },
      ],
      shows: forty,
      point: { map: 'input' },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'For how many of the forty is that the right position?',
          'zh-CN': '四十个里，有几个找到的正是原来的位置？',
        },
        decimals: 0,
        near: () => 4,
        truth: async (page) => (await recognised(page)).positions,
        explain: (guess, truth) => ({
          en: `For ${truth}; you said ${guess}. Neighbouring positions have nearly the same vector, so the nearest is often the one next door. A trained weight matrix can do better than “nearest”: it learns which channels to listen to.`,
          'zh-CN': `${truth} 个，你猜的是 ${guess}。相邻位置的向量几乎相同，所以最近的往往是隔壁那个。训练好的权重矩阵比“找最近的”更有办法：它学会该听哪些通道。`,
        }),
      }),
    },
    {
      title: { en: 'Less room', 'zh-CN': '空间变小' },
      says: [
        {
          en: 'All this needs many channels. With few, everything lies close together.',
          'zh-CN': '这一切都要通道多才行。通道少了，什么都挤在一起。',
        },
      ],
      shows: forty,
      point: { control: 'dim' },
      controls: ['length', 'dim'],
      does: tryOut({
        ask: {
          en: 'Set the dimension to 8 or less.',
          'zh-CN': '把维度调到 8 或更小。',
        },
        reach: 'dim=8',
        reached: ({ dim }) => dim <= 8,
        truth: recognised,
        explain: ({ words, positions, all }) => ({
          en: `Of ${all} sums, the right word is now found for ${words} and the right position for ${positions}. Real models have hundreds or thousands of channels; there, adding costs them little.`,
          'zh-CN': `${all} 个和里，现在有 ${words} 个找得到词，${positions} 个找得到位置。真实的模型有几百上千个通道，相加对它们没有多大损失。`,
        }),
      }),
    },
    {
      title: { en: 'Four products', 'zh-CN': '四个乘积' },
      says: [
        {
          en: 'A score multiplies two sums, a query’s and a key’s. Multiplied out, it has four parts: content with content, content with position, position with content, position with position.',
          'zh-CN':
            '得分是两个和相乘：查询的和与键的和。展开后有四项：内容乘内容，内容乘位置，位置乘内容，位置乘位置。',
        },
        {
          en: 'The page shows the four as maps of their own; the bars above them belong to the marked cell.',
          'zh-CN': '页面把四项各画成一张图；图上方的条形是标出的那一格的四项。',
        },
      ],
      shows: `${terms}&length=12&mask=none`,
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'Now all twelve words become the same word. Which of the four maps turns into a single colour?',
          'zh-CN': '现在十二个词全都换成同一个词。四张图中，哪一张会变成一种颜色？',
        },
        options: [
          { en: 'Content · content', 'zh-CN': '内容 · 内容' },
          { en: 'Content · position and position · content', 'zh-CN': '内容 · 位置，位置 · 内容' },
          { en: 'Position · position', 'zh-CN': '位置 · 位置' },
          { en: 'All four', 'zh-CN': '四张都是' },
        ],
        reveals: 'text=la',
        truth: flatTerm,
        right: (term) => (term === 0 ? 0 : term === 3 ? 2 : 1),
        explain: (chosen) => ({
          en: `Content · content: every query meets every key with the same word. ${chosen === 2 ? 'Position · position does not know the words at all, so it has not changed.' : 'The two mixed maps become stripes, as only one side of them still varies; position · position has not changed at all.'}`,
          'zh-CN': `内容 · 内容：每个查询遇到每个键，都是同一个词。${chosen === 2 ? '位置 · 位置根本不看词，所以没有变。' : '两张混合的图变成条纹，因为只有一边还在变；位置 · 位置则完全没变。'}`,
        }),
      }),
    },
    {
      title: { en: 'Louder positions', 'zh-CN': '位置加强' },
      says: [
        {
          en: 'The gain multiplies P before it is added. The weights here change nothing, so the marked cell, position 0 with itself, is easy to work out: its part “position · position” is 4.',
          'zh-CN':
            '增益是 P 在相加之前乘上的数。这里的权重什么也不改变，所以标出的那一格，位置 0 对自己，容易算：“位置 · 位置”这一项是 4。',
        },
      ],
      shows: `${terms}&length=12&mask=none&weights=identity`,
      point: { map: 'scores', row: 0, column: 0 },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'The gain is doubled. What is that part now?',
          'zh-CN': '增益加倍，这一项变成多少？',
        },
        reveals: 'gain=2',
        decimals: 1,
        near: () => 0.1,
        truth: (page) => page.cell('term 3', 0, 0),
        explain: (guess, truth) => ({
          en: `${decimal(truth, 1)}; you said ${decimal(guess, 1)}. Both sides of the product are doubled, so it grows fourfold; the mixed parts double, and content · content stays. Positions drown the words sooner than one thinks.`,
          'zh-CN': `${decimal(truth, 1)}，你猜的是 ${decimal(guess, 1)}。乘积的两边都加倍，所以变成四倍；混合的两项变成两倍，内容 · 内容不变。位置压过词，比想象的要快。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Positions can be added, put beside the words, multiplied with them, or given to queries and keys alone.',
          'zh-CN': '位置可以相加，可以拼接，可以相乘，也可以只给查询和键。',
        },
      ],
      shows: 'room=attend&heads=1&length=24&stage=weights&experiment=fuse&hide=headMaps',
      controls: ['length', 'dim'],
      does: play({
        ask: {
          en: 'Turn the gain up until the words no longer count, and down until positions do not.',
          'zh-CN': '把增益调大，直到词不再起作用；再调小，直到位置不再起作用。',
        },
        ideas: [
          { name: { en: 'no positions left', 'zh-CN': '位置全无' }, shows: 'gain=0' },
          {
            name: { en: 'positions four times as strong', 'zh-CN': '位置强四倍' },
            shows: 'gain=4',
          },
          { name: { en: 'side by side', 'zh-CN': '拼接' }, shows: 'fusion=concat' },
          { name: { en: 'multiplied', 'zh-CN': '相乘' }, shows: 'fusion=multiply' },
        ],
      }),
    },
  ],
});
