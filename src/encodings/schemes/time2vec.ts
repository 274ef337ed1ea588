/** Time2Vec: one line and many sines of the position, their frequencies and phases learned. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { defineEncoding, type Positions } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema } from '../params.ts';
import type { Entry, SeededNormal } from '../seeded.ts';
import { drawn, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult } from '../tex.ts';
import { type Wave, waves } from '../waves.ts';

const params = {
  features: {
    kind: 'number',
    default: 16,
    min: 2,
    max: 512,
    integer: true,
    scale: 'log',
    reach: ({ dModel }) => dModel,
    label: { en: 'Outputs', 'zh-CN': '输出个数' },
  },
} as const satisfies ParamSchema;

/** What is learned: rad per position, and rad. */
interface Learned {
  readonly omega: readonly number[];
  readonly phi: readonly number[];
}

/** Untrained: standard normal, as public implementations start; float32, as they are read. */
const entriesOf = (normal: SeededNormal) => ({
  omega: drawn(normal('omega'), 1),
  phi: drawn(normal('phi'), 1),
});

function numbersOf(features: number, normal: SeededNormal): Learned {
  const { omega, phi } = entriesOf(normal);
  const numbers = (of: Entry) => Array.from({ length: features }, (_, k) => of(k, 0));
  return { omega: numbers(omega), phi: numbers(phi) };
}

/**
 * Output k at time τ: ω₀τ + φ₀ for the first, sin(ωₖτ + φₖ) for the others, 0 behind the last.
 * Source: Kazemi et al. 2019, arXiv 1907.05321, eq. 1.
 */
export function outputAt(tau: number, k: number, { omega, phi }: Learned): number {
  if (k >= omega.length) return 0;
  const inner = (omega[k] ?? 0) * tau + (phi[k] ?? 0);
  return k === 0 ? inner : Math.sin(inner);
}

/** The same as columns. */
function columnsOf({ omega, phi }: Learned, width: number): readonly Wave[] {
  return Array.from({ length: width }, (_, k) => {
    if (k >= omega.length) return { turns: 0, shape: 'zero' };
    // A line is in its own units, a sine in turns.
    const unit = k === 0 ? 1 : 2 * Math.PI;
    return {
      turns: (omega[k] ?? 0) / unit,
      phase: (phi[k] ?? 0) / unit,
      shape: k === 0 ? 'line' : 'sin',
    };
  });
}

export default defineEncoding({
  id: 'time2vec',
  family: 'additive',
  source: {
    authors: 'Kazemi et al.',
    year: 2019,
    title: 'Time2Vec: Learning a Vector Representation of Time',
    url: 'https://arxiv.org/abs/1907.05321',
  },
  text: {
    name: { en: 'Time2Vec, untrained', 'zh-CN': 'Time2Vec（未训练）' },
    idea: {
      en: 'a straight line and learned sines; random initialisation',
      'zh-CN': '一条直线加若干可学习的正弦；随机初始化',
    },
    lookFor: {
      en: 'The first column is a straight line and has no bounds; the sines beside it stay within ±1. Frequencies and phases are drawn at random, not trained.',
      'zh-CN':
        '第一列是一条没有上下界的直线；旁边的正弦始终在 ±1 之间。频率和相位随机抽取，未经训练。',
    },
  },
  tex: () =>
    String.raw`P_{p,0} = \omega_0 p + \varphi_0 \qquad P_{p,k} = \sin(\omega_k p + \varphi_k) \qquad \omega_k, \varphi_k \sim \mathcal{N}(0, 1)`,
  params,
  check: ({ features }, { dModel }) =>
    features > dModel
      ? {
          en: `${features} outputs do not fit into dimension ${dModel}.`,
          'zh-CN': `${features} 个输出放不进 ${dModel} 维。`,
        }
      : null,
  hooks: ({ features }, { dModel }, normal) => {
    const { omega, phi } = entriesOf(normal);
    const trained = (positions: Positions): Tensor2D => {
      const at = tf.tensor2d(Float32Array.from(positions.values), [positions.length, 1]);
      const row = (of: typeof omega) => tf.transpose(tableOf(of, features, 1));
      const inner = tf.add<Tensor2D>(tf.mul(at, row(omega)), row(phi));
      const line = tf.slice(inner, [0, 0], [positions.length, 1]);
      const sines = tf.sin(tf.slice(inner, [0, 1], [positions.length, features - 1]));
      return tf.concat([line, sines, tf.zeros([positions.length, dModel - features])], 1);
    };
    return {
      table: omega.trained
        ? trained
        : (positions) => waves(positions, columnsOf(numbersOf(features, normal), dModel)),
      weights: {
        omega: () => tableOf(omega, features, 1),
        phi: () => tableOf(phi, features, 1),
      },
    };
  },
  exact: ({ features }, { start }, normal) => {
    const learned = numbersOf(features, normal);
    return {
      cell: (row, channel) => outputAt(start + row, channel, learned),
      steps: (row, channel) => {
        const tau = start + row;
        const name = String.raw`P_{${tau},\,${channel}}`;
        if (channel >= features) return `${name} = 0`;
        const [omega = 0, phi = 0] = [learned.omega[channel], learned.phi[channel]];
        const sum = String.raw`${texNumber(omega)} \times ${tau} ${phi < 0 ? '-' : '+'} ${texNumber(Math.abs(phi))}`;
        const value = texResult(outputAt(tau, channel, learned));
        if (channel === 0) return `${name} = ${sum} = ${value}`;
        return String.raw`${name} = \sin(${sum}) = \sin(${texNumber(omega * tau + phi)}) = ${value}`;
      },
      numpy: (row, channel) => {
        if (channel >= features) return 'value = 0';
        const [omega = 0, phi = 0] = [learned.omega[channel], learned.phi[channel]];
        return pyLines(
          pyGiven({ p: start + row, omega, phi }),
          channel === 0 ? 'value = omega * p + phi' : 'value = np.sin(omega * p + phi)',
        );
      },
    };
  },
  wave: (channel, { features }) => (channel > 0 && channel < features ? 'sin' : null),
  code: ({ features }) => ({
    lines: pyLines(
      pyGiven({ features }),
      "omega = normal('omega', features, 1)[:, 0]",
      "phi = normal('phi', features, 1)[:, 0]",
      'inner = p[:, None] * omega + phi',
      'rest = np.zeros((n, d - features))',
      'positions = np.concatenate([inner[:, :1], np.sin(inner[:, 1:]), rest], axis=1)',
    ),
  }),
});
