/** Polar position: each channel of a query or key becomes a pair, content its length, position its angle. */
import type { Rank, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { type Dims, defineEncoding, type Heads } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { baseParam, type ParamSchema, type ParamsOf } from '../params.ts';
import { angleTable, type Pair, rotatePairs, rotationTable } from '../rotation.ts';
import type { Entry, SeededNormal } from '../seeded.ts';
import { type Learned, learned, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texBase, texNumber, texResult } from '../tex.ts';

const params = {
  base: baseParam,
  delta: {
    kind: 'choice',
    default: 'zero',
    options: [
      { value: 'zero', label: { en: '0, as before training', 'zh-CN': '0，如训练之前' } },
      { value: 'seeded', label: { en: 'random, −2π…0', 'zh-CN': '随机，−2π…0' } },
    ],
    label: { en: 'Phases δ', 'zh-CN': '相位 δ' },
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/** δ of a channel of a head: 0, or uniform in (−2π, 0], from the direction of a normal vector in the plane. */
function startOf({ delta }: Params, normal: SeededNormal): Entry {
  if (delta === 'zero') return () => 0;
  const [x, y] = [normal('phase x'), normal('phase y')];
  return (head, channel) => Math.atan2(y(head, channel), x(head, channel)) - Math.PI;
}

/** The same, or what a racer has learned. */
const phasesOf = (values: Params, normal: SeededNormal): Learned =>
  learned(normal('phase'), startOf(values, normal));

/** Whether keys have phases at all. */
const hasPhases = ({ delta }: Params, normal: SeededNormal): boolean => {
  const { train, kept } = normal('phase');
  return delta === 'seeded' || train !== undefined || kept !== undefined;
};

/** Pairs (c, d + c): one frequency per channel, exponents c/d. */
function pairsOf({ base }: Params, { dHead }: Dims): readonly Pair[] {
  return Array.from({ length: dHead }, (_, c) => ({
    first: c,
    second: dHead + c,
    turns: base ** (-c / dHead) / (2 * Math.PI),
  }));
}

/** ln(1 + eˣ) of a tensor. */
function softplus(x: Tensor4D): Tensor4D {
  const tail = tf.log(tf.add(tf.exp(tf.neg(tf.abs(x))), 1));
  return tf.add(tf.maximum(x, 0), tail);
}

export default defineEncoding({
  id: 'pope',
  family: 'rotary',
  bounded: true,
  source: {
    authors: 'Gopalakrishnan et al.',
    year: 2025,
    title: 'Decoupling the “What” and “Where” With Polar Coordinate Positional Embeddings',
    url: 'https://arxiv.org/abs/2509.10534',
  },
  text: {
    name: { en: 'Polar (PoPE)', 'zh-CN': 'PoPE 极坐标编码' },
    idea: {
      en: 'content sets lengths, position sets angles',
      'zh-CN': '内容定长度，位置定角度',
    },
    lookFor: {
      en: 'Each channel of a query or key becomes a pair, so there are twice as many frequencies as in RoPE. No content can turn a pair: at distance 0 (with δ = 0) every pair raises the score.',
      'zh-CN':
        '查询和键的每个通道都变成一对，频率因此比 RoPE 多一倍。内容转不动任何一对：距离为 0（且 δ = 0）时，每一对都使得分增大。',
    },
  },
  tex: ({ base, delta }, isLearned = false) => {
    const phase = delta === 'zero' && !isLearned ? '' : String.raw` + \delta_{hc}`;
    return String.raw`s_{ij} = \frac{1}{\sqrt{d_h}} \sum_{c<d_h} \mu(q_{ic})\,\mu(k_{jc}) \cos\bigl((j - i)\,\theta_c${phase}\bigr) \qquad \mu(x) = \ln(1 + e^x) \qquad \theta_c = ${texBase(base)}^{-c/d_h}`;
  },
  params,
  presets: [
    {
      name: { en: 'PoPE with random phases', 'zh-CN': 'PoPE（随机相位）' },
      params: { base: 10000, delta: 'seeded' },
    },
  ],
  hooks: (values, dims, normal) => {
    const { dHead, nHeads } = dims;
    const pairs = pairsOf(values, dims);
    const phase = phasesOf(values, normal);
    /** cos or sin of the phases of some heads; trained, on the device. */
    const moved = (wave: 'cos' | 'sin', heads: Heads): Tensor4D => {
      const { first, count } = heads;
      const size = [1, count, 1, dHead] as [number, number, number, number];
      if (phase.trained) return tf.reshape<Rank.R4>(tf[wave](phases(heads)), size);
      const data = Float32Array.from({ length: count * dHead }, (_, cell) =>
        Math[wave](phase(first + Math.floor(cell / dHead), cell % dHead)),
      );
      return tf.tensor(data, size);
    };
    const turnedKeys = hasPhases(values, normal);
    const phases = ({ first, count }: Heads): Tensor2D =>
      tf.slice(tableOf(phase, nHeads, dHead), [first, 0], [count, dHead]);
    return {
      scale: 1 / Math.sqrt(dHead),
      rotate: (x, positions, role, heads) => {
        const length = softplus(x);
        // As a pair the length lies along the first axis, a key's turned by its phase; the position turns it on.
        const ahead = turnedKeys && role === 'key';
        const [a, b] = ahead
          ? [
              tf.mul<Tensor4D>(length, moved('cos', heads)),
              tf.mul<Tensor4D>(length, moved('sin', heads)),
            ]
          : [length, tf.mul<Tensor4D>(length, 0)];
        return rotatePairs(tf.concat([a, b], 3), positions, pairs);
      },
      rotation: (positions) => rotationTable(positions, pairs),
      ...(turnedKeys && {
        keyRotation: (positions, head) =>
          rotationTable(
            positions,
            pairs.map((pair, c) => ({ ...pair, phase: phase(head, c) / (2 * Math.PI) })),
          ),
        weights: {
          delta: () => phases({ first: 0, count: nHeads }),
        },
      }),
      angles: (positions) => angleTable(positions, pairs),
      frequencies: Float64Array.from(pairs, (_, c) => values.base ** (-c / dHead)),
    };
  },
  exact: (values, { dHead, start }, normal) => {
    const phase = phasesOf(values, normal);
    const frequency = (channel: number) => Math.exp((-channel / dHead) * Math.log(values.base));
    const at = (row: number, column: number, added: (channel: number) => number) => {
      const channel = column % dHead;
      const angle = (start + row) * frequency(channel) + added(channel);
      return column < dHead ? Math.cos(angle) : Math.sin(angle);
    };
    const cell = (row: number, column: number) => at(row, column, () => 0);
    return {
      scale: 1 / Math.sqrt(dHead),
      cell,
      keyCell: (row, column, head) => at(row, column, (channel) => phase(head, channel)),
      steps: (row, column) => {
        const [position, channel] = [start + row, column % dHead];
        const name = column < dHead ? '\\cos' : '\\sin';
        const angle = position * frequency(channel);
        return String.raw`${name}\,${position}\theta_{${channel}} = ${name}(${position} \times ${texNumber(frequency(channel))}) = ${name}(${texNumber(angle)}) = ${texResult(cell(row, column))}`;
      },
      numpy: (row, column) =>
        pyLines(
          pyGiven({ p: start + row, c: column % dHead, d: dHead, base: values.base }),
          `value = np.${column < dHead ? 'cos' : 'sin'}(p * base ** (-c / d))`,
        ),
      pairs: dHead,
      angle: (position, channel) => position * frequency(channel),
      channels: (channel) => [channel, dHead + channel],
      radius: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
      keyPhase: (channel, head) => phase(head, channel),
    };
  },
  wave: (channel, _, { dHead }) => (channel < dHead ? 'cos' : 'sin'),
  code: ({ base, delta }) => {
    const drawnPhases =
      "y, x = (normal(name, heads, d_head, dtype=float) for name in ('phase y', 'phase x'))";
    const angles = 'np.arctan2(y, x) - np.pi';
    const polar = (phases: readonly string[]) => ({
      lines: pyLines(
        pyGiven({ base }),
        'angle = p[:, None] * base ** (-np.arange(d_head) / d_head)',
        ...phases,
        ...(phases.length > 0 ? ['key_angle = angle + phase[:, None, :]'] : []),
        '',
        'def polar(length, angle):  # pairs are channels c and d_head + c',
        '    return np.concatenate([length * np.cos(angle), length * np.sin(angle)], axis=-1)',
        '',
        'positions = polar(1, angle)',
        ...(phases.length > 0 ? ['key_positions = polar(1, key_angle[head])'] : []),
      ),
      turn: pyLines(
        'q = polar(np.logaddexp(0, q), angle)',
        `k = polar(np.logaddexp(0, k), ${phases.length > 0 ? 'key_angle' : 'angle'})`,
      ),
    });
    const learnedPhases = (start: string) =>
      `phase = normal('phase', heads, d_head, start=${start})  # of keys, [heads, d_head]`;
    return delta === 'seeded'
      ? {
          ...polar([drawnPhases, `phase = ${angles}  # of keys, [heads, d_head]`]),
          keyPositions: 'key_positions',
          fixed: ['phase y', 'phase x'],
          trained: polar([drawnPhases, learnedPhases(angles)]),
        }
      : { ...polar([]), trained: polar([learnedPhases('0')]) };
  },
});
