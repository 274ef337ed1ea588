/** Relative schemes: RoPE, ALiBi and T5 see distances; the two ways to pair channels; what they leave out. */
import { decimal, differentRows, largestAt, rough } from './figures.ts';
import { choose, defineLesson, drawCurve, guessNumber, type Live, play } from './lesson.ts';

/** Two passes in float32 that should agree do agree to within this. */
const same = 2e-5;

/** All words are equal, so that only distance is left to count. */
const equalWords = 'encoding=alibi&heads=8&length=40&text=tick&hide=similarityMap';

/** How many of the latest words, the last one included, the last word needs for nine tenths of its attention. */
const wordsForMost = async (page: Live) => {
  const row = await page.row('attention', page.spec.length - 1);
  const back = [...row].toReversed();
  let [words, sum] = [0, 0];
  while (words < back.length && sum < 0.9) sum += back[words++] ?? 0;
  return words;
};

/** Attention with one pairing against the other: with the same weights, and with their columns permuted. */
const pairings = async (page: Live) => {
  const [lines = []] = await page.lens('conventions');
  const found = (related: boolean) =>
    lines.find((line) => line.map === 'causal' && line.related === related)?.largest ?? Number.NaN;
  return { as: found(false), permuted: found(true) };
};

export default defineLesson({
  part: 'lesson',
  place: 9,
  title: { en: 'Relative: RoPE, ALiBi, T5', 'zh-CN': '相对位置：RoPE、ALiBi、T5' },
  line: {
    en: 'Not where a word stands, but how far it is from the word that asks.',
    'zh-CN': '不问词在哪里，只问它离提问的词有多远。',
  },
  minutes: 18,
  aims: [
    {
      en: 'Say where RoPE, ALiBi and T5 each bring distance into attention.',
      'zh-CN': '能说出 RoPE、ALiBi、T5 各在哪一步把距离带进注意力。',
    },
    {
      en: 'Say when the two ways of pairing channels in RoPE give the same attention, and when they do not.',
      'zh-CN': '能说出 RoPE 的两种配对方式何时给出同样的注意力，何时不会。',
    },
    {
      en: 'Say what these schemes do not do: they put no position into what a word passes on.',
      'zh-CN': '能说出这些方案不做什么：一个词传出的值里没有位置。',
    },
  ],
  mistakes: [
    {
      en: '“Interleaved or halves, RoPE is RoPE.” With the same weights the two give different attention. They agree once the columns of the query and key matrices are permuted.',
      'zh-CN':
        '“交错也好，对半也好，都是 RoPE。”权重相同时，两者的注意力不同；把查询矩阵和键矩阵的列重新排列后，才一致。',
    },
    {
      en: '“Under RoPE, attention falls with distance.” Each hand of the clock comes round again, so the curve goes up and down; only its upper bound falls.',
      'zh-CN':
        '“在 RoPE 下，注意力随距离下降。”每根指针都会转回来，曲线有起有落；下降的只是它的上界。',
    },
    {
      en: '“The steepest head of ALiBi sees farthest.” The steeper the slope, the larger the penalty, and the nearer the head looks.',
      'zh-CN': '“ALiBi 斜率最大的头看得最远。”斜率越大，扣分越多，看得越近。',
    },
  ],
  steps: [
    {
      title: { en: 'Move the whole text', 'zh-CN': '把整段文本往后移' },
      says: [
        {
          en: 'RoPE adds nothing to the words. It *turns* each query and each key by an angle that grows with its position. The map on the left shows the turns as cosines and sines.',
          'zh-CN':
            'RoPE 不往词上加任何东西。它把每个查询和每个键*旋转*一个角度，位置越靠后，角度越大。左图用余弦和正弦画出这些旋转。',
        },
      ],
      shows: 'encoding=rope&length=40&hide=similarityMap',
      point: { control: 'start' },
      controls: ['start', 'base'],
      does: choose({
        ask: {
          en: 'The first word moves from position 0 to position 1,000, and all others with it. What happens to attention?',
          'zh-CN': '第一个词从位置 0 移到位置 1000，其余的词也跟着移。注意力会怎样？',
        },
        options: [
          { en: 'It changes: all angles are different', 'zh-CN': '变了：所有角度都不同了' },
          { en: 'It stays as it is', 'zh-CN': '不变' },
          { en: 'It gets weaker: the words are far out', 'zh-CN': '变弱了：词离起点太远' },
        ],
        reveals: 'start=1000',
        truth: async (page) => (await page.apart({ start: 0 })).largest,
        right: (largest) => (largest <= same ? 1 : 0),
        explain: (chosen, largest) =>
          chosen === 1
            ? {
                en: `No weight has changed by more than ${rough(largest)}. Query and key have both been turned further by the same angle, and a score sees only the difference between their angles.`,
                'zh-CN': `所有权重的变化都不超过 ${rough(largest)}。查询和键多转了同样的角度，而得分只看两者角度之差。`,
              }
            : {
                en: `No weight has changed by more than ${rough(largest)}, although every angle on the left is different now. Query and key have been turned further by the same angle, and a score sees only the difference.`,
                'zh-CN': `左图的角度全变了，权重的变化却都不超过 ${rough(largest)}。查询和键多转了同样的角度，得分只看两者之差。`,
              },
      }),
    },
    {
      title: { en: 'Does it fall with distance?', 'zh-CN': '会随距离下降吗？' },
      says: [
        {
          en: 'How alike does RoPE make two positions? For each pair of channels take the cosine of the difference between their angles, then the mean over all pairs: 1 at distance 0.',
          'zh-CN':
            'RoPE 让两个位置有多像？对每一对通道取转角之差的余弦，再对所有通道对求平均：距离为 0 时是 1。',
        },
      ],
      shows: 'encoding=rope&length=40&hide=attentionMap',
      point: { map: 'similarity', row: 0 },
      controls: ['length', 'base'],
      does: drawCurve({
        ask: {
          en: 'Draw it for position 0 and each position after it.',
          'zh-CN': '画出位置 0 与它后面每个位置有多像。',
        },
        veil: [{ map: 'similarity' }],
        curve: { en: 'Similarity to position 0', 'zh-CN': '与位置 0 的相似度' },
        axis: { en: 'distance', 'zh-CN': '距离' },
        first: 0,
        range: [-1, 1],
        truth: async (page) => [...(await page.row('similarity', 0))],
        explain: ({ mean }, truth) => {
          const low = largestAt(truth.slice(0, truth.length / 2).map((value) => -value));
          const high = low + largestAt(truth.slice(low));
          const [lower = 0, higher = 0] = [truth[low], truth[high]];
          return {
            en: `You are off by ${decimal(mean, 2)} on average. It falls, but not steadily: at distance ${low} it is ${decimal(lower, 2)}, and at distance ${high} it is back up at ${decimal(higher, 2)}, because the fast pairs have come round.`,
            'zh-CN': `平均相差 ${decimal(mean, 2)}。它在下降，但并不平稳：距离 ${low} 处是 ${decimal(lower, 2)}，到距离 ${high} 又回升到 ${decimal(higher, 2)}，因为快的通道对转回来了。`,
          };
        },
      }),
    },
    {
      title: { en: 'Which channels make a pair?', 'zh-CN': '哪两个通道是一对？' },
      says: [
        {
          en: 'A turn needs two channels. The paper and Meta’s own Llama code pair neighbours: 0 with 1, 2 with 3. The transformers library pairs a channel with the one half a head away: here 0 with 8.',
          'zh-CN':
            '旋转需要两个通道。论文和 Meta 自己的 Llama 代码让相邻的通道成对：0 与 1，2 与 3。transformers 库让相隔半个头的通道成对：这里是 0 与 8。',
        },
        {
          en: 'Somebody loads weights made for one of these into code that does the other.',
          'zh-CN': '有人把按一种写法训练的权重，装进了用另一种写法的代码。',
        },
      ],
      shows: 'encoding=rope&length=40&hide=similarityMap',
      point: { map: 'positions', row: 39 },
      controls: ['pairing'],
      does: choose({
        ask: { en: 'What happens to attention?', 'zh-CN': '注意力会怎样？' },
        options: [
          {
            en: 'Nothing: both turn every pair of channels',
            'zh-CN': '不变：两种写法都旋转每一对通道',
          },
          { en: 'It is wrong, and cannot be repaired', 'zh-CN': '错了，而且没法补救' },
          {
            en: 'It is wrong until columns of the weight matrices are reordered',
            'zh-CN': '错了，但把权重的列换个次序就对了',
          },
        ],
        reveals: 'lens=conventions',
        truth: pairings,
        right: ({ as, permuted }) => (as <= same ? 0 : permuted <= same ? 2 : 1),
        explain: (chosen, { as, permuted }) =>
          chosen === 2
            ? {
                en: `Loaded as they are, attention weights differ by up to ${decimal(as, 2)}. With the columns of the query and key matrices permuted they differ by ${rough(permuted)}: rounding. That is why programs that convert models reorder these columns.`,
                'zh-CN': `原样装入，注意力权重最多相差 ${decimal(as, 2)}。把查询矩阵和键矩阵的列重新排列，只差 ${rough(permuted)}，是舍入误差。转换模型的程序正是为此重排这些列。`,
              }
            : {
                en: `Attention weights differ by up to ${decimal(as, 2)}, and no error is reported. Permute the columns of the query and key matrices, and they differ by ${rough(permuted)}: the two are one scheme in two orders.`,
                'zh-CN': `注意力权重最多相差 ${decimal(as, 2)}，而程序不会报错。把查询矩阵和键矩阵的列重新排列，只差 ${rough(permuted)}：两种写法是同一个方案，只是次序不同。`,
              },
      }),
    },
    {
      title: { en: 'ALiBi: a penalty', 'zh-CN': 'ALiBi：按距离扣分' },
      says: [
        {
          en: 'ALiBi leaves queries and keys alone. It takes from each score a slope times the distance: in head 1 of 8, one half per word of distance.',
          'zh-CN':
            'ALiBi 不动查询和键。它从每个得分里扣掉“斜率 × 距离”：八个头中的第一个，每隔一个词扣 0.5。',
        },
        {
          en: 'All 40 words are the same here, so only distance counts.',
          'zh-CN': '这里 40 个词全都相同，起作用的只有距离。',
        },
      ],
      shows: equalWords,
      point: { map: 'positions', row: 0 },
      controls: ['length'],
      does: guessNumber({
        ask: {
          en: 'To how many of the latest words, itself included, does the last word give nine tenths of its attention?',
          'zh-CN': '最后一个词把十分之九的注意力给了最近的几个词（包括它自己）？',
        },
        veil: [{ map: 'attention' }],
        decimals: 0,
        near: () => 1,
        truth: wordsForMost,
        explain: (guess, truth) => ({
          en: `${truth}; you said ${guess}. Softmax turns a penalty of one half into a factor of e^−½ ≈ 0.61 for each word further back, and such factors multiply. This head reads only the last few words.`,
          'zh-CN': `${truth} 个；你猜的是 ${guess}。每远一个词扣 0.5 分，经过 softmax 就是乘以 e^−½ ≈ 0.61，越远乘得越多。这个头只看最后几个词。`,
        }),
      }),
    },
    {
      title: { en: 'The flattest head', 'zh-CN': '斜率最小的头' },
      says: [
        {
          en: 'Head 8 has a slope of 1/256: over the whole text it loses less than head 1 does over one word.',
          'zh-CN': '第 8 个头的斜率是 1/256：走完整段文本扣的分，还不如第 1 个头走一个词扣的多。',
        },
      ],
      shows: `${equalWords}&head=8`,
      point: { map: 'positions', row: 7 },
      controls: ['length'],
      does: guessNumber({
        ask: {
          en: 'How many of the 40 words share nine tenths of the attention in this head?',
          'zh-CN': '在这个头里，40 个词中的几个分得十分之九的注意力？',
        },
        veil: [{ map: 'attention' }],
        decimals: 0,
        near: () => 2,
        truth: wordsForMost,
        explain: (guess, truth) => ({
          en: `${truth}; you said ${guess}. Steep heads look nearby, flat heads look at everything. None of this is learned: the slopes are fixed in advance.`,
          'zh-CN': `${truth} 个；你猜的是 ${guess}。斜率大的头看近处，斜率小的头什么都看。这些都不是学来的：斜率一开始就定好了。`,
        }),
      }),
    },
    {
      title: { en: 'T5: one number per bucket', 'zh-CN': 'T5：每个桶一个数' },
      says: [
        {
          en: 'T5 also adds a number to the score, but learns it: one for each *bucket* of distances. Near distances have a bucket each, far ones share. (Here the numbers are random.)',
          'zh-CN':
            'T5 也往得分上加一个数，不过这个数是学来的：每个距离*桶*一个。近的距离各占一桶，远的合用一桶。（这里的数是随机的。）',
        },
        {
          en: 'With 128 words there are 255 offsets, from −127 to 127, and 32 buckets.',
          'zh-CN': '128 个词之间有 255 种偏移，从 −127 到 127，而桶有 32 个。',
        },
      ],
      shows: 'encoding=t5&length=128&mask=none&hide=attentionMap',
      point: { map: 'positions', row: 0 },
      controls: ['buckets', 'maxDistance'],
      does: guessNumber({
        ask: {
          en: 'How many different numbers does head 1 use for them?',
          'zh-CN': '第 1 个头为它们用了几个不同的数？',
        },
        decimals: 0,
        near: () => 0,
        truth: async (page) => new Set(await page.row('positions', 0)).size,
        explain: (guess, truth) =>
          guess === truth
            ? {
                en: `${truth}, one less than there are buckets: half of them are for words ahead, and the first of that half would be for distance 0, which is not ahead.`,
                'zh-CN': `${truth} 个，比桶数少一个：有一半的桶留给后面的词，其中第一个本该给距离 0，而距离 0 不算后面。`,
              }
            : {
                en: `${truth}; you said ${guess}. Not more than there are buckets, and in fact one less: half of them are for words ahead, and the first of those would be for distance 0, which is not ahead.`,
                'zh-CN': `${truth} 个；你猜的是 ${guess}。不会多于桶数，还少一个：有一半的桶留给后面的词，其中第一个本该给距离 0，而距离 0 不算后面。`,
              },
      }),
    },
    {
      title: { en: 'What is passed on', 'zh-CN': '传下去的是什么' },
      says: [
        {
          en: 'Sixteen equal words under RoPE, without a mask. Queries and keys are turned, values never. So the rows of attention differ: each word looks at its own neighbours.',
          'zh-CN':
            '十六个相同的词，用 RoPE，没有掩码。查询和键旋转，值从不旋转。各行注意力因此不同：每个词看自己周围的词。',
        },
      ],
      shows: 'encoding=rope&room=attend&length=16&mask=none&text=tick&hide=how,headMaps',
      point: { map: 'weights' },
      controls: ['mask', 'length'],
      does: choose({
        ask: {
          en: 'And the sixteen vectors that attention hands on?',
          'zh-CN': '那么注意力传下去的十六个向量呢？',
        },
        options: [
          { en: 'They differ: each carries its position', 'zh-CN': '各不相同：各带着自己的位置' },
          { en: 'They are all the same', 'zh-CN': '全都一样' },
          { en: 'The first and the last differ', 'zh-CN': '头尾两个不同' },
        ],
        reveals: 'stage=attended',
        truth: async (page) => ({
          looks: differentRows(await page.matrix('weights')),
          outputs: differentRows(await page.matrix('attended'), same),
        }),
        right: ({ outputs }) => (outputs === 1 ? 1 : 0),
        explain: (chosen, { looks, outputs }) =>
          chosen === 1
            ? {
                en: `There are ${looks} different rows of attention and ${outputs} kind of output. However equal values are weighted, their mean is that value. Relative schemes decide where to look; they write no position into what is found.`,
                'zh-CN': `注意力有 ${looks} 种不同的行，输出却只有 ${outputs} 种。值都相等，怎么加权，平均还是那个值。相对方案决定看哪里，不把位置写进看到的东西。`,
              }
            : {
                en: `There is only ${outputs} kind of output, although attention has ${looks} different rows: the mean of equal values is that value, however they are weighted. With sinusoids added to the words the outputs would differ.`,
                'zh-CN': `注意力有 ${looks} 种不同的行，输出却只有 ${outputs} 种：值都相等，怎么加权，平均还是那个值。若把正弦位置加到词上，输出就各不相同。`,
              },
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Three relative schemes on the same words and weights. Move the cell along a row and read all three at once.',
          'zh-CN': '三种相对方案，同样的词和权重。沿着一行移动单元格，同时读出三个数。',
        },
      ],
      shows: 'encoding=rope&room=compare&compare=alibi;t5&heads=8&length=40&mask=none',
      controls: ['length', 'start'],
      does: play({
        ask: {
          en: 'Which of them can tell a word ahead from a word equally far behind?',
          'zh-CN': '哪一种分得清前面和后面同样远的两个词？',
        },
        ideas: [
          { name: { en: 'with a causal mask', 'zh-CN': '加上因果掩码' }, shows: 'mask=causal' },
          { name: { en: 'equal words', 'zh-CN': '相同的词' }, shows: 'text=tick' },
          {
            name: { en: 'sinusoids beside them', 'zh-CN': '再加上正弦编码' },
            shows: 'compare=alibi;t5;sinusoidal',
          },
          {
            name: { en: 'far from the start', 'zh-CN': '远离起点' },
            shows: 'start=100000',
          },
        ],
      }),
    },
  ],
});
