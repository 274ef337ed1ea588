/** The fixed table of sines and cosines, in the three layouts that go by that name. */
import type { Transformers } from '../code.ts';
import { defineEncoding } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { baseParam, type ParamsOf } from '../params.ts';
import { halvesOrder } from '../rotation.ts';
import { texBase, texNumber, texResult, texWave } from '../tex.ts';
import { type Wave, waveAt, waves } from '../waves.ts';

const params = {
  layout: {
    kind: 'choice',
    default: 'interleaved',
    options: [
      { value: 'interleaved', label: { en: 'interleaved', 'zh-CN': '交错' } },
      { value: 'block', label: { en: 'block', 'zh-CN': '分块' } },
      { value: 'tensor2tensor', label: { en: 'tensor2tensor', 'zh-CN': 'tensor2tensor' } },
    ],
    label: { en: 'Layout', 'zh-CN': '排列' },
  },
  base: { ...baseParam, when: (values) => values.layout !== 'tensor2tensor' },
  minTimescale: {
    kind: 'number',
    default: 1,
    min: 0.001,
    max: 1e6,
    integer: false,
    scale: 'log',
    label: { en: 'Min timescale', 'zh-CN': '最短时间尺度' },
    when: (values) => values.layout === 'tensor2tensor',
  },
  maxTimescale: {
    kind: 'number',
    default: 10000,
    min: 0.001,
    max: 1e8,
    integer: false,
    scale: 'log',
    label: { en: 'Max timescale', 'zh-CN': '最长时间尺度' },
    when: (values) => values.layout === 'tensor2tensor',
  },
} as const satisfies import('../params.ts').ParamSchema;

type Params = ParamsOf<typeof params>;

/** Sine and cosine share a frequency; a last channel without a partner is a sine, or zero in tensor2tensor. */
function place(channel: number, layout: Params['layout'], dModel: number) {
  if (layout === 'interleaved') {
    return { pair: channel >> 1, shape: channel % 2 === 0 ? 'sin' : 'cos' } as const;
  }
  const sines = layout === 'block' ? Math.ceil(dModel / 2) : Math.floor(dModel / 2);
  if (channel < sines) return { pair: channel, shape: 'sin' } as const;
  if (channel < 2 * sines) return { pair: channel - sines, shape: 'cos' } as const;
  return { pair: 0, shape: 'zero' } as const;
}

/** The sine and the cosine of a pair. */
function channelsOf(pair: number, layout: Params['layout'], dModel: number): [number, number] {
  if (layout === 'interleaved') return [2 * pair, 2 * pair + 1];
  const sines = layout === 'block' ? Math.ceil(dModel / 2) : Math.floor(dModel / 2);
  return [pair, sines + pair];
}

/**
 * Angular frequency of a pair, rad per position.
 * interleaved, block: base^(−2i/d), Vaswani et al. 2017, §3.5.
 * tensor2tensor: min · e^(−k δ), δ = ln(max/min) / max(T−1, 1), with T = ⌊d/2⌋ timescales, as the
 * reference code has it (it multiplies by min, so timescales start at 1/min).
 */
export function frequencyOf(pair: number, values: Params, dModel: number): number {
  if (values.layout !== 'tensor2tensor') return values.base ** ((-2 * pair) / dModel);
  const timescales = Math.floor(dModel / 2);
  const step = Math.log(values.maxTimescale / values.minTimescale) / Math.max(timescales - 1, 1);
  return values.minTimescale * Math.exp(-pair * step);
}

function waveOf(channel: number, values: Params, dModel: number): Wave {
  const { pair, shape } = place(channel, values.layout, dModel);
  return { turns: frequencyOf(pair, values, dModel) / (2 * Math.PI), shape };
}

/** What makes the same tables there. */
const inTransformers: Readonly<Record<Params['layout'], Transformers>> = {
  interleaved: {
    imports:
      'from transformers.models.distilbert.modeling_distilbert import create_sinusoidal_embeddings',
    lines: pyLines(
      'table = create_sinusoidal_embeddings(start + n, d, out=torch.empty(start + n, d))',
      'positions = table[start:]',
    ),
  },
  block: {
    imports:
      'from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding',
    lines: pyLines(
      'table = MarianSinusoidalPositionalEmbedding(start + n, d).create_weight()',
      'positions = table[start:]',
    ),
  },
  tensor2tensor: {
    imports: pyLines(
      'from transformers.models.m2m_100.modeling_m2m_100 import (',
      '    M2M100SinusoidalPositionalEmbedding,',
      ')',
    ),
    lines: 'positions = M2M100SinusoidalPositionalEmbedding.get_embedding(start + n, d)[start:]',
  },
};

