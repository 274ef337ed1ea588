/** Attention with linear biases: a penalty that grows with the distance, steeper in some heads. */

import type { Tensor3D } from '@tensorflow/tfjs-core';
import { fromCurve, offsetLine } from '../code.ts';
import { defineEncoding, type Heads } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult } from '../tex.ts';
import { toeplitz } from '../toeplitz.ts';

/**
 * Slopes of all heads, steepest first: 2^(−8h/H), h = 1…H, for H a power of two; otherwise those
 * of the next lower power of two, then every second one of the next higher.
 * Source: Press et al. 2021, arXiv 2108.12409, §3, and its reference code.
 */
export function slopesOf(nHeads: number): number[] {
  const whole = 2 ** Math.floor(Math.log2(nHeads));
  const slopes = Array.from({ length: whole }, (_, h) => 2 ** ((-8 * (h + 1)) / whole));
  if (whole === nHeads) return slopes;
  const between = slopesOf(2 * whole).filter((_, h) => h % 2 === 0);
  return [...slopes, ...between.slice(0, nHeads - whole)];
}

/** The same in Python: `m`, [heads]. */
export function slopeLines(nHeads: number): string {
  if (2 ** Math.floor(Math.log2(nHeads)) === nHeads) {
    return 'm = 2.0 ** (-8 * np.arange(1, heads + 1) / heads)';
  }
  return pyLines(
    `whole = ${2 ** Math.floor(Math.log2(nHeads))}  # the next lower power of two`,
    '',
    'def slopes(count):',
    '    return 2.0 ** (-8 * np.arange(1, count + 1) / count)',
    '',
    'between = slopes(2 * whole)[0::2]',
    'm = np.concatenate([slopes(whole), between[: heads - whole]])',
  );
}

type Form = 'symmetric' | 'causal' | 'row';

/** −m·distance at an offset key − query; the row form is read from the query's own column. */
function penalty(form: Form, slope: number, offset: number): number {
  if (form === 'row') return slope * offset;
  if (form === 'causal' && offset > 0) return -Infinity;
  return -slope * Math.abs(offset);
}

/** The same in Python. */
function penaltyCode(form: Form, offset: number): string {
  if (form === 'row') return 'm * offset';
  return form === 'causal' && offset > 0 ? '-np.inf' : '-m * abs(offset)';
}

/** +m·j in every row: not constant along diagonals, so not a Toeplitz bias. */
function rowBias(nHeads: number, keys: Float64Array, heads: Heads): Tensor3D {
  const slopes = slopesOf(nHeads).slice(heads.first, heads.first + heads.count);
  const column = tf.reshape(tf.tensor(Float32Array.from(slopes)), [heads.count, 1, 1]);
  const key = tf.reshape(tf.tensor(Float32Array.from(keys)), [1, 1, keys.length]);
  const ones = tf.tensor(new Float32Array(keys.length).fill(1), [1, keys.length, 1]);
  return tf.mul(tf.mul(column, key), ones);
}

