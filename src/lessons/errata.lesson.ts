/** Reading an article critically: what an introductory article and other pages get wrong, each computed. */
import { decimal, differentRows, largestAt, rough } from './figures.ts';
import { choose, defineLesson, guessNumber, type Live, pickCell, play } from './lesson.ts';

const small = 'length=32&dim=8&heads=1';
const square = 'length=40&dim=64&similarity=dot&hide=attentionMap';

/** How far the cells of one diagonal lie apart at most. */
const spreadOf = async (page: Live, of: 'similarityDiagonals' | 'logitDiagonals') => {
  const { least, most } = await page.lens(of);
  return Math.max(...most.map((value, at) => value - (least[at] ?? Number.NaN)));
};

export default defineLesson({
  part: 'lesson',
  place: 14,
  title: { en: 'Reading an article critically', 'zh-CN': '带着疑问读文章' },
  line: {
    en: 'Seven sentences that one often reads, each held against what is computed.',
    'zh-CN': '七句常见的话，逐句与算出来的结果对照。',
  },
  minutes: 20,
  aims: [
    {
      en: 'Test a claim about positions with the smallest example that could refute it.',
      'zh-CN': '能用最小的例子检验一句关于位置的说法。',
    },
    {
      en: 'Say exactly what does, and what does not, stay the same when a text is shifted.',
      'zh-CN': '能准确说出：平移文本时，什么不变，什么会变。',
    },
    {
      en: 'Tell positions from channels, ids from vectors, a formula from a trained table.',
      'zh-CN': '能分清位置与通道、编号与向量、公式与训练出来的表。',
    },
  ],
  mistakes: [
    {
      en: '“BERT uses sinusoids.” BERT learned its table; the sinusoids are those of the first Transformer.',
      'zh-CN': '“BERT 用正弦编码。”BERT 的表是学出来的；用正弦的是最初的 Transformer。',
    },
    {
      en: '“The last channels are the fast ones.” The first are; the last hardly move.',
      'zh-CN': '“靠后的通道变得快。”变得快的是前面的，靠后的几乎不动。',
    },
    {
      en: '“Position vectors are translation invariant.” The vectors change; the dot product of two of them stays, as long as no weights come between.',
      'zh-CN': '“位置向量具有平移不变性。”向量会变；不变的是两个向量的点积，而且中间不能乘上权重。',
    },
  ],
  steps: [
    {
      title: { en: '“BERT uses a sine sequence”', 'zh-CN': '“BERT 用正弦序列”' },
      says: [
        {
          en: 'A Chinese article that many beginners read says so (§4.3). This is the position table of a small BERT, all-MiniLM-L6-v2, without its first row.',
          'zh-CN':
            '许多初学者读过的一篇文章这样说（§4.3）。这是小型 BERT all-MiniLM-L6-v2 的位置表，去掉了第一行。',
        },
        {
          en: 'Its similarity map has stripes, like that of a sinusoid.',
          'zh-CN': '它的相似度图有条纹，像正弦的一样。',
        },
      ],
      shows: 'encoding=learned&table=minilm&start=1&length=511&dim=384&heads=12&hide=attentionMap',
      point: { map: 'similarity' },
      controls: ['start', 'length'],
      does: choose({
        ask: { en: 'Where does this table come from?', 'zh-CN': '这张表是怎么来的？' },
        options: [
          { en: 'From a formula of sines and cosines', 'zh-CN': '由正弦余弦的公式算出' },
          { en: 'From training, number by number', 'zh-CN': '逐个数训练出来' },
          { en: 'From random numbers that never changed', 'zh-CN': '随机数，一直没变' },
        ],
        reveals: 'lens=spectrum',
        truth: (page) => spreadOf(page, 'similarityDiagonals'),
        right: (spread) => (spread > 0.01 ? 1 : 0),
        explain: (chosen, spread) => ({
          en: `${chosen === 1 ? '' : 'It was trained. '}With sinusoids all pairs at one distance are equally alike; here they differ by up to ${decimal(spread, 2)}. Nobody gave it waves: it has found a few of its own, while a sinusoidal table has one for each pair of channels.`,
          'zh-CN': `${chosen === 1 ? '' : '是训练出来的。'}用正弦时，同样距离的各对位置一样像；这里最多相差 ${decimal(spread, 2)}。没有人给它波，是它自己长出了几个；正弦表则是每一对通道一个波。`,
        }),
      }),
    },
    {
      title: { en: '“At odd positions the sine…”', 'zh-CN': '“奇数位置上正弦……”' },
      says: [
        {
          en: 'The article says (§3.1) that the sine belongs to odd positions and the cosine to even ones. Position 1 is odd. sin 1 is about 0.84, cos 1 about 0.54.',
          'zh-CN':
            '文章说（§3.1）奇数位置用正弦，偶数位置用余弦。位置 1 是奇数。sin 1 约为 0.84，cos 1 约为 0.54。',
        },
      ],
      shows: `${small}&hide=similarityMap,attentionMap`,
      point: { map: 'positions', row: 1 },
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'What does position 1 hold in its first two channels, 0 and 1?',
          'zh-CN': '位置 1 的前两个通道（0 和 1）里是什么？',
        },
        options: [
          { en: 'sin 1 in both', 'zh-CN': '两个都是 sin 1' },
          { en: 'cos 1 in both', 'zh-CN': '两个都是 cos 1' },
          { en: 'sin 1 and cos 1', 'zh-CN': '一个 sin 1，一个 cos 1' },
        ],
        veil: [{ map: 'positions' }],
        truth: async (page) => [
          await page.cell('positions', 1, 0),
          await page.cell('positions', 1, 1),
        ],
        right: ([first = 0, second = 0]) =>
          Math.abs(first - second) > 0.1 ? 2 : Math.abs(first - Math.sin(1)) < 0.1 ? 0 : 1,
        explain: (chosen, [first = 0, second = 0]) => ({
          en: `${chosen === 2 ? 'Both' : 'One of each'}: ${decimal(first)} and ${decimal(second)}. Even and odd are *channels*, in every row alike. Go down the rows: no position has only sines.`,
          'zh-CN': `${chosen === 2 ? '两样都有' : '各有一个'}：${decimal(first)} 和 ${decimal(second)}。奇偶说的是*通道*，每一行都如此。往下看各行：没有哪个位置只有正弦。`,
        }),
      }),
    },
    {
      title: { en: '“The last channels change fastest”', 'zh-CN': '“靠后的通道变得最快”' },
      says: [
        {
          en: 'Drawings on the web often have it the wrong way round. Eight channels, 32 positions; their colours are covered.',
          'zh-CN': '网上的图常常画反。八个通道，32 个位置，颜色先盖住。',
        },
      ],
      shows: `${small}&hide=similarityMap,attentionMap`,
      controls: ['length', 'dim'],
      does: pickCell({
        ask: {
          en: 'In row 1, pick the channel that has changed most since row 0.',
          'zh-CN': '在第 1 行里，选出从第 0 行起变化最大的通道。',
        },
        map: 'positions',
        row: 1,
        veil: [{ map: 'positions' }],
        truth: async (page) => {
          const [before, after] = await Promise.all([
            page.row('positions', 0),
            page.row('positions', 1),
          ]);
          return {
            row: 1,
            column: largestAt(
              after.map((value, at) => Math.abs(value - (before[at] ?? Number.NaN))),
            ),
          };
        },
        explain: (guess, truth) => ({
          en: `Channel ${truth.column}: from 0 to ${decimal(truth.value, 2)} in one step. You picked channel ${guess.column}. Fast is on the left; the last pair hardly moves in the whole text.`,
          'zh-CN': `通道 ${truth.column}：一步就从 0 到 ${decimal(truth.value, 2)}。你选的是通道 ${guess.column}。快的在左边；最后一对走完整段文本也几乎不动。`,
        }),
      }),
    },
    {
      title: { en: '“A sine for every channel”', 'zh-CN': '“每个通道一个正弦”' },
      says: [
        {
          en: 'Some pages leave the cosines out: sines alone, each with a frequency of its own. This is such a table, with the dot products of its rows.',
          'zh-CN':
            '有的网页省掉了余弦：只有正弦，每个通道一个频率。这就是这样一张表，旁边是各行的点积。',
        },
      ],
      shows: `encoding=custom&formula=sin(p/base^(i/d))&${square}`,
      point: { map: 'positions' },
      controls: ['length', 'base'],
      does: choose({
        ask: {
          en: 'What gets lost with the cosines?',
          'zh-CN': '没有了余弦，丢掉的是什么？',
        },
        options: [
          { en: 'Nothing: the waves are the same', 'zh-CN': '什么也没丢：波还是那些波' },
          { en: 'Positions can no longer be told apart', 'zh-CN': '位置再也分不清' },
          {
            en: 'The product of two rows no longer depends on distance alone',
            'zh-CN': '两行的点积不再只取决于距离',
          },
        ],
        veil: [{ map: 'similarity' }],
        truth: async (page) => ({
          spread: await spreadOf(page, 'similarityDiagonals'),
          different: differentRows(await page.matrix('positions')),
          rows: page.spec.length,
        }),
        right: ({ spread, different, rows }) => (different < rows ? 1 : spread > 0.01 ? 2 : 0),
        explain: (chosen, { spread, different, rows }) => ({
          en: `${chosen === 2 ? 'On' : `All ${different} of ${rows} positions are different, but on`} one diagonal, at the same distance, products now differ by up to ${decimal(spread, 1)}. With sine and cosine together every diagonal would have a single colour.`,
          'zh-CN': `${chosen === 2 ? '' : `${rows} 个位置里有 ${different} 个互不相同，分得清。但`}同一条对角线上距离相同，点积却最多相差 ${decimal(spread, 1)}。正弦余弦都在时，每条对角线只有一种颜色。`,
        }),
      }),
    },
    {
      title: { en: '“Translation invariant”', 'zh-CN': '“平移不变性”' },
      says: [
        {
          en: 'The article says of sinusoids that they are translation invariant (§3.3). Now with sines and cosines, as it should be, and random weights.',
          'zh-CN': '文章说正弦编码具有平移不变性（§3.3）。这回正弦余弦都有，权重随机。',
        },
      ],
      shows: `encoding=sinusoidal&mask=none&${square.replace('&hide=attentionMap', '')}`,
      point: { map: 'similarity' },
      controls: ['start', 'length', 'weights'],
      does: choose({
        ask: {
          en: 'Shift a text by some positions. What stays the same?',
          'zh-CN': '把文本平移几个位置，什么不变？',
        },
        options: [
          { en: 'The position vectors', 'zh-CN': '位置向量' },
          { en: 'The dot product of two of them', 'zh-CN': '两个位置向量的点积' },
          { en: 'The scores of attention', 'zh-CN': '注意力得分' },
          { en: 'All of them', 'zh-CN': '都不变' },
        ],
        reveals: 'lens=distance',
        truth: async (page) => ({
          products: await spreadOf(page, 'similarityDiagonals'),
          scores: await spreadOf(page, 'logitDiagonals'),
          vectors: differentRows(await page.matrix('positions')),
        }),
        right: ({ products, scores, vectors }) =>
          products > 0.01 ? 0 : scores > 0.01 || vectors > 1 ? 1 : 3,
        explain: (chosen, { products, scores, vectors }) => ({
          en: `${chosen === 1 ? 'Only the product' : 'Only the dot product'}: on each diagonal it is constant, to within ${rough(products)}. The vectors of all ${vectors} positions differ, and the scores of one distance by up to ${decimal(scores, 1)}: words and weight matrices have come in between.`,
          'zh-CN': `只有点积：每条对角线上都是常数，误差不超过 ${rough(products)}。${vectors} 个位置的向量各不相同；同一距离的得分最多相差 ${decimal(scores, 1)}，因为中间有了词和权重矩阵。`,
        }),
      }),
    },
    {
      title: { en: 'input_ids + position_ids', 'zh-CN': 'input_ids + position_ids' },
      says: [
        {
          en: 'The article’s code (§5.2) calls model(input_ids + position_ids), to add position vectors to word vectors. An *id* is the number of a word in the vocabulary.',
          'zh-CN':
            '文章的代码（§5.2）调用 model(input_ids + position_ids)，想把位置向量加到词向量上。*编号*（id）是词在词表里的序号。',
        },
        {
          en: 'Take eight times the letter a, whose ids are all equal, and add 0, 1, 2 … 7.',
          'zh-CN': '取八个字母 a，编号全都相同，再分别加上 0、1、2……7。',
        },
      ],
      shows:
        'encoding=none&text=aaaaaaaa&tokens=characters&length=8&mask=none&room=attend&stage=tokens&hide=stages,how,headMaps',
      point: { map: 'tokens' },
      controls: ['tokens', 'length'],
      does: guessNumber({
        ask: {
          en: 'How many different words does the model look up then?',
          'zh-CN': '这样一来，模型查到几个不同的词？',
        },
        reveals: 'text=abcdefgh',
        decimals: 0,
        near: () => 0,
        truth: async (page) => differentRows(await page.matrix('tokens')),
        explain: (guess, truth) => ({
          en: `${truth}${guess === truth ? '' : `; you said ${guess}`}: “aaaaaaaa” has become “abcdefgh”. A number that is added to an id does not move the word: it names another word.`,
          'zh-CN': `${truth} 个${guess === truth ? '' : `；你猜的是 ${guess}`}：“aaaaaaaa” 变成了 “abcdefgh”。给编号加一个数，不是移动那个词，而是换成了另一个词。`,
        }),
      }),
    },
    {
      title: { en: 'sin(position · π / 2¹⁰)', 'zh-CN': 'sin(position · π / 2¹⁰)' },
      says: [
        {
          en: 'The same code writes one sine over the whole table: sin(p · π / 1,024) for position p. It rises, and then it falls again.',
          'zh-CN': '同一段代码用一条正弦覆盖整张表：位置 p 处是 sin(p · π / 1024)。它先升后降。',
        },
      ],
      shows:
        'encoding=one-sine&length=1100&dim=2&heads=1&mask=none&similarity=dot&hide=similarityMap,attentionMap',
      point: { map: 'positions', row: 100 },
      controls: ['length'],
      does: guessNumber({
        ask: {
          en: 'Which other position gets exactly the vector of position 100?',
          'zh-CN': '还有哪个位置的向量与位置 100 的完全相同？',
        },
        reveals: 'lens=collisions',
        decimals: 0,
        near: () => 0,
        truth: async (page) => (await page.lens('nearest')).partners[100] ?? Number.NaN,
        explain: (guess, truth) => ({
          en: `${truth}${guess === truth ? '' : `; you said ${guess}`}. Position p and ${truth + 100} − p are the same to the model. One wave is not enough, and a sine without its cosine does not say whether it rises or falls.`,
          'zh-CN': `${truth}${guess === truth ? '' : `；你猜的是 ${guess}`}。位置 p 与 ${truth + 100} − p 对模型来说是同一个。一个波不够；只有正弦没有余弦，也分不出是在升还是在降。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'The list holds what that article says against what is correct. Each link opens a state that shows it. Read it as you would read anything: could this be checked, and how?',
          'zh-CN':
            '列表里是那篇文章的说法和正确的说法，每个链接打开一个能看出这一点的状态。读什么都该这样读：能检验吗？怎么检验？',
        },
      ],
      shows: 'lens=article',
      controls: ['length', 'dim', 'start'],
      does: play({
        ask: {
          en: 'Which of these errors would you have noticed without computing anything?',
          'zh-CN': '哪些错误不用计算也能看出来？',
        },
        ideas: [
          {
            name: { en: 'is anything periodic?', 'zh-CN': '有周期吗？' },
            shows: 'lens=collisions&length=512',
          },
          {
            name: { en: 'the circle of the article', 'zh-CN': '文章里的圆' },
            shows: 'encoding=circular&length=16&dim=2&heads=1&lens=trajectory',
          },
          {
            name: { en: 'does it depend on the length?', 'zh-CN': '取决于长度吗？' },
            shows: 'length=400&lens=none',
          },
        ],
      }),
    },
  ],
});
