/**
 * Sines and cosines of position × frequency, accurate at every position below 2²⁰. The angle is
 * counted in turns of 64-bit fixed point, where wrapping around is the reduction modulo 2π and
 * exact (ENCODINGS §14, method B); where there is no such kernel, in float64 on the host.
 */
import { type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import type { Positions } from './encoding.ts';
import { runOwn } from './kernel.ts';

/** One column of waves: frequency in turns per position, ≥ 0, and what is drawn of it. */
export interface Wave {
  readonly turns: number;
  readonly shape: 'sin' | 'cos' | 'angle' | 'zero' | 'one';
}

/** @returns [position, wave] sin or cos of the angle, the angle itself in [0, 2π), 0 or 1. */
export function waves(positions: Positions, columns: readonly Wave[]): Tensor2D {
  if (!positions.values.every(isCountable)) return wavesOnHost(positions, columns);
  return runOwn(
    'PositionWaves',
    {
      positions: tensor1d(Int32Array.from(positions.values), 'int32'),
      bank: tensor2d(bankOf(columns), [3, columns.length], 'int32'),
    },
    {},
    () => wavesOnHost(positions, columns),
  );
}

/** The value of one cell, float64. */
export function waveAt(position: number, wave: Wave): number {
  if (wave.shape === 'zero') return 0;
  if (wave.shape === 'one') return 1;
  const angle = 2 * Math.PI * fraction(position * wave.turns);
  if (wave.shape === 'angle') return angle;
  return wave.shape === 'sin' ? Math.sin(angle) : Math.cos(angle);
}

/** Fixed-point words of a frequency: turns ≡ (high + low / 2³²) / 2³² modulo 1. */
export function turnWords(turns: number): readonly [high: number, low: number] {
  const scaled = fraction(turns) * 2 ** 32;
  const high = Math.floor(scaled);
  return [high | 0, Math.floor((scaled - high) * 2 ** 32) | 0];
}

const shapeCodes = { sin: 0, cos: 1, angle: 2, zero: 3, one: 4 } as const;

function bankOf(columns: readonly Wave[]): Int32Array {
  const bank = new Int32Array(3 * columns.length);
  columns.forEach((wave, column) => {
    const [high, low] = turnWords(wave.turns);
    bank[column] = high;
    bank[columns.length + column] = low;
    bank[2 * columns.length + column] = shapeCodes[wave.shape];
  });
  return bank;
}

function wavesOnHost(positions: Positions, columns: readonly Wave[]): Tensor2D {
  const data = new Float32Array(positions.length * columns.length);
  let cell = 0;
  for (const position of positions.values) {
    for (const wave of columns) data[cell++] = waveAt(position, wave);
  }
  return tensor2d(data, [positions.length, columns.length]);
}

function isCountable(position: number): boolean {
  return Number.isInteger(position) && position >= 0 && position < 2 ** 31;
}

function fraction(x: number): number {
  return x - Math.floor(x);
}
