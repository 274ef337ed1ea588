/**
 * What the introductory article 《大语言模型原理基础与前沿 位置嵌入》 says and what is correct, each with
 * states of the page that show it.
 */
import type { LensName, RoomName } from '../state/page.ts';
import type { SpecPatch } from '../state/patch.ts';
import type { Localized } from '../text/locale.ts';
import { nameTexts } from '../text/t.ts';

/** A state to look at: a patch of the default Spec, and what is open beside the plate. */
export interface Demonstration {
  readonly name: Localized;
  readonly patch: SpecPatch;
  readonly lens?: LensName;
  readonly room?: RoomName;
}

export interface Erratum {
  /** Section of the article. */
  readonly section: string;
  readonly says: Localized;
  readonly correct: Localized;
  readonly show: readonly Demonstration[];
}

const circle = (length: number, origin = '0'): SpecPatch => ({
  encoding: 'circular',
  params: { origin },
  text: 'The cat in the hat',
  length,
  dim: 2,
  heads: 1,
  weights: 'identity',
  mask: 'none',
});

export const errata: readonly Erratum[] = [
  {
    section: '4.3',
    says: {
      en: 'BERT computes its position vectors from a sine sequence.',
      'zh-CN': 'BERT 的位置向量由正弦序列计算得到。',
    },
    correct: {
      en: 'BERT learns its position vectors: a table of 512 × 768, 393,216 trained numbers. The sinusoids belong to the original Transformer. The table of a small BERT, all-MiniLM-L6-v2, has learned a few periods of its own; sinusoids have one for each pair of channels.',
      'zh-CN':
        'BERT 的位置向量是学出来的：一张 512 × 768 的表，共 393,216 个训练出的数。用正弦的是最初的 Transformer。小型 BERT all-MiniLM-L6-v2 的表自己学出了少数几个周期，而正弦编码的每一对通道各有一个周期。',
    },
    show: [
      {
        name: { en: 'the table of all-MiniLM-L6-v2', 'zh-CN': 'all-MiniLM-L6-v2 的表' },
        patch: {
          encoding: 'learned',
          params: { table: 'minilm' },
          start: 1,
          length: 511,
          dim: 384,
          heads: 12,
        },
        lens: 'spectrum',
      },
      {
        name: { en: 'after its last row', 'zh-CN': '最后一行之后' },
        patch: {
          encoding: 'learned',
          params: { table: 'minilm' },
          start: 480,
          length: 64,
          dim: 384,
          heads: 12,
        },
      },
      {
        name: { en: 'sinusoids of the same width', 'zh-CN': '同样宽度的正弦编码' },
        patch: { start: 1, length: 511, dim: 384, heads: 12 },
        lens: 'spectrum',
      },
    ],
  },
  {
    section: '4.1',
    says: {
      en: 'A d-dimensional position vector is [sin 2πi/n, cos 2πi/n].',
      'zh-CN': 'd 维位置向量是 [sin 2πi/n, cos 2πi/n]。',
    },
    correct: {
      en: '[sin 2πi/n, cos 2πi/n] is only two numbers, with one frequency and no base. Added to a token of more dimensions, they leave all other channels as they were.',
      'zh-CN':
        '[sin 2πi/n, cos 2πi/n] 只有两个数：一个频率，没有底数。加到更高维的词元上时，其余通道原样不动。',
    },
    show: [
      {
        name: { en: 'the circle in 16 dimensions', 'zh-CN': '16 维里的圆周编码' },
        patch: { encoding: 'circular', length: 16, dim: 16 },
      },
      {
        name: { en: 'the circle in a trained encoder', 'zh-CN': '训练好的编码器里的圆周编码' },
        patch: { encoding: 'circular', model: 'use-lite', text: 'dog bites man' },
        room: 'model',
      },
    ],
  },
  {
    section: '4.1, 9',
    says: {
      en: 'The same position has the same vector in every text.',
      'zh-CN': '同一位置在任何文本中的向量都相同。',
    },
    correct: {
      en: 'The article’s own formula contains n, so the vector of a position changes with the length: position 1 is (0.951, 0.309) in a text of five tokens and (0.782, 0.623) in one of seven.',
      'zh-CN':
        '文章自己的公式里就有 n，所以同一位置的向量随长度而变：位置 1 在 5 个词元的文本中是 (0.951, 0.309)，在 7 个词元的文本中是 (0.782, 0.623)。',
    },
    show: [
      { name: { en: 'n = 5', 'zh-CN': 'n = 5' }, patch: circle(5), lens: 'clocks' },
      { name: { en: 'n = 7', 'zh-CN': 'n = 7' }, patch: circle(7), lens: 'clocks' },
    ],
  },
  {
    section: '4.1, 4.3',
    says: {
      en: 'i runs from 1 to n; the example ‘The cat in the hat’ begins with sin 0.',
      'zh-CN': 'i 从 1 到 n；而例子 ‘The cat in the hat’ 从 sin 0 开始。',
    },
    correct: {
      en: 'The printed range of i and the worked example contradict each other: the example counts from 0 to 4; with the printed range, the last vector would be (0, 1).',
      'zh-CN':
        '下标 i 的范围与算例相互矛盾：例子从 0 数到 4；按印出的范围，最后一个向量会是 (0, 1)。',
    },
    show: [
      { name: { en: 'from 0, as in the example', 'zh-CN': '从 0 开始，如算例' }, patch: circle(5) },
      { name: { en: 'from 1, as printed', 'zh-CN': '从 1 开始，如公式' }, patch: circle(5, '1') },
    ],
  },
  {
    section: '3.1, 3.2',
    says: {
      en: 'At odd positions the sine increases, at even positions the cosine.',
      'zh-CN': '奇数位置上正弦递增，偶数位置上余弦递增。',
    },
    correct: {
      en: 'Even and odd refer to dimensions, not positions: channel 2i is a sine and channel 2i + 1 a cosine, at every position. Neither “increases”.',
      'zh-CN':
        '奇偶指的是维度而不是位置：在每个位置上，通道 2i 都是正弦，通道 2i + 1 都是余弦。两者都不“递增”。',
    },
    show: [
      {
        name: { en: 'eight channels, 32 positions', 'zh-CN': '8 个通道，32 个位置' },
        patch: { length: 32, dim: 8, heads: 1 },
        lens: 'wavelengths',
      },
    ],
  },
  {
    section: '3.1, 3.3, 4.3, 9',
    says: {
      en: 'The vectors are periodic and translation invariant.',
      'zh-CN': '位置向量具有周期性和平移不变性。',
    },
    correct: {
      en: 'Each pair is periodic; the vector never repeats: pair 0 turns one radian per step, and 2π is irrational. It is the dot products, not the vectors, that depend on the offset alone, and a shift by k is one fixed rotation of each pair. Once weight matrices come in, not even that holds.',
      'zh-CN':
        '每一对通道是周期的，整个向量却永不重复：第 0 对每步转 1 弧度，而 2π 是无理数。只取决于偏移的不是向量，而是它们的点积；平移 k 步，就是把每一对通道转过一个固定的角度。乘上权重矩阵后，连点积也不再只取决于偏移。',
    },
    show: [
      {
        name: { en: 'the shift as a matrix', 'zh-CN': '写成矩阵的平移' },
        patch: {},
        lens: 'shift',
      },
      {
        name: { en: 'similarity and logits by offset', 'zh-CN': '相似度与 logits 随偏移的变化' },
        patch: {},
        lens: 'distance',
      },
    ],
  },
  {
    section: '2.1, 9',
    says: {
      en: 'Position encoding adds extra dimensions to the input vector.',
      'zh-CN': '位置编码给输入向量增加额外的维度。',
    },
    correct: {
      en: 'Position vectors are added to the token vectors number by number; the width does not change.',
      'zh-CN': '位置向量逐个数加到词元向量上，宽度不变。',
    },
    show: [
      {
        name: { en: '64 channels in, 64 channels out', 'zh-CN': '进 64 个通道，出 64 个通道' },
        patch: { dim: 64 },
      },
    ],
  },
  {
    section: '3.3',
    says: {
      en: 'The encoding costs many parameters and depends on the length of the sequence.',
      'zh-CN': '位置编码参数量大，并依赖序列长度。',
    },
    correct: {
      en: 'Sinusoids have no parameters and do not depend on the length; the formula works at position 100,000 as it does at 0. The table can be computed there; a model trained on short texts may still fail. BERT’s table takes 393,216 of about 110 million parameters and ends at 512.',
      'zh-CN':
        '正弦编码没有参数，也不依赖长度；公式在位置 100,000 处与在 0 处一样可用。表算得出来，但只在短文本上训练过的模型未必会用。BERT 的表占约 1.1 亿参数中的 393,216 个，到 512 为止。',
    },
    show: [
      {
        name: { en: 'from position 100,000 on', 'zh-CN': '从位置 100,000 开始' },
        patch: { start: 100_000 },
        lens: 'precision',
      },
    ],
  },
  {
    section: '5.2',
    says: {
      en: 'The code sets the table to sin(position · π / 2¹⁰).',
      'zh-CN': '代码把位置表设为 sin(position · π / 2¹⁰)。',
    },
    correct: {
      en: 'The code that sets the table stops with an error: this class has no .embeddings (it is .bert.embeddings), and math is not imported. With both put right, it would overwrite 768 trained numbers per position with one, in a shape that fails when a position is looked up. Even as a scheme, positions p and 1,024 − p collide.',
      'zh-CN':
        '设置位置表的代码一运行就报错：这个类没有 .embeddings（应为 .bert.embeddings），math 也没有导入。改正这两处后，它会用每个位置一个数覆盖 768 个训练好的数，而且形状不对，一查表就出错。即便当作一种编码，位置 p 与 1024 − p 也会碰撞。',
    },
    show: [
      {
        name: { en: 'the collisions', 'zh-CN': '看碰撞' },
        patch: {
          encoding: 'one-sine',
          length: 1100,
          dim: 2,
          heads: 1,
          mask: 'none',
          similarity: 'dot',
        },
        lens: 'collisions',
      },
      {
        name: { en: 'one sine over a trained table', 'zh-CN': '用单一正弦覆盖训练好的表' },
        patch: { encoding: 'one-sine', model: 'use-lite', text: 'dog bites man' },
        room: 'model',
      },
    ],
  },
  {
    section: '5.2',
    says: {
      en: 'model(input_ids + position_ids) adds position vectors to word vectors.',
      'zh-CN': 'model(input_ids + position_ids) 把位置向量与词向量相加。',
    },
    correct: {
      en: 'input_ids + position_ids adds numbers to the ids of words, so other words are looked up. Eight times “a” becomes “abcdefgh”.',
      'zh-CN':
        'input_ids + position_ids 是把数字加到词的编号上，查到的就成了别的词。八个 “a” 会变成 “abcdefgh”。',
    },
    show: [
      {
        name: {
          en: 'what was meant: one word at eight positions',
          'zh-CN': '本意：同一个词，八个位置',
        },
        patch: {
          encoding: 'none',
          text: 'aaaaaaaa',
          tokens: 'characters',
          length: 8,
          mask: 'none',
        },
      },
      {
        name: { en: 'what the code gives: eight words', 'zh-CN': '代码的结果：八个不同的词' },
        patch: {
          encoding: 'none',
          text: 'abcdefgh',
          tokens: 'characters',
          length: 8,
          mask: 'none',
        },
      },
    ],
  },
  {
    section: '5.3',
    says: {
      en: 'unsqueeze(0) shifts the positions up.',
      'zh-CN': 'unsqueeze(0) 把位置向上移。',
    },
    correct: {
      en: 'unsqueeze(0) adds a batch axis of size 1 and moves no number. To shift positions, start at a different one.',
      'zh-CN':
        'unsqueeze(0) 只是加了一个大小为 1 的批次轴，没有任何数移动；要平移位置，得换一个起始位置。',
    },
    show: [
      { name: { en: 'start 0', 'zh-CN': '起始 0' }, patch: { length: 16 } },
      {
        name: { en: 'start 1: this is a shift', 'zh-CN': '起始 1：这才是平移' },
        patch: { length: 16, start: 1 },
      },
    ],
  },
  {
    section: '7.3',
    says: {
      en: 'Five key papers, three of them on parameter-efficient fine-tuning.',
      'zh-CN': '五篇关键论文，其中三篇讲的是参数高效微调。',
    },
    correct: {
      en: 'The list lacks what came after sinusoids: relative, rotary and bias schemes.',
      'zh-CN': '列表里缺少正弦编码之后的工作：相对位置、旋转和偏置这几类方案。',
    },
    show: [
      {
        name: { en: 'the missing schemes side by side', 'zh-CN': '并排看缺少的方案' },
        patch: { compare: 'rope;t5;alibi', heads: 8 },
        room: 'compare',
      },
    ],
  },
];

nameTexts('article', errata);
