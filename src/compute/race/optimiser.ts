/** How a racer learns: AdamW on all of its weights as one row, behind gradient clipping. */
import {
  add,
  div,
  minimum,
  mul,
  sqrt,
  square,
  sub,
  sum,
  type Tensor1D,
} from '@tensorflow/tfjs-core';

const [beta1, beta2, epsilon, decay] = [0.9, 0.95, 1e-8, 0.01];

/** Gradients are not longer than this, all of them together. */
const longest = 1;

/** The weights, and of their gradients the running mean and mean square. */
export type Learning = Readonly<Record<'weights' | 'mean' | 'meanSquare', Tensor1D>>;

/**
 * One step. Call inside a tidy.
 *
 * @param step     counted from 1
 * @param trained  1 where a weight is learned, 0 where it stays as it is; null where all are learned
 * Source: Loshchilov and Hutter 2017, arXiv 1711.05101, algorithm 2; clipping: Pascanu et al. 2012,
 * arXiv 1211.5063, algorithm 1.
 */
export function adamW(
  { weights, mean, meanSquare }: Learning,
  gradient: Tensor1D,
  step: number,
  rate: number,
  trained: Tensor1D | null = null,
): Learning {
  const own: Tensor1D = trained ? mul(gradient, trained) : gradient;
  const length = sqrt(sum(square(own)));
  const clipped: Tensor1D = mul(own, minimum(div(longest, add(length, 1e-6)), 1));
  const m: Tensor1D = add(mul(mean, beta1), mul(clipped, 1 - beta1));
  const v: Tensor1D = add(mul(meanSquare, beta2), mul(square(clipped), 1 - beta2));
  const [bias1, bias2] = [1 - beta1 ** step, 1 - beta2 ** step];
  const move = div(mul(m, rate / bias1), add(sqrt(mul(v, 1 / bias2)), epsilon));
  const less = trained ? sub(1, mul(trained, rate * decay)) : 1 - rate * decay;
  return { weights: sub(mul(weights, less), move), mean: m, meanSquare: v };
}

/** Steps in which the learning rate rises to its largest, of all that are planned. */
const warmUp = (steps: number) => Math.min(50, Math.ceil(steps / 10));

/** What is left of the learning rate at the end and after it. */
const rest = 0.1;

/**
 * The learning rate of a step, counted from 1: a straight rise, then half a cosine down to a tenth.
 * Source: Loshchilov and Hutter 2016, arXiv 1608.03983, eq. 5, without restarts.
 */
export function rateAt(step: number, steps: number, largest: number): number {
  const rising = warmUp(steps);
  if (step <= rising) return (largest * step) / rising;
  const done = Math.min((step - rising) / Math.max(steps - rising, 1), 1);
  return largest * (rest + ((1 - rest) * (1 + Math.cos(Math.PI * done))) / 2);
}
