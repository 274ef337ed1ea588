/** FIRE: a small network makes a bias of the distance, seen as a share of the prefix before a query. */
import type { Rank, Tensor2D } from '@tensorflow/tfjs-core';
import { defineEncoding } from '../encoding.ts';
import { type Layers, networkOver, through } from '../network.ts';
import { pyArray, pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import type { SeededNormal } from '../seeded.ts';
import { drawn, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult } from '../tex.ts';
import { toeplitz } from '../toeplitz.ts';

const params = {
  c: {
    kind: 'number',
    default: 0.1,
    min: 0.001,
    max: 100,
    integer: false,
    scale: 'log',
    label: { en: 'Steepness c', 'zh-CN': '陡度 c' },
  },
  limit: {
    kind: 'number',
    default: 512,
    min: 1,
    max: 4096,
    integer: true,
    scale: 'log',
    label: { en: 'Threshold L', 'zh-CN': '阈值 L' },
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/** Hidden units, as in the paper. */
const width = 32;

/** A distance as the network would see it, had the prefix no length. */
const nearness = ({ c }: Params, offset: number) => Math.log1p(c * Math.abs(offset));
/** What a query at that position divides it by. */
const prefix = ({ c, limit }: Params, query: number) =>
  Math.log1p(c * Math.max(query, limit)) + 1e-6;

/** What the network sees: ln(1 + c|i−j|) / (ln(1 + c max(i, L)) + 10⁻⁶), below 1 for keys behind. */
export function shareOf(values: Params, query: number, key: number): number {
  return nearness(values, key - query) / prefix(values, query);
}

/**
 * The same for all queries and keys of a text, [query, key]. Logarithms are taken in float64: WGSL
 * promises few digits of them.
 */
export function shares(values: Params, queries: Float64Array): Tensor2D {
  const length = queries.length;
  const byOffset = Float32Array.from({ length: 2 * length - 1 }, (_, place) =>
    nearness(values, place - length + 1),
  );
  const square = toeplitz(tf.tensor2d(byOffset, [1, 2 * length - 1]), { first: 0, count: 1 });
  const prefixes = Float32Array.from(queries, (query) => prefix(values, query));
  return tf.div<Tensor2D>(
    tf.reshape<Rank.R2>(square, [length, length]),
    tf.tensor2d(prefixes, [length, 1]),
  );
}

/** Untrained, as large as PyTorch draws a linear layer: variance 1/(3 · fan-in). */
function untrained(normal: SeededNormal) {
  const layer = (stream: string, fanIn: number) =>
    drawn(normal(stream), Math.sqrt(1 / (3 * fanIn)));
  return { w1: layer('w1', 1), b1: layer('b1', 1), w2: layer('w2', width), b2: layer('b2', width) };
}

/** Rows and columns of each layer. */
const sizesOf = (nHeads: number): Readonly<Record<keyof Layers, readonly [number, number]>> => ({
  w1: [width, 1],
  b1: [width, 1],
  w2: [nHeads, width],
  b2: [nHeads, 1],
});

/** What is made of each layer, by name. */
function eachLayer<T>(make: (name: keyof Layers) => T): Readonly<Record<keyof Layers, T>> {
  return { w1: make('w1'), b1: make('b1'), w2: make('w2'), b2: make('b2') };
}

export default defineEncoding({
  id: 'fire',
  family: 'bias',
  source: {
    authors: 'Li et al.',
    year: 2023,
    title: 'Functional Interpolation for Relative Positions Improves Long Context Transformers',
    url: 'https://arxiv.org/abs/2310.04418',
  },
  text: {
    name: { en: 'FIRE', 'zh-CN': 'FIRE 函数插值' },
    idea: {
      en: 'a small network turns the distance into a bias; random initialisation',
      'zh-CN': '小网络把距离变成偏置；随机初始化',
    },
    lookFor: {
      en: 'The first map shows the bias as the last word sees it. Set the threshold below the length: for queries beyond it, a distance counts relative to the position of the query, and the second map is no longer constant along its diagonals.',
      'zh-CN':
        '第一张图是最后一个词看到的偏置。把阈值调到长度以下：查询越过阈值后，距离要相对于查询的位置来算，第二张图也就不再沿对角线相等。',
    },
  },
  tex: ({ c, limit }) =>
    String.raw`b_h(i, j) = f_h\!\left(\frac{\ln(1 + ${texNumber(c)}\,|i - j|)}{\ln(1 + ${texNumber(c)}\max(i,\,${limit})) + 10^{-6}}\right) \qquad f_h(x) = w_h \cdot \mathrm{ReLU}(w\,x + b) + b_h`,
  params,
  hooks: (values, { start, length: shown, nHeads }, normal) => {
    const entries = untrained(normal);
    const layer = (name: keyof Layers) => tableOf(entries[name], ...sizesOf(nHeads)[name]);
    return {
      bias: (queries, _, heads) =>
        networkOver(shares(values, queries.values), eachLayer(layer), heads),
      curve: (length) => {
        const last = start + shown - 1;
        const seen = Float32Array.from({ length: 2 * length - 1 }, (_, place) =>
          shareOf(values, last, last + place - length + 1),
        );
        const row = tf.tensor2d(seen, [1, 2 * length - 1]);
        const all = networkOver(row, eachLayer(layer), { first: 0, count: nHeads });
        return tf.reshape<Rank.R2>(all, [nHeads, 2 * length - 1]);
      },
      weights: eachLayer((name) => () => layer(name)),
    };
  },
  exact: (values, { start, length, nHeads }, normal) => {
    const entries = untrained(normal);
    const network = eachLayer((name) => {
      const [rows, columns] = sizesOf(nHeads)[name];
      return Float64Array.from({ length: rows * columns }, (_, cell) =>
        entries[name](Math.floor(cell / columns), cell % columns),
      );
    });
    const last = start + length - 1;
    const bias = (head: number, query: number, key: number) =>
      through(network, shareOf(values, query, key), head);
    const keyOf = (column: number) => last + column - length + 1;
    const code = (head: number, query: number, key: number) => {
      const { w1, b1, w2, b2 } = network;
      return pyLines(
        pyGiven({ i: query, j: key, c: values.c, L: values.limit }),
        `w1 = ${pyArray(w1)}`,
        `b1 = ${pyArray(b1)}`,
        `w2 = ${pyArray(w2.subarray(head * width, (head + 1) * width))}`,
        `b2 = ${b2[head] ?? 0}`,
        'x = np.log(1 + c * abs(i - j)) / (np.log(1 + c * max(i, L)) + 1e-6)',
        'value = w2 @ np.maximum(w1 * x + b1, 0) + b2',
      );
    };
    return {
      bias,
      numpy: (head, column) => code(head, last, keyOf(column)),
      numpyBias: code,
      cell: (head, column) => bias(head, last, keyOf(column)),
      steps: (head, column) => {
        const distance = Math.abs(column - length + 1);
        const [c, reach] = [texNumber(values.c), Math.max(last, values.limit)];
        return String.raw`b_{${head + 1}}(${last},\,${keyOf(column)}) = f\!\left(\frac{\ln(1 + ${c} \times ${distance})}{\ln(1 + ${c} \times ${reach}) + 10^{-6}}\right) = f(${texNumber(shareOf(values, last, keyOf(column)))}) = ${texResult(bias(head, last, keyOf(column)))}`;
      },
    };
  },
  code: ({ c, limit }) => ({
    lines: pyLines(
      pyGiven({ c, L: limit, width }),
      "w1, b1 = (normal(name, width, 1, math.sqrt(1 / 3))[:, 0] for name in ('w1', 'b1'))",
      "w2 = normal('w2', heads, width, math.sqrt(1 / (3 * width)))",
      "b2 = normal('b2', heads, 1, math.sqrt(1 / (3 * width)))[:, 0]",
      '',
      'def fire(query, key):  # [..., heads]',
      '    x = np.log1p(c * np.abs(query - key)) / (np.log1p(c * np.clip(query, L, None)) + 1e-6)',
      '    hidden = np.clip(x[..., None] * w1 + b1, 0, None)',
      '    return hidden @ np.transpose(w2) + b2',
      '',
      'last = p[n - 1 :]',
      'positions = np.transpose(fire(last, last + np.arange(-(n - 1), n)))',
      'bias = np.transpose(fire(p[:, None], p), (2, 0, 1))',
    ),
  }),
});
