/** The circle: the article's sin(2πi/n), its example, and why a longer text gives a word another vector. */
import { columnOf, decimal, handOf } from './figures.ts';
import {
  choose,
  defineLesson,
  guessNumber,
  type Live,
  pickColour,
  play,
  tryOut,
} from './lesson.ts';

const circle = 'encoding=circular&dim=2&heads=1&mask=none&hide=attentionMap';
/** The article's own example, in either language. */
const cat = `${circle}&text=The+cat+in+the+hat&length=5`;
const sat = 'text=The+cat+in+the+hat+sat+down&length=7';
const mat = 'text=The+cat+in+the+hat+sat+on+the+old+mat&length=10';

const degrees = (radians: number) => radians * (180 / Math.PI);

/** How far round the circle a position stands, in degrees. */
const angleAt = async (page: Live, position: number) =>
  degrees(handOf(await page.row('positions', position), 0));

/** The position that stands nearest to an angle. */
const nearestTo = async (page: Live, angle: number) => {
  const table = await page.matrix('positions');
  const [sines, cosines] = [columnOf(table, 0), columnOf(table, 1)];
  const apart = sines.map((sine, at) =>
    Math.hypot(sine - Math.sin(angle), (cosines[at] ?? Number.NaN) - Math.cos(angle)),
  );
  return apart.indexOf(Math.min(...apart));
};

