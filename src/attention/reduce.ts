/** Numbers as cheaper formats hold them, so that a pass can be made with fewer bits. */
import {
  abs,
  div,
  less,
  max,
  maximum,
  mul,
  round,
  sub,
  type Tensor2D,
  where,
} from '@tensorflow/tfjs-core';
import { toBfloat16, toHalf } from '../fields/halves.ts';

export type Precision = 'float32' | 'float16' | 'bfloat16' | 'int8' | 'int4';

/** Steps from 0 to the largest magnitude; one scale for the whole array, symmetric about 0. */
const levels = { int8: 127, int4: 7 } as const;

/** On the host, in place of the array's own numbers. */
export function reduced(data: Float32Array, precision: Precision): Float32Array {
  switch (precision) {
    case 'float32':
      return data;
    case 'float16':
      return data.map(toHalf);
    case 'bfloat16':
      return data.map(toBfloat16);
    case 'int8':
    case 'int4': {
      const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const step = largest / levels[precision];
      return step === 0 ? data : data.map((value) => Math.round(value / step) * step);
    }
  }
}

/**
 * The same of a tensor. A number is cut to its leading digits by Dekker's splitting: c = x·(2ˢ + 1),
 * x' = c − (c − x), each an operation of its own, so that nothing is simplified on the way.
 */
export function reducedTensor(x: Tensor2D, precision: Precision): Tensor2D {
  switch (precision) {
    case 'float32':
      return x;
    case 'float16': {
      // Below 2⁻¹⁴ a float16 has the fixed step 2⁻²⁴.
      const small: Tensor2D = mul(round(mul(x, 2 ** 24)), 2 ** -24);
      return where(less(abs(x), 2 ** -14), small, split(x, 13));
    }
    case 'bfloat16':
      return split(x, 16);
    case 'int8':
    case 'int4': {
      const step = maximum(div(max(abs(x)), levels[precision]), 1e-30);
      return mul(round(div(x, step)), step);
    }
  }
}

function split(x: Tensor2D, digits: number): Tensor2D {
  const spread: Tensor2D = mul(x, 2 ** digits + 1);
  return sub(spread, sub(spread, x));
}
