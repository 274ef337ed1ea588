/**
 * The layers of a BERT- or GPT-2-shaped file on the backend. Both take a norm before they project;
 * BERT's stream is what that norm made (norms after each part), GPT-2's goes past it.
 * Sources: Devlin et al. 2018, arXiv 1810.04805; Radford et al. 2019.
 */
import {
  add,
  erf,
  mul,
  reshape,
  square,
  type Tensor2D,
  tanh,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { dense, denseNorm, type Norm, normedPlane, stackedAffine } from '../attention/dense.ts';
import { attendHeads, turnedBoth, weighHeads } from '../attention/heads.ts';
import { causalMask, unmasked } from '../attention/mask.ts';
import { planeOf, tensorOf } from '../attention/plane.ts';
import { sequence } from '../encodings/encoding.ts';
import type { OwnHead, OwnLayer } from '../state/ownTable.ts';
import { numbers } from './numbers.ts';

/** @returns  [query, key] */
export function ownAttention(given: OwnHead): Promise<Float32Array> {
  return numbers(() => {
    const { turned, place } = projected(given);
    const [weights] = weighHeads(
      turned,
      { ...place, heads: { first: given.head, count: 1 } },
      {},
    ).weights;
    if (!weights) throw new Error('ownAttention: one head');
    return tensorOf(weights);
  });
}

/** @returns  what goes into the next layer, [count, width] */
export function ownLayer(given: OwnLayer): Promise<Float32Array> {
  return numbers(() => {
    const { shape, heads } = given;
    const { stream, x, turned, place } = projected(given);
    const value = dense(x, stackedAffine([given.value]), { heads });
    const { joined } = attendHeads({ ...turned, value }, place, {}, null);
    const carried = shape === 'bert' ? x : stream;
    const between = norm(given.between, given.epsilon);
    const back = denseNorm(joined, stackedAffine([given.out]), carried, between);
    const wide = dense(back.normed, stackedAffine([given.wide]));
    const inner = wide.size / x.rows;
    const activated = gelu(reshape(wide, [x.rows, inner]), shape);
    // BERT norms the sum of the stream and its attention before it goes on, GPT-2 a copy of it.
    const past = shape === 'bert' ? back.normed : back.sum;
    return tensorOf(
      denseNorm(planeOf(activated), stackedAffine([given.narrow]), past, between).sum,
    );
  });
}

/** Queries and keys of all heads, and what they come from. */
function projected(given: Omit<OwnHead, 'head'>) {
  const { shape, count, width, heads, query, key } = given;
  const stream = planeOf(tensor2d(given.stream, [count, width]));
  const x = normedPlane(stream, norm(given.norm, given.epsilon));
  const positions = sequence(0, count);
  const place = {
    positions,
    heads: { first: 0, count: heads },
    mask: shape === 'gpt2' ? causalMask : unmasked,
  };
  const queryKey = dense(x, stackedAffine([query, key]), { heads });
  return { stream, x, place, turned: turnedBoth(queryKey, positions, {}, place.heads) };
}

function norm({ weight, bias }: OwnHead['norm'], epsilon: number): Norm {
  return { epsilon, scale: tensor1d(weight), bias: tensor1d(bias) };
}

/** BERT's with the error function, GPT-2's with its tanh; Hendrycks and Gimpel 2016, arXiv 1606.08415. */
function gelu(x: Tensor2D, shape: OwnHead['shape']): Tensor2D {
  const bent =
    shape === 'bert'
      ? erf(mul<Tensor2D>(x, Math.SQRT1_2))
      : tanh(mul<Tensor2D>(mul(x, Math.sqrt(2 / Math.PI)), add(mul(square(x), 0.044715), 1)));
  return mul(mul(x, 0.5), add(bent, 1));
}
