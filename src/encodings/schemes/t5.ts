/** T5's buckets: near distances one by one, far ones together, a learned number for each bucket. */

import type { Tensor2D } from '@tensorflow/tfjs-core';
import { fromCurve, offsetLine } from '../code.ts';
import { type Dims, defineEncoding } from '../encoding.ts';
import { pyArray, pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import { picksOf } from '../relative.ts';
import { drawn, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult } from '../tex.ts';
import { toeplitz } from '../toeplitz.ts';

const params = {
  buckets: {
    kind: 'number',
    default: 32,
    min: 4,
    max: 256,
    integer: true,
    scale: 'log',
    multiple: 4,
    label: { en: 'Buckets', 'zh-CN': '分桶数' },
  },
  maxDistance: {
    kind: 'number',
    default: 128,
    min: 2,
    max: 4096,
    integer: true,
    scale: 'log',
    label: { en: 'Longest distance', 'zh-CN': '最大距离' },
  },
  bidirectional: {
    kind: 'flag',
    default: true,
    label: { en: 'Both directions', 'zh-CN': '双向' },
  },
  sign: {
    kind: 'choice',
    default: 'key-query',
    options: [
      { value: 'key-query', label: { en: 'key − query', 'zh-CN': '键 − 查询' } },
      { value: 'query-key', label: { en: 'query − key', 'zh-CN': '查询 − 键' } },
    ],
    label: { en: 'Relative position', 'zh-CN': '相对位置' },
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/** Buckets for one direction; the first half of them hold one distance each. */
const oneWay = ({ buckets, bidirectional }: Params) => (bidirectional ? buckets / 2 : buckets);

/**
 * Where the buckets of several distances begin, the first at e = B/2: edge k is the least n with
 * n^(B−e) eᵏ ≥ Dᵏ e^(B−e). In whole numbers, since at exact powers a logarithm may fall short.
 *
 * @param count  B, even
 * @param most   D, above e
 */
export function edgesOf(count: number, most: number): number[] {
  const exact = count / 2;
  const [e, d] = [BigInt(exact), BigInt(most)];
  const reaches = (n: number, k: number) =>
    BigInt(n) ** e * e ** BigInt(k) >= d ** BigInt(k) * e ** e;
  return Array.from({ length: count - exact }, (_, k) => {
    let n = Math.round(exact * (most / exact) ** (k / exact));
    while (n > exact && reaches(n - 1, k)) n--;
    while (!reaches(n, k)) n++;
    return n;
  });
}

/**
 * The bucket of an offset key − query. Both directions: keys ahead have the upper half. Causal:
 * keys ahead are in bucket 0, and it takes the mask to hide them. Taken as query − key, as others
 * write it, ahead and behind change places.
 * Source: Raffel et al. 2019, arXiv 1910.10683, §2.1, and its code in Mesh TensorFlow.
 */
export function bucketsOf(values: Params): (offset: number) => number {
  const count = oneWay(values);
  const edges = edgesOf(count, values.maxDistance);
  return (given) => {
    const offset = values.sign === 'key-query' ? given : -given;
    const ahead = values.bidirectional && offset > 0 ? count : 0;
    const distance = values.bidirectional ? Math.abs(offset) : Math.max(-offset, 0);
    if (distance < count / 2) return ahead + distance;
    return ahead + count / 2 + edges.findLastIndex((edge) => distance >= edge);
  };
}

/** As the transformers library draws the table: variance 1/dModel. */
const deviationOf = ({ dModel }: Dims) => 1 / Math.sqrt(dModel);

export default defineEncoding({
  id: 't5',
  family: 'bias',
  source: {
    authors: 'Raffel et al.',
    year: 2019,
    title: 'Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer',
    url: 'https://arxiv.org/abs/1910.10683',
  },
  text: {
    name: { en: 'T5 buckets', 'zh-CN': 'T5 分桶偏置' },
    idea: {
      en: 'one number per bucket of distances; random initialisation',
      'zh-CN': '距离分桶，每桶一个数；随机初始化',
    },
    lookFor: {
      en: 'Near offset 0 each distance has its own number; farther out the steps widen, until all greater distances share one. (With “Both directions” off, all later keys share one.) T5 does not divide scores by √d.',
      'zh-CN':
        '偏移 0 附近，每个距离各有一个数；越远，台阶越宽，最后再远的距离都共用一个数。（关掉“双向”时，后面的键都共用一个数。）T5 的得分不除以 √d。',
    },
  },
  tex: (values) => {
    const exact = oneWay(values) / 2;
    const [first, second] = values.sign === 'key-query' ? ['j', 'i'] : ['i', 'j'];
    const [n, side] = values.bidirectional
      ? ['|j-i|', String.raw`\ (+${2 * exact},\ ${first} > ${second})`]
      : [String.raw`\max(${second}-${first},\,0)`, ''];
    return String.raw`s_{ij} = q_i \cdot k_j + T_{\beta(n),\,h} \qquad n = ${n} \qquad \beta(n) = \begin{cases} n & n < ${exact} \\ ${exact} + \min\bigl(\lfloor ${exact}\,\frac{\ln(n/${exact})}{\ln(${values.maxDistance}/${exact})}\rfloor,\ ${exact - 1}\bigr) & n \ge ${exact} \end{cases}${side}`;
  },
  params,
  conventions: [
    {
      param: 'sign',
      values: ['key-query', 'query-key'],
      relation: 'transpose',
      says: {
        en: 'T5 and Shaw count key − query; DeBERTa, Transformer-XL, KERPLE, FIRE and Sandwich count query − key. With the same table the bias is then reversed: before and after are swapped.',
        'zh-CN':
          'T5 和 Shaw 按“键 − 查询”计数；DeBERTa、Transformer-XL、KERPLE、FIRE 和 Sandwich 按“查询 − 键”计数。用同一张表，偏置就会前后颠倒。',
      },
    },
  ],
  check: (values) => {
    const [multiple, exact] = [values.bidirectional ? 4 : 2, oneWay(values) / 2];
    if (values.buckets % multiple !== 0) {
      return {
        en: `The number of buckets must be a multiple of ${multiple}; it is ${values.buckets}.`,
        'zh-CN': `分桶数必须是 ${multiple} 的倍数；现在是 ${values.buckets}。`,
      };
    }
    if (values.maxDistance <= exact) {
      return {
        en: `The first ${exact} distances have a bucket each, so the longest distance must be greater than ${exact}; it is ${values.maxDistance}.`,
        'zh-CN': `前 ${exact} 个距离各占一桶，所以最大距离必须大于 ${exact}；现在是 ${values.maxDistance}。`,
      };
    }
    return null;
  },
  hooks: (values, dims, normal) => {
    const entry = drawn(normal('t5'), deviationOf(dims));
    const table = () => tableOf(entry, values.buckets, dims.nHeads);
    const curve = (length: number): Tensor2D => {
      const picks = picksOf(length, bucketsOf(values));
      return tf.transpose(tf.gather(table(), tf.tensor1d(picks, 'int32')));
    };
    return {
      scale: 1,
      curve,
      bias: (queries, _, heads) => toeplitz(curve(queries.length), heads),
      weights: { table },
    };
  },
  exact: (values, dims, normal) => {
    const entry = drawn(normal('t5'), deviationOf(dims));
    const bucketOf = bucketsOf(values);
    const half = oneWay(values) / 2;
    const offsetOf = (column: number) => column - dims.length + 1;
    const bias = (head: number, offset: number) => entry(bucketOf(offset), head);
    const code = (head: number, offset: number) => {
      const count = oneWay(values);
      const relative = values.sign === 'key-query' ? offset : -offset;
      return pyLines(
        pyGiven({ relative, exact: half }),
        `edges = ${pyArray(edgesOf(count, values.maxDistance))}`,
        `T = ${pyArray(Array.from({ length: values.buckets }, (_, bucket) => entry(bucket, head)))}`,
        `n = ${values.bidirectional ? 'abs(relative)' : 'max(-relative, 0)'}`,
        "bucket = n if n < exact else exact + np.searchsorted(edges, n, side='right') - 1",
        ...(values.bidirectional && relative > 0 ? [`bucket = bucket + ${count}`] : []),
        'value = T[bucket]',
      );
    };
    return {
      scale: 1,
      numpy: (head, column) => code(head, offsetOf(column)),
      numpyBias: (head, query, key) => code(head, key - query),
      cell: (head, column) => bias(head, offsetOf(column)),
      steps: (head, column) => {
        const offset = offsetOf(column);
        const bucket = bucketOf(offset);
        const relative = values.sign === 'key-query' ? offset : -offset;
        const distance = values.bidirectional ? Math.abs(offset) : Math.max(-relative, 0);
        const ahead = values.bidirectional && relative > 0 ? `${2 * half} + ` : '';
        const within =
          distance < half
            ? String(distance)
            : String.raw`${half} + \min(\lfloor ${texNumber((half * Math.log(distance / half)) / Math.log(values.maxDistance / half))} \rfloor,\ ${half - 1})`;
        const sum = ahead + within;
        return String.raw`b_{${head + 1}}(${offset}) = T_{\beta,\,${head + 1}} \qquad \beta = ${sum === String(bucket) ? sum : `${sum} = ${bucket}`} \qquad T_{${bucket},\,${head + 1}} = ${texResult(bias(head, offset))}`;
      },
      bias: (head, query, key) => bias(head, key - query),
    };
  },
  code: (values, dims) => {
    const count = oneWay(values);
    const edges = edgesOf(count, values.maxDistance);
    const relative = values.sign === 'key-query' ? 'offset' : '-offset';
    const table = `T = normal('t5', buckets, heads, ${deviationOf(dims)})`;
    return {
      lines: pyLines(
        pyGiven({ buckets: values.buckets, exact: count / 2 }),
        table,
        `edges = np.array([${edges.join(', ')}])  # where the buckets of several distances begin`,
        offsetLine,
        `relative = ${relative}`,
        `distance = ${values.bidirectional ? 'np.abs(relative)' : 'np.clip(-relative, 0, None)'}`,
        'passed = np.sum(np.asarray(distance[:, None] >= edges, dtype=float), axis=1)',
        'bucket = np.where(distance < exact, distance, exact - 1 + passed)',
        ...(values.bidirectional
          ? [`bucket = np.where(relative > 0, bucket + ${count}, bucket)`]
          : []),
        'positions = np.transpose(np.take(T, np.asarray(bucket, dtype=int), axis=0))',
        fromCurve,
      ),
      divisor: null,
      transformers: {
        imports: 'from transformers.models.t5.modeling_t5 import T5Attention',
        lines: pyLines(
          pyGiven({ buckets: values.buckets }),
          table,
          offsetLine,
          'bucket = T5Attention._relative_position_bucket(',
          `    ${relative},`,
          `    bidirectional=${values.bidirectional ? 'True' : 'False'},`,
          '    num_buckets=buckets,',
          `    max_distance=${values.maxDistance},`,
          ')',
          'positions = np.transpose(np.take(T, bucket, axis=0))',
          fromCurve,
        ),
      },
    };
  },
});
