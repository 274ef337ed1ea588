/** What it costs: numbers to store, products to compute, bits, positions in few bits, channels left out. */
import { costOf, visiblePairs } from '../explain/costs.ts';
import type { Spec } from '../state/spec.ts';
import { decimal, rough } from './figures.ts';
import { choose, defineLesson, guessNumber, type Live, play } from './lesson.ts';

/** Two means closer than this, as a ratio, are called alike. */
const alike = 1.05;

/** The table in percent of what the table and the block take. */
const shareOfTable = ({ spec }: Live) => {
  const whole = costOf(spec, 0).bytes;
  return (100 * (whole - costOf(spec, 0, 0).bytes)) / whole;
};

const products = (spec: Spec) => costOf(spec, spec.length).multiplications;

/** Of the last word's weights in a head, what lies outside of the last eight words; all words are equal. */
const outside = async (page: Live, head: number) => {
  const { length } = page.spec;
  // Of all rows the last has the most keys, and so the least weight at each distance.
  const { least } = await page.byDistance('weights', { head });
  return least.subarray(0, length - 8).reduce((sum, weight) => sum + weight, 0);
};

/** A whole number as bfloat16 keeps it: eight binary digits. */
const inBfloat16 = (value: number) => {
  const step = 2 ** Math.max(Math.floor(Math.log2(value)) - 7, 0);
  const below = Math.floor(value / step);
  const rest = value / step - below;
  return step * (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below);
};

/** The sinusoidal table with half of its channels set to 0. */
const half = (kept: string) => ({
  encoding: 'custom',
  params: {
    formula: `if(${kept}, if(mod(i, 2) == 0, sin(p / base^(i/d)), cos(p / base^((i-1)/d))), 0)`,
  },
});

const cheaper = 'room=attend&experiment=cheaper&hide=stages,how,headMaps,line';

