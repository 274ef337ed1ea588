/** A shift is a rotation: one matrix for all positions, what follows for similarity, and where it ends. */
import { decimal, handOf, largestAt, rough, rowOf } from './figures.ts';
import {
  choose,
  defineLesson,
  drawCurve,
  guessNumber,
  type Live,
  type Numbers,
  play,
} from './lesson.ts';

/** Two numbers in float32 that should agree do agree to within this. */
const same = 1e-5;

const hands = 'encoding=sinusoidal&dim=8&heads=1&length=40&hide=similarityMap,attentionMap';

/**
 * Turns every hand of a row on by the angles that the hands of another row show: row k shows those of
 * the shift by k, since all hands start at the angle 0.
 */
function turned(row: Float32Array, by: Float32Array): Float32Array {
  const moved = new Float32Array(row.length);
  for (let sine = 0; sine + 1 < row.length; sine += 2) {
    const [s = 0, c = 0] = [by[sine], by[sine + 1]];
    const [a = 0, b = 0] = [row[sine], row[sine + 1]];
    moved[sine] = c * a + s * b;
    moved[sine + 1] = c * b - s * a;
  }
  return moved;
}

const gap = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? Number.NaN))), 0);

/** How far one matrix, read off row k, misses position p + k, at worst over all p. */
const missedBy = (table: Numbers, k: number) => {
  const by = rowOf(table, k);
  const starts = Array.from({ length: table.rows - k }, (_, row) => row);
  return Math.max(
    ...starts.map((row) => gap(turned(rowOf(table, row), by), rowOf(table, row + k))),
  );
};

/** Of each diagonal the largest value minus the smallest, and of these the largest. */
function spreadOf({ rows, columns, data }: Numbers): number {
  let most = 0;
  for (let offset = 1 - rows; offset < columns; offset++) {
    const cells = Array.from({ length: rows }, (_, row) => row)
      .filter((row) => row + offset >= 0 && row + offset < columns)
      .map((row) => data[row * columns + row + offset] ?? Number.NaN);
    most = Math.max(most, Math.max(...cells) - Math.min(...cells));
  }
  return most;
}

/** Whether no matrix can turn each row into the next: two sums of rows agree, and one step on they do not. */
const cannotShift = async (page: Live) => {
  const table = await page.matrix('positions');
  const sum = (first: number, second: number) =>
    rowOf(table, first).map((value, at) => value + (rowOf(table, second)[at] ?? Number.NaN));
  return gap(sum(0, 3), sum(1, 2)) < same && gap(sum(1, 4), sum(2, 3)) > same;
};

