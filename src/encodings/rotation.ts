/**
 * Turning pairs of channels of queries and keys. Knows how pairs lie among channels; the
 * frequencies are the scheme's.
 */
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Positions } from './encoding.ts';
import { runKernel } from './kernel.ts';
import { tf } from './tensors.ts';
import { axisOf, placeOf, positionTensor, turnWords, type Wave, waveAt, waves } from './waves.ts';

/** One rotated pair: its two channels and its frequency. */
export interface Pair extends Pick<Wave, 'turns' | 'phase'> {
  readonly first: number;
  readonly second: number;
}

/** How two channels make a pair: (2i, 2i+1), or (i, i + width/2). */
export type Pairing = 'interleaved' | 'half';

/** The channels of pair i of a head's first `width` channels. */
export function channelsOf(pairing: Pairing, pair: number, width: number): [number, number] {
  return pairing === 'interleaved' ? [2 * pair, 2 * pair + 1] : [pair, pair + width / 2];
}

/** Channels of interleaved pairs in the order of halves: 0, 2, 4, … 1, 3, 5, … */
export function halvesOrder(width: number): number[] {
  return Array.from({ length: width }, (_, i) =>
    i < Math.ceil(width / 2) ? 2 * i : 2 * (i - Math.ceil(width / 2)) + 1,
  );
}

/**
 * (a, b) → (a cos − b sin, a sin + b cos) for every pair at every position.
 *
 * @param x          [batch, head, position, dHead]
 * @param positions  whole numbers, one an axis for each token
 * @param pairs      each channel in one pair; turns 0 leaves a pair as it is
 * @returns          same shape; each pair keeps its length
 * Source: Su et al. 2021, arXiv 2104.09864, eq. 15.
 */
export function rotatePairs(x: Tensor4D, positions: Positions, pairs: readonly Pair[]): Tensor4D {
  return runKernel(
    'RotatePairs',
    {
      x,
      positions: positionTensor(positions),
      layout: layoutOf(pairs, positions.axes),
    },
    {},
    () => turned(x, positions, pairs),
  );
}

/** What a turn does to gradients is to turn them back. */
function turned(x: Tensor4D, positions: Positions, pairs: readonly Pair[]): Tensor4D {
  const withGradient = tf.customGrad((given) => ({
    value: composed(given as Tensor4D, positions, pairs, 1),
    gradFunc: (dy) => composed(dy as Tensor4D, positions, pairs, -1),
  }));
  return withGradient(x) as Tensor4D;
}

/** What the position map shows: cos in a pair's first channel, sin in its second, [position, dHead]. */
export function rotationTable(positions: Positions, pairs: readonly Pair[]): Tensor2D {
  return waves(positions, pairedColumns(pairs, 'cos', 'sin'));
}

/** The angle of each pair at each position, in [0, 2π), [position, dHead / 2]. */
export function angleTable(positions: Positions, pairs: readonly Pair[]): Tensor2D {
  return waves(
    positions,
    pairs.map((pair) => ({ ...pair, shape: 'angle' })),
  );
}

/** The wave of every channel of a head, by the pair it is in. */
export function pairedColumns(
  pairs: readonly Pair[],
  first: 'sin' | 'cos',
  second: 'sin' | 'cos',
): (Wave & { readonly pair: number })[] {
  const columns: (Wave & { readonly pair: number })[] = [];
  pairs.forEach((pair, index) => {
    columns[pair.first] = { ...pair, shape: first, pair: index };
    columns[pair.second] = { ...pair, shape: second, pair: index };
  });
  return columns;
}

/** [2·axes + 3, channel]: high and low of each axis, phase, partner, sign. */
function layoutOf(pairs: readonly Pair[], axes: number): Tensor2D {
  const width = 2 * pairs.length;
  const words = new Int32Array((2 * axes + 3) * width);
  for (const { first, second, turns, phase = 0 } of pairs) {
    for (const [channel, partner, sign] of [
      [first, second, -1],
      [second, first, 1],
    ] as const) {
      for (let axis = 0; axis < axes; axis++) {
        const [high, low] = turnWords(axisOf(turns, axis));
        words[2 * axis * width + channel] = high;
        words[(2 * axis + 1) * width + channel] = low;
      }
      words[2 * axes * width + channel] = turnWords(phase)[0];
      words[(2 * axes + 1) * width + channel] = partner;
      words[(2 * axes + 2) * width + channel] = sign;
    }
  }
  return tf.tensor2d(words, [2 * axes + 3, width], 'int32');
}

/** @param way  1, or −1 to turn back */
function composed(
  x: Tensor4D,
  positions: Positions,
  pairs: readonly Pair[],
  way: 1 | -1,
): Tensor4D {
  const width = 2 * pairs.length;
  const cosines = pairedColumns(pairs, 'cos', 'cos');
  const partners = new Int32Array(width);
  const signs = new Int32Array(width);
  for (const { first, second } of pairs) {
    partners[first] = second;
    partners[second] = first;
    signs[first] = -1;
    signs[second] = 1;
  }
  const table = (shape: 'sin' | 'cos') => {
    const data = new Float32Array(positions.length * width);
    let cell = 0;
    for (let row = 0; row < positions.length; row++) {
      const place = placeOf(positions, row);
      cosines.forEach((wave, channel) => {
        const sign = shape === 'sin' ? way * (signs[channel] ?? 0) : 1;
        data[cell++] = sign * waveAt(place, { ...wave, shape });
      });
    }
    return tf.tensor2d(data, [positions.length, width]);
  };
  const swapped = tf.gather(x, tf.tensor1d(partners, 'int32'), 3);
  return tf.add(tf.mul(x, table('cos')), tf.mul(swapped, table('sin')));
}
