/** Random Fourier features: waves of frequencies drawn once, over a coordinate from 0 to 1. */

import { counted } from '../../text/counted.ts';
import { type Dims, defineEncoding } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema } from '../params.ts';
import type { SeededNormal } from '../seeded.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult, texWave } from '../tex.ts';
import { type Wave, waves } from '../waves.ts';

const params = {
  sigma: {
    kind: 'number',
    default: 1,
    min: 0.01,
    max: 100,
    integer: false,
    scale: 'log',
    label: { en: 'Bandwidth σ', 'zh-CN': '带宽 σ' },
  },
  features: {
    kind: 'number',
    default: 16,
    min: 1,
    max: 512,
    integer: true,
    scale: 'log',
    reach: ({ dModel }) => Math.floor(dModel / 2),
    label: { en: 'Frequencies', 'zh-CN': '频率个数' },
  },
} as const satisfies ParamSchema;

/** Row k of B for one axis, turns per unit of v, N(0, σ²); float32, as it is read from outside. */
function drawn(sigma: number, features: number, normal: SeededNormal): readonly number[] {
  const stream = normal('fourier');
  return Array.from({ length: features }, (_, k) => Math.fround(sigma * stream(k, 0)));
}

/** What a channel holds: [sin of every row | cos of every row | 0 …]. */
function placeOf(channel: number, features: number) {
  if (channel < features) return { row: channel, shape: 'sin' } as const;
  if (channel < 2 * features) return { row: channel - features, shape: 'cos' } as const;
  return { row: 0, shape: 'zero' } as const;
}

/**
 * [sin 2πBv | cos 2πBv | 0 …], `width` columns.
 *
 * @param rows  of B: turns per unit, one an axis of v
 * Source: Tancik et al. 2020, arXiv 2006.10739, eq. 5; sines first, as in the authors' notebook.
 */
export function columnsOf(rows: readonly (readonly number[])[], width: number): readonly Wave[] {
  return Array.from({ length: width }, (_, channel) => {
    const { row, shape } = placeOf(channel, rows.length);
    return { turns: rows[row] ?? 0, shape };
  });
}

export default defineEncoding({
  id: 'fourier',
  family: 'additive',
  bounded: true,
  source: {
    authors: 'Tancik et al.',
    year: 2020,
    title:
      'Fourier Features Let Networks Learn High Frequency Functions in Low Dimensional Domains',
    url: 'https://arxiv.org/abs/2006.10739',
  },
  text: {
    name: { en: 'Fourier features', 'zh-CN': '傅里叶特征' },
    idea: { en: 'sines and cosines of random frequencies', 'zh-CN': '正弦与余弦，频率随机抽取' },
    lookFor: {
      en: 'Similarity depends only on distance. Raise σ and the band along the diagonal narrows, until neighbouring tokens are no longer alike.',
      'zh-CN': '相似度只取决于距离。调大 σ，对角线上的深色带随之变窄，直到相邻词元也不再相似。',
    },
  },
  tex: ({ sigma }) =>
    String.raw`P_p = [\,\sin 2\pi B v \mid \cos 2\pi B v\,] \qquad v = (p - p_0)/n \qquad B_k \sim \mathcal{N}(0,\ ${texNumber(sigma)}^2)`,
  params,
  check: ({ features }, { dModel }) =>
    2 * features > dModel
      ? {
          en: `${counted(features, 'frequency', 'frequencies')} ${features === 1 ? 'needs' : 'need'} ${2 * features} channels, a sine and a cosine each; the dimension is ${dModel}.`,
          'zh-CN': `${features} 个频率各需一个正弦和一个余弦，共 ${2 * features} 个通道；而维度只有 ${dModel}。`,
        }
      : null,
  lengthFor: (_, { length }) => length,
  hooks: ({ sigma, features }, { length, start, dModel }, normal) => {
    const rows = drawn(sigma, features, normal);
    return {
      table: (positions) =>
        waves(
          { ...positions, values: positions.values.map((position) => position - start) },
          columnsOf(
            rows.map((row) => [row / length]),
            dModel,
          ),
        ),
      weights: { B: () => tf.tensor2d([...rows], [features, 1]) },
    };
  },
  exact: ({ sigma, features }, { length, start }, normal) => {
    const rows = drawn(sigma, features, normal);
    const angle = (token: number, row: number) => 2 * Math.PI * (rows[row] ?? 0) * (token / length);
    const cell = (token: number, channel: number) => {
      const { row, shape } = placeOf(channel, features);
      return shape === 'zero' ? 0 : Math[shape](angle(token, row));
    };
    return {
      pairs: features,
      angle: (position, pair) => angle(position - start, pair),
      channels: (pair) => [pair, features + pair],
      cell,
      steps: (token, channel) => {
        const { row, shape } = placeOf(channel, features);
        const name = String.raw`P_{${start + token},\,${channel}}`;
        if (shape === 'zero') return `${name} = 0`;
        return String.raw`${name} = ${texWave[shape]}(2\pi \times ${texNumber(rows[row] ?? 0)} \times ${token}/${length}) = ${texWave[shape]}(${texNumber(angle(token, row))}) = ${texResult(cell(token, channel))}`;
      },
      numpy: (token, channel) => {
        const { row, shape } = placeOf(channel, features);
        if (shape === 'zero') return 'value = 0';
        return pyLines(
          pyGiven({ B_k: rows[row] ?? 0 }),
          `v = ${token} / ${length}`,
          `value = np.${shape}(2 * np.pi * B_k * v)`,
        );
      },
    };
  },
  // Two curves only where sines and cosines fill half of the channels each.
  wave: (channel, { features }, { dModel }: Dims) => {
    const { shape } = placeOf(channel, features);
    return shape === 'zero' || 2 * features !== dModel ? null : shape;
  },
  code: ({ sigma, features }) => ({
    lines: pyLines(
      pyGiven({ sigma, features }),
      "B = normal('fourier', features, 1, sigma)[:, 0]",
      'v = np.arange(n) / n',
      'angle = 2 * np.pi * v[:, None] * B',
      'rest = np.zeros((n, d - 2 * features))',
      'positions = np.concatenate([np.sin(angle), np.cos(angle), rest], axis=1)',
    ),
    fixed: ['fourier'],
  }),
});