export default defineLesson({
  part: 'lesson',
  place: 5,
  title: { en: 'A shift is a rotation', 'zh-CN': '平移就是旋转' },
  line: {
    en: 'Five words later is the same turn everywhere: one matrix, and similarity that knows distance alone.',
    'zh-CN': '往后五个词，处处转同样的角度：一个矩阵就够，相似度只认距离。',
  },
  minutes: 15,
  aims: [
    {
      en: 'Say why one matrix shifts every position of a sinusoidal table by k.',
      'zh-CN': '能说明为什么一个矩阵就能把正弦表的任何位置平移 k 步。',
    },
    {
      en: 'Say what depends on distance alone, and what does not.',
      'zh-CN': '能说出什么只取决于距离，什么不是。',
    },
    {
      en: 'Predict the curve of similarity over distance, and that it does not simply fall.',
      'zh-CN': '能预测相似度随距离变化的曲线，知道它并不是一路下降。',
    },
  ],
  mistakes: [
    {
      en: '“The vectors are translation invariant.” The vectors change with every step; what stays is the dot product of two that are the same distance apart.',
      'zh-CN': '“位置向量具有平移不变性。”每走一步向量都变；不变的是距离相同的两个向量的点积。',
    },
    {
      en: '“The farther apart, the less alike.” Only on the whole: similarity goes up and down with distance.',
      'zh-CN': '“离得越远越不像。”只是大体如此：相似度随距离上下起伏。',
    },
    {
      en: '“So attention sees distances only.” Weight matrices come between the table and the score, and they undo it.',
      'zh-CN': '“所以注意力只看距离。”位置表与得分之间还隔着权重矩阵，它们破坏了这一点。',
    },
  ],
  steps: [
    {
      title: { en: 'Five words later', 'zh-CN': '往后五个词' },
      says: [
        {
          en: 'A pair of channels is a hand. The second hand here turns by a tenth of a radian per word, so between positions 3 and 8 it turns by half a radian: about 29 degrees.',
          'zh-CN':
            '一对通道就是一根指针。这里的第二根每个词转十分之一弧度，所以从位置 3 到位置 8 转半个弧度，大约 29 度。',
        },
      ],
      shows: hands,
      point: { map: 'positions', row: 30, column: 2 },
      controls: ['length', 'dim', 'base'],
      does: guessNumber({
        ask: {
          en: 'By how many degrees does it turn between positions 30 and 35?',
          'zh-CN': '从位置 30 到位置 35，它转过多少度？',
        },
        unit: { en: 'degrees', 'zh-CN': '度' },
        reveals: 'lens=clocks',
        decimals: 1,
        near: () => 1,
        truth: async (page) => {
          const [from, to] = await Promise.all([
            page.row('positions', 30),
            page.row('positions', 35),
          ]);
          const turn = handOf(to, 1) - handOf(from, 1);
          return ((turn + 2 * Math.PI) % (2 * Math.PI)) * (180 / Math.PI);
        },
        explain: (guess, truth) => ({
          en: `By ${decimal(truth, 1)} degrees; you said ${decimal(guess, 1)}. The same as between 3 and 8, though the numbers in the map are quite different there. Where it starts does not matter; how many words it moves does.`,
          'zh-CN': `${decimal(truth, 1)} 度，你猜的是 ${decimal(guess, 1)}。与从 3 到 8 一样，尽管图中的数很不相同。从哪里出发无关紧要，走了几个词才要紧。`,
        }),
      }),
    },
    {
      title: { en: 'How many matrices?', 'zh-CN': '要几个矩阵？' },
      says: [
        {
          en: 'To turn a hand is to multiply its two numbers by a small matrix of sines and cosines. Do it for all four hands, and one vector becomes another.',
          'zh-CN':
            '转动一根指针，就是把它的两个数乘以一个由正弦和余弦组成的小矩阵。四根指针都这样做，一个向量就变成另一个向量。',
        },
      ],
      shows: hands,
      controls: ['length', 'dim', 'base'],
      does: choose({
        ask: {
          en: 'How many such matrices are needed to take each of the positions 0 … 34 five words on?',
          'zh-CN': '要把位置 0 … 34 各自往后移五个词，需要几个这样的矩阵？',
        },
        options: [
          { en: 'One for each position', 'zh-CN': '每个位置一个' },
          { en: 'One for all', 'zh-CN': '一个就够' },
          { en: 'It cannot be done by matrices', 'zh-CN': '矩阵做不到' },
        ],
        reveals: 'lens=shift',
        truth: async (page) => missedBy(await page.matrix('positions'), 5),
        right: (missed) => (missed < same ? 1 : 0),
        explain: (chosen, missed) => ({
          en: `One. The page has just multiplied all 35 vectors by the same matrix: none misses its target by more than ${rough(missed)}, which is rounding. ${chosen === 1 ? 'It is called M₅, and the lens shows it.' : 'Each hand turns by the same angle wherever it stands, so the matrix, M₅, does not contain the position.'}`,
          'zh-CN': `一个。页面刚刚用同一个矩阵乘了全部 35 个向量：与目标最多相差 ${rough(missed)}，只是舍入误差。${chosen === 1 ? '它叫做 M₅，右边可以看到。' : '每根指针无论在哪里都转同样的角度，所以矩阵 M₅ 里没有位置。'}`,
        }),
      }),
    },
    {
      title: { en: 'Five, then three', 'zh-CN': '先五步，再三步' },
      says: [
        {
          en: 'M₅ goes five words on, M₃ goes three. Multiply a vector by one and then by the other.',
          'zh-CN': 'M₅ 往后移五个词，M₃ 往后移三个词。让一个向量先乘一个，再乘另一个。',
        },
      ],
      shows: hands,
      controls: ['length', 'dim', 'base'],
      does: choose({
        ask: { en: 'What is the product of M₅ and M₃?', 'zh-CN': 'M₅ 与 M₃ 的乘积是什么？' },
        options: [
          { en: 'M₁₅: numbers are multiplied', 'zh-CN': 'M₁₅：数相乘' },
          { en: 'M₈: steps are added', 'zh-CN': 'M₈：步数相加' },
          { en: 'No shift at all', 'zh-CN': '不再是平移' },
        ],
        reveals: 'lens=shift',
        truth: async (page) => {
          const table = await page.matrix('positions');
          return gap(turned(rowOf(table, 5), rowOf(table, 3)), rowOf(table, 8));
        },
        right: (missed) => (missed < same ? 1 : 2),
        explain: (_, missed) => ({
          en: `M₈: from 0 by five and then by three comes out at position 8, to within ${rough(missed)}. Angles are added, as on a clock: five minutes and three more. To turn back by five, mirror M₅ in its diagonal: the transpose.`,
          'zh-CN': `M₈：从 0 先走五步、再走三步，正好到位置 8，误差不超过 ${rough(missed)}。角度是相加的，就像钟表上五分钟再加三分钟。往回转五步，则是 M₅ 的转置。`,
        }),
      }),
    },
    {
      title: { en: 'Only the distance', 'zh-CN': '只看距离' },
      says: [
        {
          en: 'The similarity of two positions asks how far apart their hands point.',
          'zh-CN': '两个位置的相似度，看的是它们的指针方向差多少。',
        },
        {
          en: 'Positions 3 and 10 are seven words apart. So are positions 33 and 40.',
          'zh-CN': '位置 3 和 10 相距七个词，位置 33 和 40 也是。',
        },
      ],
      shows: 'encoding=sinusoidal&dim=64&length=64&hide=attentionMap',
      controls: ['length', 'dim', 'base'],
      does: choose({
        ask: { en: 'Which two are more alike?', 'zh-CN': '哪两个更像？' },
        options: [
          { en: '3 and 10: they are near the beginning', 'zh-CN': '3 和 10：离开头近' },
          { en: '33 and 40', 'zh-CN': '33 和 40' },
          { en: 'Both the same', 'zh-CN': '一样像' },
        ],
        veil: [{ map: 'similarity' }],
        truth: async (page) => {
          const [early, late] = await Promise.all([
            page.cell('similarity', 3, 10),
            page.cell('similarity', 33, 40),
          ]);
          return { early, late };
        },
        right: ({ early, late }) => (Math.abs(early - late) < same ? 2 : early > late ? 0 : 1),
        explain: (_, { early, late }) => ({
          en: `${decimal(early)} and ${decimal(late)}. The map is constant along each diagonal, because along a diagonal the distance is the same. *This* is what people mean when they call the encoding translation invariant; the vectors themselves all differ.`,
          'zh-CN': `${decimal(early)} 和 ${decimal(late)}。图在每条对角线上处处相等，因为同一条对角线上距离相同。人们说这种编码“平移不变”，指的是*这一点*；向量本身各不相同。`,
        }),
      }),
    },
    {
      title: { en: 'Near and far', 'zh-CN': '远近' },
      says: [
        {
          en: 'So similarity is one curve over the distance.',
          'zh-CN': '所以相似度就是一条随距离变化的曲线。',
        },
      ],
      shows: 'encoding=sinusoidal&dim=64&length=128&hide=attentionMap',
      controls: ['length', 'dim', 'base'],
      does: drawCurve({
        ask: {
          en: 'Draw how alike two positions are, from distance 0 to 127.',
          'zh-CN': '画出两个位置有多像，距离从 0 到 127。',
        },
        veil: [{ map: 'similarity' }],
        curve: { en: 'Similarity', 'zh-CN': '相似度' },
        axis: { en: 'distance', 'zh-CN': '距离' },
        first: 0,
        range: [-1, 1],
        truth: async (page) => [...(await page.row('similarity', 0))],
        explain: ({ mean }, truth) => {
          const far = 90 + largestAt(truth.slice(90));
          return {
            en: `You are off by ${decimal(mean, 2)} on average. It falls quickly at first, then goes up and down and never reaches 0: at distance ${far} it is ${decimal(truth[far] ?? 0, 2)}, more than the ${decimal(truth[50] ?? 0, 2)} at 50. The slow hands keep even far positions alike.`,
            'zh-CN': `平均相差 ${decimal(mean, 2)}。它先迅速下降，然后上下起伏，始终没有到 0：距离 ${far} 处是 ${decimal(truth[far] ?? 0, 2)}，比距离 50 处的 ${decimal(truth[50] ?? 0, 2)} 还大。慢的指针让相距很远的位置也仍然相像。`,
          };
        },
      }),
    },
    {
      title: { en: 'Not every table can', 'zh-CN': '不是每张表都行' },
      says: [
        {
          en: 'One matrix for every position is a rare thing. A table can be perfectly regular and still have none.',
          'zh-CN': '一个矩阵管所有位置，这并不常见。一张表可以非常有规律，却没有这样的矩阵。',
        },
      ],
      shows: hands,
      point: { control: 'encoding' },
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'For which of these is there *no* matrix that takes every position one word on?',
          'zh-CN': '哪一种*没有*能把每个位置往后移一个词的矩阵？',
        },
        options: [
          { en: 'Sinusoids with another base', 'zh-CN': '换一个底数的正弦编码' },
          { en: 'Binary digits', 'zh-CN': '二进制位' },
          { en: 'The circle of a text of 40 words', 'zh-CN': '40 个词的圆' },
        ],
        reveals: 'encoding=binary&lens=shift',
        truth: cannotShift,
        right: (found) => (found ? 1 : 0),
        explain: (chosen) => ({
          en: `${chosen === 1 ? '' : 'Hands turn, whatever their speed, and a turn is a matrix. '}Digits: the vectors of 0 and 3 add up to the same as those of 1 and 2. A matrix would keep that, but one word on, 1 and 4 do not add up to the same as 2 and 3.`,
          'zh-CN': `${chosen === 1 ? '' : '只要是指针在转，不论快慢，转动就是一个矩阵。'}二进制位不行：位置 0 与 3 的向量之和等于 1 与 2 的向量之和。矩阵会保持这个相等，但往后一个词，1 与 4 之和并不等于 2 与 3 之和。`,
        }),
      }),
    },
    {
      title: { en: 'Then come the weights', 'zh-CN': '然后是权重' },
      says: [
        {
          en: 'In attention nobody takes the dot product of two position vectors as they are. Each is first multiplied by a matrix: one for queries, another for keys.',
          'zh-CN':
            '注意力并不直接取两个位置向量的点积。它们先各乘一个矩阵：查询用一个，键用另一个。',
        },
        {
          en: 'The weights here are random. The part of the score that positions alone make is the map “position · position”.',
          'zh-CN': '这里的权重是随机的。得分中只由位置产生的那一部分，是“位置 · 位置”那张图。',
        },
      ],
      shows:
        'room=attend&terms=1&stage=scores&heads=1&length=24&mask=none&hide=stages,headMaps,experiments',
      controls: ['length', 'dim', 'weights'],
      does: choose({
        ask: {
          en: 'Does that part still depend on the distance alone?',
          'zh-CN': '这一部分还只取决于距离吗？',
        },
        options: [
          { en: 'Yes: all are multiplied by the same matrices', 'zh-CN': '是：乘的都是同样的矩阵' },
          { en: 'No: it varies along a diagonal', 'zh-CN': '不是：同一条对角线上也不同' },
        ],
        truth: async (page) => spreadOf(await page.matrix('term 3')),
        right: (spread) => (spread > 1e-3 ? 1 : 0),
        explain: (chosen, spread) => ({
          en: `On one diagonal its values differ by up to ${decimal(spread, 2)}. ${chosen === 1 ? 'A' : 'The same matrices, yes, but a'} random matrix mixes hands of different speeds. Only special weights leave the distance alone, such as the identity, which changes nothing.`,
          'zh-CN': `同一条对角线上的值最多相差 ${decimal(spread, 2)}。${chosen === 1 ? '' : '矩阵确实相同，但'}随机矩阵会把快慢不同的指针混在一起。只有特殊的权重才保得住距离，比如什么都不改变的单位权重。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'The lens shows M_k, a vector, where M_k takes it, and where it should go. Drag k.',
          'zh-CN': '这里显示 M_k、一个向量、M_k 把它变成什么，以及它该到哪里。拖动 k 试试。',
        },
      ],
      shows: `${hands}&lens=shift`,
      controls: ['length', 'dim', 'base', 'start'],
      does: play({
        ask: {
          en: 'Find a k for which the first hand is back almost exactly where it was.',
          'zh-CN': '找一个 k，让第一根指针几乎正好回到原处。',
        },
        ideas: [
          {
            name: { en: 'RoPE: the rotation itself', 'zh-CN': 'RoPE：旋转本身' },
            shows: 'encoding=rope',
          },
          {
            name: { en: 'Gray code: no matrix', 'zh-CN': '格雷码：没有矩阵' },
            shows: 'encoding=gray',
          },
          {
            name: { en: 'seven channels: half a hand', 'zh-CN': '七个通道：半根指针' },
            shows: 'dim=7',
          },
          {
            name: { en: 'from position 1,000,000 on', 'zh-CN': '从位置 1,000,000 开始' },
            shows: 'start=1000000',
          },
        ],
      }),
    },
  ],
});
