/**
 * The first attention layer of a BERT- or GPT-2-shaped file, one head, on the backend. Both add
 * positions to tokens, take a layer norm, and project.
 */
import {
  add,
  div,
  matMul,
  mean,
  mul,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  type Tensor2D,
  tensor1d,
  tensor2d,
  where,
} from '@tensorflow/tfjs-core';
import { causalMask, hides } from '../attention/mask.ts';
import type { OwnHead } from '../state/ownTable.ts';
import { numbers } from './numbers.ts';

/** @returns  [query, key] */
export function ownAttention(given: OwnHead): Promise<Float32Array> {
  return numbers(() => {
    const x = normed(given);
    const [query, key] = [projected(x, given.query, given), projected(x, given.key, given)];
    const logits = div<Tensor2D>(
      matMul(query, key, false, true),
      Math.sqrt(given.width / given.heads),
    );
    return softmax(given.causal ? masked(logits, given.count) : logits);
  });
}

/** LN(token + position + segment), [count, width]. */
function normed({ count, width, tokens, positions, segment, norm, epsilon }: OwnHead): Tensor2D {
  const places = add(tensor2d(tokens, [count, width]), tensor2d(positions, [count, width]));
  const x = segment ? add(places, tensor1d(segment)) : places;
  const centred = sub(x, mean(x, 1, true));
  const deviation = sqrt(add(mean(square(centred), 1, true), epsilon));
  return add(mul(div(centred, deviation), tensor1d(norm.weight)), tensor1d(norm.bias));
}

/** Of one head, [count, width / heads]. */
function projected(
  x: Tensor2D,
  { weight, bias }: OwnHead['query'],
  { width, heads, head }: OwnHead,
): Tensor2D {
  const dHead = width / heads;
  const columns = slice(tensor2d(weight, [width, width]), [0, head * dHead], [width, dHead]);
  return add(matMul<Tensor2D>(x, columns), slice(tensor1d(bias), head * dHead, dHead));
}

function masked(logits: Tensor2D, count: number): Tensor2D {
  const hidden = Array.from({ length: count * count }, (_, cell) =>
    hides(causalMask, Math.floor(cell / count), cell % count),
  );
  return where(tensor2d(hidden, [count, count], 'bool'), Number.NEGATIVE_INFINITY, logits);
}
