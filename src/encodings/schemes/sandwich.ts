/** The inner products of a sinusoidal table as a bias, weaker from head to head. */
import { fromCurve, offsetLine } from '../code.ts';
import { curveOf } from '../curve.ts';
import { defineEncoding } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { baseParam, type ParamSchema, type ParamsOf } from '../params.ts';
import { texBase, texNumber, texResult } from '../tex.ts';
import { toeplitz } from '../toeplitz.ts';

const params = {
  width: {
    kind: 'number',
    default: 128,
    min: 2,
    max: 1024,
    integer: true,
    scale: 'log',
    multiple: 2,
    label: { en: 'Table width', 'zh-CN': '表的宽度' },
  },
  base: baseParam,
  zeroDiagonal: {
    kind: 'flag',
    default: false,
    label: { en: 'Zero diagonal', 'zh-CN': '对角线归零' },
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/**
 * Σ cos(distance / base^(2t/width)) over t = 1 … width/2, less its value at distance 0 where the
 * diagonal is to be zero. From t = 0 it would be the products of the sinusoidal table itself.
 * Source: Chi et al. 2022, arXiv 2212.10356; the subtraction is in NeMo's code.
 */
function sumOfCosines({ width, base, zeroDiagonal }: Params, distance: number): number {
  let sum = zeroDiagonal ? -width / 2 : 0;
  for (let t = 1; t <= width / 2; t++) sum += Math.cos(distance / base ** ((2 * t) / width));
  return sum;
}

/** 8h/H, h = 1 … H: what the sum is divided by. */
const divisorOf = (head: number, nHeads: number): number => (8 * (head + 1)) / nHeads;

export default defineEncoding({
  id: 'sandwich',
  family: 'bias',
  source: {
    authors: 'Chi et al.',
    year: 2022,
    title: 'Dissecting Transformer Length Extrapolation via the Lens of Receptive Field Analysis',
    url: 'https://arxiv.org/abs/2212.10356',
  },
  text: {
    name: { en: 'Sandwich', 'zh-CN': 'Sandwich' },
    idea: {
      en: 'the inner products of a sinusoidal table, as a bias',
      'zh-CN': '用正弦表的内积作偏置',
    },
    lookFor: {
      en: 'All heads share one curve, divided by 2 in the second head and by 3 in the third: later heads look farther. A zero diagonal adds one number to a whole head, which softmax ignores.',
      'zh-CN':
        '各头共用一条曲线，第二个头除以 2，第三个头除以 3：越靠后的头看得越远。对角线归零只是给整个头加上同一个数，softmax 的结果不变。',
    },
  },
  tex: ({ width, base, zeroDiagonal }) => {
    const sum = String.raw`\sum\nolimits_{t=1}^{${width / 2}} \cos\frac{i - j}{${texBase(base)}^{2t/${width}}}`;
    const less = zeroDiagonal ? String.raw`\left(${sum} - ${width / 2}\right)` : sum;
    return String.raw`b_h(i, j) = \frac{H}{8h} ${less} \qquad h = 1 \ldots H`;
  },
  params,
  check: ({ width }) =>
    width % 2 === 0
      ? null
      : {
          en: `The table has a cosine for every two channels, so its width must be even; it is ${width}.`,
          'zh-CN': `表中每两个通道对应一个余弦，所以宽度必须是偶数；现在是 ${width}。`,
        },
  hooks: (values, { nHeads }) => {
    const curve = (length: number) => {
      const sums = Float64Array.from({ length }, (_, distance) => sumOfCosines(values, distance));
      return curveOf(
        nHeads,
        length,
        (head, offset) => (sums[Math.abs(offset)] ?? Number.NaN) / divisorOf(head, nHeads),
      );
    };
    return {
      curve,
      bias: (queries, _, heads) => toeplitz(curve(queries.length), heads),
    };
  },
  exact: (values, { nHeads, length }) => {
    const biasAt = (head: number, distance: number) =>
      sumOfCosines(values, distance) / divisorOf(head, nHeads);
    const code = (head: number, distance: number) =>
      pyLines(
        pyGiven({ distance, h: head + 1, H: nHeads, d: values.width, base: values.base }),
        't = np.arange(1, d // 2 + 1)',
        'total = np.sum(np.cos(distance / base ** (2 * t / d)))',
        `value = H / (8 * h) * ${values.zeroDiagonal ? '(total - d / 2)' : 'total'}`,
      );
    return {
      numpy: (head, column) => code(head, column - length + 1),
      numpyBias: (head, query, key) => code(head, query - key),
      cell: (head, column) => biasAt(head, column - length + 1),
      steps: (head, column) => {
        const offset = column - length + 1;
        const { width, base, zeroDiagonal } = values;
        const factor = String.raw`\frac{${nHeads}}{8 \times ${head + 1}}`;
        const sum = String.raw`\sum\nolimits_{t=1}^{${width / 2}} \cos\frac{${offset}}{${texBase(base)}^{2t/${width}}}`;
        const less = zeroDiagonal ? String.raw`\left(${sum} - ${width / 2}\right)` : sum;
        return String.raw`b_{${head + 1}}(${offset}) = ${factor} ${less} = ${factor} \times ${texNumber(sumOfCosines(values, offset), 6)} = ${texResult(biasAt(head, offset))}`;
      },
      bias: (head, query, key) => biasAt(head, query - key),
    };
  },
  code: ({ width, base, zeroDiagonal }) => ({
    lines: pyLines(
      pyGiven({ width, base }),
      offsetLine,
      't = np.arange(1, width // 2 + 1)',
      'total = np.sum(np.cos(offset[:, None] / base ** (2 * t / width)), axis=1)',
      ...(zeroDiagonal ? ['total = total - width / 2'] : []),
      'h = np.arange(1, heads + 1)',
      'positions = (heads / (8 * h))[:, None] * total',
      fromCurve,
    ),
  }),
});
