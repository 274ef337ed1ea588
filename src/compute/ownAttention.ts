/**
 * The first attention layer of a BERT- or GPT-2-shaped file, one head, on the backend. Both add
 * positions to tokens, take a layer norm, and project.
 */
import {
  add,
  matMul,
  mul,
  reshape,
  slice,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { maskedSoftmax } from '../attention/attention.ts';
import { layerNorm } from '../attention/layerNorm.ts';
import { causalMask, unmasked } from '../attention/mask.ts';
import type { OwnHead } from '../state/ownTable.ts';
import { numbers } from './numbers.ts';

/** @returns  [query, key] */
export function ownAttention(given: OwnHead): Promise<Float32Array> {
  return numbers(() => {
    const x = normed(given);
    const [query, key] = [projected(x, given.query, given), projected(x, given.key, given)];
    const products: Tensor3D = matMul(query, key, false, true);
    const scale = 1 / Math.sqrt(given.width / given.heads);
    return maskedSoftmax(products, null, scale, given.causal ? causalMask : unmasked);
  });
}

/** LN(token + position + segment), [count, width]. */
function normed({ count, width, tokens, positions, segment, norm, epsilon }: OwnHead): Tensor2D {
  const places: Tensor2D = add(
    tensor2d(tokens, [count, width]),
    tensor2d(positions, [count, width]),
  );
  const x = segment ? add<Tensor2D>(places, tensor1d(segment)) : places;
  return add(mul(layerNorm(x, epsilon), tensor1d(norm.weight)), tensor1d(norm.bias));
}

/** Of one head, [1, count, width / heads]. */
function projected(
  x: Tensor2D,
  { weight, bias }: OwnHead['query'],
  { count, width, heads, head }: OwnHead,
): Tensor3D {
  const dHead = width / heads;
  const columns = slice(tensor2d(weight, [width, width]), [0, head * dHead], [width, dHead]);
  const all = add(matMul<Tensor2D>(x, columns), slice(tensor1d(bias), head * dHead, dHead));
  return reshape(all, [1, count, dHead]);
}
