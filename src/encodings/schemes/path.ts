/** PaTH: on its way back to a key, the query passes a reflection of every token that lies between. */
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { exactProjection, projectedInput } from '../blockInput.ts';
import { type Dims, defineEncoding, type ExactScoreContext, type Heads } from '../encoding.ts';
import { pyArray, pyFloat, pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema } from '../params.ts';
import { reflected } from '../reflected.ts';
import type { SeededNormal } from '../seeded.ts';
import { drawn, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult } from '../tex.ts';

const params = {
  beta: {
    kind: 'choice',
    default: 'content',
    options: [
      { value: 'content', label: { en: 'from the token', 'zh-CN': '由词元决定' } },
      { value: 'fixed', label: { en: 'fixed', 'zh-CN': '固定' } },
    ],
    label: { en: 'Strength β', 'zh-CN': '强度 β' },
  },
  strength: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 2,
    integer: false,
    scale: 'linear',
    label: { en: 'β', 'zh-CN': 'β' },
    when: ({ beta }) => beta === 'fixed',
  },
} as const satisfies ParamSchema;

/** W [dModel, head · dHead] and u [dModel, head], variance 1/dModel: of each token its direction and its strength. */
function learnedOf(normal: SeededNormal, { dModel }: Dims) {
  const deviation = 1 / Math.sqrt(dModel);
  return {
    direction: drawn(normal('direction'), deviation),
    strength: drawn(normal('strength'), deviation),
  };
}

/**
 * k_j · (H_{j+1} ⋯ H_i q_i) of one query for every key up to it, float64; then q · k.
 *
 * @param w     unit direction of a position
 * @param beta  strength of a position
 * Source: Yang et al. 2025, arXiv 2505.16381, eq. 2.
 */
export function reflectedRow(
  { query, keys, row }: Pick<ExactScoreContext, 'query' | 'keys' | 'row'>,
  w: (position: number) => ArrayLike<number>,
  beta: (position: number) => number,
): Float64Array {
  const moved = Float64Array.from(query);
  const scores = Float64Array.from(keys, (key) => dot(query, key));
  for (let position = row; position >= 0; position--) {
    scores[position] = dot(moved, keys[position] ?? new Float64Array());
    const direction = w(position);
    const step = beta(position) * dot(moved, direction);
    for (let c = 0; c < moved.length; c++) {
      moved[c] = (moved[c] ?? 0) - step * (direction[c] ?? 0);
    }
  }
  return scores;
}

