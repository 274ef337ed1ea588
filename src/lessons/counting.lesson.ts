/** Counting: the position itself as a number, binary, Gray, and what goes wrong with each. */
import { decimal, largestAt, rowOf } from './figures.ts';
import {
  choose,
  defineLesson,
  drawCurve,
  guessNumber,
  type Live,
  pickCell,
  play,
} from './lesson.ts';

const counted = 'encoding=custom&formula=p&length=40&dim=8&heads=1&hide=attentionMap';
/** Six digits count to 63. */
const digits = 'dim=6&heads=1&signed=1&hide=attentionMap';

/** How many channels of the table differ between two rows. */
const flips = async (page: Live, first: number, second: number) => {
  const table = await page.matrix('positions');
  const other = rowOf(table, second);
  return rowOf(table, first).reduce(
    (count, value, channel) => count + (value === other[channel] ? 0 : 1),
    0,
  );
};

export default defineLesson({
  part: 'lesson',
  place: 2,
  title: { en: 'Counting', 'zh-CN': '数数' },
  line: {
    en: 'Number the words, in integers, in binary, in Gray code, and see what goes wrong.',
    'zh-CN': '用整数、二进制和格雷码给词编号，看看问题出在哪里。',
  },
  minutes: 15,
  aims: [
    {
      en: 'Say why the bare position is a poor vector: it grows without bound, and all positions point the same way.',
      'zh-CN': '能说明为什么直接用位置作向量不好：它无限增长，而且所有位置指向同一方向。',
    },
    {
      en: 'Read a binary table: which digit flips how often, and where neighbours come apart.',
      'zh-CN': '会读二进制表：哪一位多久翻转一次，哪些相邻位置会相差很远。',
    },
    {
      en: 'Say what Gray code solves and what it does not.',
      'zh-CN': '能说出格雷码解决了什么、没有解决什么。',
    },
  ],
  mistakes: [
    {
      en: '“A larger number is a better position.” A vector of large numbers drowns the word that it is added to.',
      'zh-CN': '“数越大，位置信息越强。”数值过大的向量会淹没它所加到的词。',
    },
    {
      en: '“In Gray code neighbours are near, so far positions are far.” Only the first half holds: 0 and 31 differ in one digit.',
      'zh-CN': '“格雷码里相邻的近，所以远的就远。”只有前半句成立：0 和 31 只差一位。',
    },
  ],
  steps: [
    {
      title: { en: 'Just number the words', 'zh-CN': '直接编号' },
      says: [
        {
          en: 'The simplest position vector: write the position itself into every channel. Word 0 gets zeros, word 39 gets 39 everywhere.',
          'zh-CN': '最简单的位置向量：把位置本身写进每个通道。第 0 个词全是 0，第 39 个词全是 39。',
        },
        {
          en: 'The map in the middle asks how alike two positions are, by the cosine of their vectors: 1 is the same direction.',
          'zh-CN': '旁边的图用余弦衡量两个位置有多像：1 表示方向相同。',
        },
      ],
      shows: counted,
      point: { map: 'positions', row: 30 },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: { en: 'How alike are positions 3 and 30?', 'zh-CN': '位置 3 和 30 有多像？' },
        veil: [{ map: 'similarity' }],
        decimals: 2,
        near: () => 0.02,
        truth: (page) => page.cell('similarity', 3, 30),
        explain: (guess, truth) => ({
          en: `${decimal(truth, 2)}; you said ${decimal(guess, 2)}. All these vectors point the same way and differ only in length: the cosine cannot tell 3 from 30.`,
          'zh-CN': `是 ${decimal(truth, 2)}，你猜的是 ${decimal(guess, 2)}。这些向量方向全都相同，只有长短不同：余弦分不清 3 和 30。`,
        }),
      }),
    },
    {
      title: { en: 'Larger and larger', 'zh-CN': '越来越大' },
      says: [
        {
          en: 'The longer a vector, the more it counts when it is added to a word. The words of this page have about the same length each, wherever they stand.',
          'zh-CN': '向量越长，加到词上时的影响就越大。这里每个词的向量长度相近，与位置无关。',
        },
        {
          en: 'Dividing by the length of the text keeps the numbers below 1. But then a step of one word is large in a short text and tiny in a long one.',
          'zh-CN':
            '除以文本长度，数值就不超过 1。但这样一来，走一个词的步子在短文本里大，在长文本里小。',
        },
      ],
      shows: counted.replace('formula=p', 'formula=p/n'),
      point: { control: 'length' },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'With 40 words, position 20 holds the number 0.5. What does it hold with 80 words?',
          'zh-CN': '有 40 个词时，位置 20 的数是 0.5。有 80 个词时是多少？',
        },
        reveals: 'length=80',
        decimals: 2,
        near: () => 0.005,
        truth: (page) => page.cell('positions', 20, 0),
        explain: (guess, truth) => ({
          en: `${decimal(truth, 2)}; you said ${decimal(guess, 2)}. The same position in two texts gets two different vectors, so what is learned in one does not hold in the other.`,
          'zh-CN': `是 ${decimal(truth, 2)}，你猜的是 ${decimal(guess, 2)}。同一个位置在两个文本中得到不同的向量，在一处学到的，到另一处就不成立。`,
        }),
      }),
    },
    {
      title: { en: 'Binary', 'zh-CN': '二进制' },
      says: [
        {
          en: 'Write the position in binary, one digit per channel: −1 for 0, 1 for 1. Every number is small, and no two positions are equal.',
          'zh-CN':
            '把位置写成二进制，每个通道一位：0 记作 −1，1 记作 1。数值都很小，没有两个位置相同。',
        },
        {
          en: 'Channel 0 flips at every step, channel 1 at every second, channel 2 at every fourth. Fast on the left, slow on the right.',
          'zh-CN': '通道 0 每一步翻转一次，通道 1 每两步，通道 2 每四步。左边快，右边慢。',
        },
      ],
      shows: `encoding=binary&length=64&${digits}`,
      point: { map: 'positions', row: 31 },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'How many of the six digits change from position 31 to position 32?',
          'zh-CN': '从位置 31 到位置 32，六位数字中有几位改变？',
        },
        veil: [{ map: 'similarity' }],
        decimals: 0,
        near: () => 0,
        truth: (page) => flips(page, 31, 32),
        explain: (guess, truth) =>
          guess === truth
            ? {
                en: `All ${truth}: 011111 becomes 100000. One step, and the vector points the opposite way.`,
                'zh-CN': `${truth} 位全变：011111 变成 100000。只走一步，向量就指向相反的方向。`,
              }
            : {
                en: `${truth}, not ${guess}: 011111 becomes 100000, every digit turns over. One step, and the vector points the opposite way.`,
                'zh-CN': `是 ${truth} 位，不是 ${guess} 位：011111 变成 100000，每一位都翻转。只走一步，向量就指向相反的方向。`,
              },
      }),
    },
    {
      title: { en: 'How like 0?', 'zh-CN': '和 0 有多像？' },
      says: [
        {
          en: 'Similarity counts digits: 1 where all six agree, −1 where none does, 0 where half of them do.',
          'zh-CN': '相似度是在数位数：六位全同为 1，全不同为 −1，一半相同为 0。',
        },
      ],
      shows: `encoding=binary&length=64&${digits}`,
      point: { map: 'similarity', row: 0 },
      controls: ['length', 'dim'],
      does: drawCurve({
        ask: {
          en: 'Draw how alike each position is to position 0.',
          'zh-CN': '画出每个位置与位置 0 有多像。',
        },
        veil: [{ map: 'similarity' }],
        curve: { en: 'Similarity to position 0', 'zh-CN': '与位置 0 的相似度' },
        axis: { en: 'position', 'zh-CN': '位置' },
        first: 0,
        range: [-1, 1],
        truth: async (page) => [...(await page.row('similarity', 0))],
        explain: ({ mean, at }) => ({
          en: `You are off by ${decimal(mean, 2)} on average, most at position ${at}. The curve jumps: 32 has a single 1 and is as near to 0 as position 1 is, while 63 is its opposite.`,
          'zh-CN': `平均相差 ${decimal(mean, 2)}，位置 ${at} 处差得最多。曲线上下跳动：32 只有一个 1，与 0 的距离和位置 1 一样近；63 则与 0 相反。`,
        }),
      }),
    },
    {
      title: { en: 'Gray code', 'zh-CN': '格雷码' },
      says: [
        {
          en: 'Gray code is the binary code in an order of its own: from each position to the next exactly one digit flips. The cliff between 31 and 32 is gone.',
          'zh-CN':
            '格雷码是重新排过次序的二进制：从一个位置到下一个，恰好只翻转一位。31 与 32 之间的断崖消失了。',
        },
      ],
      shows: `encoding=gray&length=64&${digits}`,
      point: { map: 'positions', row: 0 },
      controls: ['length', 'dim'],
      does: pickCell({
        ask: {
          en: 'Position 1 is as near to 0 as can be. Pick another that is as near, in row 0 of the similarity map.',
          'zh-CN': '位置 1 离 0 最近。在相似度图的第 0 行，再选一个同样近的位置。',
        },
        map: 'similarity',
        row: 0,
        veil: [{ map: 'similarity' }],
        truth: async (page) => {
          const alike = [...(await page.row('similarity', 0))].fill(Number.NEGATIVE_INFINITY, 0, 2);
          return { row: 0, column: largestAt(alike) };
        },
        explain: (guess, truth) => ({
          en: `Position ${guess.column} has similarity ${decimal(guess.value, 2)}; position ${truth.column} has ${decimal(truth.value, 2)}. One digit apart is near, however far away it stands in the text.`,
          'zh-CN': `位置 ${guess.column} 的相似度是 ${decimal(guess.value, 2)}，位置 ${truth.column} 是 ${decimal(truth.value, 2)}。只差一位就算近，不管它在文本中隔了多远。`,
        }),
      }),
    },
    {
      title: { en: 'What a code would have to do', 'zh-CN': '好的编码应该怎样' },
      says: [
        {
          en: 'Small numbers, the same vector in every text, near positions alike, far ones not. Binary and Gray have the first two.',
          'zh-CN':
            '数值要小，在任何文本中都一样，近的位置相像，远的不像。二进制和格雷码做到了前两条。',
        },
        {
          en: 'Neither lets a *shift* be the same thing everywhere: from 0 to 1 the first digit flips, from 1 to 2 others do as well.',
          'zh-CN':
            '两者都做不到让*平移*处处相同：从 0 到 1 翻转第一位，从 1 到 2 翻转的又是别的位。',
        },
      ],
      shows: `encoding=binary&length=64&${digits}`,
      point: { map: 'positions' },
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'Each channel of the binary table flips at a fixed pace. What would make these flips gentle?',
          'zh-CN': '二进制表的每个通道都按固定的节奏翻转。怎样让翻转变得平缓？',
        },
        options: [
          { en: 'More digits', 'zh-CN': '用更多位数' },
          {
            en: 'Waves instead of digits, fast ones and slow ones',
            'zh-CN': '用有快有慢的波代替数字',
          },
          { en: 'Smaller numbers', 'zh-CN': '用更小的数' },
        ],
        reveals: 'encoding=sinusoidal',
        right: () => 1,
        explain: (chosen) =>
          chosen === 1
            ? {
                en: 'A sine goes up and down at a fixed pace too, but without jumps. The table on the right has three waves, each with its sine and its cosine.',
                'zh-CN':
                  '正弦也按固定的节奏上下，但没有跳变。右边的表里有三个波，每个波各有正弦和余弦。',
              }
            : {
                en: 'However many or small the digits are, each still jumps. A sine goes up and down at a fixed pace without jumping: on the right are three waves, each with its sine and its cosine.',
                'zh-CN':
                  '位数再多、数值再小，每一位仍然会跳变。正弦按固定的节奏上下而不跳变：右边是三个波，各有正弦和余弦。',
              },
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Lengthen the text, narrow the vectors, and look for two positions that come out equal.',
          'zh-CN': '把文本加长，把向量变窄，找出两个变得相同的位置。',
        },
      ],
      shows: `encoding=binary&length=64&${digits}`,
      controls: ['length', 'dim', 'start'],
      does: play({
        ask: {
          en: 'With how few channels can 64 positions still be told apart?',
          'zh-CN': '最少用几个通道，还能分清 64 个位置？',
        },
        ideas: [
          { name: { en: 'Gray code', 'zh-CN': '格雷码' }, shows: 'encoding=gray' },
          { name: { en: 'five digits', 'zh-CN': '五位' }, shows: 'dim=5' },
          {
            name: { en: 'sinusoids', 'zh-CN': '正弦编码' },
            shows: 'encoding=sinusoidal',
          },
        ],
      }),
    },
  ],
});
