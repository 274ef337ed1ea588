/**
 * DeBERTa's disentangled attention: a query asks for distances, and a key for distances too, each
 * with a table of its own.
 */
import type { Rank, Tensor3D } from '@tensorflow/tfjs-core';
import { defineEncoding, type ExactScoreContext, type Heads } from '../encoding.ts';
import { pyArray, pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import { pickRelative, picksOf } from '../relative.ts';
import type { NormalStream, SeededNormal } from '../seeded.ts';
import { drawn, type Learned, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texResult } from '../tex.ts';

const params = {
  span: {
    kind: 'number',
    default: 32,
    min: 1,
    max: 512,
    integer: true,
    scale: 'log',
    label: { en: 'Span', 'zh-CN': '跨度' },
  },
  delta: {
    kind: 'choice',
    default: 'paper',
    options: [
      { value: 'paper', label: { en: 'paper: δ(j, i)', 'zh-CN': '论文：δ(j, i)' } },
      { value: 'code', label: { en: 'code: δ(i, j)', 'zh-CN': '代码：δ(i, j)' } },
    ],
    label: { en: 'Third term', 'zh-CN': '第三项' },
  },
  logBuckets: {
    kind: 'flag',
    default: false,
    label: { en: 'Log buckets', 'zh-CN': '对数分桶' },
  },
  bucketSize: {
    kind: 'number',
    default: 32,
    min: 2,
    max: 512,
    integer: true,
    scale: 'log',
    multiple: 2,
    label: { en: 'Buckets per side', 'zh-CN': '每侧分桶数' },
    when: (values) => values.logBuckets === true,
  },
  maxPosition: {
    kind: 'number',
    default: 512,
    min: 3,
    max: 4096,
    integer: true,
    scale: 'log',
    label: { en: 'Range of the buckets', 'zh-CN': '分桶范围' },
    when: (values) => values.logBuckets === true,
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/**
 * The bucket of a distance: itself up to size/2, then wider and wider. Odd and never falling; ±(size
 * − 1) at maxPosition − 1, and on from there: only the clip to the table's rows ends it.
 * Source: the code of DeBERTa-v2, https://github.com/microsoft/DeBERTa, make_log_bucket_position.
 */
export function bucketOf(distance: number, size: number, maxPosition: number): number {
  const near = size / 2;
  const far = Math.abs(distance);
  if (far <= near) return distance;
  const steps = (Math.log(far / near) / Math.log((maxPosition - 1) / near)) * (near - 1);
  return Math.sign(distance) * (Math.ceil(steps) + near);
}

/** The row of a table for a distance query − key, 0…2·span − 1. */
export function rowOf(distance: number, values: Params): number {
  const { span, logBuckets, bucketSize, maxPosition } = values;
  const bucket = logBuckets ? bucketOf(distance, bucketSize, maxPosition) : distance;
  return Math.max(0, Math.min(2 * span - 1, bucket + span));
}

/** The rows at an offset key − query: of the key table, and of the query table. */
function rowsAt(offset: number, values: Params) {
  const ahead = values.delta === 'paper' ? offset : -offset;
  return { key: rowOf(-offset, values), query: rowOf(ahead, values) };
}

/**
 * q·Kʳ and k·Qʳ of one query for every key, scaled by 1/√(3 dHead); float64.
 *
 * @param tables  Kʳ and Qʳ of the head, by row and channel
 * Source: He et al. 2020, arXiv 2006.03654, eq. 4.
 */
export function termsOfRow(
  { query, keys, row }: Pick<ExactScoreContext, 'query' | 'keys' | 'row'>,
  tables: Readonly<Record<'key' | 'query', NormalStream>>,
  values: Params,
) {
  const scale = 1 / Math.sqrt(3 * query.length);
  const along = (x: Float64Array, entry: NormalStream, tableRow: number) =>
    scale * x.reduce((sum, each, channel) => sum + each * entry(tableRow, channel), 0);
  return {
    c2p: keys.map((_, j) => along(query, tables.key, rowsAt(j - row, values).key)),
    p2c: keys.map((key, j) => along(key, tables.query, rowsAt(j - row, values).query)),
  };
}

/**
 * q·Kʳ and k·Qʳ, each [head, query, key], scaled by 1/√(3 dHead).
 *
 * @param query   [head, position, dHead], and key
 * @param tables  Kʳ and Qʳ, [head, 2·span, dHead]
 */
export function terms(
  { query, key }: Readonly<Record<'query' | 'key', Tensor3D>>,
  tables: Readonly<Record<'key' | 'query', Tensor3D>>,
  values: Params,
) {
  const [, length, dHead] = query.shape;
  const scaled = (x: Tensor3D) => tf.div<Tensor3D>(x, Math.sqrt(3 * dHead));
  const picks = (which: 'key' | 'query') =>
    picksOf(length, (offset) => rowsAt(offset, values)[which]);
  const ofQueries: Tensor3D = tf.matMul(query, tables.key, false, true);
  const ofKeys: Tensor3D = tf.matMul(key, tables.query, false, true);
  return {
    c2p: scaled(pickRelative(ofQueries, picks('key'), 'query')),
    p2c: scaled(pickRelative(ofKeys, picks('query'), 'key')),
  };
}

/**
 * Kʳ and Qʳ, [2·span, nHeads · dHead], of which a head owns dHead columns; variance 1, as large as
 * the keys and queries of content. (In the model they are one table, projected by W_k and W_q.)
 */
const learnedOf = (normal: SeededNormal) => ({
  key: drawn(normal('key table'), 1),
  query: drawn(normal('query table'), 1),
});

export default defineEncoding({
  id: 'deberta',
  family: 'contextual',
  source: {
    authors: 'He et al.',
    year: 2020,
    title: 'DeBERTa: Decoding-enhanced BERT with Disentangled Attention',
    url: 'https://arxiv.org/abs/2006.03654',
  },
  text: {
    name: { en: 'DeBERTa', 'zh-CN': 'DeBERTa 解耦注意力' },
    idea: {
      en: 'queries are matched with distances, and so are keys; random initialisation',
      'zh-CN': '查询与距离匹配，键也与距离匹配；随机初始化',
    },
    lookFor: {
      en: 'The first map shows the key table of the first head. Its columns stop changing from span − 1 steps back and from span steps ahead: the two sides differ by one. (With log buckets, the steps count buckets, not positions.) “Third term” changes what is added, not this map.',
      'zh-CN':
        '第一张图是第一个头的键表。往回从“跨度 − 1”步起、往前从“跨度”步起，各列不再变化：两侧相差一步。（对数分桶时，步数按桶数，不按位置数。）“第三项”只改变加上去的数，这张图不变。',
    },
  },
  tex: (values) => {
    const third = values.delta === 'paper' ? 'j,\\,i' : 'i,\\,j';
    const distance = values.logBuckets ? '\\beta(i - j)' : 'i - j';
    const near = values.bucketSize / 2;
    const bucket = values.logBuckets
      ? String.raw` \qquad \beta(r) = \begin{cases} r & |r| \le ${near} \\ \operatorname{sgn}(r) \Bigl(${near} + \Bigl\lceil ${near - 1}\,\frac{\ln(|r|/${near})}{\ln(${values.maxPosition - 1}/${near})} \Bigr\rceil\Bigr) & |r| > ${near} \end{cases}`
      : '';
    return String.raw`s_{ij} = \frac{q_i \cdot k_j + q_i \cdot K^r_{\delta(i,\,j)} + k_j \cdot Q^r_{\delta(${third})}}{\sqrt{3 d_h}} \qquad \delta(i, j) = \mathrm{clip}(${distance} + ${values.span},\ 0,\ ${2 * values.span - 1})${bucket}`;
  },
  params,
  presets: [],
  conventions: [
    {
      param: 'delta',
      values: ['paper', 'code'],
      relation: 'none',
      says: {
        en: 'In the third term the paper looks up the distance from key to query, δ(j, i); both public implementations take δ(i, j). With the same table these are different models.',
        'zh-CN':
          '第三项里，论文查的是从键到查询的距离 δ(j, i)；两份公开实现用的都是 δ(i, j)。用同一张表，它们就是不同的模型。',
      },
    },
  ],
  check: ({ logBuckets, bucketSize, maxPosition }) => {
    if (!logBuckets) return null;
    if (bucketSize % 2 !== 0) {
      return {
        en: `Half of the buckets on each side hold a single distance, so their number must be even; it is ${bucketSize}.`,
        'zh-CN': `每侧有一半的桶各装一个距离，所以分桶数必须是偶数；现在是 ${bucketSize}。`,
      };
    }
    if (maxPosition <= bucketSize / 2 + 1) {
      return {
        en: `The first ${bucketSize / 2} distances have a bucket each, so the range of the buckets must be greater than ${bucketSize / 2 + 1}; it is ${maxPosition}.`,
        'zh-CN': `前 ${bucketSize / 2} 个距离各占一桶，所以分桶范围必须大于 ${bucketSize / 2 + 1}；现在是 ${maxPosition}。`,
      };
    }
    return null;
  },
  hooks: (values, dims, normal) => {
    const { nHeads, dHead } = dims;
    const learned = learnedOf(normal);
    const rows = 2 * values.span;
    const ofHead = (entry: Learned, head: number) => tableOf(entry, rows, dHead, head * dHead);
    const ofHeads = (entry: Learned, { first, count }: Heads): Tensor3D =>
      tf.concat(
        Array.from({ length: count }, (_, each) =>
          tf.reshape<Rank.R3>(ofHead(entry, first + each), [1, rows, dHead]),
        ),
        0,
      );
    return {
      scale: 1 / Math.sqrt(3 * dHead),
      score: (context) => {
        const tables = {
          key: ofHeads(learned.key, context.heads),
          query: ofHeads(learned.query, context.heads),
        };
        const { c2p, p2c } = terms(context, tables, values);
        return tf.add(c2p, p2c);
      },
      vectors: (length) => {
        const picks = picksOf(length, (offset) => rowsAt(offset, values).key);
        return tf.transpose(tf.gather(ofHead(learned.key, 0), tf.tensor1d(picks, 'int32')));
      },
      weights: {
        keyTable: () => tableOf(learned.key, rows, nHeads * dHead),
        queryTable: () => tableOf(learned.query, rows, nHeads * dHead),
      },
    };
  },
  exact: (values, { dHead, length }, normal) => {
    const learned = learnedOf(normal);
    const distanceOf = (column: number) => length - 1 - column;
    const cell = (channel: number, column: number) =>
      learned.key(rowOf(distanceOf(column), values), channel);
    return {
      scale: 1 / Math.sqrt(3 * dHead),
      cell,
      steps: (channel, column) => {
        const distance = distanceOf(column);
        const bucket = values.logBuckets
          ? bucketOf(distance, values.bucketSize, values.maxPosition)
          : distance;
        const row = rowOf(distance, values);
        const name = values.logBuckets ? String.raw`\beta(${distance}) = ${bucket} \qquad ` : '';
        return String.raw`${name}\delta = \mathrm{clip}(${bucket} + ${values.span},\ 0,\ ${2 * values.span - 1}) = ${row} \qquad K^r_{${row},\,${channel}} = ${texResult(cell(channel, column))}`;
      },
      numpy: (channel, column) => {
        const distance = distanceOf(column);
        const { logBuckets, bucketSize, maxPosition, span } = values;
        const bucket = logBuckets ? bucketOf(distance, bucketSize, maxPosition) : distance;
        const rows = Array.from({ length: 2 * span }, (_, row) => learned.key(row, channel));
        return pyLines(
          pyGiven({ distance, bucket, span }),
          `K = ${pyArray(rows)}`,
          'value = K[np.clip(bucket + span, 0, 2 * span - 1)]',
        );
      },
      numpyScore: ({ head, row, query, keys }, column) => {
        const rows = rowsAt(column - row, values);
        const own = (entry: NormalStream, tableRow: number) =>
          Float64Array.from(query, (_, c) => entry(tableRow, head * dHead + c));
        return pyLines(
          `q = ${pyArray(query)}`,
          `k = ${pyArray(keys[column] ?? [])}`,
          `K_r = ${pyArray(own(learned.key, rows.key))}`,
          `Q_r = ${pyArray(own(learned.query, rows.query))}`,
          'value = (q @ K_r + k @ Q_r) / np.sqrt(3 * q.size)',
        );
      },
      score: ({ head, row, query, keys }) => {
        const own =
          (entry: NormalStream): NormalStream =>
          (tableRow, channel) =>
            entry(tableRow, head * dHead + channel);
        const tables = { key: own(learned.key), query: own(learned.query) };
        const { c2p, p2c } = termsOfRow({ query, keys, row }, tables, values);
        return Float64Array.from(c2p, (each, j) => each + (p2c[j] ?? 0));
      },
    };
  },
  code: (values) => {
    const { span, logBuckets, bucketSize, maxPosition } = values;
    const buckets = [
      'def bucket(distance):',
      '    far = np.clip(np.abs(distance), 1, None)',
      '    steps = np.log(far / near) / math.log((most - 1) / near) * (near - 1)',
      '    log_bucket = np.sign(distance) * (np.ceil(steps) + near)',
      '    return np.where(far <= near, distance, log_bucket)',
      '',
    ];
    const linesWith = (asked: string, own: readonly string[], given: Record<string, number>) =>
      pyLines(
        pyGiven({ span, ...given }),
        '# Of each head, [heads, 2 * span, d_head]',
        "K_r, Q_r = (split(normal(name, 2 * span, d)) for name in ('key table', 'query table'))",
        '',
        ...own,
        'def row(distance):',
        `    return np.asarray(np.clip(${asked} + span, 0, 2 * span - 1), dtype=int)`,
        '',
        'positions = np.transpose(np.take(K_r[0], row(np.arange(n - 1, -n, -1)), axis=0))',
      );
    return {
      lines: logBuckets
        ? linesWith('bucket(distance)', buckets, { near: bucketSize / 2, most: maxPosition })
        : linesWith('distance', [], {}),
      ...(logBuckets && {
        transformers: {
          imports: pyLines(
            'from transformers.models.deberta_v2.modeling_deberta_v2 import (',
            '    make_log_bucket_position,',
            ')',
          ),
          lines: linesWith(
            `make_log_bucket_position(distance, ${bucketSize}, ${maxPosition})`,
            [],
            {},
          ),
        },
      }),
      bias: pyLines(
        'q_row = row(i - j)[None]',
        `k_row = row(${values.delta === 'paper' ? 'j - i' : 'i - j'})  # [query, key]`,
        'of_query = np.take_along_axis(q @ np.transpose(K_r, (0, 2, 1)), q_row, axis=2)',
        'of_key = np.take_along_axis(k @ np.transpose(Q_r, (0, 2, 1)), np.transpose(k_row)[None], axis=2)',
        'bias = (of_query + np.transpose(of_key, (0, 2, 1))) / math.sqrt(3 * d_head)',
      ),
      divisor: 'math.sqrt(3 * d_head)',
    };
  },
});
