/** Where positions go: through the blocks of a stack, without any encoding, and into which channels. */
import { decimal, differentRows, rough } from './figures.ts';
import { choose, defineLesson, guessNumber, type Live, play } from './lesson.ts';

const room = 'room=attend&hide=stages,how,headMaps,line';
const stack = `encoding=sinusoidal&depth=6&layer=6&${room}`;

const equal = 'text=tick&length=16';
const oneFirst = `text=start${'+tick'.repeat(15)}&length=16`;

/** Outputs of equal inputs differ by rounding, which grows from block to block. */
const outputs = async (page: Live) => differentRows(await page.matrix('output'), 1e-4);

const last = (values: readonly number[]) => values.at(-1) ?? Number.NaN;

/** Mean change of the weights when the slow half of the hands stands still, and when no hand turns. */
const stopped = async (page: Live) => ({
  slow: (await page.apart({ params: { scaling: 'proportional', fraction: 0.5, factor: 1 } })).mean,
  all: (await page.apart({ encoding: 'none' })).mean,
});

export default defineLesson({
  part: 'lesson',
  place: 13,
  title: { en: 'Where did positions go?', 'zh-CN': '位置去哪儿了？' },
  line: {
    en: 'Through the layers, into the mask, into the fast channels.',
    'zh-CN': '穿过各层，藏进掩码，落到快的通道里。',
  },
  minutes: 15,
  aims: [
    {
      en: 'Say what becomes of positions that are added once, layer by layer.',
      'zh-CN': '能说出只加一次的位置在各层里会怎样。',
    },
    {
      en: 'Say when a model without any positions can tell where a word stands, and when it cannot.',
      'zh-CN': '能说出：没有位置编码的模型何时知道词在哪里，何时不知道。',
    },
    {
      en: 'Say why fast pairs of channels serve positions and slow ones meaning.',
      'zh-CN': '能说明：为什么快的通道对管位置，慢的管意思。',
    },
  ],
  mistakes: [
    {
      en: '“Without positions a model cannot know order.” Under a causal mask it can, from how much each word sees.',
      'zh-CN': '“没有位置编码，模型就不知道次序。”有因果掩码时可以知道：每个词看到的多少不同。',
    },
    {
      en: '“Under a causal mask every word knows its position.” Not if all that it sees is the same: means of equal values are equal.',
      'zh-CN':
        '“有了因果掩码，每个词都知道自己的位置。”如果看到的都一样，就不知道：相等的值，平均也相等。',
    },
    {
      en: '“RoPE puts positions into the word vectors.” It turns queries and keys in every block anew, and leaves nothing in the vectors.',
      'zh-CN': '“RoPE 把位置放进词向量。”它在每一层重新旋转查询和键，词向量里什么也不留。',
    },
  ],
  steps: [
    {
      title: { en: 'Added once', 'zh-CN': '只加一次' },
      says: [
        {
          en: 'Sinusoids are added to the words before the first block, and never again. Then come six blocks with random weights, each on top of the one before.',
          'zh-CN': '正弦只在第一层之前加到词上，以后不再加。然后是六层，一层叠一层，权重随机。',
        },
        {
          en: 'The measure: the cosine between what runs through the blocks and the position vector of each word, both minus their means.',
          'zh-CN': '怎么量：在各层之间传递的向量，与每个词的位置向量，两者都减去均值，再取余弦。',
        },
      ],
      shows: stack,
      point: { map: 'weights' },
      controls: ['length', 'dim', 'heads'],
      does: choose({
        ask: {
          en: 'How much of the position is left after the sixth block?',
          'zh-CN': '第六层之后，位置还剩多少？',
        },
        options: [
          { en: 'As much as before: nothing removes it', 'zh-CN': '和先前一样：没有谁去掉它' },
          { en: 'Less, but more than half', 'zh-CN': '少一些，但不止一半' },
          { en: 'Less than half', 'zh-CN': '不到一半' },
        ],
        reveals: 'experiment=stack',
        truth: async (page) => {
          const { own } = await page.stream();
          return { before: own[0] ?? Number.NaN, after: last(own) };
        },
        right: ({ before, after }) => {
          const left = after / before;
          return left > 0.95 ? 0 : left > 0.5 ? 1 : 2;
        },
        explain: (chosen, { before, after }) => ({
          en: `${chosen === 2 ? 'It falls' : 'Nothing removes it, but each block adds something else: it falls'} from ${decimal(before, 2)} before the first block to ${decimal(after, 2)} after the last. Trained weights can keep it alive; random ones let it drown.`,
          'zh-CN': `${chosen === 2 ? '' : '没有谁去掉它，但每一层都加上别的东西：'}从第一层之前的 ${decimal(before, 2)} 降到最后的 ${decimal(after, 2)}。训练过的权重可以把它保住，随机的权重只会让它淹没。`,
        }),
      }),
    },
    {
      title: { en: 'Added again', 'zh-CN': '每层都加' },
      says: [
        {
          en: 'The same six blocks. Now the same position vectors are added before every one of them.',
          'zh-CN': '还是那六层。现在每一层之前都再加一次同样的位置向量。',
        },
      ],
      shows: `${stack}&fused=every`,
      point: { map: 'weights' },
      controls: ['length', 'dim', 'heads'],
      does: guessNumber({
        ask: {
          en: 'And the cosine after the sixth block, between 0 and 1?',
          'zh-CN': '第六层之后的余弦是多少（0 到 1 之间）？',
        },
        reveals: 'experiment=stack',
        decimals: 2,
        near: () => 0.12,
        truth: async (page) => last((await page.stream()).own),
        explain: (guess, truth) => ({
          en: `${decimal(truth, 2)}; you said ${decimal(guess, 2)}. It even grows, as each addition points the same way. The later layers no longer depend on what the earlier ones passed on.`,
          'zh-CN': `${decimal(truth, 2)}；你猜的是 ${decimal(guess, 2)}。它甚至会变大，因为每次加的方向都相同。后面的层不再依赖前面的层传下来的位置。`,
        }),
      }),
    },
    {
      title: { en: 'Turned, not added', 'zh-CN': '旋转，不相加' },
      says: [
        {
          en: 'RoPE in three blocks, without a mask. To see positions alone, all sixteen words are the same.',
          'zh-CN': '三层 RoPE，没有掩码。为了只看位置，十六个词全都相同。',
        },
      ],
      shows: `encoding=rope&depth=3&layer=3&mask=none&${equal}&${room}`,
      point: { map: 'weights' },
      controls: ['length', 'mask'],
      does: choose({
        ask: {
          en: 'After three blocks, what do the words hold of their positions?',
          'zh-CN': '三层之后，词向量里写进了多少位置？',
        },
        options: [
          { en: 'Three turns: each block turns them further', 'zh-CN': '三次旋转：每层再转一次' },
          { en: 'Nothing: all words are still the same', 'zh-CN': '什么也没有：所有词仍然相同' },
          { en: 'One turn: only the first block turns', 'zh-CN': '一次旋转：只有第一层旋转' },
        ],
        reveals: 'stage=output',
        truth: outputs,
        right: (kinds) => (kinds === 1 ? 1 : 0),
        explain: (chosen, kinds) => ({
          en: `${chosen === 1 ? 'Sixteen' : 'Nothing: sixteen'} positions, ${kinds} kind of vector. Every block turns queries and keys anew and then forgets the turn; the words themselves are never turned.`,
          'zh-CN': `${chosen === 1 ? '' : '什么也没有。'}十六个位置，向量只有 ${kinds} 种。每一层重新旋转查询和键，用完就丢；词本身从不旋转。`,
        }),
      }),
    },
    {
      title: { en: 'No positions at all', 'zh-CN': '完全没有位置' },
      says: [
        {
          en: 'Some models leave positions out in some of their blocks (every fourth in Llama 4 and SmolLM3) and rely on the causal mask: word 1 sees one word, word 2 two.',
          'zh-CN':
            '有的模型在一部分层里不用位置（Llama 4 和 SmolLM3 每四层有一层），靠的是因果掩码：第一个词看到一个词，第二个看到两个。',
        },
        {
          en: 'Sixteen equal words, no positions, a causal mask.',
          'zh-CN': '十六个相同的词，没有位置，有因果掩码。',
        },
      ],
      shows: `encoding=none&${equal}&${room}`,
      point: { map: 'weights' },
      controls: ['length', 'mask'],
      does: guessNumber({
        ask: {
          en: 'Sixteen vectors come out of the block. How many of them are different?',
          'zh-CN': '这一层输出十六个向量。互不相同的有几个？',
        },
        reveals: 'stage=output',
        decimals: 0,
        near: () => 0,
        truth: outputs,
        explain: (guess, truth) =>
          guess === truth
            ? {
                en: `${truth}. Each word sees a different number of words, but they are all alike, and a mean does not say how many values went into it.`,
                'zh-CN': `${truth} 个。每个词看到的词数不同，但看到的全都一样，而平均值不会说明它是几个数的平均。`,
              }
            : {
                en: `Only ${truth}; you said ${guess}. Each word sees a different number of words, but they are all alike, and a mean of equal values does not say how many there were.`,
                'zh-CN': `只有 ${truth} 个；你猜的是 ${guess}。每个词看到的词数不同，但看到的全都一样；相等的值求平均，看不出有几个。`,
              },
      }),
    },
    {
      title: { en: 'One word that is different', 'zh-CN': '只要有一个词不同' },
      says: [
        {
          en: 'Now only the first of the sixteen is another word: *start*, and then fifteen times *tick*. Nothing else has changed.',
          'zh-CN': '现在只把第一个换成别的词：*start*，后面是十五个 *tick*。其余不变。',
        },
      ],
      shows: `encoding=none&${oneFirst}&${room}`,
      point: { map: 'weights', column: 0 },
      controls: ['length', 'mask'],
      does: guessNumber({
        ask: {
          en: 'How many of the sixteen outputs are different now?',
          'zh-CN': '现在十六个输出中，互不相同的有几个？',
        },
        reveals: 'stage=output',
        decimals: 0,
        near: () => 0,
        truth: outputs,
        explain: (guess, truth) => ({
          en: `${truth}${guess === truth ? '' : `, not ${guess}`}. The more words a word sees, the smaller the share of the first one: a clock that runs down. Many trained models do look at their first token again and again.`,
          'zh-CN': `${truth} 个${guess === truth ? '' : `，不是 ${guess} 个`}。看到的词越多，第一个词占的份额越小，像一只越走越慢的钟。许多训练好的模型确实总是看第一个词元。`,
        }),
      }),
    },
    {
      title: { en: 'Fast for positions, slow for meaning', 'zh-CN': '快的管位置，慢的管意思' },
      says: [
        {
          en: 'Under RoPE, a score is a sum over pairs. In a fast pair the angle between query and key changes with every word; in a slow pair hardly at all.',
          'zh-CN':
            '在 RoPE 下，得分是各通道对的和。快的一对里，查询与键的夹角每走一个词就变；慢的一对里几乎不变。',
        },
        {
          en: 'Suppose that the slow half of the hands stands still.',
          'zh-CN': '假如让慢的一半指针停下来。',
        },
      ],
      shows: 'encoding=rope&pairing=half&length=40&hide=similarityMap',
      point: { map: 'positions' },
      controls: ['scaling', 'base', 'length'],
      does: choose({
        ask: {
          en: 'Compared with stopping all hands: how much does attention change?',
          'zh-CN': '与停下所有指针相比，注意力变化多少？',
        },
        options: [
          { en: 'About half as much: half of the hands', 'zh-CN': '大约一半：停了一半的指针' },
          { en: 'Less than a tenth as much', 'zh-CN': '不到十分之一' },
          { en: 'As much: a clock needs all its hands', 'zh-CN': '一样多：钟表缺一根指针也不行' },
        ],
        reveals: 'lens=wavelengths',
        truth: stopped,
        right: ({ slow, all }) => (slow < 0.1 * all ? 1 : slow < 0.8 * all ? 0 : 2),
        explain: (chosen, { slow, all }) => ({
          en: `${chosen === 1 ? 'Weights' : 'Less than a tenth: weights'} move by ${rough(slow)} on average, against ${rough(all)}. What stands in slow channels is compared as it is, wherever the words are: room for meaning. GPT-J turns 64 of the 256 channels of a head and leaves the others alone.`,
          'zh-CN': `${chosen === 1 ? '' : '不到十分之一：'}权重平均变化 ${rough(slow)}，而全停是 ${rough(all)}。慢通道里的内容，不管词在哪里，都按原样比较，正好用来放意思。GPT-J 每个头 256 个通道只转 64 个，其余不动。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'A stack of six blocks. Find a way to keep positions alive up to the last one.',
          'zh-CN': '六层叠起来。想个办法，让位置一直保留到最后一层。',
        },
      ],
      shows: `${stack}&experiment=stack`,
      controls: ['length', 'dim', 'heads'],
      does: play({
        ask: {
          en: 'What keeps the cosine above one half after the last block?',
          'zh-CN': '怎样让最后一层之后的余弦仍在 0.5 以上？',
        },
        ideas: [
          {
            name: { en: 'positions four times as large', 'zh-CN': '位置放大到四倍' },
            shows: 'gain=4',
          },
          { name: { en: 'before every block', 'zh-CN': '每一层之前都加' }, shows: 'fused=every' },
          { name: { en: 'three blocks', 'zh-CN': '只叠三层' }, shows: 'depth=3&layer=3' },
          { name: { en: 'without a mask', 'zh-CN': '去掉掩码' }, shows: 'mask=none' },
        ],
      }),
    },
  ],
});
