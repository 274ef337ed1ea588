/** Contextual position: a query counts only the keys that its gates let through. */

import { countedBias } from '../counted.ts';
import { defineEncoding, type ExactScoreContext } from '../encoding.ts';
import { pyArray, pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import { dotRows } from '../relative.ts';
import type { NormalStream } from '../seeded.ts';
import { drawn, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult } from '../tex.ts';

const params = {
  maxPosition: {
    kind: 'number',
    default: 16,
    min: 2,
    max: 512,
    integer: true,
    scale: 'log',
    label: { en: 'Positions', 'zh-CN': '位置数' },
  },
  gate: {
    kind: 'choice',
    default: 'scaled',
    options: [
      { value: 'scaled', label: { en: 'σ(q·k/√d), as in the code', 'zh-CN': 'σ(q·k/√d)，代码' } },
      { value: 'raw', label: { en: 'σ(q·k), as in the equations', 'zh-CN': 'σ(q·k)，公式' } },
    ],
    label: { en: 'Gate', 'zh-CN': '门' },
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/** What multiplies q·k before the gate. The logits are scaled by 1/√dHead either way. */
const gateScaleOf = ({ gate }: Params, dHead: number) =>
  gate === 'scaled' ? 1 / Math.sqrt(dHead) : 1;

/** The table is drawn so that q·e is of size 1. (The published code begins with zeros.) */
const deviationOf = (dHead: number) => 1 / Math.sqrt(dHead);

/**
 * Gates, counts and bias of one query, float64. A key ahead of the query has gate and count 0.
 *
 * @param entry  the table, by count and channel
 * Source: Golovneva et al. 2024, arXiv 2405.18719.
 */
export function countRow(
  { query, products, row }: Pick<ExactScoreContext, 'query' | 'products' | 'row'>,
  entry: NormalStream,
  maxPosition: number,
  gateScale: number,
) {
  const gates = products.map((product, key) =>
    key <= row ? 1 / (1 + Math.exp(-gateScale * product)) : 0,
  );
  const counts = new Float64Array(gates.length);
  let passed = 0;
  for (let key = row; key >= 0; key--) {
    passed += gates[key] ?? 0;
    counts[key] = Math.min(passed, maxPosition - 1);
  }
  const found = Array.from({ length: maxPosition }, (_, count) =>
    query.reduce((sum, each, channel) => sum + each * entry(count, channel), 0),
  );
  const bias = counts.map((count) => {
    const [below, above] = [Math.floor(count), Math.ceil(count)];
    const part = count - below;
    return (1 - part) * (found[below] ?? 0) + part * (found[above] ?? 0);
  });
  return { gates, counts, bias };
}

export default defineEncoding({
  id: 'cope',
  family: 'contextual',
  sides: ['channel', 'count'],
  withoutMask: {
    en: 'Without a causal mask, every key after the query has count 0.',
    'zh-CN': '没有因果掩码时，查询之后的键计数都是 0。',
  },
  source: {
    authors: 'Golovneva et al.',
    year: 2024,
    title: 'Contextual Position Encoding: Learning to Count What’s Important',
    url: 'https://arxiv.org/abs/2405.18719',
  },
  text: {
    name: { en: 'CoPE', 'zh-CN': 'CoPE 上下文位置' },
    idea: {
      en: 'counts only the tokens that the query lets through; random initialisation',
      'zh-CN': '只数查询放行的词元；随机初始化',
    },
    lookFor: {
      en: 'What is added is not constant along diagonals: the same distance gives a different count in each row. Once the count reaches its limit, the rest of the row no longer changes.',
      'zh-CN':
        '加上去的数不沿对角线相等：同样的距离，在每一行数出的结果不同。计数达到上限后，这一行的其余部分就不再变化。',
    },
  },
  tex: ({ gate, maxPosition }) => {
    const logit = String.raw`\frac{q_i \cdot k_j}{\sqrt{d_h}}`;
    const gated =
      gate === 'scaled' ? String.raw`q_i \cdot k_j/\sqrt{d_h}` : String.raw`q_i \cdot k_j`;
    return String.raw`s_{ij} = ${logit} + q_i \cdot e_{p_{ij}} \qquad p_{ij} = \min\Bigl(\sum_{t=j}^{i} g_{it},\ ${maxPosition - 1}\Bigr) \qquad g_{ij} = \sigma(${gated}) \qquad e_p = (1 - f)\,e_{\lfloor p\rfloor} + f\,e_{\lceil p\rceil} \qquad f = p - \lfloor p\rfloor`;
  },
  params,
  hooks: (values, { dHead }, normal) => {
    const entry = drawn(normal('cope'), deviationOf(dHead));
    const table = () => tableOf(entry, values.maxPosition, dHead);
    return {
      score: ({ query, products }) =>
        countedBias(products, dotRows(query, table()), gateScaleOf(values, dHead)),
      vectors: () => tf.transpose(table()),
      weights: { table },
    };
  },
  exact: (values, { dHead }, normal) => {
    const entry = drawn(normal('cope'), deviationOf(dHead));
    const rowIn = (count: number) =>
      pyArray(Array.from({ length: dHead }, (_, channel) => entry(count, channel)));
    return {
      cell: (channel, count) => entry(count, channel),
      steps: (channel, count) =>
        String.raw`e_{${count},\,${channel}} = \frac{${texNumber(normal('cope')(count, channel))}}{\sqrt{${dHead}}} = ${texResult(entry(count, channel))}`,
      numpy: (channel, count) =>
        pyLines(
          pyGiven({ z: normal('cope')(count, channel), d: dHead }),
          'value = np.float32(z / np.sqrt(d))',
        ),
      numpyScore: ({ row, query, products }, column) => {
        const q = `q = ${pyArray(query)}`;
        if (column > row) return pyLines(q, `e = ${rowIn(0)}`, 'value = q @ e');
        const [most, scale] = [values.maxPosition, gateScaleOf(values, dHead)];
        const { counts } = countRow({ row, query, products }, entry, most, scale);
        const low = Math.floor(counts[column] ?? 0);
        return pyLines(
          q,
          `products = ${pyArray(products.slice(column, row + 1))}`,
          pyGiven({ scale, most }),
          'gates = 1 / (1 + np.exp(-scale * products))',
          'p = min(np.sum(gates), most - 1)',
          `e_low = ${rowIn(low)}`,
          `e_high = ${rowIn(Math.min(low + 1, most - 1))}`,
          `part = p - ${low}`,
          'value = (1 - part) * (q @ e_low) + part * (q @ e_high)',
        );
      },
      score: (context) =>
        countRow(context, entry, values.maxPosition, gateScaleOf(values, dHead)).bias,
    };
  },
  code: ({ maxPosition, gate }) => ({
    lines: pyLines(
      pyGiven({ most: maxPosition }),
      "e = normal('cope', most, d_head, 1 / math.sqrt(d_head))",
      'positions = np.transpose(e)',
    ),
    bias: pyLines(
      `gates = 1 / (1 + np.exp(-products${gate === 'scaled' ? ' / math.sqrt(d_head)' : ''}))`,
      'gates = np.where(j <= i, gates, 0.0)',
      'counts = np.flip(np.cumsum(np.flip(gates, axis=2), axis=2), axis=2)',
      'counts = np.clip(counts, None, most - 1)',
      'low, high = np.floor(counts), np.ceil(counts)',
      'found = q @ np.transpose(e)  # at whole counts, [heads, n, most]',
      'at_low = np.take_along_axis(found, np.asarray(low, dtype=int), axis=2)',
      'at_high = np.take_along_axis(found, np.asarray(high, dtype=int), axis=2)',
      'bias = at_low + (counts - low) * (at_high - at_low)',
    ),
  }),
});