export default defineEncoding({
  id: 'sinusoidal',
  family: 'additive',
  bounded: true,
  source: {
    authors: 'Vaswani et al.',
    year: 2017,
    title: 'Attention Is All You Need',
    url: 'https://arxiv.org/abs/1706.03762',
  },
  text: {
    name: { en: 'Sinusoidal', 'zh-CN': '正弦编码' },
    idea: { en: 'a fixed table, added to the tokens', 'zh-CN': '一张固定的表，加到每个词元上' },
    lookFor: {
      en: 'With an even dimension, similarity depends only on the distance between two positions: the map is constant along its diagonals. It does not simply fall with distance.',
      'zh-CN':
        '维度为偶数时，两个位置的相似度只取决于它们的距离：图在每条对角线上处处相等。但它并不随距离单调下降。',
    },
  },
  tex: ({ layout, base }) => {
    const b = texBase(base);
    if (layout === 'interleaved') {
      return String.raw`P_{p,\,2i} = \sin\frac{p}{${b}^{2i/d}} \qquad P_{p,\,2i+1} = \cos\frac{p}{${b}^{2i/d}}`;
    }
    if (layout === 'block') {
      return String.raw`P_{p,\,i} = \sin\frac{p}{${b}^{2i/d}} \qquad P_{p,\,d/2+i} = \cos\frac{p}{${b}^{2i/d}}`;
    }
    return String.raw`P_{p,\,k} = \sin(p\,t_k) \qquad P_{p,\,T+k} = \cos(p\,t_k) \qquad t_k = t_{\min}\,e^{-k\delta}`;
  },
  params,
  conventions: [
    {
      param: 'layout',
      values: ['interleaved', 'block'],
      relation: 'channels',
      order: ({ dModel }) => halvesOrder(dModel),
      says: {
        en: 'Vaswani et al. alternate sine and cosine; Transformer-XL, GPT-NeoX and MAE put all sines first. The numbers are the same; only the order of the channels differs.',
        'zh-CN':
          'Vaswani 等人的公式里正弦与余弦交替排列；Transformer-XL、GPT-NeoX 和 MAE 把正弦全部排在前面。数是同样的数，只是通道的次序不同。',
      },
    },
    {
      param: 'layout',
      values: ['block', 'tensor2tensor'],
      relation: 'none',
      says: {
        en: 'The code of tensor2tensor and fairseq divides by d/2 − 1 where the paper divides by d/2, so the frequencies differ: no reordering of channels turns one into the other.',
        'zh-CN':
          'tensor2tensor 和 fairseq 的代码用 d/2 − 1 作除数，论文用 d/2，频率因此不同：怎样置换通道，都不能把一个变成另一个。',
      },
    },
  ],
  check: ({ layout, minTimescale, maxTimescale }) =>
    layout === 'tensor2tensor' && maxTimescale <= minTimescale
      ? {
          en: 'The longest timescale must be greater than the shortest.',
          'zh-CN': '最长时间尺度必须大于最短时间尺度。',
        }
      : null,
  hooks: (values, { dModel }) => ({
    table: (positions) =>
      waves(
        positions,
        Array.from({ length: dModel }, (_, channel) => waveOf(channel, values, dModel)),
      ),
  }),
  exact: (values, { dModel, start }) => ({
    pairs: Math.floor(dModel / 2),
    angle: (position, pair) => position * frequencyOf(pair, values, dModel),
    channels: (pair) => channelsOf(pair, values.layout, dModel),
    cell: (row, channel) => waveAt(start + row, waveOf(channel, values, dModel)),
    steps: (row, channel) => {
      const { pair, shape } = place(channel, values.layout, dModel);
      if (shape === 'zero') return String.raw`P_{${start + row},\,${channel}} = 0`;
      const position = start + row;
      const frequency = frequencyOf(pair, values, dModel);
      const value = texResult(waveAt(position, { turns: frequency / (2 * Math.PI), shape }));
      const angle =
        values.layout === 'tensor2tensor'
          ? String.raw`${position} \times ${texNumber(frequency)}`
          : String.raw`${position} / ${texBase(values.base)}^{${2 * pair}/${dModel}}`;
      return String.raw`P_{${position},\,${channel}} = ${texWave[shape]}(${angle}) = ${texWave[shape]}(${texNumber(position * frequency)}) = ${value}`;
    },
    numpy: (row, channel) => {
      const { pair, shape } = place(channel, values.layout, dModel);
      const p = start + row;
      if (shape === 'zero') return 'value = 0';
      if (values.layout !== 'tensor2tensor') {
        return pyLines(
          pyGiven({ p, i: pair, d: dModel, base: values.base }),
          `value = np.${shape}(p / base ** (2 * i / d))`,
        );
      }
      return pyLines(
        pyGiven({ p, k: pair, T: Math.floor(dModel / 2) }),
        pyGiven({ t_min: values.minTimescale, t_max: values.maxTimescale }),
        'delta = np.log(t_max / t_min) / max(T - 1, 1)',
        `value = np.${shape}(p * t_min * np.exp(-k * delta))`,
      );
    },
  }),
  wave: (channel, values, { dModel }) => {
    const { shape } = place(channel, values.layout, dModel);
    return shape === 'zero' ? null : shape;
  },
  code: (values, { dModel }) => {
    const odd = dModel % 2 === 1;
    const both = '[np.sin(angle), np.cos(angle)]';
    if (values.layout === 'tensor2tensor') {
      return {
        lines: pyLines(
          pyGiven({ t_min: values.minTimescale, t_max: values.maxTimescale }),
          'T = d // 2  # timescales',
          'delta = math.log(t_max / t_min) / max(T - 1, 1)',
          'angle = p[:, None] * t_min * np.exp(-delta * np.arange(T))',
          `positions = np.concatenate(${odd ? '[np.sin(angle), np.cos(angle), np.zeros((n, 1))]' : both}, axis=1)`,
        ),
        ...(values.minTimescale === 1 &&
          values.maxTimescale === 10000 &&
          dModel >= 4 && { transformers: inTransformers.tensor2tensor }),
      };
    }
    const cut = odd ? '[:, :d]' : '';
    return {
      lines: pyLines(
        pyGiven({ base: values.base }),
        `i_pair = np.arange(${odd ? '(d + 1) // 2' : 'd // 2'})`,
        'angle = p[:, None] / base ** (2 * i_pair / d)',
        values.layout === 'block'
          ? `positions = np.concatenate(${both}, axis=1)${cut}`
          : `positions = np.reshape(np.stack(${both}, axis=-1), (n, -1))${cut}`,
      ),
      ...(values.base === 10000 && { transformers: inTransformers[values.layout] }),
    };
  },
});
