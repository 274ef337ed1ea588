/** Relative position representations: a vector for each offset joins the keys, another the values. */
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { type Dims, defineEncoding } from '../encoding.ts';
import { pyArray, pyGiven, pyLines } from '../numpy.ts';
import { dotRows, pickRelative, picksOf, sumRelative } from '../relative.ts';
import type { NormalStream } from '../seeded.ts';
import { drawn, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texResult } from '../tex.ts';

/** The row of both tables for an offset key − query, 0…2·clip. */
export function rowOf(offset: number, clip: number): number {
  return Math.max(-clip, Math.min(clip, offset)) + clip;
}

/** As the reference code draws a table [2k+1, d]: Glorot & Bengio 2010, here normal. */
export function deviationOf(clip: number, dHead: number): number {
  return Math.sqrt(2 / (2 * clip + 1 + dHead));
}

/**
 * qᵢ·aᴷ/√d for every key of a row, float64.
 * Source: Shaw et al. 2018, arXiv 1803.02155, eq. 4.
 */
export function scoreRow(
  query: Float64Array,
  row: number,
  length: number,
  clip: number,
  key: NormalStream,
): Float64Array {
  const byRow = Array.from({ length: 2 * clip + 1 }, (_, r) =>
    query.reduce((sum, entry, channel) => sum + entry * key(r, channel), 0),
  );
  return Float64Array.from(
    { length },
    (_, column) => (byRow[rowOf(column - row, clip)] ?? 0) / Math.sqrt(query.length),
  );
}

const tables = (clip: number, { dHead }: Dims, normal: (stream: string) => NormalStream) => ({
  key: drawn(normal('key table'), deviationOf(clip, dHead)),
  value: drawn(normal('value table'), deviationOf(clip, dHead)),
});

export default defineEncoding({
  id: 'shaw',
  family: 'contextual',
  source: {
    authors: 'Shaw et al.',
    year: 2018,
    title: 'Self-Attention with Relative Position Representations',
    url: 'https://arxiv.org/abs/1803.02155',
  },
  text: {
    name: { en: 'Shaw, relative vectors', 'zh-CN': 'Shaw 相对位置向量' },
    idea: {
      en: 'one vector per offset, for keys and values; random initialisation',
      'zh-CN': '每个偏移一个向量，加到键和值上；随机初始化',
    },
    lookFor: {
      en: 'Beyond the clipping distance, on each side, all columns are equal: such distances cannot be told apart. What is added to the scores depends on the query.',
      'zh-CN': '超出截断距离后，每一侧的各列都相同：再远就分不出远近了。加到得分上的数取决于查询。',
    },
  },
  tex: ({ clip }) =>
    String.raw`s_{ij} = \frac{q_i \cdot (k_j + a^K_{j-i})}{\sqrt{d_h}} \qquad z_i = \sum_j \alpha_{ij}\,(v_j + a^V_{j-i}) \qquad a_\Delta = w_{\mathrm{clip}(\Delta,\,-${clip},\,${clip})}`,
  params: {
    clip: {
      kind: 'number',
      default: 8,
      min: 1,
      max: 512,
      integer: true,
      scale: 'log',
      label: { en: 'Clipping distance', 'zh-CN': '截断距离' },
    },
  },
  hooks: ({ clip }, dims, normal) => {
    const { dHead } = dims;
    const { key, value } = tables(clip, dims, normal);
    const rows = 2 * clip + 1;
    const keyTable = () => tableOf(key, rows, dHead);
    const valueTable = () => tableOf(value, rows, dHead);
    const picks = (length: number) => picksOf(length, (offset) => rowOf(offset, clip));
    return {
      score: ({ query }) => {
        const byRow = dotRows(query, keyTable());
        const picked = pickRelative(byRow, picks(query.shape[1]), 'query');
        return tf.div<Tensor3D>(picked, Math.sqrt(dHead));
      },
      values: (weights) => {
        const sums = sumRelative(weights, picks(weights.shape[1]), rows);
        return dotRows(sums, tf.transpose(valueTable()));
      },
      vectors: (length) => tf.transpose(tf.gather(keyTable(), tf.tensor1d(picks(length), 'int32'))),
      weights: { keyTable, valueTable },
    };
  },
  exact: ({ clip }, dims, normal) => {
    const { key } = tables(clip, dims, normal);
    return {
      cell: (channel, column) => key(rowOf(column - dims.length + 1, clip), channel),
      steps: (channel, column) => {
        const offset = column - dims.length + 1;
        const value = texResult(key(rowOf(offset, clip), channel));
        return String.raw`a^K_{${offset},\,${channel}} = w^K_{\mathrm{clip}(${offset},\,-${clip},\,${clip}),\,${channel}} = w^K_{${rowOf(offset, clip) - clip},\,${channel}} = ${value}`;
      },
      numpy: (channel, column) =>
        pyLines(
          pyGiven({ offset: column - dims.length + 1, clip }),
          `w = ${pyArray(Array.from({ length: 2 * clip + 1 }, (_, row) => key(row, channel)))}`,
          'value = w[np.clip(offset, -clip, clip) + clip]',
        ),
      numpyScore: ({ query, row }, column) => {
        const vector = Float64Array.from(query, (_, c) => key(rowOf(column - row, clip), c));
        return pyLines(
          `q = ${pyArray(query)}`,
          `a = ${pyArray(vector)}`,
          'value = q @ a / np.sqrt(q.size)',
        );
      },
      score: ({ query, row, keys }) => scoreRow(query, row, keys.length, clip, key),
    };
  },
  code: ({ clip }) => ({
    lines: pyLines(
      pyGiven({ clip }),
      'deviation = math.sqrt(2 / (2 * clip + 1 + d_head))',
      "a_K = normal('key table', 2 * clip + 1, d_head, deviation)",
      "a_V = normal('value table', 2 * clip + 1, d_head, deviation)",
      '',
      'def row(offset):  # of both tables',
      '    return np.clip(offset, -clip, clip) + clip',
      '',
      'positions = np.transpose(np.take(a_K, row(np.arange(-(n - 1), n)), axis=0))',
    ),
    bias: 'bias = np.take_along_axis(q @ np.transpose(a_K), row(j - i)[None], axis=2) / math.sqrt(d_head)',
    values: "np.einsum('hij,ijd->hid', weights, np.take(a_V, row(j - i), axis=0))",
  }),
});
