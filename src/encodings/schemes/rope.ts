/** Rotary position embedding: pairs of channels of queries and keys turn with the position. */

import type { Tensor } from '@tensorflow/tfjs-core';
import { type Dims, defineEncoding } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { checkRope } from '../rope-check.ts';
import { ropeCode } from '../rope-code.ts';
import { type RopeParams, ropeParams } from '../rope-params.ts';
import { attentionFactorOf, lengthSeen, rotaryWidth, scaledFrequencies } from '../rope-scaling.ts';
import { ropeTex } from '../rope-tex.ts';
import {
  angleTable,
  channelsOf,
  halvesOrder,
  type Pair,
  pairedColumns,
  rotatePairs,
  rotationTable,
} from '../rotation.ts';
import type { SeededNormal } from '../seeded.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult, texWave } from '../tex.ts';
import { turnsAt, waveAt } from '../waves.ts';

/**
 * θ of every pair of a head, [dHead / 2], rad per position: scaled within the rotary width, then 0.
 * Dynamic NTK and LongRoPE go by the positions so far, start + length.
 */
function frequenciesOf(values: RopeParams, dims: Dims, normal: SeededNormal): Float64Array {
  const seen = dims.start + dims.length;
  const turning = scaledFrequencies(values, rotaryWidth(values, dims), seen, normal('alpha'));
  return Float64Array.from({ length: dims.dHead / 2 }, (_, pair) => turning[pair] ?? 0);
}

/** The channels of a pair: those that turn lie first, the rest is paired the same way after them. */
function placeOf(pair: number, values: RopeParams, dims: Dims): [first: number, second: number] {
  const width = rotaryWidth(values, dims);
  if (2 * pair < width) return channelsOf(values.pairing, pair, width);
  const [first, second] = channelsOf(values.pairing, pair - width / 2, dims.dHead - width);
  return [width + first, width + second];
}

/**
 * Every channel of a head in a pair. The first r channels turn; the rest pass unchanged, as pairs
 * of frequency 0. interleaved: (2i, 2i+1); half: (i, i + r/2).
 * Source: Su et al. 2021, arXiv 2104.09864, eq. 15; partial width as in GPT-J and GPT-NeoX.
 */
export function pairsOf(values: RopeParams, dims: Dims, normal: SeededNormal): readonly Pair[] {
  return Array.from(frequenciesOf(values, dims, normal), (frequency, pair) => {
    const [first, second] = placeOf(pair, values, dims);
    return { first, second, turns: frequency / (2 * Math.PI) };
  });
}

/** What multiplies a pair: the attention factor where it turns, 1 in the rest of the head. */
function gainOf(pair: number, values: RopeParams, dims: Dims): number {
  return 2 * pair < rotaryWidth(values, dims) ? attentionFactorOf(values) : 1;
}

/** @param x [… , dHead]; @returns the same, each channel times the gain of its pair */
function amplified<T extends Tensor>(x: T, values: RopeParams, dims: Dims): T {
  if (attentionFactorOf(values) === 1) return x;
  const gains = new Float32Array(dims.dHead).fill(1);
  gains.fill(attentionFactorOf(values), 0, rotaryWidth(values, dims));
  return tf.mul<T>(x, tf.tensor1d(gains));
}

