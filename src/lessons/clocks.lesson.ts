/** Clocks: the sinusoid as hands that turn, even and odd channels, and what the base changes. */
import { columnOf, decimal, handOf, largestAt, rough } from './figures.ts';
import { choose, defineLesson, drawCurve, guessNumber, type Live, play, tryOut } from './lesson.ts';

const table = 'encoding=sinusoidal&heads=1&hide=similarityMap,attentionMap';
const fourHands = `${table}&dim=8&length=32`;
const eightHands = 'encoding=sinusoidal&heads=1&dim=16&length=128&hide=attentionMap';

/** Radians by which each hand turns from one word to the next; slow enough to be read from row 1. */
const turns = async (page: Live) => {
  const first = await page.row('positions', 1);
  return Array.from({ length: first.length >> 1 }, (_, pair) => handOf(first, pair));
};

/** How many hands go round at least once in the length of the text. */
const goRound = async (page: Live) =>
  (await turns(page)).filter((turn) => turn * page.spec.length >= 2 * Math.PI).length;

export default defineLesson({
  part: 'lesson',
  place: 3,
  title: { en: 'Clocks', 'zh-CN': '时钟' },
  line: {
    en: 'Sinusoids are hands of a clock: fast ones, slow ones, and a base that says how slow.',
    'zh-CN': '正弦编码就是一只钟的许多指针：有快有慢，底数决定慢到什么程度。',
  },
  minutes: 15,
  aims: [
    {
      en: 'Read a pair of channels as the sine and the cosine of one hand.',
      'zh-CN': '能把一对通道看作同一根指针的正弦和余弦。',
    },
    {
      en: 'Say what “even” and “odd” count in the formula.',
      'zh-CN': '能说出公式里的“奇”和“偶”数的是什么。',
    },
    {
      en: 'Predict what a larger or a smaller base does to the fast hands and to the slow ones.',
      'zh-CN': '能预测底数变大或变小时，快的指针和慢的指针各会怎样。',
    },
  ],
  mistakes: [
    {
      en: '“Even positions get a sine, odd positions a cosine.” Even and odd are channels: every position has both.',
      'zh-CN': '“偶数位置用正弦，奇数位置用余弦。”奇偶说的是通道：每个位置两样都有。',
    },
    {
      en: '“A larger base makes the hands faster.” It makes them slower, the last most of all; the first does not change.',
      'zh-CN': '“底数越大，指针转得越快。”是越慢，最后一根变慢最多，第一根不变。',
    },
    {
      en: '“The sine of a position is its code.” One sine takes each value many times; only all hands together tell the position.',
      'zh-CN': '“位置的正弦就是它的编码。”一个正弦值会出现许多次；所有指针合起来才能说明位置。',
    },
  ],
  steps: [
    {
      title: { en: 'One hand', 'zh-CN': '一根指针' },
      says: [
        {
          en: 'Digits jump. A hand of a clock does not: it turns by the same small angle from each word to the next.',
          'zh-CN': '数位会跳变，钟的指针不会：从一个词到下一个词，它总是转过同样的一个角度。',
        },
        {
          en: 'Here is a single hand. It points to the right at position 0 and turns by one radian per word, about 57 degrees. The left column is the sine of its angle, the right one the cosine: how high its tip is, and how far to the right.',
          'zh-CN':
            '这里只有一根指针。它在位置 0 指向右边，每个词转 1 弧度，大约 57 度。左边一列是转角的正弦，即针尖的高低；右边一列是余弦，即针尖偏右多少。',
        },
      ],
      shows: `${table}&dim=2&length=24`,
      point: { map: 'positions' },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'After how many words has the hand gone round once?',
          'zh-CN': '过多少个词，指针正好转满一圈？',
        },
        unit: { en: 'words', 'zh-CN': '个词' },
        reveals: 'lens=clocks',
        decimals: 2,
        near: () => 0.3,
        truth: async (page) => (2 * Math.PI) / ((await turns(page))[0] ?? Number.NaN),
        explain: (guess, truth) => ({
          en: `After ${decimal(truth, 2)}; you said ${decimal(guess, 2)}. A full turn is 2π radians. That is no whole number of words, so the hand never points in exactly the same direction twice.`,
          'zh-CN': `${decimal(truth, 2)} 个词，你猜的是 ${decimal(guess, 2)}。一圈是 2π 弧度，不是整数个词，所以指针从不会两次指向完全相同的方向。`,
        }),
      }),
    },
    {
      title: { en: 'Even and odd what?', 'zh-CN': '什么的奇偶？' },
      says: [
        {
          en: 'Four hands need eight channels. The formula gives a sine to the even numbers 0, 2, 4, 6 and a cosine to the odd ones.',
          'zh-CN': '四根指针要八个通道。公式给偶数 0、2、4、6 正弦，给奇数余弦。',
        },
        {
          en: 'Even and odd *what*? Rows are positions, columns are channels. The cell that is marked is position 7, channel 0.',
          'zh-CN': '是*什么*的奇偶？每行一个位置，每列一个通道。标出的那一格是位置 7、通道 0。',
        },
      ],
      shows: fourHands,
      point: { map: 'positions', row: 7, column: 0 },
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'What does position 7 hold in channel 0?',
          'zh-CN': '位置 7 的通道 0 里是什么？',
        },
        options: [
          { en: 'A cosine: 7 is odd', 'zh-CN': '余弦：7 是奇数' },
          { en: 'A sine: 0 is even', 'zh-CN': '正弦：0 是偶数' },
          { en: 'It depends on the length of the text', 'zh-CN': '取决于文本的长度' },
        ],
        truth: (page) => page.cell('positions', 7, 0),
        right: (value) => (Math.abs(value - Math.sin(7)) < Math.abs(value - Math.cos(7)) ? 1 : 0),
        explain: (chosen, value) => ({
          en: `It holds ${decimal(value)}: sin 7 is ${decimal(Math.sin(7))}, cos 7 is ${decimal(Math.cos(7))}. ${chosen === 1 ? 'So' : 'Look down the column: it is one wave from top to bottom, so'} even and odd count *channels*. Every position has all the sines and all the cosines.`,
          'zh-CN': `是 ${decimal(value)}：sin 7 等于 ${decimal(Math.sin(7))}，cos 7 等于 ${decimal(Math.cos(7))}。${chosen === 1 ? '所以' : '顺着这一列看下去，从上到下是同一个波，所以'}奇偶数的是*通道*。每个位置都有全部的正弦和全部的余弦。`,
        }),
      }),
    },
    {
      title: { en: 'The second hand', 'zh-CN': '第二根指针' },
      says: [
        {
          en: 'With eight channels each hand is ten times slower than the one before. The second turns by a tenth of a radian per word; its sine is in channel 2.',
          'zh-CN':
            '用八个通道时，每根指针比前一根慢十倍。第二根每个词转十分之一弧度，它的正弦在通道 2。',
        },
      ],
      shows: `${table}&dim=8&length=40`,
      controls: ['length', 'dim'],
      does: drawCurve({
        ask: {
          en: 'Draw channel 2 from position 0 to 39.',
          'zh-CN': '画出通道 2 从位置 0 到 39 的样子。',
        },
        veil: [{ map: 'positions' }],
        curve: { en: 'Channel 2', 'zh-CN': '通道 2' },
        axis: { en: 'position', 'zh-CN': '位置' },
        first: 0,
        range: [-1, 1],
        truth: async (page) => columnOf(await page.matrix('positions'), 2),
        explain: ({ mean, at }, truth) => {
          const top = largestAt(truth);
          const below = truth.findIndex((value, position) => position > 0 && value < 0);
          return {
            en: `You are off by ${decimal(mean, 2)} on average, most at position ${at}. It starts at 0, is highest at ${top} and below zero from ${below} on: within this text the hand makes little more than half a turn.`,
            'zh-CN': `平均相差 ${decimal(mean, 2)}，位置 ${at} 处差得最多。它从 0 出发，在 ${top} 处最高，从 ${below} 起低于零：在这段文本里，指针只转了半圈多一点。`,
          };
        },
      }),
    },
    {
      title: { en: 'The slowest hand', 'zh-CN': '最慢的指针' },
      says: [
        {
          en: 'The last two columns look as if nothing happened in them: one is nearly 0 all the way, the other nearly 1.',
          'zh-CN': '最右边两列看上去没有变化：一列始终接近 0，另一列始终接近 1。',
        },
        {
          en: 'They are the fourth hand, a thousand times slower than the first.',
          'zh-CN': '它们是第四根指针，比第一根慢一千倍。',
        },
      ],
      shows: fourHands,
      point: { map: 'positions', row: 31, column: 6 },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'By how many degrees does it turn in 32 steps?',
          'zh-CN': '走 32 步，它转过多少度？',
        },
        unit: { en: 'degrees', 'zh-CN': '度' },
        reveals: 'lens=clocks',
        decimals: 1,
        near: () => 1,
        truth: async (page) => ((await turns(page)).at(-1) ?? Number.NaN) * 32 * (180 / Math.PI),
        explain: (guess, truth) => ({
          en: `By ${decimal(truth, 1)} degrees; you said ${decimal(guess, 1)}. That is not wasted: in a text of thousands of words this is the hand that tells the beginning from the end.`,
          'zh-CN': `${decimal(truth, 1)} 度，你猜的是 ${decimal(guess, 1)}。这并不浪费：文本有几千个词时，分清开头和结尾靠的正是这根指针。`,
        }),
      }),
    },
    {
      title: { en: 'The base', 'zh-CN': '底数' },
      says: [
        {
          en: 'How much slower each hand is than the one before is set by one number, the *base*. The paper takes 10,000.',
          'zh-CN': '每根指针比前一根慢多少，由一个数决定，叫做*底数*。论文取 10,000。',
        },
      ],
      shows: fourHands,
      point: { control: 'base' },
      controls: ['length', 'dim', 'base'],
      does: choose({
        ask: {
          en: 'The base is lowered to 100. What do the hands do?',
          'zh-CN': '把底数降到 100，指针会怎样？',
        },
        options: [
          { en: 'All of them turn more slowly', 'zh-CN': '全都变慢' },
          { en: 'All turn faster, by the same factor', 'zh-CN': '全都按同样的倍数变快' },
          {
            en: 'The first stays as it is, the last speeds up most',
            'zh-CN': '第一根不变，最后一根变快最多',
          },
        ],
        reveals: 'base=100&lens=clocks',
        truth: turns,
        right: ([first = 0]) => (Math.abs(first - 1) < 1e-5 ? 2 : 1),
        explain: (chosen, found) => ({
          en: `Per word the first hand still turns by ${decimal(found[0] ?? 0, 2)} radians, the last now by ${rough(found.at(-1) ?? 0)}${chosen === 0 ? ': a small base makes hands *faster*' : ''}. The base sets the slow end alone; a larger one makes the last hands slower.`,
          'zh-CN': `第一根每个词仍然转 ${decimal(found[0] ?? 0, 2)} 弧度，最后一根现在转 ${rough(found.at(-1) ?? 0)} 弧度${chosen === 0 ? '：底数小，指针反而*快*' : ''}。底数只管慢的那一端；底数越大，后面的指针越慢。`,
        }),
      }),
    },
    {
      title: { en: 'Too small: 20', 'zh-CN': '太小：20' },
      says: [
        {
          en: 'Sixteen channels, eight hands, 128 words, and a base of only 20.',
          'zh-CN': '十六个通道，八根指针，128 个词，底数只有 20。',
        },
        {
          en: 'In the similarity map, pale blue stripes far from the diagonal are positions that look a little like each other although they are far apart.',
          'zh-CN': '在相似度图里，远离对角线的浅蓝条纹表示：两个位置相距很远，却有些相像。',
        },
      ],
      shows: `${eightHands}&base=20`,
      point: { control: 'base' },
      controls: ['length', 'dim', 'base'],
      does: guessNumber({
        ask: {
          en: 'How many of the eight hands go round at least once?',
          'zh-CN': '八根指针中，有几根至少转满一圈？',
        },
        reveals: 'lens=clocks',
        decimals: 0,
        near: () => 0,
        truth: goRound,
        explain: (guess, truth) => ({
          en: `${truth === 8 ? 'All eight' : String(truth)}${guess === truth ? '' : `, not ${guess}`}. Each has been back where it began, so none of them by itself tells early words from late ones.`,
          'zh-CN': `${truth === 8 ? '八根全部' : `${truth} 根`}${guess === truth ? '' : `，不是 ${guess} 根`}。每一根都回到过出发的方向，所以单看哪一根，都分不清靠前的词和靠后的词。`,
        }),
      }),
    },
    {
      title: { en: 'Why 10,000?', 'zh-CN': '为什么是 10,000？' },
      says: [
        {
          en: 'The paper gives no reason for 10,000. It only has to be large enough for the slowest hands not to come round within any text.',
          'zh-CN':
            '论文没有说明为什么取 10,000。只要足够大，让最慢的指针在任何文本里都转不满一圈就行。',
        },
        {
          en: 'Much larger is no better: hands that hardly move are channels that hardly say anything. Models for long texts take more, Llama 3 for its rotations 500,000.',
          'zh-CN':
            '再大也没有好处：几乎不动的指针，就是几乎不提供信息的通道。面向长文本的模型取得更大，Llama 3 的旋转用 500,000。',
        },
      ],
      shows: `${eightHands}&base=20&lens=clocks`,
      point: { control: 'base' },
      controls: ['length', 'dim', 'base'],
      does: tryOut({
        ask: {
          en: 'Take the base to 100 and then to 10,000, and watch the hands.',
          'zh-CN': '把底数先调到 100，再调到 10,000，看指针的变化。',
        },
        reach: 'base=10000',
        reached: ({ params }) => Number(params['base']) >= 10_000,
        truth: goRound,
        explain: (count) => ({
          en: `Now ${count} of the eight go round within the text. The others move through a part of a turn: like the hour hand, they say which part of the text it is.`,
          'zh-CN': `现在八根里有 ${count} 根在文本内转满一圈。其余的只走过一圈的一部分：像时针一样，指出现在是文本的哪一段。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Point at a row, and the hands show its time. Press Play to see them run.',
          'zh-CN': '指向一行，指针就显示那一行的时间。按“播放”让它们走起来。',
        },
      ],
      shows: `${eightHands}&lens=clocks`,
      controls: ['length', 'dim', 'base', 'start'],
      does: play({
        ask: {
          en: 'Find a base with which some hands go round, some half way, and some hardly move.',
          'zh-CN': '找一个底数，让指针有的转满一圈，有的转半圈，有的几乎不动。',
        },
        ideas: [
          { name: { en: 'base 100', 'zh-CN': '底数 100' }, shows: 'base=100' },
          { name: { en: 'base 1,000,000', 'zh-CN': '底数 1,000,000' }, shows: 'base=1000000' },
          {
            name: { en: 'from position 100,000 on', 'zh-CN': '从位置 100,000 开始' },
            shows: 'start=100000',
          },
          { name: { en: 'all wavelengths', 'zh-CN': '所有波长' }, shows: 'lens=wavelengths' },
        ],
      }),
    },
  ],
});
