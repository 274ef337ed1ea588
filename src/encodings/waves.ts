/**
 * Sines and cosines of position × frequency, accurate at every position below 2²⁰. The angle is
 * counted in turns of 64-bit fixed point, where wrapping around is the reduction modulo 2π and
 * exact; where there is no such kernel, in float64 on the host.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Positions } from './encoding.ts';
import { runKernel } from './kernel.ts';
import { tf } from './tensors.ts';

/** One column of waves, and what is drawn of it. */
export interface Wave {
  /** Turns per position; of more axes than the first as a list, one an axis. */
  readonly turns: number | readonly number[];
  /** Turns at position 0; 0 where it is not given. */
  readonly phase?: number;
  /** line: turns · position + phase itself, a number and no angle. */
  readonly shape: 'sin' | 'cos' | 'angle' | 'zero' | 'one' | 'line';
}

/** @returns [position, wave] sin or cos of the angle, the angle itself in [0, 2π), 0, 1 or a line. */
export function waves(positions: Positions, columns: readonly Wave[]): Tensor2D {
  if (!positions.values.every(isCountable)) return wavesOnHost(positions, columns);
  return runKernel(
    'PositionWaves',
    {
      positions: positionTensor(positions),
      bank: tf.tensor2d(
        bankOf(columns, positions.axes),
        [2 * positions.axes + 2, columns.length],
        'int32',
      ),
    },
    {},
    () => wavesOnHost(positions, columns),
  );
}

/** [position, axis], whole numbers. */
export function positionTensor({ length, axes, values }: Positions): Tensor2D {
  return tf.tensor2d(Int32Array.from(values), [length, axes], 'int32');
}

/** The value of one cell, float64. @param position a number, or one an axis */
export function waveAt(position: number | readonly number[], wave: Wave): number {
  if (wave.shape === 'zero') return 0;
  if (wave.shape === 'one') return 1;
  const sum = turnsAt(position, wave);
  if (wave.shape === 'line') return sum;
  const angle = 2 * Math.PI * fraction(sum);
  // Below 2π in float32 too, where the nearest number to the angle may be 2π itself.
  if (wave.shape === 'angle') return Math.min(angle, largestAngle);
  return wave.shape === 'sin' ? Math.sin(angle) : Math.cos(angle);
}

/** Turns · position + phase, summed over the axes, not reduced. */
export function turnsAt(
  position: number | readonly number[],
  { turns, phase = 0 }: Pick<Wave, 'turns' | 'phase'>,
): number {
  const place = typeof position === 'number' ? [position] : position;
  return place.reduce((sum, at, axis) => sum + at * axisOf(turns, axis), phase);
}

/** Fixed-point words of a frequency: turns ≡ (high + low / 2³²) / 2³² modulo 1. */
export function turnWords(turns: number): readonly [high: number, low: number] {
  const scaled = fraction(turns) * 2 ** 32;
  const high = Math.floor(scaled);
  return [high | 0, Math.floor((scaled - high) * 2 ** 32) | 0];
}

/** Turns along one axis. */
export function axisOf(turns: Wave['turns'], axis: number): number {
  if (typeof turns === 'number') return axis === 0 ? turns : 0;
  return turns[axis] ?? 0;
}

/** The float32 below 2π. */
const largestAngle = 6.2831847;

const shapeCodes = { sin: 0, cos: 1, angle: 2, zero: 3, one: 4, line: 5 } as const;

/** Rows: high and low of each axis, phase, shape. A line has float32 bits where turns have words. */
function bankOf(columns: readonly Wave[], axes: number): Int32Array {
  const width = columns.length;
  const bank = new Int32Array((2 * axes + 2) * width);
  columns.forEach(({ turns, phase = 0, shape }, column) => {
    for (let axis = 0; axis < axes; axis++) {
      const along = axisOf(turns, axis);
      const [high, low] = shape === 'line' ? [floatBits(along), 0] : turnWords(along);
      bank[2 * axis * width + column] = high;
      bank[(2 * axis + 1) * width + column] = low;
    }
    bank[2 * axes * width + column] = shape === 'line' ? floatBits(phase) : turnWords(phase)[0];
    bank[(2 * axes + 1) * width + column] = shapeCodes[shape];
  });
  return bank;
}

function wavesOnHost(positions: Positions, columns: readonly Wave[]): Tensor2D {
  const data = new Float32Array(positions.length * columns.length);
  let cell = 0;
  for (let row = 0; row < positions.length; row++) {
    const place = placeOf(positions, row);
    for (const wave of columns) data[cell++] = waveAt(place, wave);
  }
  return tf.tensor2d(data, [positions.length, columns.length]);
}

/** The coordinates of a token. */
export function placeOf({ axes, values }: Positions, row: number): readonly number[] {
  return Array.from(values.subarray(row * axes, (row + 1) * axes));
}

function isCountable(position: number): boolean {
  return Number.isInteger(position) && position >= 0 && position < 2 ** 31;
}

function fraction(x: number): number {
  return x - Math.floor(x);
}

function floatBits(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0] ?? 0;
}
