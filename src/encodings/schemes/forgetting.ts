/** Forgetting attention: ALiBi whose slope each token sets, by how much of the past it lets through. */
import type { Rank, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { exactProjection, projectedInput } from '../blockInput.ts';
import { type Dims, defineEncoding, type Heads } from '../encoding.ts';
import { pyArray, pyFloat, pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import type { SeededNormal } from '../seeded.ts';
import { drawn, type Learned, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult } from '../tex.ts';
import { slopeLines, slopesOf } from './alibi.ts';

const params = {
  content: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 4,
    integer: false,
    scale: 'linear',
    label: { en: 'Content weight', 'zh-CN': '内容的作用' },
  },
  bias: {
    kind: 'choice',
    default: 'alibi',
    options: [
      { value: 'alibi', label: { en: 'ALiBi’s slopes', 'zh-CN': 'ALiBi 的斜率' } },
      { value: 'same', label: { en: 'the same for all heads', 'zh-CN': '各头相同' } },
    ],
    label: { en: 'Gate bias', 'zh-CN': '门的偏置' },
  },
  b: {
    kind: 'number',
    default: 2,
    min: -4,
    max: 8,
    integer: false,
    scale: 'linear',
    label: { en: 'b', 'zh-CN': 'b' },
    when: ({ bias }) => bias === 'same',
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/** b of each head. With w = 0 the slope is −ln σ(b) = ln(1 + e^(−b)), here turned round for ALiBi's. */
function biasesOf({ bias, b }: Params, { nHeads }: Dims): readonly number[] {
  return slopesOf(nHeads).map((slope) => (bias === 'same' ? b : -Math.log(Math.expm1(slope))));
}

/** w, [dModel, head]: w · x has the deviation `content`. */
function weightsOf({ content }: Params, { dModel }: Dims, normal: SeededNormal): Learned {
  return drawn(normal('forget gate'), content / Math.sqrt(dModel));
}

/** ln σ(z), float64. */
const logSigmoid = (z: number) => -Math.max(-z, 0) - Math.log1p(Math.exp(-Math.abs(z)));

/** ln σ(z) of a tensor. */
function logGates(z: Tensor2D): Tensor2D {
  const tail = tf.log(tf.add(tf.exp(tf.neg(tf.abs(z))), 1));
  return tf.neg(tf.add<Tensor2D>(tf.maximum(tf.neg(z), 0), tail));
}

/**
 * Σ of the gates t = j + 1 … i, 0 for keys ahead. Each gate's distance from the mean is what is summed
 * up: of far keys only whole steps of the mean are large, and those are exact.
 *
 * @param gates  [head, position]
 * @returns      [head, query, key]
 */
function sumsBetween(gates: Tensor2D): Tensor3D {
  const [heads, length] = gates.shape;
  const mean = tf.div<Tensor2D>(tf.sum(gates, 1, true), length);
  const before = tf.cumsum(tf.sub<Tensor2D>(gates, mean), 1);
  const square = (of: (query: number, key: number) => number) =>
    tf.tensor3d(
      Float32Array.from({ length: length * length }, (_, cell) =>
        of(Math.floor(cell / length), cell % length),
      ),
      [1, length, length],
    );
  const apart = tf.sub<Tensor3D>(
    tf.reshape<Rank.R3>(before, [heads, length, 1]),
    tf.reshape<Rank.R3>(before, [heads, 1, length]),
  );
  const steps = square((query, key) => Math.max(query - key, 0));
  const behind = square((query, key) => Number(key <= query));
  const whole = tf.mul<Tensor3D>(steps, tf.reshape<Rank.R3>(mean, [heads, 1, 1]));
  return tf.add(whole, tf.mul(apart, behind));
}

export default defineEncoding({
  id: 'forgetting',
  family: 'contextual',
  sides: ['head', 'offset'],
  source: {
    authors: 'Lin et al.',
    year: 2025,
    title: 'Forgetting Transformer: Softmax Attention with a Forget Gate',
    url: 'https://arxiv.org/abs/2503.02130',
  },
  text: {
    name: { en: 'Forgetting (FoX)', 'zh-CN': '遗忘注意力（FoX）' },
    idea: {
      en: 'each token sets how much of the past is forgotten; random initialisation',
      'zh-CN': '每个词元决定忘掉多少前文；随机初始化',
    },
    lookFor: {
      en: 'A token with a small gate lowers the scores of all tokens before it, in its own row and in every row below. The first map shows the penalty where w·x = 0. Set the content weight to 0, and the second map shows this penalty alone; with ALiBi’s slopes it is ALiBi.',
      'zh-CN':
        '门小的词元会压低它之前所有词元的得分，从它自己那一行起，往下每一行都是如此。第一张图是 w·x = 0 时的扣分。把内容的作用设为 0，第二张图就只剩这个扣分；用 ALiBi 的斜率时，这就是 ALiBi。',
    },
  },
  withoutMask: {
    en: 'Without a causal mask, nothing is added to keys after the query.',
    'zh-CN': '没有因果掩码时，查询之后的键不加任何数。',
  },
  tex: () =>
    String.raw`s_{ij} = \frac{q_i \cdot k_j}{\sqrt{d_h}} + \sum_{t=j+1}^{i} \ln f_t,\ j \le i \qquad f_t = \sigma(w_h \cdot x_t + b_h)`,
  params,
  presets: [
    {
      name: { en: 'w = 0: ALiBi', 'zh-CN': 'w = 0：即 ALiBi' },
      params: { content: 0, bias: 'alibi' },
    },
    {
      name: { en: 'b = 0: each token keeps about half', 'zh-CN': 'b = 0：每个词元约保留一半' },
      params: { content: 1, bias: 'same', b: 0 },
    },
  ],
  hooks: (values, dims, normal) => {
    const { nHeads, dModel } = dims;
    const w = weightsOf(values, dims, normal);
    const biases = biasesOf(values, dims);
    const biasOf = ({ first, count }: Heads) =>
      tf.tensor2d(Float32Array.from(biases.slice(first, first + count)), [count, 1]);
    return {
      score: ({ input, heads }) => {
        const [length] = input.shape;
        const product = projectedInput(input, w, 1, heads);
        const flat: Tensor2D = tf.reshape(product, [heads.count, length]);
        return sumsBetween(logGates(tf.add(flat, biasOf(heads))));
      },
      vectors: (length) => {
        const penalty = (head: number, column: number) =>
          Math.min(column - length + 1, 0) * -logSigmoid(biases[head] ?? 0);
        return tableOf(penalty, nHeads, 2 * length - 1);
      },
      weights: {
        w: () => tableOf(w, dModel, nHeads),
        b: () => biasOf({ first: 0, count: nHeads }),
      },
    };
  },
  exact: (values, dims, normal) => {
    const biases = biasesOf(values, dims);
    const penalties = biases.map((b) => Math.log1p(Math.exp(-b)));
    const gate = exactProjection(
      weightsOf(values, dims, normal),
      { dModel: dims.dModel, width: 1 },
      ([product = 0]) => product,
    );
    const offsetOf = (column: number) => column - dims.length + 1;
    const cell = (head: number, column: number) =>
      Math.min(offsetOf(column), 0) * (penalties[head] ?? Number.NaN);
    return {
      cell,
      steps: (head, column) => {
        const distance = Math.max(-offsetOf(column), 0);
        const b = texNumber(biases[head] ?? Number.NaN);
        return String.raw`${distance} \times \ln\sigma(b_{${head + 1}}) = ${distance} \times \ln\sigma(${b}) = ${texResult(cell(head, column))}`;
      },
      numpy: (head, column) =>
        pyLines(
          pyGiven({ offset: offsetOf(column), b: biases[head] ?? Number.NaN }),
          'value = min(offset, 0) * np.log(1 + np.exp(-b))',
        ),
      numpyScore: ({ head, row, input }, key) => {
        const between = Array.from({ length: Math.max(row - key, 0) }, (_, step) => key + 1 + step);
        const z = between.map(
          (position) => gate(input, position, head) + (biases[head] ?? Number.NaN),
        );
        return pyLines(`z = ${pyArray(z)}`, 'value = np.sum(-np.logaddexp(0, -z))');
      },
      score: ({ head, row, keys, input }) => {
        const sums = new Float64Array(keys.length);
        for (let key = row - 1; key >= 0; key--) {
          const z = gate(input, key + 1, head) + (biases[head] ?? Number.NaN);
          // ln σ(z) = −ln(1 + e^(−z)), by the way that does not overflow.
          const kept = z > 0 ? -Math.log1p(Math.exp(-z)) : z - Math.log1p(Math.exp(z));
          sums[key] = (sums[key + 1] ?? 0) + kept;
        }
        return sums;
      },
    };
  },
  code: ({ content, bias, b }, { nHeads }) => ({
    lines: pyLines(
      `w = normal('forget gate', d, heads, ${content} / math.sqrt(d))`,
      bias === 'same'
        ? `b = np.full((heads,), ${pyFloat(b)})`
        : pyLines(slopeLines(nHeads), 'b = -np.log(np.expm1(m))  # with w = 0 the slopes of ALiBi'),
      'offset = np.arange(-(n - 1), n)',
      'positions = np.clip(offset, None, 0) * np.logaddexp(0, -b)[:, None]',
    ),
    bias: pyLines(
      'log_gates = -np.logaddexp(0, -(x @ w + b))',
      'passed = np.transpose(np.cumsum(log_gates, axis=0))  # [heads, n]',
      'bias = np.where(j <= i, passed[:, :, None] - passed[:, None, :], 0.0)',
    ),
  }),
});
