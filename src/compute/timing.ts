/** The pass over all heads, timed: as this page makes it, and as tfjs alone would compose it. */
import {
  add,
  dispose,
  fill,
  keep,
  matMul,
  mul,
  type Rank,
  reshape,
  softmax,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tidy,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
import { hides } from '../attention/mask.ts';
import { tensorOf, viewAt, viewOf } from '../attention/matrixView.ts';
import { tf } from '../encodings/tensors.ts';
import { dimsOf, type Spec } from '../state/spec.ts';
import { hooksOf, positionsOf } from './hooks.ts';
import type { Inputs } from './inputs.ts';
import { attentionOf, maskOf } from './pass.ts';

export type PassKind = 'page' | 'composed';

/** Milliseconds until a number of the output has been read back, so that all of it was computed. */
export async function timedPass(spec: Spec, inputs: Inputs, kind: PassKind): Promise<number> {
  // Weights and tokens are there before the clock starts.
  inputs.tokens(spec);
  const { queryKey } = inputs.block(spec, 1);
  const [wq, wk] = tidy(() => [
    keep(tensorOf(viewAt(queryKey, 0))),
    keep(tensorOf(viewAt(queryKey, 1))),
  ]);
  if (!wq || !wk) throw new Error('timing: two matrices');
  const since = performance.now();
  const total: Tensor = tidy(() => {
    const hooks = hooksOf(spec);
    const output =
      kind === 'page'
        ? tensorOf(attentionOf(spec, inputs, hooks, { x: viewOf(inputs.tokens(spec)) }).attended)
        : composed(spec, inputs, { wq, wk, table: hooks.table?.(positionsOf(spec)) ?? null });
    return sum(output);
  });
  await total.data().finally(() => dispose([total, wq, wk]));
  return performance.now() - since;
}

/** softmax(QKᵀ/√d, masked)·V·W_o for all heads at once, of ordinary operations. */
function composed(
  spec: Spec,
  inputs: Inputs,
  { wq, wk, table }: Record<'wq' | 'wk', Tensor2D> & { readonly table: Tensor2D | null },
): Tensor2D {
  const { wv, wo } = inputs.block(spec, 1);
  const { length, dHead, nHeads, dModel } = dimsOf(spec);
  const tokens = inputs.tokens(spec);
  const x: Tensor2D = table ? add(tokens, table) : tokens;
  const heads = (weights: Tensor2D): Tensor3D =>
    transpose(reshape(matMul(x, weights), [length, nHeads, dHead]), [1, 0, 2]);
  const scores: Tensor3D = mul(matMul(heads(wq), heads(wk), false, true), 1 / Math.sqrt(dHead));
  const mask = maskOf(spec, inputs);
  const seen = Uint8Array.from({ length: length * length }, (_, cell) =>
    hides(mask, Math.floor(cell / length), cell % length) ? 0 : 1,
  );
  const hidden = fill<Rank.R3>([1, length, length], -1e30);
  const visible = tf.reshape(tf.tensor2d(seen, [length, length], 'bool'), [1, length, length]);
  const weights: Tensor3D = softmax(where(visible, scores, hidden));
  const mixed: Tensor3D = transpose(matMul(weights, heads(wv)), [1, 0, 2]);
  return matMul(reshape(mixed, [length, dModel]), wo);
}
