/** Penalties on distance that come from kernels: a logarithm, or a power. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { fromCurve, offsetLine } from '../code.ts';
import { curveOf } from '../curve.ts';
import { defineEncoding } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import { learned, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult } from '../tex.ts';
import { toeplitz } from '../toeplitz.ts';

// The paper learns both numbers for each head; all heads start with those that are set.
const params = {
  form: {
    kind: 'choice',
    default: 'log',
    options: [
      { value: 'log', label: { en: 'logarithm', 'zh-CN': '对数' } },
      { value: 'power', label: { en: 'power', 'zh-CN': '幂' } },
    ],
    label: { en: 'Form', 'zh-CN': '形式' },
  },
  r1: {
    kind: 'number',
    default: 1,
    min: 0.001,
    max: 100,
    integer: false,
    scale: 'log',
    label: { en: 'Strength r₁', 'zh-CN': '强度 r₁' },
  },
  r2: {
    kind: 'number',
    default: 1,
    min: 0.001,
    max: 10,
    integer: false,
    scale: 'log',
    label: { en: 'Shape r₂', 'zh-CN': '形状 r₂' },
  },
} as const satisfies ParamSchema;

/** −r₁ ln(1 + r₂ d) or −r₁ d^r₂, d = |query − key|. Source: Chi et al. 2022, arXiv 2205.09921. */
function penalty({ form, r1, r2 }: ParamsOf<typeof params>, distance: number): number {
  return form === 'log' ? -r1 * Math.log1p(r2 * distance) : -r1 * distance ** r2;
}

function code({ form, r1, r2 }: ParamsOf<typeof params>, offset: number): string {
  return pyLines(
    pyGiven({ offset, r1, r2 }),
    form === 'log'
      ? 'value = -r1 * np.log(1 + r2 * abs(offset))'
      : 'value = -r1 * abs(offset) ** r2',
  );
}

export default defineEncoding({
  id: 'kerple',
  family: 'bias',
  source: {
    authors: 'Chi et al.',
    year: 2022,
    title: 'KERPLE: Kernelized Relative Positional Embedding for Length Extrapolation',
    url: 'https://arxiv.org/abs/2205.09921',
  },
  text: {
    name: { en: 'KERPLE', 'zh-CN': 'KERPLE 核偏置' },
    idea: {
      en: 'a penalty on distance whose shape is learned',
      'zh-CN': '按距离扣分，扣分的形状由学习得到',
    },
    lookFor: {
      en: 'The logarithm falls steeply nearby and hardly at all far away; the power with r₂ = 1 is the straight line of ALiBi. Trained models have their own r₁ and r₂ in each head; here all heads share them.',
      'zh-CN':
        '对数形式在近处降得很快，在远处几乎不变；幂形式取 r₂ = 1，就是 ALiBi 的直线。训练好的模型里每个头各有自己的 r₁ 和 r₂，这里所有头共用。',
    },
  },
  tex: ({ form, r1, r2 }) => {
    const bias =
      form === 'log' ? String.raw`-r_1 \ln(1 + r_2\,|i - j|)` : String.raw`-r_1\,|i - j|^{r_2}`;
    return String.raw`b(i, j) = ${bias} \qquad r_1 = ${texNumber(r1)} \qquad r_2 = ${texNumber(r2)}`;
  },
  params,
  check: ({ form, r2 }) =>
    form === 'power' && r2 > 2
      ? {
          en: `In the power form r₂ can be at most 2, since a larger value no longer comes from a kernel; it is ${r2}.`,
          'zh-CN': `幂形式要求 r₂ 不超过 2，否则不再对应任何核函数；现在是 ${r2}。`,
        }
      : null,
  hooks: (values, { nHeads }, normal) => {
    const { form, r1, r2 } = values;
    const [strengths, shapes] = [
      learned(normal('ln r1'), () => Math.log(r1)),
      learned(normal('ln r2'), () => Math.log(r2)),
    ];
    const curve = (length: number): Tensor2D => {
      if (!strengths.trained) {
        return curveOf(nHeads, length, (_, offset) => penalty(values, Math.abs(offset)));
      }
      // A pair of numbers for each head. Their logarithms are learned: both stay above 0.
      const [first, second] = [strengths, shapes].map((of) => tf.exp(tableOf(of, nHeads, 1)));
      if (!first || !second) throw new Error('kerple: two numbers of each head');
      const distances = curveOf(1, length, (_, offset) => Math.abs(offset));
      const shape =
        form === 'log'
          ? tf.log(tf.add(tf.mul(second, distances), 1))
          : tf.exp(tf.mul(second, tf.log(tf.maximum(distances, 1e-30))));
      return tf.neg(tf.mul(first, shape));
    };
    return {
      curve,
      bias: (queries, _, heads) => toeplitz(curve(queries.length), heads),
    };
  },
  exact: (values, { length }) => ({
    numpy: (_, column) => code(values, column - length + 1),
    numpyBias: (_, query, key) => code(values, key - query),
    cell: (_, column) => penalty(values, Math.abs(column - length + 1)),
    steps: (_, column) => {
      const offset = column - length + 1;
      const distance = Math.abs(offset);
      const [r1, r2] = [texNumber(values.r1), texNumber(values.r2)];
      const filled =
        values.form === 'log'
          ? String.raw`-${r1} \times \ln(1 + ${r2} \times ${distance})`
          : String.raw`-${r1} \times ${distance}^{${r2}}`;
      return String.raw`b(${offset}) = ${filled} = ${texResult(penalty(values, distance))}`;
    },
    bias: (_, query, key) => penalty(values, Math.abs(query - key)),
  }),
  code: ({ form, r1, r2 }) => ({
    lines: pyLines(
      pyGiven({ r1, r2 }),
      offsetLine,
      form === 'log'
        ? 'penalty = -r1 * np.log1p(r2 * np.abs(offset))'
        : 'penalty = -r1 * np.abs(offset) ** r2',
      'positions = np.broadcast_to(penalty, (heads, 2 * n - 1))',
      fromCurve,
    ),
    learnsOther: true,
  }),
});
