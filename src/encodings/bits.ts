/**
 * The binary digits of whole numbers as channels, least significant first. Which number stands
 * for a position is the scheme's.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Positions } from './encoding.ts';
import type { ParamSchema } from './params.ts';
import { tf } from './tensors.ts';

export const bitParams = {
  signed: {
    kind: 'flag',
    default: false,
    label: { en: '−1 instead of 0', 'zh-CN': '用 −1 代替 0' },
  },
} as const satisfies ParamSchema;

/** What a digit is drawn as: 0 and 1, or −1 and 1. */
export function digitOf(bit: number, signed: boolean): number {
  return signed ? 2 * bit - 1 : bit;
}

/**
 * @param codeOf  the number whose digits stand for a position, whole, below 2³¹
 * @returns       [position, dModel], exact: 0 and 1, or −1 and 1
 */
export function bitTable(
  positions: Positions,
  dModel: number,
  codeOf: (position: number) => number,
  signed: boolean,
): Tensor2D {
  const data = new Float32Array(positions.length * dModel);
  let cell = 0;
  for (const position of positions.values) {
    const code = codeOf(position);
    for (let channel = 0; channel < dModel; channel++) {
      // A shift counts modulo 32, so higher digits are not looked up.
      data[cell++] = digitOf(channel < 31 ? (code >> channel) & 1 : 0, signed);
    }
  }
  return tf.tensor2d(data, [positions.length, dModel]);
}