/** One β for every token, [head, position, 1]. */
function fixed(strength: number, heads: number, length: number): Tensor3D {
  return tf.tensor3d(new Float32Array(heads * length).fill(strength), [heads, length, 1]);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

export default defineEncoding({
  id: 'path',
  family: 'contextual',
  sides: ['channel', 'channel'],
  source: {
    authors: 'Yang et al.',
    year: 2025,
    title: 'PaTH Attention: Position Encoding via Accumulating Householder Transformations',
    url: 'https://arxiv.org/abs/2505.16381',
  },
  text: {
    name: { en: 'PaTH', 'zh-CN': 'PaTH 累积反射' },
    idea: {
      en: 'tokens between query and key reflect the query in turn; random initialisation',
      'zh-CN': '查询与键之间的词元依次反射查询；随机初始化',
    },
    lookFor: {
      en: 'Each token changes the part of later queries along its own direction. At β = 0 nothing changes; at β = 1 earlier keys no longer see that part; at β = 2 they see it reversed. The first map is W of the first head.',
      'zh-CN':
        '每个词元都会改动后面的查询在它自己方向上的分量。β = 0 时什么也不变；β = 1 时，更早的键再也看不到这个分量；β = 2 时，看到的是反向的分量。第一张图是第一个头的 W。',
    },
  },
  withoutMask: {
    en: 'Without a causal mask, keys after the query keep their plain q · k.',
    'zh-CN': '没有因果掩码时，查询之后的键保持原来的 q · k。',
  },
  tex: ({ beta, strength }) => {
    const value = beta === 'fixed' ? texNumber(strength) : String.raw`2\,\sigma(u_h \cdot x_t)`;
    return String.raw`s_{ij} = \frac{1}{\sqrt{d_h}}\,k_j^\top H_{j+1} H_{j+2} \cdots H_i\,q_i,\ j \le i \qquad H_t = I - \beta_t\,w_t w_t^\top \qquad w_t = \frac{x_t W_h}{\lVert x_t W_h \rVert} \qquad \beta_t = ${value}`;
  },
  params,
  presets: [
    {
      name: { en: 'β = 0: no positions', 'zh-CN': 'β = 0：没有位置' },
      params: { beta: 'fixed', strength: 0 },
    },
    {
      name: { en: 'β = 2: reflections', 'zh-CN': 'β = 2：反射' },
      params: { beta: 'fixed', strength: 2 },
    },
  ],
  hooks: (values, dims, normal) => {
    const { dModel, dHead, nHeads } = dims;
    const learned = learnedOf(normal, dims);
    const strengths = (input: Parameters<typeof projectedInput>[0], heads: Heads): Tensor3D =>
      values.beta === 'fixed'
        ? fixed(values.strength, heads.count, input.shape[0])
        : tf.mul(tf.sigmoid(projectedInput(input, learned.strength, 1, heads)), 2);
    return {
      score: ({ input, query, key, heads }) => {
        const raw = projectedInput(input, learned.direction, dHead, heads);
        const size = tf.sqrt(tf.sum(tf.square(raw), 2, true));
        const direction = tf.div<Tensor3D>(raw, tf.maximum(size, 1e-20));
        const chain = { query, key, direction, strength: strengths(input, heads) };
        return reflected(chain, 1 / Math.sqrt(dHead));
      },
      vectors: () => tf.transpose(tableOf(learned.direction, dModel, dHead)),
      weights: {
        w: () => tableOf(learned.direction, dModel, nHeads * dHead),
        u: () => tableOf(learned.strength, dModel, nHeads),
      },
    };
  },
  exact: (values, dims, normal) => {
    const { dModel, dHead } = dims;
    const learned = learnedOf(normal, dims);
    const direction = exactProjection(learned.direction, { dModel, width: dHead }, (raw) => {
      const size = Math.hypot(...raw);
      return raw.map((entry) => entry / Math.max(size, 1e-20));
    });
    const gate = exactProjection(
      learned.strength,
      { dModel, width: 1 },
      ([z = 0]) => 2 / (1 + Math.exp(-z)),
    );
    const cell = (channel: number, from: number) => learned.direction(from, channel);
    return {
      cell,
      steps: (channel, from) =>
        String.raw`W_{${from},\,${channel}} = \frac{${texNumber(normal('direction')(from, channel))}}{\sqrt{${dModel}}} = ${texResult(cell(channel, from))}`,
      numpy: (channel, from) =>
        pyLines(
          pyGiven({ z: normal('direction')(from, channel), d: dModel }),
          'value = np.float32(z / np.sqrt(d))',
        ),
      numpyScore: ({ head, row, query, keys, input }, key) => {
        if (key >= row) return 'value = 0';
        // Those between the key and the query, from the query on.
        const between = Array.from({ length: row - key }, (_, steps) => row - steps);
        const beta = (position: number) =>
          values.beta === 'fixed' ? values.strength : gate(input, position, head);
        const directions = between.map((position) => pyArray(direction(input, position, head)));
        return pyLines(
          `q = ${pyArray(query)}`,
          `k = ${pyArray(keys[key] ?? [])}`,
          `directions = [\n    ${directions.join(',\n    ')},\n]`,
          `strengths = ${pyArray(between.map(beta))}`,
          'moved = q.copy()',
          'for w, beta in zip(directions, strengths):',
          '    moved = moved - beta * (w @ moved) * w',
          'value = (k @ moved - k @ q) / np.sqrt(q.size)',
        );
      },
      score: ({ head, row, query, keys, products, input }) => {
        const beta = (position: number) =>
          values.beta === 'fixed' ? values.strength : gate(input, position, head);
        const w = (position: number) => direction(input, position, head);
        const scores = reflectedRow({ query, keys, row }, w, beta);
        return scores.map((score, key) => (score - (products[key] ?? 0)) / Math.sqrt(dHead));
      },
    };
  },
  code: ({ beta, strength }) => ({
    lines: pyLines(
      "W = normal('direction', d, d, 1 / math.sqrt(d))",
      ...(beta === 'fixed' ? [] : ["u = normal('strength', d, heads, 1 / math.sqrt(d))"]),
      'positions = np.transpose(W[:, :d_head])',
    ),
    bias: pyLines(
      'w = split(x @ W)',
      'w = w / np.sqrt(np.sum(w**2, axis=-1, keepdims=True))',
      beta === 'fixed'
        ? `beta = np.full((heads, n, 1), ${pyFloat(strength)})`
        : 'beta = 2 / (1 + np.exp(-np.transpose(x @ u)))[:, :, None]',
      'moved, columns = q, []',
      'for t in range(n - 1, -1, -1):  # a key at a time, from the last',
      '    key, w_t = k[:, t : t + 1], w[:, t : t + 1]',
      '    columns.insert(0, np.sum(moved * key, axis=-1))',
      '    step = beta[:, t : t + 1] * np.sum(moved * w_t, axis=-1, keepdims=True)',
      '    moved = np.where(i >= t, moved - step * w_t, moved)',
      'bias = (np.stack(columns, axis=-1) - products) / math.sqrt(d_head)',
    ),
  }),
});