export default defineLesson({
  part: 'lesson',
  place: 12,
  title: { en: 'What it costs', 'zh-CN': '开销有多大' },
  line: {
    en: 'Numbers to store, products to compute, and what can be saved.',
    'zh-CN': '要存多少数，要做多少乘法，又能省下多少。',
  },
  minutes: 15,
  aims: [
    {
      en: 'Estimate what a position table costs beside the rest of a model.',
      'zh-CN': '能估算位置表相对于模型其余部分的开销。',
    },
    {
      en: 'Say which part of attention grows with the square of the length, and what a window does about it.',
      'zh-CN': '能说出注意力的哪一部分随长度的平方增长，窗口又怎样应对。',
    },
    {
      en: 'Say which numbers may be held in few bits, and which may not.',
      'zh-CN': '能说出哪些数可以用很少的比特存，哪些不可以。',
    },
  ],
  mistakes: [
    {
      en: '“Position encoding takes many parameters.” Sinusoids, RoPE and ALiBi take none; BERT’s table takes 0.4 % of its model.',
      'zh-CN':
        '“位置编码的参数很多。”正弦、RoPE、ALiBi 一个参数也没有；BERT 的位置表只占模型的 0.4%。',
    },
    {
      en: '“Twice the text, twice the work”, or “four times the work”. Part of the work doubles, part of it quadruples.',
      'zh-CN': '“文本加倍，计算加倍”，或者“变成四倍”。一部分加倍，一部分变成四倍。',
    },
    {
      en: '“bfloat16 is good enough for everything.” For weights; not for the numbers of positions, which it holds exactly only up to 256.',
      'zh-CN': '“bfloat16 处处够用。”存权重够用；存位置编号，只能精确到 256。',
    },
  ],
  steps: [
    {
      title: { en: 'How large is the table?', 'zh-CN': '位置表有多大？' },
      says: [
        {
          en: 'This is the position table that a small BERT has learned: 512 positions, 384 channels. (The first row is left out here: it is so much larger that the others would look pale.) Each number is a parameter. Sinusoids, RoPE and ALiBi have none.',
          'zh-CN':
            '这是一个小型 BERT 学出来的位置表：512 个位置，384 个通道，每个数都是参数（第一行的数大得多，会冲淡其他行的颜色，图中略去）。正弦、RoPE、ALiBi 一个参数也没有。',
        },
        {
          en: 'A block of the same width has matrices for queries, keys, values and outputs, and a feed-forward part four times as wide.',
          'zh-CN': '同样宽的一层，有查询、键、值、输出的矩阵，还有四倍宽的前馈部分。',
        },
      ],
      shows:
        'encoding=learned&table=minilm&start=1&length=511&dim=384&heads=12&hide=similarityMap,attentionMap',
      point: { map: 'positions' },
      controls: ['length'],
      does: guessNumber({
        ask: {
          en: 'Of the table and one such block together: how much is the table?',
          'zh-CN': '位置表与一层加在一起，位置表占多少？',
        },
        unit: { en: '%', 'zh-CN': '%' },
        decimals: 0,
        near: () => 3,
        truth: async (page) => shareOfTable(page),
        explain: (guess, truth) => ({
          en: `${decimal(truth, 0)} %; you said ${decimal(guess, 0)} %. And a model has many blocks, and a table of words as well: BERT’s 393,216 position numbers are 0.4 % of its 110 million.`,
          'zh-CN': `${decimal(truth, 0)}%；你猜的是 ${decimal(guess, 0)}%。模型有许多层，还有词表：BERT 的 393,216 个位置参数，只占 1.1 亿参数的 0.4%。`,
        }),
      }),
    },
    {
      title: { en: 'Twice the text', 'zh-CN': '文本加倍' },
      says: [
        {
          en: 'Most multiplications of a block are done once per word: those for queries, keys, values and the feed-forward part. Those for scores are done once per *pair* of words.',
          'zh-CN':
            '一层里的乘法，多数是每个词做一次：查询、键、值和前馈。算得分却是每*一对*词做一次。',
        },
      ],
      shows: 'encoding=rope&length=1024&hide=positionMap,similarityMap',
      point: { map: 'attention' },
      controls: ['length', 'dim'],
      does: guessNumber({
        ask: {
          en: 'From 1,024 words to 2,048, with 64 channels: how many times as many multiplications?',
          'zh-CN': '64 个通道，从 1024 个词到 2048 个词：乘法变成几倍？',
        },
        decimals: 1,
        near: () => 0.3,
        truth: async ({ spec }) => products({ ...spec, length: 2 * spec.length }) / products(spec),
        explain: (guess, truth) => ({
          en: `${decimal(truth, 1)} times; you said ${decimal(guess, 1)}. What is done per word doubles, what is done per pair quadruples, and with so many words the pairs make up most of it.`,
          'zh-CN': `${decimal(truth, 1)} 倍；你猜的是 ${decimal(guess, 1)}。每个词做一次的加倍，每一对词做一次的变成四倍；词这么多时，后者占了大头。`,
        }),
      }),
    },
    {
      title: { en: 'Look only at the last eight', 'zh-CN': '只看最近八个' },
      says: [
        {
          en: 'A *window* saves pairs: each word sees only the last eight, its own included. What is further back is lost.',
          'zh-CN': '*窗口*可以省下许多对：每个词只看最近八个，包括自己。再往前的就看不到了。',
        },
        {
          en: 'Here are ALiBi’s eight heads, the steepest first, on 40 equal words.',
          'zh-CN': '这里是 ALiBi 的八个头，斜率最大的排在最前，文本是 40 个相同的词。',
        },
      ],
      shows: 'encoding=alibi&heads=8&length=40&text=tick&hide=similarityMap',
      point: { map: 'positions' },
      controls: ['mask', 'length'],
      does: choose({
        ask: { en: 'Which head loses more by it?', 'zh-CN': '哪个头损失更大？' },
        options: [
          { en: 'Head 1, the steepest', 'zh-CN': '第 1 个头，斜率最大' },
          { en: 'Head 8, the flattest', 'zh-CN': '第 8 个头，斜率最小' },
          { en: 'Both lose the same: it is the same window', 'zh-CN': '一样多：窗口相同' },
        ],
        truth: async (page) => {
          const { spec } = page;
          const pairs = (mask: Spec['mask']) => visiblePairs({ ...spec, mask, window: 8 }, 0);
          return {
            steep: await outside(page, 1),
            flat: await outside(page, 8),
            kept: pairs('window') / pairs('causal'),
          };
        },
        right: ({ steep, flat }) => (steep > flat * alike ? 0 : flat > steep * alike ? 1 : 2),
        explain: (chosen, { steep, flat, kept }) => ({
          en: `${chosen === 1 ? 'The last word of head 8' : 'It is head 8: its last word'} had ${decimal(100 * flat, 0)} % of its attention outside the window, that of head 1 only ${decimal(100 * steep, 0)} %. The window keeps ${decimal(100 * kept, 0)} % of the pairs; it costs almost nothing where a head looks only nearby anyway.`,
          'zh-CN': `${chosen === 1 ? '' : '是第 8 个头。'}第 8 个头的最后一个词，有 ${decimal(100 * flat, 0)}% 的注意力在窗口之外，第 1 个头只有 ${decimal(100 * steep, 0)}%。窗口只留下 ${decimal(100 * kept, 0)}% 的词对；本来就只看近处的头，几乎没有损失。`,
        }),
      }),
    },
    {
      title: { en: 'Fewer bits', 'zh-CN': '更少的比特' },
      says: [
        {
          en: 'A number in float32 has 32 bits. In *int8* it has 8: table and weights are rounded to 255 steps, and take a quarter of the memory.',
          'zh-CN':
            '一个 float32 数占 32 比特，*int8* 只占 8 比特：位置表和权重舍入成 255 级，内存只要四分之一。',
        },
      ],
      shows: 'encoding=sinusoidal&room=attend&hide=stages,how,headMaps,line',
      point: { map: 'weights' },
      controls: ['dim', 'heads', 'length'],
      does: choose({
        ask: {
          en: 'By how much does that change an attention weight, at most?',
          'zh-CN': '注意力权重最多会因此变化多少？',
        },
        options: [
          { en: 'By about 0.3', 'zh-CN': '大约 0.3' },
          { en: 'By about 0.1', 'zh-CN': '大约 0.1' },
          { en: 'By about 0.01', 'zh-CN': '大约 0.01' },
        ],
        reveals: 'experiment=cheaper&cheaper=int8',
        truth: async (page) => ({
          int8: (await page.apart({ precision: 'int8' })).largest,
          int4: (await page.apart({ precision: 'int4' })).largest,
        }),
        right: ({ int8 }) => (int8 > 0.18 ? 0 : int8 > 0.03 ? 1 : 2),
        explain: (_, { int8, int4 }) => ({
          en: `At most ${rough(int8)}. With int4, which has only 15 steps, it is ${rough(int4)}, and that can be seen. Half the bits mean far more than twice the error: each bit less doubles it.`,
          'zh-CN': `最多 ${rough(int8)}。换成 int4，一共只有 15 级，就是 ${rough(int4)}，看得出来了。比特减半，误差可不只加倍：每少一个比特，误差就翻一番。`,
        }),
      }),
    },
    {
      title: { en: 'Positions in few bits', 'zh-CN': '用很少的比特存位置编号' },
      says: [
        {
          en: '*bfloat16* keeps eight binary digits of a number. That is plenty for a weight. Some programs kept *position numbers* in it too.',
          'zh-CN':
            '*bfloat16* 只留下一个数的八位二进制数字。用于权重绰绰有余。有的程序把*位置编号*也这样存。',
        },
      ],
      shows: 'encoding=rope&start=1000&length=64&hide=similarityMap,attentionMap',
      point: { map: 'positions' },
      controls: ['start', 'length'],
      does: guessNumber({
        ask: {
          en: 'Positions 1,000 to 1,063: how many different numbers are left of these 64?',
          'zh-CN': '位置 1000 到 1063，这 64 个编号还剩下几个不同的数？',
        },
        reveals: 'lens=precision',
        decimals: 0,
        near: () => 2,
        truth: async ({ spec }) =>
          new Set(Array.from({ length: spec.length }, (_, row) => inBfloat16(spec.start + row)))
            .size,
        explain: (guess, truth) => ({
          en: `${truth}; you said ${guess}. Up to 256 every position is kept; from there on neighbours run together, four or eight at a time here. Words that share a number cannot be told apart.`,
          'zh-CN': `${truth} 个；你猜的是 ${guess}。256 以内每个位置都在；再往后，相邻的位置并成一个，这里是四个或八个一组。编号相同的词就分不清了。`,
        }),
      }),
    },
    {
      title: { en: 'Leave half of the channels out', 'zh-CN': '去掉一半通道' },
      says: [
        {
          en: 'Forty words, 32 hands: 16 fast, 16 slow. Suppose that one half of the table has to go.',
          'zh-CN': '40 个词，32 根指针：16 根快，16 根慢。假如位置表要去掉一半。',
        },
      ],
      shows: 'encoding=sinusoidal&length=40&hide=similarityMap',
      point: { map: 'positions' },
      controls: ['length', 'dim', 'base'],
      does: choose({
        ask: {
          en: 'Without which half does attention change less?',
          'zh-CN': '去掉哪一半，注意力变化较小？',
        },
        options: [
          { en: 'Without the fast half, on the left', 'zh-CN': '去掉左边快的一半' },
          { en: 'Without the slow half, on the right', 'zh-CN': '去掉右边慢的一半' },
          { en: 'It makes no difference', 'zh-CN': '没有区别' },
        ],
        truth: async (page) => ({
          withoutFast: (await page.apart(half('i >= d/2'))).mean,
          withoutSlow: (await page.apart(half('i < d/2'))).mean,
          without: (await page.apart({ encoding: 'none' })).mean,
        }),
        right: ({ withoutFast, withoutSlow }) =>
          withoutSlow * alike < withoutFast ? 1 : withoutFast * alike < withoutSlow ? 0 : 2,
        explain: (chosen, { withoutFast, withoutSlow, without }) => ({
          en: `${chosen === 1 ? '' : 'Losing the slow half costs less. '}Without the slow half weights change by ${rough(withoutSlow)} on average, without the fast half by ${rough(withoutFast)}, and without any positions by ${rough(without)}. Over 40 words slow hands hardly move. On a long text they are the ones that tell far from near.`,
          'zh-CN': `${chosen === 1 ? '' : '去掉慢的一半代价较小：'}去掉慢的，权重平均变化 ${rough(withoutSlow)}；去掉快的，${rough(withoutFast)}；位置全去掉，${rough(without)}。40 个词之内，慢的指针几乎不动。文本长了，分清远近却要靠它们。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Each line of the table is a cheaper way to compute the same: its bytes, its multiplications, and how far its attention is from the full one.',
          'zh-CN': '表里每一行是一种更省的算法：字节数、乘法次数，以及注意力与完整计算差多少。',
        },
      ],
      shows: `encoding=sinusoidal&${cheaper}`,
      controls: ['length', 'dim', 'heads'],
      does: play({
        ask: {
          en: 'Halve the bytes or the multiplications, and change no weight by more than 0.01.',
          'zh-CN': '让字节或乘法减半，而权重的变化都不超过 0.01。',
        },
        ideas: [
          {
            name: { en: 'window, with ALiBi', 'zh-CN': '窗口，用 ALiBi' },
            shows: 'encoding=alibi&heads=8&cheaper=window',
          },
          { name: { en: 'int4', 'zh-CN': 'int4' }, shows: 'cheaper=int4' },
          {
            name: { en: 'only the slow half of P', 'zh-CN': '只留慢的一半' },
            shows: 'cheaper=slow',
          },
          { name: { en: '256 channels', 'zh-CN': '256 个通道' }, shows: 'dim=256&heads=8' },
        ],
      }),
    },
  ],
});