export default defineEncoding({
  id: 'rope',
  family: 'rotary',
  bounded: true,
  boundedFor: (values) => attentionFactorOf(values) <= 1,
  source: {
    authors: 'Su et al.',
    year: 2021,
    title: 'RoFormer: Enhanced Transformer with Rotary Position Embedding',
    url: 'https://arxiv.org/abs/2104.09864',
  },
  text: {
    name: { en: 'Rotary (RoPE)', 'zh-CN': 'RoPE 旋转编码' },
    idea: {
      en: 'turns queries and keys, never values',
      'zh-CN': '旋转查询和键，从不旋转值',
    },
    lookFor: {
      en: 'Move the start position: the turned queries and keys change, but attention does not, since a score sees positions only through their distance. (Dynamic NTK and LongRoPE change frequencies once start + length passes the original length; then attention changes.)',
      'zh-CN':
        '移动起始位置：旋转后的查询和键变了，注意力却不变，因为得分只看得到位置之间的距离。（起点加长度超过原始长度后，动态 NTK 和 LongRoPE 会改变频率，注意力随之改变。）',
    },
  },
  tex: ropeTex,
  params: ropeParams,
  // Those after models are what the models' own configurations say (`state/modelPresets.ts`).
  presets: [
    {
      name: { en: 'LeRoPE, random frequencies', 'zh-CN': 'LeRoPE（随机频率）' },
      params: { base: 10000, pairing: 'half', scaling: 'learned', spread: 0.5 },
    },
  ],
  conventions: [
    {
      param: 'pairing',
      values: ['interleaved', 'half'],
      relation: 'head channels',
      order: ({ dHead }, { rotaryDim }) => {
        const width = Number(rotaryDim) || dHead;
        const rest = halvesOrder(dHead - width).map((channel) => width + channel);
        return [...halvesOrder(width), ...rest];
      },
      says: {
        en: 'RoFormer, GPT-J and Meta’s own Llama code pair neighbours; GPT-NeoX and the transformers library pair a channel with the one half a head away. With the same weights the scores differ; after permuting the columns of the query and key matrices they are the same.',
        'zh-CN':
          'RoFormer、GPT-J 和 Meta 自己的 Llama 代码让相邻通道成对；GPT-NeoX 和 transformers 库让相隔半个头的通道成对。权重相同时得分不同；把查询矩阵和键矩阵的列按此置换后，得分就相同了。',
      },
    },
  ],
  check: checkRope,
  lengthFor: (values, { start, length }) => lengthSeen(values, start + length),
  hooks: (values, dims, normal) => {
    const pairs = pairsOf(values, dims, normal);
    return {
      rotate: (x, positions) => amplified(rotatePairs(x, positions, pairs), values, dims),
      rotation: (positions) => amplified(rotationTable(positions, pairs), values, dims),
      angles: (positions) => angleTable(positions, pairs),
      frequencies: frequenciesOf(values, dims, normal),
    };
  },
  exact: (values, dims, normal) => {
    const pairs = pairsOf(values, dims, normal);
    const columns = pairedColumns(pairs, 'cos', 'sin');
    const at = (channel: number) => {
      const column = columns[channel];
      if (!column) throw new Error(`rope: channel ${channel} is not in 0…${dims.dHead - 1}`);
      return column;
    };
    const cell = (row: number, channel: number) =>
      gainOf(at(channel).pair, values, dims) * waveAt(dims.start + row, at(channel));
    return {
      cell,
      steps: (row, channel) => {
        const wave = at(channel);
        const position = dims.start + row;
        const frequency = 2 * Math.PI * turnsAt(1, wave);
        const name = wave.shape === 'cos' ? texWave.cos : texWave.sin;
        const gain = gainOf(wave.pair, values, dims);
        const [f, times] = gain === 1 ? ['', ''] : ['f', String.raw`${texNumber(gain)} \times `];
        return String.raw`${f}${name}\,${position}\theta_{${wave.pair}} = ${times}${name}(${position} \times ${texNumber(frequency)}) = ${times}${name}(${texNumber(position * frequency)}) = ${texResult(cell(row, channel))}`;
      },
      numpy: (row, channel) => {
        const wave = at(channel);
        const width = rotaryWidth(values, dims);
        const theta = 2 * Math.PI * turnsAt(1, wave);
        const unscaled = values.base ** ((-2 * wave.pair) / width);
        const turning = 2 * wave.pair < width;
        const scaled = Math.abs(theta - unscaled) > 1e-12 * unscaled;
        const gain = gainOf(wave.pair, values, dims);
        return pyLines(
          pyGiven({ p: dims.start + row, i: wave.pair, d: width, base: values.base }),
          turning ? 'theta = base ** (-2 * i / d)' : 'theta = 0',
          ...(turning && scaled ? [`theta = theta * ${theta / unscaled}`] : []),
          `value = ${gain === 1 ? '' : `${gain} * `}np.${wave.shape}(p * theta)`,
        );
      },
      pairs: pairs.length,
      angle: (position, pair) => 2 * Math.PI * turnsAt(position, pairs[pair] ?? { turns: 0 }),
      channels: (pair) => placeOf(pair, values, dims),
      gain: (_, pair) => gainOf(pair, values, dims),
    };
  },
  wave: (channel, values, dims) => {
    if (values.pairing === 'interleaved') return channel % 2 === 0 ? 'cos' : 'sin';
    const firsts = Array.from(
      { length: dims.dHead / 2 },
      (_, pair) => placeOf(pair, values, dims)[0],
    );
    return firsts.includes(channel) ? 'cos' : 'sin';
  },
  code: (values, dims) => ropeCode(values, dims),
});
