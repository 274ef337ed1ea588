/** Why order is invisible without positions: the permutation experiment, then a trained encoder. */
import { likenessOf } from '../explain/likeness.ts';
import { decimal, differentRows, rough } from './figures.ts';
import { choose, defineLesson, guessNumber, type Live, play, tryOut } from './lesson.ts';

/** Two passes in float32 that should agree do agree to within this. */
const same = 1e-5;

const dog = {
  en: 'room=attend&hide=stages,headMaps,how&heads=1&weights=identity&text=dog+bites+man&length=3',
  'zh-CN': 'room=attend&hide=stages,headMaps,how&heads=1&weights=identity&text=狗+咬+人&length=3',
};
const bare = '&encoding=none&mask=none';
const shuffling = 'room=attend&hide=stages,headMaps&experiment=shuffle';
const trained = 'room=model&text=dog+bites+man&hide=pairs,streams,ownFile';

/** The tokens back to front: largest difference of any output, once each is put back to its word. */
const reversed = async (page: Live) =>
  (await page.permute(page.tokens.map((_, at) => page.tokens.length - 1 - at))).difference;

/** What the trained encoder makes of two sentences of the same words. */
const alike = async (page: Live) => {
  const [first, second] = await page.sentences(['dog bites man', 'man bites dog']);
  return first && second ? likenessOf(first, second).cosine : Number.NaN;
};

