/** A coordinate in octaves: waves that double in frequency, and the coordinate itself. */

import { counted } from '../../text/counted.ts';
import { defineEncoding } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import { texNumber, texResult, texWave } from '../tex.ts';
import { type Wave, waves } from '../waves.ts';

const params = {
  octaves: {
    kind: 'number',
    default: 10,
    min: 1,
    max: 20,
    integer: true,
    scale: 'linear',
    reach: ({ dModel }) => Math.floor(dModel / 2),
    label: { en: 'Octaves L', 'zh-CN': '倍频数 L' },
  },
  pi: {
    kind: 'flag',
    default: false,
    label: { en: 'Times π (paper)', 'zh-CN': '乘以 π（论文）' },
  },
  includeInput: {
    kind: 'flag',
    default: true,
    label: { en: 'Coordinate (code)', 'zh-CN': '含坐标（代码）' },
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/** What a channel holds; blocks [x, sin 2⁰x, cos 2⁰x, sin 2¹x, …], each with all axes. */
function placeOf(channel: number, values: Params, axes: number) {
  const axis = channel % axes;
  const block = Math.floor(channel / axes) - (values.includeInput ? 1 : 0);
  if (block < 0) return { axis, octave: 0, shape: 'line' } as const;
  if (block >= 2 * values.octaves) return { axis, octave: 0, shape: 'zero' } as const;
  const octave = block >> 1;
  return { axis, octave, shape: block % 2 === 0 ? 'sin' : 'cos' } as const;
}

/**
 * The columns of NeRF's code of the point slope · place + origin.
 *
 * @param width  columns; those behind the last block are zero
 * Source: Mildenhall et al. 2020, arXiv 2003.08934, eq. 4: 2ᵏπ and no x. The code has no π and
 * keeps x.
 */
export function columnsOf(
  values: Params,
  width: number,
  {
    axes,
    slope,
    origin,
  }: { readonly axes: number; readonly slope: number; readonly origin: number },
): readonly Wave[] {
  return Array.from({ length: width }, (_, channel) => {
    const { axis, octave, shape } = placeOf(channel, values, axes);
    // A line is in units of x, a wave in turns.
    const rate = shape === 'line' ? 1 : values.pi ? 2 ** (octave - 1) : 2 ** octave / (2 * Math.PI);
    const turns = Array.from({ length: axes }, (_unused, each) =>
      each === axis ? rate * slope : 0,
    );
    return { turns, phase: rate * origin, shape };
  });
}

export default defineEncoding({
  id: 'nerf',
  family: 'additive',
  bounded: true,
  source: {
    authors: 'Mildenhall et al.',
    year: 2020,
    title: 'NeRF: Representing Scenes as Neural Radiance Fields for View Synthesis',
    url: 'https://arxiv.org/abs/2003.08934',
  },
  text: {
    name: { en: 'NeRF octaves', 'zh-CN': 'NeRF 倍频编码' },
    idea: {
      en: 'a coordinate from −1 to 1, as waves that double in frequency',
      'zh-CN': '从 −1 到 1 的坐标，写成频率逐级加倍的波',
    },
    lookFor: {
      en: 'Each pair of columns has twice the frequency of the pair before. Once neighbouring tokens are more than half a wavelength apart, a column no longer shows its true frequency.',
      'zh-CN':
        '每两列为一对，频率是前一对的两倍。一旦相邻词元相差超过半个波长，那一列就看不出真正的频率了。',
    },
  },
  tex: ({ pi, includeInput }) => {
    const rate = pi ? String.raw`2^k\pi x` : '2^k x';
    return String.raw`P_p = [\,${includeInput ? 'x,\\ ' : ''}\sin ${rate},\ \cos ${rate}\,]_{k<L} \qquad x = 2(p - p_0)/n - 1`;
  },
  params,
  check: ({ octaves, includeInput }, { dModel }) => {
    const needed = 2 * octaves + (includeInput ? 1 : 0);
    if (needed <= dModel) return null;
    return {
      en: `${counted(octaves, 'octave')}${includeInput ? ' and the coordinate' : ''} ${octaves === 1 && !includeInput ? 'needs' : 'need'} ${needed} channels; the dimension is ${dModel}.`,
      'zh-CN': `${octaves} 级倍频${includeInput ? '加上坐标本身' : ''}共需 ${needed} 个通道；而维度只有 ${dModel}。`,
    };
  },
  lengthFor: (_, { length }) => length,
  hooks: (values, { length, start, dModel }) => ({
    table: (positions) =>
      waves(
        { ...positions, values: positions.values.map((position) => position - start) },
        columnsOf(values, dModel, { axes: 1, slope: 2 / length, origin: -1 }),
      ),
  }),
  exact: (values, { length, start }) => {
    const coordinate = (token: number) => (2 * token) / length - 1;
    const rate = (octave: number) => 2 ** octave * (values.pi ? Math.PI : 1);
    const cell = (token: number, channel: number) => {
      const { octave, shape } = placeOf(channel, values, 1);
      if (shape === 'zero') return 0;
      const x = coordinate(token);
      return shape === 'line' ? x : Math[shape](rate(octave) * x);
    };
    const before = values.includeInput ? 1 : 0;
    return {
      pairs: values.octaves,
      angle: (position, pair) => rate(pair) * coordinate(position - start),
      channels: (pair) => [before + 2 * pair, before + 2 * pair + 1],
      cell,
      steps: (token, channel) => {
        const { octave, shape } = placeOf(channel, values, 1);
        const name = String.raw`P_{${start + token},\,${channel}}`;
        if (shape === 'zero') return `${name} = 0`;
        const value = texResult(cell(token, channel));
        if (shape === 'line') {
          return String.raw`${name} = 2 \times ${token}/${length} - 1 = ${value}`;
        }
        const x = coordinate(token);
        const factor = String.raw`2^{${octave}}${values.pi ? String.raw`\pi` : ''}`;
        const wave = texWave[shape];
        return String.raw`${name} = ${wave}(${factor} \times ${texNumber(x)}) = ${wave}(${texNumber(rate(octave) * x)}) = ${value}`;
      },
      numpy: (token, channel) => {
        const { octave, shape } = placeOf(channel, values, 1);
        if (shape === 'zero') return 'value = 0';
        const x = `x = 2 * ${token} / ${length} - 1`;
        if (shape === 'line') return pyLines(x, 'value = x');
        return pyLines(x, `value = np.${shape}(2 ** ${octave} * ${values.pi ? 'np.pi * ' : ''}x)`);
      },
    };
  },
  wave: (channel, values) => {
    const { shape } = placeOf(channel, values, 1);
    return shape === 'sin' || shape === 'cos' ? shape : null;
  },
  code: ({ octaves, pi, includeInput }) => ({
    lines: pyLines(
      pyGiven({ L: octaves }),
      'x = 2 * np.arange(n) / n - 1  # the coordinate, from -1 to 1',
      `angle = 2.0 ** np.arange(L) * ${pi ? 'np.pi * ' : ''}x[:, None]`,
      'waves = np.reshape(np.stack([np.sin(angle), np.cos(angle)], axis=-1), (n, 2 * L))',
      includeInput
        ? 'positions = np.concatenate([x[:, None], waves, np.zeros((n, d - 2 * L - 1))], axis=1)'
        : 'positions = np.concatenate([waves, np.zeros((n, d - 2 * L))], axis=1)',
    ),
  }),
});
