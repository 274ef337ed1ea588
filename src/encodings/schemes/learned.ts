/**
 * A table with nothing to compute: as it is before training, and labelled so, or the one that a
 * BERT has learned.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { type About, defineEncoding, type Positions } from '../encoding.ts';
import { loadMinilm, minilm, minilmTable } from '../minilm.ts';
import type { SeededNormal } from '../seeded.ts';
import { tf } from '../tensors.ts';
import { texResult } from '../tex.ts';

/** BERT's initialisation, arXiv 1810.04805 (there truncated at two standard deviations). */
const deviation = 0.02;

/** The number at a position and channel; NaN where the table has no such row. */
type Entry = (position: number, channel: number) => number;

function seeded(normal: SeededNormal): Entry {
  const stream = normal('learned');
  return (position, channel) => Math.fround(deviation * stream(position, channel));
}

const trained: Entry = (position, channel) =>
  position < minilm.rows
    ? (minilmTable()[position * minilm.width + channel] ?? Number.NaN)
    : Number.NaN;

function rowsOf(positions: Positions, dModel: number, entry: Entry): Tensor2D {
  const data = new Float32Array(positions.length * dModel);
  let cell = 0;
  for (const position of positions.values) {
    for (let channel = 0; channel < dModel; channel++) data[cell++] = entry(position, channel);
  }
  return tf.tensor2d(data, [positions.length, dModel]);
}

const untrained: About = {
  source: {
    authors: 'Devlin et al.',
    year: 2018,
    title: 'BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding',
    url: 'https://arxiv.org/abs/1810.04805',
  },
  text: {
    name: { en: 'Learned, untrained', 'zh-CN': '可学习（未训练）' },
    idea: {
      en: 'random initialisation, not trained values',
      'zh-CN': '随机初始化，并非训练所得',
    },
    lookFor: {
      en: 'Before training no two positions are alike and none is near another. A trained table has a last row (BERT: 511); beyond it there is nothing to look up.',
      'zh-CN':
        '训练之前，任何两个位置都互不相似，也没有远近之分。训练好的表有最后一行（BERT 为 511）；再往后就没有可查的值了。',
    },
  },
};

const ofMinilm: About = {
  source: {
    authors: 'Wang et al.',
    year: 2020,
    title:
      'MiniLM: Deep Self-Attention Distillation for Task-Agnostic Compression of Pre-Trained Transformers',
    url: 'https://arxiv.org/abs/2002.10957',
  },
  text: {
    name: { en: 'Learned: all-MiniLM-L6-v2', 'zh-CN': '可学习：all-MiniLM-L6-v2' },
    idea: {
      en: 'the trained position table of a BERT, 512 × 384',
      'zh-CN': '一个 BERT 训练好的位置表，512 × 384',
    },
    lookFor: {
      en: 'Nobody wrote waves into it, yet the similarity has stripes: see Spectrum. Row 0, always under [CLS], is about five times as long as most and pales them: start at 1. After row 511 there is no row.',
      'zh-CN':
        '没有人往里写波，相似度却有条纹，见“频谱”。第 0 行总在 [CLS] 之下，长度约为其他行的五倍，会把它们衬得很淡：可以从 1 开始看。第 511 行之后没有行了。',
    },
  },
};

export default defineEncoding({
  id: 'learned',
  family: 'additive',
  ...untrained,
  aboutFor: ({ table }) => (table === 'minilm' ? ofMinilm : untrained),
  tex: ({ table }) =>
    table === 'minilm'
      ? String.raw`x_p + E_p, \qquad E \in \mathbb{R}^{512 \times 384}`
      : String.raw`x_p + E_p, \qquad E_{p,c} \sim \mathcal{N}(0,\ 0.02^2)`,
  params: {
    table: {
      kind: 'choice',
      default: 'seeded',
      options: [
        { value: 'seeded', label: { en: 'untrained', 'zh-CN': '未训练' } },
        { value: 'minilm', label: { en: 'all-MiniLM-L6-v2', 'zh-CN': 'all-MiniLM-L6-v2' } },
      ],
      label: { en: 'Table', 'zh-CN': '表' },
    },
  },
  presets: [
    {
      name: { en: 'all-MiniLM-L6-v2', 'zh-CN': 'all-MiniLM-L6-v2' },
      params: { table: 'minilm' },
      sizes: { dModel: minilm.width, nHeads: 12 },
    },
  ],
  load: ({ table }) => (table === 'minilm' ? loadMinilm() : null),
  rowsFor: ({ table }) => (table === 'minilm' ? minilm.rows : null),
  check({ table }, { dModel, start }) {
    if (table !== 'minilm') return null;
    if (dModel !== minilm.width) {
      return {
        en: `The table of all-MiniLM-L6-v2 has 384 channels: dModel must be 384, not ${dModel}. The preset sets it.`,
        'zh-CN': `all-MiniLM-L6-v2 的表有 384 个通道：dModel 必须是 384，而不是 ${dModel}。选预设即可。`,
      };
    }
    if (start >= minilm.rows) {
      return {
        en: `The table of all-MiniLM-L6-v2 has rows 0…511: there is none from position ${start} on.`,
        'zh-CN': `all-MiniLM-L6-v2 的表只有第 0…511 行：从位置 ${start} 起一行也没有。`,
      };
    }
    return null;
  },
  hooks: (params, { dModel }, normal) => {
    const entry = params.table === 'minilm' ? trained : seeded(normal);
    const table = (positions: Positions) => rowsOf(positions, dModel, entry);
    return { table, weights: { table } };
  },
  exact: (params, { start }, normal) => {
    const real = params.table === 'minilm';
    const entry = real ? trained : seeded(normal);
    return {
      cell: (row, channel) => entry(start + row, channel),
      steps(row, channel) {
        const position = start + row;
        if (real && position >= minilm.rows) {
          return String.raw`${position} > 511,\quad E \in \mathbb{R}^{512 \times 384}`;
        }
        const drawn = real ? '' : '0.02\\,z = ';
        return String.raw`E_{${position},\,${channel}} = ${drawn}${texResult(entry(position, channel))}`;
      },
    };
  },
});
