/** The concept map of the course: seven ideas, what joins them, and a state of the page that shows each. */
import type { Localized } from '../text/locale.ts';
import { nameTexts } from '../text/t.ts';

export interface Concept {
  readonly id: ConceptId;
  readonly name: Localized;
  readonly says: Localized;
  /** The query of a link. */
  readonly shows: string;
  /** Its place on the map, in hundredths from the left and from the top. */
  readonly at: readonly [x: number, y: number];
}

type ConceptId =
  | 'deep-learning'
  | 'word-embedding'
  | 'word-vector'
  | 'position-embedding'
  | 'self-attention'
  | 'transformer'
  | 'language-model';

/** One idea does something to another: “word embedding *gives* word vector”. */
export interface Relation {
  readonly from: ConceptId;
  readonly to: ConceptId;
  readonly verb: Localized;
}

export const concepts: readonly Concept[] = [
  {
    id: 'deep-learning',
    name: { en: 'Deep learning', 'zh-CN': '深度学习' },
    says: {
      en: 'Layers of arithmetic whose numbers are learned from examples. So was this table: nobody wrote its waves into it.',
      'zh-CN': '一层层的运算，其中的数都是从样例里学来的。这张表也是：里面的波不是谁写进去的。',
    },
    shows: 'encoding=learned&table=minilm&start=1&length=511&dim=384&heads=12&lens=spectrum',
    at: [11, 20],
  },
  {
    id: 'word-embedding',
    name: { en: 'Word embedding', 'zh-CN': '词嵌入' },
    says: {
      en: 'A learned table with one row for each token of the vocabulary. Here a trained encoder looks up its tokens.',
      'zh-CN': '一张学出来的表，词表里的每个词元占一行。这里可以看到训练好的编码器查表的结果。',
    },
    shows: 'room=model',
    at: [11, 78],
  },
  {
    id: 'word-vector',
    name: { en: 'Word vector', 'zh-CN': '词向量' },
    says: {
      en: 'One row of that table: what a word is, wherever it stands. A word that occurs twice gets the same row twice.',
      'zh-CN': '这张表中的一行：只说这个词是什么，不管它在哪里。同一个词出现两次，用的是同一行。',
    },
    shows: 'room=attend&stage=tokens',
    at: [37, 78],
  },
  {
    id: 'position-embedding',
    name: { en: 'Position embedding', 'zh-CN': '位置嵌入' },
    says: {
      en: 'Says where a word stands: a vector that is added to it, a rotation, or a number added to its scores.',
      'zh-CN': '说明词在哪里：可以是加到词上的向量，可以是旋转，也可以是加到得分上的数。',
    },
    shows: 'encoding=sinusoidal',
    at: [37, 20],
  },
  {
    id: 'self-attention',
    name: { en: 'Self-attention', 'zh-CN': '自注意力' },
    says: {
      en: 'Each word asks all words, itself included, and takes a weighted share of each. Without positions it cannot see their order.',
      'zh-CN':
        '每个词向所有的词（包括自己）提问，再按权重从各个词那里取一份。没有位置信息，就看不出次序。',
    },
    shows: 'room=attend',
    at: [62, 48],
  },
  {
    id: 'transformer',
    name: { en: 'Transformer', 'zh-CN': 'Transformer' },
    says: {
      en: 'Blocks of attention and feed-forward layers, one after another. Here are four: see how much of the positions is left after each.',
      'zh-CN': '由注意力和前馈网络组成的层，一层叠一层。这里有四层，看看每层之后位置信息还剩多少。',
    },
    shows: 'room=attend&depth=4&layer=4&experiment=stack',
    at: [88, 20],
  },
  {
    id: 'language-model',
    name: { en: 'Language model', 'zh-CN': '语言模型' },
    says: {
      en: 'Gives every possible next word a probability, judging by the words so far. The causal mask keeps it from looking ahead.',
      'zh-CN': '根据前文，给出每个词作为下一个词的概率。因果掩码不让它偷看后文。',
    },
    shows: 'room=attend&stage=logits&mask=causal',
    at: [88, 78],
  },
];

export const relations: readonly Relation[] = [
  {
    from: 'deep-learning',
    to: 'word-embedding',
    verb: { en: 'learns', 'zh-CN': '学出' },
  },
  {
    from: 'deep-learning',
    to: 'position-embedding',
    verb: { en: 'may learn', 'zh-CN': '也可以学出' },
  },
  {
    from: 'word-embedding',
    to: 'word-vector',
    verb: { en: 'gives', 'zh-CN': '给出' },
  },
  {
    from: 'word-vector',
    to: 'self-attention',
    verb: { en: 'says what', 'zh-CN': '说明是什么' },
  },
  {
    from: 'position-embedding',
    to: 'self-attention',
    verb: { en: 'says where', 'zh-CN': '说明在哪里' },
  },
  {
    from: 'self-attention',
    to: 'transformer',
    verb: { en: 'is the core of', 'zh-CN': '是其核心' },
  },
  {
    from: 'transformer',
    to: 'language-model',
    verb: { en: 'becomes', 'zh-CN': '训练成' },
  },
];

nameTexts('concepts', concepts);
nameTexts('relations', relations);
