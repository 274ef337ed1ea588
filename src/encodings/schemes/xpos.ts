/** Rotary embedding with a decay: what queries gain with the position, keys lose. */

import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { counted } from '../../text/counted.ts';
import type { Localized } from '../../text/locale.ts';
import { rotaryLines } from '../code.ts';
import { type Dims, defineEncoding, type Positions } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { baseParam, type ParamSchema, type ParamsOf } from '../params.ts';
import {
  angleTable,
  channelsOf,
  type Pair,
  pairedColumns,
  rotatePairs,
  rotationTable,
} from '../rotation.ts';
import { tf } from '../tensors.ts';
import { texBase, texNumber, texResult, texWave } from '../tex.ts';
import { turnsAt, waveAt } from '../waves.ts';

const params = {
  base: baseParam,
  gamma: {
    kind: 'number',
    default: 0.4,
    min: 0.01,
    max: 100,
    integer: false,
    scale: 'log',
    label: { en: 'Evenness γ', 'zh-CN': '均匀度 γ' },
  },
  scaleBase: {
    kind: 'number',
    default: 512,
    min: 1,
    max: 1e6,
    integer: false,
    scale: 'log',
    label: { en: 'Scale base', 'zh-CN': '缩放底数' },
  },
  center: {
    kind: 'flag',
    default: true,
    label: { en: 'Count from the middle', 'zh-CN': '从中间计数' },
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;
type Role = 'query' | 'key';

/** Interleaved, with the frequencies of RoPE, [dHead / 2]. */
function pairsOf({ base }: Params, { dHead }: Dims): readonly Pair[] {
  return Array.from({ length: dHead / 2 }, (_, i) => {
    const [first, second] = channelsOf('interleaved', i, dHead);
    return { first, second, turns: base ** ((-2 * i) / dHead) / (2 * Math.PI) };
  });
}

/** ζᵢ = (2i/d + γ) / (1 + γ), in (0, 1): the decay of a pair over scaleBase positions. */
export function zetaOf(pair: number, { gamma }: Pick<Params, 'gamma'>, dHead: number): number {
  return ((2 * pair) / dHead + gamma) / (1 + gamma);
}

/**
 * c, which is added to positions before they scale. Any c gives the same scores; the middle of the
 * text keeps the factors near 1 wherever the text starts.
 */
function centerOf({ center }: Params, { start, length }: Dims): number {
  return center ? -(start + Math.ceil(length / 2)) : 0;
}

/** ζ^((p + c)/B) for queries, ζ^(−(p + c)/B) for keys. Source: Sun et al. 2022, Algorithm 1. */
function gainOf(position: number, pair: number, role: Role, values: Params, dims: Dims): number {
  const exponent = (position + centerOf(values, dims)) / values.scaleBase;
  return zetaOf(pair, values, dims.dHead) ** (role === 'query' ? exponent : -exponent);
}

/**
 * The factor of every channel, [position, dHead]. In float64 on the host: a power in float32 loses
 * a digit for each factor of ten in the exponent.
 */
function gains(positions: Positions, role: Role, values: Params, dims: Dims): Tensor2D {
  const { dHead } = dims;
  const data = new Float32Array(positions.length * dHead);
  positions.values.forEach((position, row) => {
    for (let pair = 0; pair < dHead / 2; pair++) {
      const [first, second] = channelsOf('interleaved', pair, dHead);
      const gain = gainOf(position, pair, role, values, dims);
      data[row * dHead + first] = gain;
      data[row * dHead + second] = gain;
    }
  });
  return tf.tensor2d(data, [positions.length, dHead]);
}

export default defineEncoding({
  id: 'xpos',
  family: 'rotary',
  withoutMask: {
    en: 'Without a causal mask, the scores of keys after the query grow with distance instead of fading.',
    'zh-CN': '没有因果掩码时，查询之后的键离得越远，得分不但不衰减，反而越大。',
  },
  source: {
    authors: 'Sun et al.',
    year: 2022,
    title: 'A Length-Extrapolatable Transformer',
    url: 'https://arxiv.org/abs/2212.10554',
  },
  text: {
    name: { en: 'xPos', 'zh-CN': 'xPos' },
    idea: {
      en: 'RoPE whose scores fade with distance',
      'zh-CN': '得分随距离衰减的 RoPE',
    },
    lookFor: {
      en: 'Lower the scale base: similarity fades below the diagonal and grows above it, so use it with the causal mask. Unless positions are counted from the middle, the factors vanish or overflow at large positions.',
      'zh-CN':
        '调小缩放底数：相似度在对角线下方衰减，在上方（键在查询之后）却增大，所以要配合因果掩码使用。若不从中间计数，位置一大，因子就会趋于零或溢出。',
    },
  },
  tex: ({ base, gamma, scaleBase, center }) => {
    const exponent = String.raw`${center ? '(%+c)' : '%'}/${texNumber(scaleBase)}`;
    return [
      String.raw`q'_m = \zeta^{${exponent.replace('%', 'm')}} \odot R_m q`,
      String.raw`k'_n = \zeta^{-${exponent.replace('%', 'n')}} \odot R_n k`,
      String.raw`\zeta_i = \frac{2i/d_h + ${texNumber(gamma)}}{1 + ${texNumber(gamma)}}`,
      String.raw`\theta_i = ${texBase(base)}^{-2i/d_h}`,
      ...(center ? [String.raw`c = -\left(p_0 + \lceil n/2 \rceil\right)`] : []),
    ].join(String.raw` \qquad `);
  },
  params,
  check: (values, dims) => oddWidth(dims) ?? overflow(values, dims),
  lengthFor: centerOf,
  hooks: (values, dims) => {
    const pairs = pairsOf(values, dims);
    const scaled = (positions: Positions, role: Role): Tensor2D =>
      tf.mul(rotationTable(positions, pairs), gains(positions, role, values, dims));
    return {
      rotate: (x, positions, role): Tensor4D =>
        tf.mul(rotatePairs(x, positions, pairs), gains(positions, role, values, dims)),
      rotation: (positions) => scaled(positions, 'query'),
      keyRotation: (positions) => scaled(positions, 'key'),
      angles: (positions) => angleTable(positions, pairs),
      frequencies: Float64Array.from(pairs, (pair) => 2 * Math.PI * turnsAt(1, pair)),
    };
  },
  exact: (values, dims) => {
    const pairs = pairsOf(values, dims);
    const columns = pairedColumns(pairs, 'cos', 'sin');
    const at = (channel: number) => {
      const column = columns[channel];
      if (!column) throw new Error(`xpos: channel ${channel} is not in 0…${dims.dHead - 1}`);
      return column;
    };
    const cellOf = (role: Role) => (row: number, channel: number) => {
      const wave = at(channel);
      const position = dims.start + row;
      return gainOf(position, wave.pair, role, values, dims) * waveAt(position, wave);
    };
    const cell = cellOf('query');
    return {
      cell,
      keyCell: cellOf('key'),
      steps: (row, channel) => {
        const wave = at(channel);
        const position = dims.start + row;
        const frequency = 2 * Math.PI * turnsAt(1, wave);
        const name = wave.shape === 'cos' ? texWave.cos : texWave.sin;
        const zeta = texNumber(zetaOf(wave.pair, values, dims.dHead));
        const moved = position + centerOf(values, dims);
        const gain = texNumber(gainOf(position, wave.pair, 'query', values, dims));
        return String.raw`\zeta_{${wave.pair}}^{${moved}/${texNumber(values.scaleBase)}}\,${name}\,${position}\theta_{${wave.pair}} = ${zeta}^{${moved}/${texNumber(values.scaleBase)}} \times ${name}(${position} \times ${texNumber(frequency)}) = ${gain} \times ${name}(${texNumber(position * frequency)}) = ${texResult(cell(row, channel))}`;
      },
      numpy: (row, channel) => {
        const { pair, shape } = at(channel);
        const { base, gamma, scaleBase } = values;
        return pyLines(
          pyGiven({ p: dims.start + row, c: centerOf(values, dims) }),
          pyGiven({ i: pair, d: dims.dHead, base, gamma, B: scaleBase }),
          'zeta = (2 * i / d + gamma) / (1 + gamma)',
          'theta = base ** (-2 * i / d)',
          `value = zeta ** ((p + c) / B) * np.${shape}(p * theta)`,
        );
      },
      pairs: pairs.length,
      angle: (position, pair) => 2 * Math.PI * turnsAt(position, pairs[pair] ?? { turns: 0 }),
      channels: (pair) => channelsOf('interleaved', pair, dims.dHead),
      gain: (position, pair, role) => gainOf(position, pair, role, values, dims),
    };
  },
  wave: (channel) => (channel % 2 === 0 ? 'cos' : 'sin'),
  code: (values, dims) => ({
    lines: pyLines(
      pyGiven({ base: values.base, gamma: values.gamma, B: values.scaleBase }),
      `c = ${centerOf(values, dims)}`,
      'i_pair = np.arange(d_head // 2)',
      'angle = p[:, None] * base ** (-2 * i_pair / d_head)',
      'zeta = (2 * i_pair / d_head + gamma) / (1 + gamma)',
      'grown = zeta ** ((p[:, None] + c) / B)  # queries are multiplied by it, keys divided',
      '',
      rotaryLines('interleaved'),
      'positions, key_positions = (',
      '    joined(cos * grown, sin * grown),',
      '    joined(cos / grown, sin / grown),',
      ')',
    ),
    turn: pyLines('q = turned(q) * joined(grown, grown)', 'k = turned(k) / joined(grown, grown)'),
    keyPositions: 'key_positions',
  }),
});

function oddWidth({ dModel, nHeads, dHead }: Dims): Localized | null {
  return dHead % 2 === 0
    ? null
    : {
        en: `xPos turns channels in pairs, so the width of a head must be even; dimension ${dModel} over ${counted(nHeads, 'head')} gives ${dHead}.`,
        'zh-CN': `xPos 成对地旋转通道，所以每个头的宽度必须是偶数；维度 ${dModel} 分给 ${nHeads} 个头，每头为 ${dHead}。`,
      };
}

/** Powers of ten that a score may reach: float32 ends at 38, and content has a few of its own. */
const mostPowers = 35;

/** Beyond float32 a query would be 0 where its key is infinite, and their product no number. */
function overflow(values: Params, dims: Dims): Localized | null {
  const { gamma, scaleBase, center } = values;
  const [first, last] = [dims.start, dims.start + dims.length - 1];
  const moved = [first, last].map((position) => Math.abs(position + centerOf(values, dims)));
  // The factor of a query and that of a key meet in their score.
  const furthest = Math.max(...moved, last - first);
  const powers = (-furthest / scaleBase) * Math.log10(zetaOf(0, values, dims.dHead));
  if (powers <= mostPowers) return null;
  const most = Math.round(powers);
  return center
    ? {
        en: `With scale base ${scaleBase} and γ ${gamma}, scores over ${counted(dims.length, 'position')} would reach 10 to the power ${most}, beyond what a GPU can represent; raise either.`,
        'zh-CN': `缩放底数为 ${scaleBase}、γ 为 ${gamma} 时，${dims.length} 个位置上的得分将达到 10 的 ${most} 次方，超出 GPU 数值的范围；请增大其中之一。`,
      }
    : {
        en: `If positions are not counted from the middle, the factor at position ${last} would reach 10 to the power ${most}, beyond what a GPU can represent; count from the middle, or raise the scale base (${scaleBase}) or γ (${gamma}).`,
        'zh-CN': `若不从中间计数，位置 ${last} 的因子将达到 10 的 ${most} 次方，超出 GPU 数值的范围；请从中间计数，或增大缩放底数（${scaleBase}）或 γ（${gamma}）。`,
      };
}
