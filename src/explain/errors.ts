/** The waves of the table computed in seven ways, each held against float64. */
import { channelWaves } from '../encodings/channels.ts';
import { toBfloat16, toHalf } from '../fields/halves.ts';
import type { Asked } from '../state/asked.ts';
import type { Frame } from '../state/frame.ts';
import { precisionColumns, precisionRows } from '../state/lens.ts';
import { normalOf } from '../state/raced.ts';
import { dimsOf, schemeOf } from '../state/spec.ts';

export const methods = [
  'own',
  'plain',
  'float32',
  'bfloat16Ids',
  'float16Ids',
  'bfloat16Angles',
  'float16Angles',
] as const;
export type Method = (typeof methods)[number];

export interface ErrorMap {
  /** [row, column], 0…2 or more; NaN where the method gives no number, −1 where there is no wave. */
  readonly errors: Float64Array;
  readonly largest: number;
  /** Part of the waves for which there is no number, 0…1. */
  readonly broken: number;
  /** Methods that round position ids: how many different ids the rows have. */
  readonly ids: number | null;
}

export interface Errors {
  readonly rows: number;
  readonly columns: number;
  readonly by: Readonly<Record<Method, ErrorMap>>;
}

const { fround } = Math;

/** The angle as each method on the host has it; the sine of it is then taken exactly. */
const angles = {
  float32: (position: number, frequency: number) => fround(fround(position) * fround(frequency)),
  bfloat16Ids: (position: number, frequency: number) =>
    fround(toBfloat16(position) * fround(frequency)),
  float16Ids: (position: number, frequency: number) => fround(toHalf(position) * fround(frequency)),
  bfloat16Angles: (position: number, frequency: number) =>
    toBfloat16(angles.float32(position, frequency)),
  float16Angles: (position: number, frequency: number) =>
    toHalf(angles.float32(position, frequency)),
} as const;

const idsOf = { bfloat16Ids: toBfloat16, float16Ids: toHalf } as const;

/** Which wave each channel of a frame carries; null where angles are not position × frequency. */
export function wavesOf({ spec }: Frame) {
  return channelWaves(schemeOf(spec), spec.params, dimsOf(spec), normalOf(spec));
}

/** Null where there is nothing to hold against float64. */
export async function measureErrors(
  frame: Frame,
  answers: Pick<Asked, 'block' | 'lens'>,
): Promise<Errors | null> {
  const { spec, exact, maps } = frame;
  const waves = wavesOf(frame);
  if (!waves || !exact || !maps.positions) return null;
  const rows = Math.min(spec.length, precisionRows);
  const columns = Math.min(Math.max(...waves.keys()) + 1, precisionColumns);
  const [own, plain] = await Promise.all([
    answers.block('positions', 0, 0, rows, columns),
    answers.lens('plainTable'),
  ]);
  if (!own || !plain) return null;

  /** @param valueAt  of a cell that carries a wave, whose amplitude is `gain` */
  const map = (
    valueAt: (cell: number, position: number, channel: number, gain: number) => number,
    idOf?: (position: number) => number,
  ): ErrorMap => {
    const errors = new Float64Array(rows * columns).fill(-1);
    for (let cell = 0; cell < errors.length; cell++) {
      const [row, channel] = [Math.floor(cell / columns), cell % columns];
      const wave = waves.get(channel);
      if (!wave) continue;
      const position = spec.start + row;
      const gain = exact.gain?.(position, wave.pair, 'query') ?? 1;
      const truth = exact.cell(row, channel) / gain;
      errors[cell] = Math.abs(valueAt(cell, position, channel, gain) - truth);
    }
    const there = errors.filter((error) => error !== -1);
    const ids = Array.from({ length: rows }, (_, row) => idOf?.(spec.start + row));
    return {
      errors,
      largest: there.reduce((most, error) => (error > most ? error : most), 0),
      broken: there.filter(Number.isNaN).length / there.length,
      ids: idOf ? new Set(ids).size : null,
    };
  };
  const onHost = (method: keyof typeof angles) =>
    map(
      (_, position, channel) => {
        const wave = waves.get(channel);
        if (!wave) return Number.NaN;
        return Math[wave.shape](angles[method](position, wave.frequency));
      },
      method === 'bfloat16Ids' || method === 'float16Ids' ? idsOf[method] : undefined,
    );
  return {
    rows,
    columns,
    by: {
      own: map((cell, _position, _channel, gain) => (own[cell] ?? Number.NaN) / gain),
      plain: map((cell) => plain.data[cell] ?? Number.NaN),
      float32: onHost('float32'),
      bfloat16Ids: onHost('bfloat16Ids'),
      float16Ids: onHost('float16Ids'),
      bfloat16Angles: onHost('bfloat16Angles'),
      float16Angles: onHost('float16Angles'),
    },
  };
}

/** From the smallest error that has a colour of its own to the largest there can be. */
const errorRange = [1e-8, 2] as const;

/** Place of an error on the scale, logarithmic, 0…1. */
export function shareOf(error: number): number {
  const [least, most] = errorRange.map(Math.log10);
  if (least === undefined || most === undefined || error <= errorRange[0]) return 0;
  return Math.min((Math.log10(error) - least) / (most - least), 1);
}
