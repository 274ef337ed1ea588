/**
 * Transformer-XL's scores: a key is found by its content and by how far back it stands, and two
 * vectors of a head say what it looks for whatever the query.
 */
import type { Rank, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type Dims, defineEncoding, type ExactScoreContext, sequence } from '../encoding.ts';
import { pyArray, pyGiven, pyLines } from '../numpy.ts';
import { baseParam, type ParamSchema } from '../params.ts';
import { dotRows, pickRelative, picksOf } from '../relative.ts';
import type { NormalStream, SeededNormal } from '../seeded.ts';
import { drawn, type Learned, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texBase, texNumber, texResult } from '../tex.ts';
import { toeplitz } from '../toeplitz.ts';
import { type Wave, waves } from '../waves.ts';

const params = {
  base: baseParam,
} as const satisfies ParamSchema;

/**
 * What is learned: W_r [dModel, nHeads · dHead], of which a head owns dHead columns, and u and v
 * [nHeads, dHead]. W_r is drawn like the key weights, variance 1/dModel. u and v stand where a query stands and are drawn as large as one,
 * variance 1. (The reference code draws all three with deviation 0.02.)
 */
function learnedOf(normal: SeededNormal, { dModel }: Dims) {
  return {
    wr: drawn(normal('wr'), 1 / Math.sqrt(dModel)),
    u: drawn(normal('u'), 1),
    v: drawn(normal('v'), 1),
  };
}

/** R of a distance query − key, negative for keys ahead: sines in the first half, then cosines. */
export function relativeVector(distance: number, base: number, dModel: number): Float64Array {
  const half = dModel / 2;
  return Float64Array.from({ length: dModel }, (_, channel) => {
    const angle = distance * base ** (-(channel % half) / half);
    return channel < half ? Math.sin(angle) : Math.cos(angle);
  });
}

/** R at offsets key − query = −(length−1) … length−1, whose distances fall, [2·length − 1, dModel]. */
export function relativeTable(length: number, base: number, dModel: number): Tensor2D {
  const half = dModel / 2;
  const columns = Array.from({ length: dModel }, (_, channel): Wave => {
    const turns = base ** (-(channel % half) / half) / (2 * Math.PI);
    return {
      turns: -turns,
      phase: (length - 1) * turns,
      shape: channel < half ? 'sin' : 'cos',
    };
  });
  return waves(sequence(0, 2 * length - 1), columns);
}

/**
 * b, c and d of one query for every key, scaled by 1/√dHead; float64.
 *
 * @param relative  R of a distance query − key
 * @param wr        W_r of the head, by channel of R and channel of the head
 */
export function termsOfRow(
  { query, keys, row }: Pick<ExactScoreContext, 'query' | 'keys' | 'row'>,
  relative: (distance: number) => Float64Array,
  { wr, u, v }: Readonly<{ wr: NormalStream; u: Float64Array; v: Float64Array }>,
) {
  const scale = 1 / Math.sqrt(query.length);
  // q · (R W) is (W q) · R: W is gone through once for all keys.
  const through = (x: Float64Array) =>
    relative(0).map((_, channel) => x.reduce((sum, entry, c) => sum + entry * wr(channel, c), 0));
  const [fromQuery, fromHead] = [through(query), through(v)];
  const along = (x: Float64Array) =>
    keys.map((_, column) => scale * dot(x, relative(row - column)));
  return { b: along(fromQuery), c: keys.map((key) => scale * dot(u, key)), d: along(fromHead) };
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, entry, i) => sum + entry * (b[i] ?? 0), 0);
}

/**
 * b = q·r, c = u·k and d = v·r of one head, scaled by 1/√dHead: [1, query, key], c [1, 1, key].
 *
 * @param query  [1, position, dHead], and key
 * @param r      R·W_r by offset, [2·length − 1, dHead]
 * @param u      [1, dHead], and v
 * Source: Dai et al. 2019, arXiv 1901.02860, §3.3.
 */
