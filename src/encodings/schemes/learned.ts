/** A table with nothing to compute: shown as it is before training, and labelled so. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { defineEncoding, type Positions } from '../encoding.ts';
import type { NormalStream } from '../seeded.ts';
import { tf } from '../tensors.ts';
import { texResult } from '../tex.ts';

/** BERT's initialisation, arXiv 1810.04805 (there truncated at two standard deviations). */
const deviation = 0.02;

const entry = (stream: NormalStream, position: number, channel: number): number =>
  Math.fround(deviation * stream(position, channel));

function rowsOf(positions: Positions, dModel: number, stream: NormalStream): Tensor2D {
  const data = new Float32Array(positions.length * dModel);
  let cell = 0;
  for (const position of positions.values) {
    for (let channel = 0; channel < dModel; channel++) {
      data[cell++] = entry(stream, position, channel);
    }
  }
  return tf.tensor2d(data, [positions.length, dModel]);
}

export default defineEncoding({
  id: 'learned',
  family: 'additive',
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
  tex: () => String.raw`x_p + E_p, \qquad E_{p,c} \sim \mathcal{N}(0,\ 0.02^2)`,
  params: {},
  hooks: (_, { dModel }, normal) => {
    const table = (positions: Positions) => rowsOf(positions, dModel, normal('learned'));
    return { table, weights: { table } };
  },
  exact: (_, { start }, normal) => {
    const stream = normal('learned');
    return {
      cell: (row, channel) => entry(stream, start + row, channel),
      steps: (row, channel) =>
        String.raw`E_{${start + row},\,${channel}} = 0.02\,z = ${texResult(entry(stream, start + row, channel))}`,
    };
  },
});