export default defineLesson({
  part: 'lesson',
  place: 4,
  title: { en: 'The circle', 'zh-CN': '圆' },
  line: {
    en: 'A formula from an article, sin(2πi/n), and why it gives a word another vector in a longer text.',
    'zh-CN': '一篇文章里的公式 sin(2πi/n)，以及为什么文本一变长，同一个词的向量就变了。',
  },
  minutes: 12,
  aims: [
    {
      en: 'Work out the vector of a word on the circle.',
      'zh-CN': '能算出圆上一个词的向量。',
    },
    {
      en: 'Say what goes wrong when a formula contains the length of the text.',
      'zh-CN': '能说明公式里含有文本长度会出什么问题。',
    },
    {
      en: 'Say why a circle makes the last word a neighbour of the first.',
      'zh-CN': '能说明为什么在圆上最后一个词成了第一个词的邻居。',
    },
  ],
  mistakes: [
    {
      en: '“The same position has the same vector in every text.” Not where the formula contains n.',
      'zh-CN': '“同一位置在任何文本中的向量都相同。”公式里有 n，就不是这样。',
    },
    {
      en: '“The last word is the farthest from the first.” On a circle it is as near as the second.',
      'zh-CN': '“最后一个词离第一个词最远。”在圆上，它和第二个词一样近。',
    },
    {
      en: '“The formula gives a d-dimensional vector.” It gives two numbers, whatever the width of the words.',
      'zh-CN': '“这个公式给出 d 维向量。”不管词向量有多宽，它只给出两个数。',
    },
  ],
  steps: [
    {
      title: { en: 'Five words on a circle', 'zh-CN': '圆上的五个词' },
      says: [
        {
          en: 'An article on position embeddings spreads the words of a text evenly on a circle: word i of n stands at the angle 2πi/n. Its vector is the sine and the cosine of that angle.',
          'zh-CN':
            '一篇介绍位置嵌入的文章把一段文本的词均匀地放在圆上：n 个词中的第 i 个在转角 2πi/n 处，向量就是这个角的正弦和余弦。',
        },
        {
          en: 'Its example is “The cat in the hat”: five words, a fifth of a turn from each to the next.',
          'zh-CN': '它的例子是 “The cat in the hat”：五个词，每两个相邻的词隔五分之一圈。',
        },
      ],
      shows: cat,
      point: { map: 'positions', row: 0 },
      controls: ['length'],
      does: choose({
        ask: {
          en: 'Which word is nearest to the first, “The”?',
          'zh-CN': '哪个词离第一个词 “The” 最近？',
        },
        options: [
          { en: '“cat”: it comes next', 'zh-CN': '“cat”：它紧接着' },
          { en: '“cat” and “hat”, equally near', 'zh-CN': '“cat” 和 “hat”，一样近' },
          { en: '“the”: it is the same word', 'zh-CN': '“the”：是同一个词' },
        ],
        veil: [{ map: 'similarity' }],
        reveals: 'lens=trajectory',
        truth: (page) => page.row('similarity', 0),
        right: ([, second = 0, , fourth = 0, last = 0]) =>
          Math.abs(second - last) < 1e-5 && second > fourth ? 1 : 0,
        explain: (chosen, [, second = 0, , fourth = 0, last = 0]) =>
          chosen === 1
            ? {
                en: `“cat” and “hat” have similarity ${decimal(second)} and ${decimal(last)}: round the circle, the last word is a neighbour of the first.`,
                'zh-CN': `“cat” 和 “hat” 的相似度是 ${decimal(second)} 和 ${decimal(last)}：绕着圆看，最后一个词就是第一个词的邻居。`,
              }
            : {
                en: `“cat” has ${decimal(second)}, “hat” ${decimal(last)}, “the” ${decimal(fourth)}. What word it is does not count here; and round the circle, the last position is a neighbour of the first.`,
                'zh-CN': `“cat” 是 ${decimal(second)}，“hat” 是 ${decimal(last)}，“the” 是 ${decimal(fourth)}。这里不管是什么词；绕着圆看，最后一个位置就是第一个的邻居。`,
              },
      }),
    },
    {
      title: { en: 'From 0 or from 1?', 'zh-CN': '从 0 还是从 1？' },
      says: [
        {
          en: 'The article prints “i = 1 … n” beside its formula. Its worked example begins with sin 0. These are two different tables.',
          'zh-CN': '文章在公式旁写着“i = 1 … n”，而算例从 sin 0 开始。这是两张不同的表。',
        },
        {
          en: 'Here the count begins with 1, as printed.',
          'zh-CN': '这里按印出的公式，从 1 数起。',
        },
      ],
      shows: `${cat}&origin=1`,
      point: { control: 'origin' },
      controls: ['length', 'origin'],
      does: choose({
        ask: {
          en: 'Counted from 1, which word gets the vector (0, 1)?',
          'zh-CN': '从 1 数起，哪个词得到向量 (0, 1)？',
        },
        options: [
          { en: 'The first, “The”', 'zh-CN': '第一个，“The”' },
          { en: 'The last, “hat”', 'zh-CN': '最后一个，“hat”' },
          { en: 'None of them', 'zh-CN': '哪个都不是' },
        ],
        veil: [{ map: 'positions' }, { map: 'similarity' }],
        truth: (page) => nearestTo(page, 0),
        right: (row) => (row === 0 ? 0 : row === 4 ? 1 : 2),
        explain: (chosen, row) => ({
          en: `Row ${row}, the last: at i = n the hand is all the way round, and (0, 1) is where it set out.${chosen === 1 ? '' : ' Starting at 1 turns every word on by one step.'} A formula and its example have to count alike.`,
          'zh-CN': `第 ${row} 行，也就是最后一个：i = n 时正好转满一圈，回到起点 (0, 1)。${chosen === 1 ? '' : '从 1 数起，每个词都多转了一步。'}公式和算例必须用同样的数法。`,
        }),
      }),
    },
    {
      title: { en: 'Two more words', 'zh-CN': '多两个词' },
      says: [
        {
          en: 'Back to the example, counted from 0. “cat” is at position 1, a fifth of the way round: 72 degrees.',
          'zh-CN': '回到从 0 数起的算例。“cat” 在位置 1，五分之一圈，即 72 度。',
        },
        {
          en: 'The article says that a position has the same vector in every text. Now the text becomes “The cat in the hat sat down”.',
          'zh-CN':
            '文章说，同一位置在任何文本中的向量都相同。现在文本变成 “The cat in the hat sat down”。',
        },
      ],
      shows: cat,
      point: { map: 'positions', row: 1 },
      controls: ['length'],
      does: choose({
        ask: { en: 'What becomes of the vector of “cat”?', 'zh-CN': '“cat” 的向量会怎样？' },
        options: [
          { en: 'Nothing: it is still position 1', 'zh-CN': '不变：它仍在位置 1' },
          { en: 'It moves on along the circle', 'zh-CN': '沿着圆往前移' },
          { en: 'It moves back along the circle', 'zh-CN': '沿着圆往回移' },
        ],
        reveals: sat,
        truth: (page) => angleAt(page, 1),
        right: (angle) => (Math.abs(angle - 72) < 1e-3 ? 0 : angle > 72 ? 1 : 2),
        explain: (chosen, angle) => ({
          en: `It stands at ${decimal(angle, 1)} degrees now: (${decimal(Math.sin(angle / degrees(1)))}, ${decimal(Math.cos(angle / degrees(1)))}). The turn is shared by seven words in place of five${chosen === 0 ? ', because the formula contains n. The article’s formula breaks the article’s own rule' : ''}.`,
          'zh-CN': `它现在在 ${decimal(angle, 1)} 度：(${decimal(Math.sin(angle / degrees(1)))}, ${decimal(Math.cos(angle / degrees(1)))})。一圈由五个词分变成七个词分${chosen === 0 ? '，因为公式里有 n。文章的公式违背了文章自己的说法' : ''}。`,
        }),
      }),
    },
    {
      title: { en: 'Whose vector is it now?', 'zh-CN': '现在是谁的向量？' },
      says: [
        {
          en: 'A model learns what to make of a vector. Suppose that it was trained on texts of five words and has learned: this vector, at 72 degrees, means position 1.',
          'zh-CN':
            '模型要学会怎样理解一个向量。假设它用五个词的文本训练，学到了：72 度的这个向量表示位置 1。',
        },
        {
          en: 'Then it is given a text of ten words.',
          'zh-CN': '然后给它一段十个词的文本。',
        },
      ],
      shows: cat,
      point: { map: 'positions', row: 1 },
      controls: ['length'],
      does: guessNumber({
        ask: {
          en: 'Which position has that vector in a text of ten words?',
          'zh-CN': '在十个词的文本里，哪个位置的向量是它？',
        },
        reveals: mat,
        decimals: 0,
        near: () => 0,
        truth: (page) => nearestTo(page, (2 * Math.PI) / 5),
        explain: (guess, truth) => ({
          en: `Position ${truth}${guess === truth ? '' : `, not ${guess}`}. Such a vector says how far through the text a word stands, in parts of the whole. It does not say how many words come before it.`,
          'zh-CN': `位置 ${truth}${guess === truth ? '' : `，不是 ${guess}`}。这样的向量说的是词处在全文的几分之几，而不是它前面有几个词。`,
        }),
      }),
    },
    {
      title: { en: 'A formula without n', 'zh-CN': '没有 n 的公式' },
      says: [
        {
          en: 'Click the name of the scheme above the maps to choose another one.',
          'zh-CN': '点击图上方的方案名称，可以换一种方案。',
        },
      ],
      shows: `${circle}&${sat}`,
      point: { control: 'encoding' },
      controls: ['length'],
      does: tryOut({
        ask: {
          en: 'Drag the length and watch row 1. Then choose the sinusoidal scheme and drag it again.',
          'zh-CN': '拖动长度，看第 1 行。再改选正弦编码，拖动一次。',
        },
        reach: 'encoding=sinusoidal',
        reached: ({ encoding }) => encoding === 'sinusoidal',
        truth: (page) => page.row('positions', 1),
        explain: ([sine = 0, cosine = 0]) => ({
          en: `Position 1 has (${decimal(sine)}, ${decimal(cosine)}) now, however long the text is: this hand turns by a fixed angle per word, not by a share of the circle.`,
          'zh-CN': `现在位置 1 是 (${decimal(sine)}, ${decimal(cosine)})，文本多长都一样：这根指针每个词转过固定的角度，而不是圆的几分之几。`,
        }),
      }),
    },
    {
      title: { en: 'Two hundred words', 'zh-CN': '两百个词' },
      says: [
        {
          en: 'Among five words, neighbours are far apart on the circle. Now two hundred words share it.',
          'zh-CN': '只有五个词时，相邻的词在圆上隔得很开。现在两百个词分这一圈。',
        },
      ],
      shows: `${circle}&length=200`,
      controls: ['length'],
      does: pickColour({
        ask: {
          en: 'How alike are positions 0 and 1 now? Pick the colour of their cell.',
          'zh-CN': '现在位置 0 和 1 有多像？请选出它们那一格的颜色。',
        },
        cell: { map: 'similarity', row: 0, column: 1 },
        veil: [{ map: 'similarity' }],
        decimals: 4,
        near: () => 0.03,
        explain: (guess, truth) => ({
          en: `The colour of ${decimal(truth, 4)}; yours stands for ${decimal(guess, 2)}. With one hand alone, a longer text packs the words ever closer together. That is why the sinusoid has many hands, fast ones for neighbours and slow ones for far words.`,
          'zh-CN': `是 ${decimal(truth, 4)} 的颜色，你选的颜色表示 ${decimal(guess, 2)}。只有一根指针，文本越长，词就挤得越紧。所以正弦编码有许多指针：快的分辨相邻的词，慢的分辨远处的词。`,
        }),
      }),
    },
    {
      title: { en: 'Two numbers for sixteen', 'zh-CN': '十六个通道，两个数' },
      says: [
        {
          en: 'The article calls its formula a vector of d dimensions and adds it to the vector of the word. Here the words have sixteen channels.',
          'zh-CN': '文章把这个公式叫做 d 维向量，并把它加到词向量上。这里的词向量有十六个通道。',
        },
      ],
      shows: 'encoding=circular&dim=16&length=16&heads=1&mask=none&hide=attentionMap',
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'In how many of the sixteen channels is anything added?',
          'zh-CN': '十六个通道中，有几个真的加上了东西？',
        },
        veil: [{ map: 'positions' }],
        decimals: 0,
        near: () => 0,
        truth: async (page) => {
          const table = await page.matrix('positions');
          const channels = Array.from({ length: table.columns }, (_, at) => columnOf(table, at));
          return channels.filter((channel) => channel.some((value) => value !== 0)).length;
        },
        explain: (guess, truth) => ({
          en: `In ${truth}${guess === truth ? '' : `, not ${guess}`}: one sine and one cosine. All the others get 0, so most of the word does not know where it stands.`,
          'zh-CN': `${truth} 个${guess === truth ? '' : `，不是 ${guess} 个`}：一个正弦，一个余弦。其余的都加 0，词向量的大部分不知道自己在哪里。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'The path shows where each position lies. Point at a row and follow it round.',
          'zh-CN': '轨迹图显示每个位置在哪里。指向一行，跟着它绕一圈。',
        },
      ],
      shows: `${cat}&lens=trajectory`,
      controls: ['length', 'dim', 'origin', 'start'],
      does: play({
        ask: {
          en: 'Make the text longer. From which length on can your eye no longer tell the last position from the first?',
          'zh-CN': '把文本加长。从多长开始，肉眼就分不清最后一个位置和第一个位置？',
        },
        ideas: [
          { name: { en: 'seven words', 'zh-CN': '七个词' }, shows: sat },
          { name: { en: 'counted from 1', 'zh-CN': '从 1 数起' }, shows: 'origin=1' },
          { name: { en: 'forty words', 'zh-CN': '四十个词' }, shows: 'length=40' },
          {
            name: { en: 'sinusoids of eight channels', 'zh-CN': '八个通道的正弦编码' },
            shows: 'encoding=sinusoidal&dim=8&length=40',
          },
        ],
      }),
    },
  ],
});