export function terms(
  query: Tensor3D,
  key: Tensor3D,
  { r, u, v }: Record<'r' | 'u' | 'v', Tensor2D>,
) {
  const [, length, dHead] = query.shape;
  const scaled = (x: Tensor3D) => tf.div<Tensor3D>(x, Math.sqrt(dHead));
  const picks = picksOf(length, (offset) => offset + length - 1);
  const ofKeys = tf.matMul<Tensor2D>(u, tf.reshape<Rank.R2>(key, [length, dHead]), false, true);
  const ofOffsets = tf.matMul<Tensor2D>(v, r, false, true);
  return {
    b: scaled(pickRelative(dotRows(query, r), picks, 'query')),
    c: scaled(tf.reshape(ofKeys, [1, 1, length])),
    d: scaled(toeplitz(ofOffsets, { first: 0, count: 1 })),
  };
}

export default defineEncoding({
  id: 'transformer-xl',
  family: 'contextual',
  source: {
    authors: 'Dai et al.',
    year: 2019,
    title: 'Transformer-XL: Attentive Language Models Beyond a Fixed-Length Context',
    url: 'https://arxiv.org/abs/1901.02860',
  },
  text: {
    name: { en: 'Transformer-XL', 'zh-CN': 'Transformer-XL' },
    idea: {
      en: 'each query is matched with the sinusoids of a distance; random initialisation',
      'zh-CN': '每个查询都与距离的正弦编码匹配；随机初始化',
    },
    lookFor: {
      en: 'The first map shows the vectors of the first head. In the second, a vertical stripe is a key that the head favours wherever the query is, and a diagonal one is a distance that it favours.',
      'zh-CN':
        '第一张图是第一个头的向量。第二张图里，竖纹是不论查询在哪里这个头都偏好的键，斜纹是它偏好的距离。',
    },
  },
  tex: ({ base }) =>
    String.raw`s_{ij} = \frac{q_i \cdot k_j + q_i \cdot r_{i-j} + u_h \cdot k_j + v_h \cdot r_{i-j}}{\sqrt{d_h}} \qquad r_\Delta = R_\Delta W_r \qquad R_\Delta = [\sin\Delta\omega \mid \cos\Delta\omega] \qquad \omega_c = ${texBase(base)}^{-2c/d}`,
  params,
  check: (_, { dModel }) =>
    dModel % 2 === 0
      ? null
      : {
          en: `R is half sines and half cosines, so the dimension must be even; it is ${dModel}.`,
          'zh-CN': `R 一半是正弦，一半是余弦，所以维度必须是偶数；现在是 ${dModel}。`,
        },
  hooks: ({ base }, dims, normal) => {
    const { dModel, nHeads, dHead } = dims;
    const { wr, u, v } = learnedOf(normal, dims);
    const vectorsOf = (head: number, table: Tensor2D): Tensor2D =>
      tf.matMul(table, tableOf(wr, dModel, dHead, head * dHead));
    const rowOf = (entry: Learned, head: number): Tensor2D =>
      tf.slice(tableOf(entry, nHeads, dHead), [head, 0], [1, dHead]);
    return {
      score: ({ query, key, heads }) => {
        const [, length] = query.shape;
        const table = relativeTable(length, base, dModel);
        // A head at a time: by offset the scores of a head take twice the room of its square.
        const squares = Array.from({ length: heads.count }, (_, each) => {
          const head = heads.first + each;
          const own = (x: Tensor3D) => tf.slice(x, [each, 0, 0], [1, length, dHead]);
          const { b, c, d } = terms(own(query), own(key), {
            r: vectorsOf(head, table),
            u: rowOf(u, head),
            v: rowOf(v, head),
          });
          return tf.add<Tensor3D>(tf.add(b, c), d);
        });
        return tf.concat(squares, 0);
      },
      vectors: (length) => tf.transpose(vectorsOf(0, relativeTable(length, base, dModel))),
      weights: {
        wr: () => tableOf(wr, dModel, nHeads * dHead),
        u: () => tableOf(u, nHeads, dHead),
        v: () => tableOf(v, nHeads, dHead),
      },
    };
  },
  exact: ({ base }, dims, normal) => {
    const { dModel, dHead, length } = dims;
    const { wr, u, v } = learnedOf(normal, dims);
    const known = new Map<number, Float64Array>();
    const relative = (distance: number) => {
      const vector = known.get(distance) ?? relativeVector(distance, base, dModel);
      known.set(distance, vector);
      return vector;
    };
    const cell = (channel: number, column: number) =>
      relative(length - 1 - column).reduce((sum, entry, c) => sum + entry * wr(c, channel), 0);
    return {
      cell,
      steps: (channel, column) => {
        const distance = length - 1 - column;
        const [sine, weight] = [texNumber(relative(distance)[0] ?? 0), texNumber(wr(0, channel))];
        return String.raw`r_{${distance},\,${channel}} = \sum_c R_{${distance},\,c}\,W_{c,\,${channel}} = ${sine} \times (${weight}) + \dots = ${texResult(cell(channel, column))}`;
      },
      numpy: (channel, column) =>
        pyLines(
          pyGiven({ distance: length - 1 - column, d: dModel, base }),
          `W = ${pyArray(Array.from({ length: dModel }, (_, c) => wr(c, channel)))}`,
          'angle = distance * base ** (-np.arange(d // 2) / (d // 2))',
          'R = np.concatenate([np.sin(angle), np.cos(angle)])',
          'value = R @ W',
        ),
      numpyScore: ({ head, row, query, keys }, column) => {
        const own = (entry: NormalStream) => Float64Array.from(query, (_, c) => entry(head, c));
        const R = relative(row - column);
        const r = Float64Array.from(query, (_, c) =>
          R.reduce((sum, entry, channel) => sum + entry * wr(channel, head * dHead + c), 0),
        );
        return pyLines(
          `q = ${pyArray(query)}`,
          `k = ${pyArray(keys[column] ?? [])}`,
          `r = ${pyArray(r)}`,
          `u = ${pyArray(own(u))}`,
          `v = ${pyArray(own(v))}`,
          'value = (q @ r + u @ k + v @ r) / np.sqrt(q.size)',
        );
      },
      score: ({ head, row, query, keys }) => {
        const rowOf = (entry: NormalStream) =>
          Float64Array.from({ length: dHead }, (_, c) => entry(head, c));
        const { b, c, d } = termsOfRow({ query, keys, row }, relative, {
          wr: (channel, column) => wr(channel, head * dHead + column),
          u: rowOf(u),
          v: rowOf(v),
        });
        return Float64Array.from(b, (each, j) => each + (c[j] ?? 0) + (d[j] ?? 0));
      },
    };
  },
  code: ({ base }) => ({
    lines: pyLines(
      pyGiven({ base }),
      "W_r = normal('wr', d, d, 1 / math.sqrt(d))",
      "u, v_r = (normal(name, heads, d_head)[:, None, :] for name in ('u', 'v'))  # [heads, 1, d_head]",
      'distance = np.arange(n - 1, -n, -1)  # query - key',
      'angle = distance[:, None] * base ** (-np.arange(d // 2) / (d // 2))',
      'R = np.concatenate([np.sin(angle), np.cos(angle)], axis=1)',
      'r = np.transpose(np.reshape(R @ W_r, (2 * n - 1, heads, d_head)), (1, 2, 0))  # [heads, d_head, 2n - 1]',
      'positions = r[0]',
    ),
    bias: pyLines(
      'of_distance = np.take_along_axis((q + v_r) @ r, (j - i + n - 1)[None], axis=2)',
      'of_key = u @ np.transpose(k, (0, 2, 1))',
      'bias = (of_distance + of_key) / math.sqrt(d_head)',
    ),
  }),
});
