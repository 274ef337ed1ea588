/** A question of the article: how positions and self-attention belong together, stage by stage. */
import { differentRows } from './figures.ts';
import { choose, defineLesson, type Live, play, tryOut } from './lesson.ts';

/** Equal words and no mask: whatever differs from row to row is position. */
const bare = 'room=attend&text=tick&length=16&mask=none&hide=how,headMaps';

/** How many different rows a stage has; equal ones may differ by rounding. */
const rowsOf = async (page: Live, stage: 'query' | 'key' | 'value' | 'scores' | 'weights') =>
  differentRows(await page.matrix(stage), 1e-5);

export default defineLesson({
  part: 'question',
  place: 5,
  title: {
    en: 'How do positions and self-attention belong together?',
    'zh-CN': '位置编码与自注意力是什么关系？',
  },
  line: {
    en: 'Attention mixes, positions tell it where. Schemes differ in the stage at which they tell.',
    'zh-CN': '注意力负责混合，位置告诉它在哪里。各种方案的区别，在于在哪一步告诉它。',
  },
  minutes: 8,
  aims: [
    {
      en: 'Point to the stage of attention at which sinusoids, RoPE and ALiBi act.',
      'zh-CN': '能指出正弦、RoPE、ALiBi 各在注意力的哪一步起作用。',
    },
  ],
  mistakes: [
    {
      en: '“Position encoding is a part of self-attention.” Attention works without it; then it does not see order.',
      'zh-CN': '“位置编码是自注意力的一部分。”没有它，注意力照样运行，只是看不见次序。',
    },
  ],
  steps: [
    {
      title: { en: 'Added before everything', 'zh-CN': '在一切之前相加' },
      says: [
        {
          en: 'Sixteen times the same word, no mask: whatever differs from row to row is position. Sinusoids are added to the words.',
          'zh-CN': '同一个词重复十六次，没有掩码：各行之间的任何不同，都来自位置。正弦加到词上。',
        },
        {
          en: 'From each sum come a query, a key and a value.',
          'zh-CN': '从每个和算出一个查询、一个键、一个值。',
        },
      ],
      shows: `encoding=sinusoidal&stage=input&${bare}`,
      point: { map: 'input' },
      controls: ['length', 'mask'],
      does: choose({
        ask: { en: 'Which of the three know their position?', 'zh-CN': '三者之中，哪些带着位置？' },
        options: [
          { en: 'Query and key', 'zh-CN': '查询和键' },
          { en: 'All three', 'zh-CN': '三个都带' },
          { en: 'None: it is lost in the sum', 'zh-CN': '都不带：相加之后就没了' },
        ],
        reveals: 'stage=value',
        truth: async (page) => ({
          query: await rowsOf(page, 'query'),
          key: await rowsOf(page, 'key'),
          value: await rowsOf(page, 'value'),
        }),
        right: ({ query, value }) => (query === 1 ? 2 : value === 1 ? 0 : 1),
        explain: (chosen, { query, key, value }) => ({
          en: `${chosen === 1 ? 'All' : 'All three'}: of 16 rows ${query} queries, ${key} keys and ${value} values are different. What is added at the start goes everywhere, also into what a word passes on.`,
          'zh-CN': `三个都带：16 行里，互不相同的查询有 ${query} 个，键 ${key} 个，值 ${value} 个。一开始就加进去的，会流到各处，也流进一个词传出的值里。`,
        }),
      }),
    },
    {
      title: { en: 'Turned on the way', 'zh-CN': '途中旋转' },
      says: [
        {
          en: 'Look at the values, V: they differ from row to row.',
          'zh-CN': '看值 V：各行不同。',
        },
      ],
      shows: `encoding=sinusoidal&stage=value&${bare}`,
      point: { control: 'encoding' },
      controls: ['length', 'mask'],
      does: tryOut({
        ask: {
          en: 'Open the name of the scheme and choose Rotary (RoPE).',
          'zh-CN': '点开方案的名字，选“RoPE 旋转编码”。',
        },
        reach: 'encoding=rope',
        truth: async (page) => ({
          query: await rowsOf(page, 'query'),
          value: await rowsOf(page, 'value'),
        }),
        explain: ({ query, value }) => ({
          en: `${query} different queries as before, but only ${value} kind of value. RoPE acts one stage later, on queries and keys alone: positions decide who looks at whom, and are not part of what is passed on.`,
          'zh-CN': `查询仍有 ${query} 种，值却只有 ${value} 种。RoPE 晚一步起作用，只作用于查询和键：位置决定谁看谁，却不在传下去的内容里。`,
        }),
      }),
    },
    {
      title: { en: 'Added to the scores', 'zh-CN': '加到得分上' },
      says: [
        {
          en: 'And ALiBi. On the way from words to weights lie X, Q and K, the scores, the bias, softmax.',
          'zh-CN': '再看 ALiBi。从词到权重，依次是 X、Q 和 K、得分、偏置、softmax。',
        },
      ],
      shows: `encoding=alibi&heads=8&stage=query&${bare}`,
      point: { map: 'query' },
      controls: ['length', 'mask'],
      does: choose({
        ask: {
          en: 'Where do rows differ for the first time?',
          'zh-CN': '各行从哪一步开始不同？',
        },
        options: [
          { en: 'In the queries', 'zh-CN': '在查询里' },
          { en: 'In the scores, QKᵀ', 'zh-CN': '在得分 QKᵀ 里' },
          { en: 'Only once the bias is added', 'zh-CN': '加上偏置之后' },
        ],
        reveals: 'stage=bias',
        truth: async (page) => ({
          query: await rowsOf(page, 'query'),
          scores: await rowsOf(page, 'scores'),
          weights: await rowsOf(page, 'weights'),
        }),
        right: ({ query, scores }) => (query > 1 ? 0 : scores > 1 ? 1 : 2),
        explain: (chosen, { query, scores, weights }) => ({
          en: `${chosen === 2 ? 'Different' : 'Only with the bias: different'} rows of Q: ${query}; of the scores: ${scores}; of the weights: ${weights}. The later a scheme acts, the fewer stages know of positions; the words themselves stay clean.`,
          'zh-CN': `${chosen === 2 ? '' : '加上偏置之后。'}不同的行，Q 有 ${query} 种，得分有 ${scores} 种，权重有 ${weights} 种。方案作用得越晚，知道位置的步骤就越少，词本身不受影响。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Attention itself asks only how well a query and a key match. Shuffle the words, take one reason after another away, and see when order stops mattering.',
          'zh-CN':
            '注意力本身只问查询与键有多匹配。打乱词序，逐个去掉原因，看次序什么时候不再起作用。',
        },
      ],
      shows: 'room=attend&experiment=shuffle&shuffles=1&mask=none&hide=stages,headMaps',
      controls: ['mask', 'length', 'heads'],
      does: play({
        ask: {
          en: 'What must be gone before the difference is zero?',
          'zh-CN': '要去掉哪些，差才会变成零？',
        },
        ideas: [
          { name: { en: 'no positions', 'zh-CN': '没有位置' }, shows: 'encoding=none' },
          {
            name: { en: 'no positions, causal mask', 'zh-CN': '没有位置，有因果掩码' },
            shows: 'encoding=none&mask=causal',
          },
          { name: { en: 'RoPE', 'zh-CN': 'RoPE' }, shows: 'encoding=rope' },
          { name: { en: 'positions at a tenth', 'zh-CN': '位置减到十分之一' }, shows: 'gain=0.1' },
        ],
      }),
    },
  ],
});
