/** Rotary position embedding: pairs of channels of queries and keys turn with the position. */
import { type Dims, defineEncoding } from '../encoding.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import { angleTable, type Pair, pairedColumns, rotatePairs, rotationTable } from '../rotation.ts';
import { texBase, texNumber, texResult, texWave } from '../tex.ts';
import { turnsAt, waveAt } from '../waves.ts';

const params = {
  base: {
    kind: 'number',
    default: 10000,
    min: 1.01,
    max: 1e8,
    integer: false,
    scale: 'log',
    label: { en: 'Base', 'zh-CN': '底数' },
  },
  pairing: {
    kind: 'choice',
    default: 'interleaved',
    options: [
      { value: 'interleaved', label: { en: 'interleaved (2i, 2i+1)', 'zh-CN': '交错 (2i, 2i+1)' } },
      { value: 'half', label: { en: 'halves (i, i+r/2)', 'zh-CN': '对半 (i, i+r/2)' } },
    ],
    label: { en: 'Pairing', 'zh-CN': '配对方式' },
  },
  rotaryDim: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 1024,
    integer: true,
    scale: 'linear',
    label: { en: 'Rotary width', 'zh-CN': '旋转宽度' },
    multiple: 2,
    reach: ({ dHead }) => dHead,
    zero: { en: 'whole', 'zh-CN': '全部' },
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

function widthOf(values: Params, { dHead }: Dims): number {
  return values.rotaryDim === 0 ? dHead : values.rotaryDim;
}

/**
 * Every channel of a head in a pair. The first r channels turn, with θᵢ = base^(−2i/r); the rest
 * pass unchanged, as pairs of frequency 0. interleaved: (2i, 2i+1); half: (i, i + r/2).
 * Source: Su et al. 2021, arXiv 2104.09864, eq. 15; partial width as in GPT-J and GPT-NeoX.
 */
export function pairsOf(values: Params, dims: Dims): readonly Pair[] {
  const width = widthOf(values, dims);
  return Array.from({ length: dims.dHead / 2 }, (_, i) => {
    const turning = 2 * i < width;
    const from = turning ? 0 : width;
    const half = turning ? width / 2 : (dims.dHead - width) / 2;
    const within = turning ? i : i - width / 2;
    const [first, second] =
      values.pairing === 'interleaved' ? [2 * i, 2 * i + 1] : [from + within, from + within + half];
    const frequency = turning ? values.base ** ((-2 * i) / width) : 0;
    return { first, second, turns: frequency / (2 * Math.PI) };
  });
}

export default defineEncoding({
  id: 'rope',
  family: 'rotary',
  bounded: true,
  source: {
    authors: 'Su et al.',
    year: 2021,
    title: 'RoFormer: Enhanced Transformer with Rotary Position Embedding',
    url: 'https://arxiv.org/abs/2104.09864',
  },
  text: {
    name: { en: 'Rotary (RoPE)', 'zh-CN': '旋转位置编码（RoPE）' },
    idea: {
      en: 'turns queries and keys, never values',
      'zh-CN': '旋转查询和键，从不旋转值',
    },
    lookFor: {
      en: 'Move the start position: the turned queries and keys change, the attention does not. Scores depend on the distance alone.',
      'zh-CN': '移动起始位置：旋转后的查询和键变了，注意力却不变。得分只取决于距离。',
    },
  },
  tex: ({ base, rotaryDim }) =>
    String.raw`a' = a\cos p\theta_i - b\sin p\theta_i \qquad b' = a\sin p\theta_i + b\cos p\theta_i \qquad \theta_i = ${texBase(base)}^{-2i/${rotaryDim === 0 ? 'd_h' : rotaryDim}}`,
  params,
  check: (values, dims) => {
    if (dims.dHead % 2 !== 0) {
      return {
        en: `RoPE turns channels in pairs, so the width of a head must be even; dimension ${dims.dModel} over ${dims.nHeads} heads gives ${dims.dHead}.`,
        'zh-CN': `RoPE 成对地旋转通道，所以每个头的宽度必须是偶数；维度 ${dims.dModel} 分给 ${dims.nHeads} 个头，每头为 ${dims.dHead}。`,
      };
    }
    if (values.rotaryDim % 2 !== 0 || values.rotaryDim > dims.dHead) {
      return {
        en: `The rotary width must be even and at most the width of a head, ${dims.dHead}.`,
        'zh-CN': `旋转宽度必须是偶数，且不超过每个头的宽度 ${dims.dHead}。`,
      };
    }
    return null;
  },
  hooks: (values, dims) => {
    const pairs = pairsOf(values, dims);
    return {
      rotate: (x, positions) => rotatePairs(x, positions, pairs),
      rotation: (positions) => rotationTable(positions, pairs),
      angles: (positions) => angleTable(positions, pairs),
      frequencies: Float64Array.from(pairs, (pair) => 2 * Math.PI * turnsAt(1, pair)),
    };
  },
  exact: (values, dims) => {
    const pairs = pairsOf(values, dims);
    const columns = pairedColumns(pairs, 'cos', 'sin');
    const at = (channel: number) => {
      const column = columns[channel];
      if (!column) throw new Error(`rope: channel ${channel} is not in 0…${dims.dHead - 1}`);
      return column;
    };
    return {
      cell: (row, channel) => waveAt(dims.start + row, at(channel)),
      steps: (row, channel) => {
        const wave = at(channel);
        const position = dims.start + row;
        const frequency = 2 * Math.PI * turnsAt(1, wave);
        const name = wave.shape === 'cos' ? texWave.cos : texWave.sin;
        return String.raw`${name}\,${position}\theta_{${wave.pair}} = ${name}(${position} \times ${texNumber(frequency)}) = ${name}(${texNumber(position * frequency)}) = ${texResult(waveAt(position, wave))}`;
      },
      angle: (position, pair) => 2 * Math.PI * turnsAt(position, pairs[pair] ?? { turns: 0 }),
      channels: (pair) => [pairs[pair]?.first ?? 0, pairs[pair]?.second ?? 0],
    };
  },
  wave: (channel, values, dims) => {
    if (values.pairing === 'interleaved') return channel % 2 === 0 ? 'cos' : 'sin';
    return pairsOf(values, dims).some(({ first }) => first === channel) ? 'cos' : 'sin';
  },
});
