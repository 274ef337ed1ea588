/** The permutation experiment: does the order of the tokens matter to the pass, and why. */
import { abs, gather, max, sub, type Tensor2D, tensor1d } from '@tensorflow/tfjs-core';
import { tensorOf, viewOf } from '../attention/matrixView.ts';
import type { Hooks } from '../encodings/encoding.ts';
import { asOrder } from '../state/call.ts';
import type { Permutation } from '../state/frame.ts';
import { familyOf, type Spec } from '../state/spec.ts';
import { hooksOf } from './hooks.ts';
import type { Inputs } from './inputs.ts';
import { inverseOf, shuffled } from './order.ts';
import { attentionOf, blockOf } from './pass.ts';
import { readBack } from './readBack.ts';

/**
 * Tokens in another order, their outputs put back, against the originals. The output is that of
 * W_o; with several blocks, that of the last block.
 *
 * @param given  order[i] is where the token at place i came from; seeded where it is not given
 * @throws RangeError for anything but a permutation of 0…length − 1
 */
export async function permuted(spec: Spec, inputs: Inputs, given?: unknown): Promise<Permutation> {
  const order =
    given === undefined ? shuffled(spec.length, spec.seed) : asOrder(given, spec.length);
  const hooks = hooksOf(spec);
  const [difference = Number.NaN] = await readBack(() => {
    const rows = (by: readonly number[]) => tensor1d(Int32Array.from(by), 'int32');
    const moved: Inputs = { ...inputs, tokens: (of) => gather(inputs.tokens(of), rows(order)) };
    const returned = gather(outputOf(spec, moved, hooks), rows(inverseOf(order)));
    return max(abs(sub(returned, outputOf(spec, inputs, hooks))));
  });
  return { order, difference, reasons: reasonsOf(spec, hooks) };
}

function outputOf(spec: Spec, inputs: Inputs, hooks: Hooks): Tensor2D {
  let x = viewOf(inputs.tokens(spec));
  if (spec.depth === 1) {
    return tensorOf(attentionOf({ ...spec, layer: 1 }, inputs, hooks, { x }).attended);
  }
  for (let layer = 1; layer <= spec.depth; layer++) {
    x = blockOf({ ...spec, layer }, inputs, hooks, { x }).output;
  }
  return tensorOf(x);
}

function reasonsOf(spec: Spec, hooks: Hooks): Permutation['reasons'] {
  const reasons: Permutation['reasons'][number][] = [];
  if (familyOf(spec) === 'additive' && spec.gain > 0) reasons.push('table');
  if (spec.mask !== 'none') reasons.push('mask');
  if (hooks.rotate) reasons.push('rotation');
  if (hooks.bias) reasons.push('bias');
  if (hooks.score) reasons.push('content');
  return reasons;
}
