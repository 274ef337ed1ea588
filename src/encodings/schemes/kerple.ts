/** Penalties on distance that come from kernels: a logarithm, or a power. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { fromCurve, offsetLine } from '../code.ts';
import { curveOf } from '../curve.ts';
import { defineEncoding } from '../encoding.ts';
import { pyFloat, pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import type { SeededNormal } from '../seeded.ts';
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

/** Both numbers of a head, where a racer has learned them; those that are set where not. */
function numbersOf(
  values: ParamsOf<typeof params>,
  normal: SeededNormal,
): (head: number) => ParamsOf<typeof params> {
  const { r1, r2 } = values;
  const [strengths, shapes] = [normal('ln r1').kept, normal('ln r2').kept];
  if (!strengths || !shapes) return () => values;
  const [first, second] = [strengths(() => Math.log(r1)), shapes(() => Math.log(r2))];
  return (head) => ({ ...values, r1: Math.exp(first(head, 0)), r2: Math.exp(second(head, 0)) });
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
      en: 'The logarithm falls steeply nearby and hardly at all far away; the power with r₂ = 1 is the straight line of ALiBi. Trained models have their own r₁ and r₂ in each head, as a racer trained here has; otherwise all heads share those that are set.',
      'zh-CN':
        '对数形式在近处降得很快，在远处几乎不变；幂形式取 r₂ = 1，就是 ALiBi 的直线。训练好的模型里每个头各有自己的 r₁ 和 r₂，在“并排训练”中训练出来的也是；否则所有头共用设定的值。',
    },
  },
  tex: ({ form, r1, r2 }, isLearned = false) => {
    const bias =
      form === 'log' ? String.raw`-r_1 \ln(1 + r_2\,|i - j|)` : String.raw`-r_1\,|i - j|^{r_2}`;
    if (isLearned) return String.raw`b_h(i, j) = ${bias.replaceAll(/r_([12])/g, 'r_{$1,h}')}`;
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
    const numbers = numbersOf(values, normal);
    const curve = (length: number): Tensor2D => {
      if (!strengths.trained) {
        return curveOf(nHeads, length, (head, offset) => penalty(numbers(head), Math.abs(offset)));
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
  exact: (values, { length }, normal) => {
    const numbers = numbersOf(values, normal);
    return {
      numpy: (head, column) => code(numbers(head), column - length + 1),
      numpyBias: (head, query, key) => code(numbers(head), key - query),
      cell: (head, column) => penalty(numbers(head), Math.abs(column - length + 1)),
      steps: (head, column) => {
        const offset = column - length + 1;
        const distance = Math.abs(offset);
        const own = numbers(head);
        const [r1, r2] = [texNumber(own.r1), texNumber(own.r2)];
        const filled =
          own.form === 'log'
            ? String.raw`-${r1} \times \ln(1 + ${r2} \times ${distance})`
            : String.raw`-${r1} \times ${distance}^{${r2}}`;
        return String.raw`b(${offset}) = ${filled} = ${texResult(penalty(own, distance))}`;
      },
      bias: (head, query, key) => penalty(numbers(head), Math.abs(query - key)),
    };
  },
  code: ({ form, r1, r2 }) => {
    const lines = (numbers: string) =>
      pyLines(
        numbers,
        offsetLine,
        form === 'log'
          ? 'penalty = -r1 * np.log1p(r2 * np.abs(offset))'
          : 'penalty = -r1 * np.abs(offset) ** r2',
        'positions = np.broadcast_to(penalty, (heads, 2 * n - 1))',
        fromCurve,
      );
    const ofEachHead = (name: string, start: number) =>
      `${name} = np.exp(normal('ln ${name}', heads, 1, start=${pyFloat(Math.log(start))}))`;
    return {
      lines: lines(pyGiven({ r1, r2 })),
      trained: { lines: lines(pyLines(ofEachHead('r1', r1), ofEachHead('r2', r2))) },
    };
  },
});
