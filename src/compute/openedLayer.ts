/**
 * The layers of a BERT- or GPT-2-shaped file on the backend. Both come with a norm before they
 * project: GPT-2's own, and BERT's from the end of the layer before.
 */
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { type Norm, stackedAffine } from '../attention/dense.ts';
import { causalMask, unmasked } from '../attention/mask.ts';
import { tensorOf, viewOf } from '../attention/matrixView.ts';
import { blockKinds, blockTrace, headSquares, projected, type Source } from '../attention/pass.ts';
import { sequence } from '../encodings/encoding.ts';
import type { OpenedHead, OpenedLayer } from '../state/openedFile.ts';
import { readBack } from './readBack.ts';

/** @returns  [query, key] */
export function openedAttention(own: OpenedHead): Promise<Float32Array> {
  return readBack(() => {
    const source = sourceOf(own);
    const all = { first: 0, count: own.heads };
    const of = projected(source, entering(own), blockKinds[own.shape], {}, all);
    const one = { first: own.head, count: 1 };
    return tensorOf(headSquares('weights', of, source, {}, one).squares);
  });
}

/** @returns  what goes into the next layer, before its norm, [count, width] */
export function openedLayer(own: OpenedLayer): Promise<Float32Array> {
  return readBack(() => {
    const between = normOf(own.between, own.epsilon);
    const weights = {
      ...entering(own),
      heads: own.heads,
      value: stackedAffine([own.value]),
      out: stackedAffine([own.out]),
      between,
      wide: stackedAffine([own.wide]),
      narrow: stackedAffine([own.narrow]),
      // The next layer starts with its norm itself: this one is not used.
      end: between,
    };
    return tensorOf(blockTrace(sourceOf(own), weights, blockKinds[own.shape], {}).sum);
  });
}

function sourceOf({ shape, stream, count, width }: Omit<OpenedHead, 'head'>): Source {
  return {
    x: viewOf(tensor2d(stream, [count, width])),
    positions: sequence(0, count),
    mask: shape === 'gpt2' ? causalMask : unmasked,
  };
}

function entering({ norm, epsilon, query, key }: Omit<OpenedHead, 'head'>) {
  return { enter: normOf(norm, epsilon), queryKey: stackedAffine([query, key]) };
}

function normOf({ weight, bias }: OpenedHead['norm'], epsilon: number): Norm {
  return { epsilon, scale: tensor1d(weight), bias: tensor1d(bias) };
}
