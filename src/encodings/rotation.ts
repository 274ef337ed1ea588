/**
 * Turning pairs of channels of queries and keys. Knows how pairs lie among channels; the
 * frequencies are the scheme's.
 */
import { add, gather, mul, type Tensor4D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import type { Positions } from './encoding.ts';
import { runOwn } from './kernel.ts';
import { turnWords, type Wave, waveAt } from './waves.ts';

/** One rotated pair: its two channels and its frequency in turns per position. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  readonly turns: number;
}

/**
 * (a, b) → (a cos − b sin, a sin + b cos) for every pair at every position.
 *
 * @param x          [batch, head, position, dHead]
 * @param positions  one whole number a token
 * @param pairs      each channel in one pair; turns 0 leaves a pair as it is
 * @returns          same shape; each pair keeps its length
 * Source: Su et al. 2021, arXiv 2104.09864, eq. 15.
 */
export function rotatePairs(x: Tensor4D, positions: Positions, pairs: readonly Pair[]): Tensor4D {
  const layout = layoutOf(pairs);
  return runOwn(
    'RotatePairs',
    {
      x,
      positions: tensor1d(Int32Array.from(positions.values), 'int32'),
      layout: tensor2d(layout.words, [4, layout.width], 'int32'),
    },
    {},
    () => composed(x, positions, layout),
  );
}

interface Layout {
  readonly width: number;
  readonly turns: Float64Array;
  readonly partner: Int32Array;
  readonly sign: Int32Array;
  /** Rows high, low, partner, sign. */
  readonly words: Int32Array;
}

function layoutOf(pairs: readonly Pair[]): Layout {
  const width = 2 * pairs.length;
  const turns = new Float64Array(width);
  const words = new Int32Array(4 * width);
  for (const { first, second, turns: frequency } of pairs) {
    const [high, low] = turnWords(frequency);
    for (const [channel, partner, sign] of [
      [first, second, -1],
      [second, first, 1],
    ] as const) {
      turns[channel] = frequency;
      words[channel] = high;
      words[width + channel] = low;
      words[2 * width + channel] = partner;
      words[3 * width + channel] = sign;
    }
  }
  return {
    width,
    turns,
    partner: words.subarray(2 * width, 3 * width),
    sign: words.subarray(3 * width),
    words,
  };
}

function composed(x: Tensor4D, positions: Positions, layout: Layout): Tensor4D {
  const shape: [number, number] = [positions.length, layout.width];
  const table = (kind: Wave['shape'], signed: boolean) =>
    tensor2d(
      Float32Array.from({ length: shape[0] * shape[1] }, (_, cell) => {
        const channel = cell % layout.width;
        const position = positions.values[Math.floor(cell / layout.width)] ?? 0;
        const value = waveAt(position, { turns: layout.turns[channel] ?? 0, shape: kind });
        return signed ? value * (layout.sign[channel] ?? 0) : value;
      }),
      shape,
    );
  const partners = gather(x, tensor1d(layout.partner, 'int32'), 3);
  return add(mul(x, table('cos', false)), mul(partners, table('sin', true)));
}