export default defineLesson({
  part: 'lesson',
  place: 1,
  title: {
    en: 'Why order is invisible without positions',
    'zh-CN': '没有位置，为什么看不见词序',
  },
  line: {
    en: 'Shuffle the words and nothing changes, until something tells the model where each word stands.',
    'zh-CN': '打乱词序，什么都不变，直到有东西告诉模型每个词在哪里。',
  },
  minutes: 12,
  aims: [
    {
      en: 'Say why attention without positions and without a mask treats a sentence as a bag of words.',
      'zh-CN': '能说明：没有位置编码、没有掩码时，注意力为什么把句子当成一袋词。',
    },
    {
      en: 'Name two things that make order matter: positions and a causal mask.',
      'zh-CN': '能说出让次序起作用的两样东西：位置编码和因果掩码。',
    },
    {
      en: 'Predict what a trained encoder loses when its positions are taken away.',
      'zh-CN': '能预测：去掉位置后，训练好的编码器会失去什么。',
    },
  ],
  mistakes: [
    {
      en: '“The words come in one after the other, so the model knows their order.” A Transformer is given all of them at once; nothing in a token says where it stands.',
      'zh-CN':
        '“词是一个接一个输入的，所以模型知道次序。”Transformer 一次拿到所有的词，词元本身不带位置信息。',
    },
    {
      en: '“Without positions the output is the same for every order.” The rows move along with their words; it is what each word gets that stays the same.',
      'zh-CN':
        '“没有位置，无论什么次序输出都一样。”输出的各行会跟着词一起移动；不变的是每个词得到的结果。',
    },
  ],
  steps: [
    {
      title: { en: 'Who bites whom?', 'zh-CN': '谁咬谁？' },
      says: [
        {
          en: '“Dog bites man” and “man bites dog” are made of the same three words. Only their order says who bites.',
          'zh-CN': '“狗咬人”和“人咬狗”用的是同样三个词。谁咬谁，只看次序。',
        },
        {
          en: 'Attention compares every word with every other, all at once. Each row is a word that asks; the colours say how much it takes from each word that answers. No position has been given to any of them.',
          'zh-CN':
            '注意力让每个词与所有的词相互比较，一次完成。每一行是一个提问的词，颜色表示它从每个回答的词那里取多少。这里没有给任何词位置。',
        },
      ],
      shows: { en: dog.en + bare, 'zh-CN': dog['zh-CN'] + bare },
      point: { map: 'weights', row: 1 },
      controls: ['length', 'dim', 'heads'],
      does: choose({
        ask: {
          en: 'Swap the first word and the last. What comes out for the word in the middle?',
          'zh-CN': '把第一个词和最后一个词对调。中间那个词的输出会怎样？',
        },
        options: [
          { en: 'Another vector: its neighbours have changed', 'zh-CN': '变了：左右邻居换了' },
          { en: 'Exactly the same vector', 'zh-CN': '完全不变' },
          { en: 'The same vector with its sign changed', 'zh-CN': '数值相同，符号相反' },
        ],
        truth: reversed,
        right: (difference) => (difference <= same ? 1 : 0),
        explain: (chosen, difference) =>
          chosen === 1
            ? {
                en: `The page has just swapped them: no number of any output moved by more than ${rough(difference)}, which is rounding. A sum does not care in which order it is added up.`,
                'zh-CN': `页面刚刚对调了它们：所有输出的变化都不超过 ${rough(difference)}，这只是舍入误差。求和与相加的次序无关。`,
              }
            : {
                en: `The page has just swapped them, and no number of any output moved by more than ${rough(difference)}: rounding. The middle word has the same words to look at, and looks at each as much as before.`,
                'zh-CN': `页面刚刚对调了它们，所有输出的变化都不超过 ${rough(difference)}，只是舍入误差。中间的词看到的还是那些词，对每个词的关注也和先前一样。`,
              },
      }),
    },
    {
      title: { en: 'Shuffle forty words', 'zh-CN': '打乱四十个词' },
      says: [
        {
          en: 'Three words could be luck. Here are forty, in four heads with random weights.',
          'zh-CN': '三个词也许是碰巧。这里有四十个，四个头，权重随机。',
        },
        {
          en: 'The experiment deals the words into another order, computes everything again, puts each output back to its word, and compares. It shows the largest difference that it finds.',
          'zh-CN':
            '这个实验把词换成另一种次序，全部重算，再把每个输出放回它的词，逐个比较，给出最大的差。',
        },
      ],
      shows: shuffling + bare,
      point: { control: 'shuffles' },
      does: tryOut({
        ask: { en: 'Press Shuffle, as often as you like.', 'zh-CN': '按“打乱”，多少次都行。' },
        reach: 'shuffles=1',
        reached: (_, { shuffles }) => shuffles > 0,
        truth: reversed,
        explain: (difference) => ({
          en: `Whatever the order, the difference stays near ${rough(difference)}: the seventh digit, where float32 ends. The rows move with their words; what each word gets does not change.`,
          'zh-CN': `无论什么次序，差都在 ${rough(difference)} 左右，也就是 float32 精度的尽头。各行跟着词移动，每个词得到的结果不变。`,
        }),
      }),
    },
    {
      title: { en: 'One word, twice', 'zh-CN': '同一个词，出现两次' },
      says: [
        {
          en: 'A word may occur more than once. In this sentence the two cats are different animals: one chases, one is chased.',
          'zh-CN': '同一个词可以出现多次。这句话里的两只猫不是同一只：一只在追，一只被追。',
        },
      ],
      shows: {
        en: 'encoding=none&mask=none&text=old+cat+chases+young+cat&length=5&hide=positionMap,similarityMap',
        'zh-CN':
          'encoding=none&mask=none&text=老+猫+追+小+猫&length=5&hide=positionMap,similarityMap',
      },
      point: { map: 'attention' },
      controls: ['length', 'dim', 'heads'],
      does: guessNumber({
        ask: {
          en: 'Five words, five rows of attention. How many of the rows are different from each other?',
          'zh-CN': '五个词，五行注意力。互不相同的有几行？',
        },
        veil: [{ map: 'attention' }],
        decimals: 0,
        near: () => 0,
        truth: async (page) => differentRows(await page.matrix('attention')),
        explain: (guess, truth) =>
          guess === truth
            ? {
                en: `${truth}: both cats ask the same question and get the same answer. The model has no way to tell which is which.`,
                'zh-CN': `${truth} 行：两只猫提出同样的问题，得到同样的回答。模型无从分辨谁是谁。`,
              }
            : {
                en: `There are ${truth}, not ${guess}: the rows of the two cats are equal, number by number. The model has no way to tell which is which.`,
                'zh-CN': `是 ${truth} 行，不是 ${guess} 行：两只猫的行逐个数都相等。模型无从分辨谁是谁。`,
              },
      }),
    },
    {
      title: { en: 'A mask tells something', 'zh-CN': '掩码透露了什么' },
      says: [
        {
          en: 'A model that writes may only look back: the causal mask hides all later words. Still no positions.',
          'zh-CN': '用来写作的模型只能往回看：因果掩码把后面的词都遮住。仍然没有位置。',
        },
      ],
      shows: `${shuffling}&encoding=none&mask=causal`,
      does: choose({
        ask: {
          en: 'Shuffle the words once more. Does the order matter now?',
          'zh-CN': '再打乱一次。现在次序有影响吗？',
        },
        options: [
          { en: 'No: there are still no positions', 'zh-CN': '没有：仍然没有位置' },
          { en: 'Yes: each word sees other words than before', 'zh-CN': '有：每个词看到的词变了' },
        ],
        reveals: 'shuffles=1',
        truth: reversed,
        right: (difference) => (difference > same ? 1 : 0),
        explain: (chosen, difference) =>
          chosen === 1
            ? {
                en: `The outputs now differ by up to ${decimal(difference, 2)}. The first word sees one word, the second two: how much one can see says where one stands. That is how a decoder without positions can still learn order.`,
                'zh-CN': `现在输出的差最大到 ${decimal(difference, 2)}。第一个词只看到一个词，第二个看到两个：能看到多少，就透露了自己在哪里。没有位置编码的解码器正是这样学到次序的。`,
              }
            : {
                en: `They differ by up to ${decimal(difference, 2)}, with no positions at all. The mask counts: the first word sees one word, the second two, and so on.`,
                'zh-CN': `没有任何位置，差却最大到 ${decimal(difference, 2)}。掩码在计数：第一个词看到一个词，第二个看到两个，依此类推。`,
              },
      }),
    },
    {
      title: { en: 'Give them positions', 'zh-CN': '给它们位置' },
      says: [
        {
          en: 'Without a mask, something else must say where each word stands. That is what a *positional encoding* is for.',
          'zh-CN': '没有掩码时，得有别的东西说明每个词在哪里。*位置编码*就是做这件事的。',
        },
      ],
      shows: `${shuffling}${bare}&shuffles=1`,
      point: { control: 'encoding' },
      does: tryOut({
        ask: {
          en: 'Open the name of the scheme and choose another: Sinusoidal, for example.',
          'zh-CN': '点开方案的名字，换一种，例如正弦编码。',
        },
        reach: 'encoding=sinusoidal',
        reached: ({ encoding }) => encoding !== 'none',
        truth: reversed,
        explain: (difference) => ({
          en: `The same words in another order now give other outputs: they differ by up to ${decimal(difference, 2)}. Order has become visible.`,
          'zh-CN': `同样的词换个次序，输出就不同了：最大相差 ${decimal(difference, 2)}。次序看得见了。`,
        }),
      }),
    },
    {
      title: { en: 'A model that was trained', 'zh-CN': '训练好的模型' },
      says: [
        {
          en: 'These are not random weights: this encoder was trained to give sentences of similar meaning similar vectors. It adds sinusoidal positions to its words.',
          'zh-CN':
            '这里不再是随机权重：这个编码器经过训练，让意思相近的句子得到相近的向量。它把正弦位置加到词上（它只懂英文）。',
        },
        {
          en: 'How alike it finds two sentences is a cosine: 1 is the same, 0 is nothing in common.',
          'zh-CN': '它认为两个句子有多像，用余弦表示：1 是完全相同，0 是毫不相干。',
        },
      ],
      shows: trained,
      does: guessNumber({
        ask: {
          en: 'How alike does it find “dog bites man” and “man bites dog”?',
          'zh-CN': '它认为 “dog bites man” 和 “man bites dog” 有多像？',
        },
        reveals: 'hide=streams,ownFile',
        decimals: 3,
        near: () => 0.05,
        truth: alike,
        explain: (guess, truth) => ({
          en: `${decimal(truth)}; you said ${decimal(guess, 2)}. Very alike, as they share all their words, and yet not the same: it has noticed who bites.`,
          'zh-CN': `是 ${decimal(truth)}，你猜的是 ${decimal(guess, 2)}。词全都相同，所以很像，但并不一样：它注意到了谁咬谁。`,
        }),
      }),
    },
    {
      title: { en: 'Take its positions away', 'zh-CN': '去掉它的位置' },
      says: [
        {
          en: 'The same trained weights, the same sentence. Only the positions are no longer added.',
          'zh-CN': '同样的训练好的权重，同样的句子，只是不再加上位置。',
        },
      ],
      shows: `${trained}&model=use-lite&encoding=none`,
      does: choose({
        ask: {
          en: 'How alike does it find the two sentences now?',
          'zh-CN': '现在它认为这两个句子有多像？',
        },
        options: [
          { en: 'Less than before: it is confused', 'zh-CN': '不如先前像：它糊涂了' },
          {
            en: 'As alike as before: it has learned the order',
            'zh-CN': '和先前一样：次序它已经学会了',
          },
          { en: 'They are one and the same', 'zh-CN': '完全是同一个' },
        ],
        reveals: 'hide=streams,ownFile',
        truth: alike,
        right: (value) => (value > 1 - same ? 2 : 0),
        explain: (chosen, value) =>
          chosen === 2
            ? {
                en: `The cosine is ${decimal(value, 5)}. All its training does not help: what it is given no longer says who bites.`,
                'zh-CN': `余弦是 ${decimal(value, 5)}。训练再多也没有用：输入里已经没有谁咬谁的信息。`,
              }
            : {
                en: `The cosine is ${decimal(value, 5)}: one vector for both. What a model has learned about order it can only use if its input says where each word stands.`,
                'zh-CN': `余弦是 ${decimal(value, 5)}：两句得到同一个向量。关于次序学到的东西，只有输入说明了每个词在哪里才用得上。`,
              },
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Shuffle, and watch the largest difference. Each thing that makes order matter is named beside it, with a way to take it away.',
          'zh-CN': '打乱词序，看最大的差。让次序起作用的每个原因都列在旁边，也可以逐个去掉。',
        },
      ],
      shows: `${shuffling}&encoding=sinusoidal&mask=none&shuffles=1`,
      does: play({
        ask: {
          en: 'Make order matter as little as you can without choosing “no positions”.',
          'zh-CN': '不选“无位置编码”，让次序的影响尽量小。',
        },
        ideas: [
          { name: { en: 'positions at a tenth', 'zh-CN': '位置减到十分之一' }, shows: 'gain=0.1' },
          {
            name: { en: 'ALiBi: only distances', 'zh-CN': 'ALiBi：只有距离' },
            shows: 'encoding=alibi',
          },
          {
            name: { en: 'RoPE: turned, not added', 'zh-CN': 'RoPE：旋转，不相加' },
            shows: 'encoding=rope',
          },
          {
            name: { en: 'three blocks, one after another', 'zh-CN': '三层叠起来' },
            shows: 'depth=3&layer=3',
          },
        ],
      }),
    },
  ],
});