export default defineEncoding({
  id: 'alibi',
  family: 'bias',
  source: {
    authors: 'Press et al.',
    year: 2021,
    title:
      'Train Short, Test Long: Attention with Linear Biases Enables Input Length Extrapolation',
    url: 'https://arxiv.org/abs/2108.12409',
  },
  text: {
    name: { en: 'ALiBi', 'zh-CN': 'ALiBi 线性偏置' },
    idea: {
      en: 'a penalty on distance, added to the scores of each head',
      'zh-CN': '按距离扣分，加在每个头的得分上',
    },
    lookFor: {
      en: 'Step through the heads: the steepest favours near words, the flattest hardly minds distance. (In the row form this is so only under a causal mask.)',
      'zh-CN':
        '逐个查看各个头：斜率最大的偏爱邻近的词，最小的几乎不在意距离。（按行的形式要加因果掩码才会这样。）',
    },
  },
  tex: ({ form }) =>
    ({
      symmetric: String.raw`b_h(i, j) = -m_h\,|i - j|, \qquad m_h = 2^{-8h/H},\ H = 2^k`,
      causal: String.raw`b_h(i, j) = -m_h\,(i - j),\ j \le i, \qquad m_h = 2^{-8h/H},\ H = 2^k`,
      row: String.raw`b_h(i, j) = +m_h\,j, \qquad m_h = 2^{-8h/H},\ H = 2^k`,
    })[form],
  params: {
    form: {
      kind: 'choice',
      default: 'symmetric',
      options: [
        { value: 'symmetric', label: { en: 'symmetric −m|i−j|', 'zh-CN': '对称 −m|i−j|' } },
        { value: 'causal', label: { en: 'causal −m(i−j)', 'zh-CN': '因果 −m(i−j)' } },
        { value: 'row', label: { en: 'row +mj', 'zh-CN': '按行 +mj' } },
      ],
      label: { en: 'Form', 'zh-CN': '形式' },
    },
  },
  conventions: [
    {
      param: 'form',
      values: ['symmetric', 'causal'],
      relation: 'none',
      says: {
        en: 'The causal form of the paper hides later keys by itself; the symmetric form leaves that to the mask.',
        'zh-CN': '论文中的因果形式自己就遮住了后面的键；对称形式则靠掩码来遮。',
      },
    },
    {
      param: 'form',
      values: ['symmetric', 'row'],
      relation: 'none',
      says: {
        en: 'Some code adds +m·j to every row. That differs from −m(i − j) by m·i, one number per row, which softmax ignores. It agrees with −m|i − j| only while a causal mask hides the later keys.',
        'zh-CN':
          '有的代码给每一行都加上 +m·j。它与 −m(i − j) 每行只差一个常数 m·i，softmax 的结果不变。只有因果掩码遮住后面的键时，它才与 −m|i − j| 一致。',
      },
    },
  ],
  hooks: ({ form }, { nHeads }) => {
    const curve = (length: number) => {
      const offsets = Array.from({ length: 2 * length - 1 }, (_, o) => o - length + 1);
      return tf.tensor2d(
        Float32Array.from(
          slopesOf(nHeads).flatMap((slope) =>
            offsets.map((offset) => penalty(form, slope, offset)),
          ),
        ),
        [nHeads, offsets.length],
      );
    };
    return {
      curve,
      bias: (queries, keys, heads) =>
        form === 'row'
          ? rowBias(nHeads, keys.values, heads)
          : toeplitz(curve(queries.length), heads),
    };
  },
  exact: ({ form }, { nHeads, length }) => {
    const slopes = slopesOf(nHeads);
    const slope = (head: number) => slopes[head] ?? Number.NaN;
    const code = (head: number, numbers: Readonly<Record<string, number>>) =>
      pyLines(
        2 ** Math.floor(Math.log2(nHeads)) === nHeads
          ? `m = 2 ** (-8 * ${head + 1} / ${nHeads})`
          : `m = ${slope(head)}`,
        pyGiven(numbers),
      );
    return {
      cell: (head, column) => penalty(form, slope(head), column - length + 1),
      steps: (head, column) => {
        const offset = column - length + 1;
        const value = penalty(form, slope(head), offset);
        const factor =
          form === 'row'
            ? `${texNumber(slope(head))} \\times ${offset}`
            : `-${texNumber(slope(head))} \\times ${Math.abs(offset)}`;
        return String.raw`b_{${head + 1}}(${offset}) = ${factor} = ${texResult(value)}`;
      },
      numpy: (head, column) => {
        const offset = column - length + 1;
        return pyLines(code(head, { offset }), `value = ${penaltyCode(form, offset)}`);
      },
      numpyBias: (head, query, key) => {
        const offset = key - query;
        return form === 'row'
          ? pyLines(code(head, { j: key }), 'value = m * j')
          : pyLines(code(head, { offset }), `value = ${penaltyCode(form, offset)}`);
      },
      bias: (head, query, key) =>
        form === 'row' ? slope(head) * key : penalty(form, slope(head), key - query),
    };
  },
  code: ({ form }, { nHeads }) => {
    const lines = pyLines(
      offsetLine,
      {
        symmetric: 'positions = -m[:, None] * np.abs(offset)',
        causal: 'positions = np.where(offset > 0, -np.inf, m[:, None] * offset)',
        row: 'positions = m[:, None] * offset',
      }[form],
      form === 'row' ? 'bias = np.broadcast_to(m[:, None, None] * p, (heads, n, n))' : fromCurve,
    );
    const asked = 'build_alibi_tensor(torch.ones(1, 2), heads, torch.float64)';
    return {
      lines: pyLines(slopeLines(nHeads), lines),
      transformers: {
        imports: 'from transformers.models.bloom.modeling_bloom import build_alibi_tensor',
        lines: pyLines(`m = ${asked}[:, 0, 1]  # slopes: the bias of key 1`, lines),
      },
    };
  },
});
