/** One racer while it is trained: its weights on the device, steps, and what it makes of sequences. */
import {
  argMax,
  dispose,
  engine,
  keep,
  logSoftmax,
  mul,
  neg,
  sum,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tensor2d,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { tensorOf } from '../../attention/matrixView.ts';
import { gram } from '../../encodings/gram.ts';
import type { Batch } from '../../race/task.ts';
import type { Inspection } from '../../state/race.ts';
import { adamW, beginning, type Learning } from './optimiser.ts';
import { apart, byName, inARow, startOf } from './parameters.ts';
import type { Transformer } from './transformer.ts';

export interface Trainer {
  /**
   * One step on a batch.
   *
   * @param rate  the learning rate
   * @returns     the loss before it; where that is no number, the step before is taken back
   */
  step(batch: Batch, rate: number): Promise<number>;
  /** What it says at each position, [sequence, position]. */
  predict(ids: Int32Array, length: number): Promise<Int32Array>;
  /** Of one sequence. */
  inspect(ids: Int32Array): Promise<Omit<Inspection, 'targets' | 'tokens'>>;
  /** All of its weights, in the order of the parameters. */
  weights(): Promise<Float32Array>;
  stop(): void;
}

/** @param start  its weights; those of the seed where it is not given */
export function startTrainer(model: Transformer, start = startOf(model.parameters)): Trainer {
  const { parameters, depth } = model;
  let learning = kept(() => beginning(tensor1d(start)));
  /** As it was a step earlier: the last of which the loss is known to be a number. */
  let earlier: Learning | null = null;
  let steps = 0;

  const run = (row: Tensor1D, ids: Int32Array, length: number) =>
    model.run(byName(parameters, apart(parameters, row)), ids, length);

  return {
    async step(batch, rate) {
      const { loss, ...next } = kept(() => {
        const { value, gradient } = lossAndGradient(model, learning.weights, batch);
        return { loss: value, ...adamW(learning, gradient, steps + 1, rate) };
      });
      const [value = Number.NaN] = await loss.data();
      loss.dispose();
      if (!Number.isFinite(value)) {
        dispose(next);
        if (earlier) {
          dispose(learning);
          learning = earlier;
          earlier = null;
          steps--;
        }
        return Number.NaN;
      }
      if (earlier) dispose(earlier);
      earlier = learning;
      learning = next;
      steps++;
      return value;
    },
    async predict(ids, length) {
      const best = tidy(() => argMax(run(learning.weights, ids, length).logits, 1));
      const said = await best.data();
      best.dispose();
      return Int32Array.from(said);
    },
    async inspect(ids) {
      const { length } = ids;
      const made = tidy(() => {
        const { logits, blocks, table } = run(learning.weights, ids, length);
        const layers = blocks.flatMap(({ weights }) => (weights ? [tensorOf(weights)] : []));
        return [argMax(logits, 1), ...layers, ...(table ? [gram(table, 'cosine')] : [])];
      });
      const [predicted, ...squares] = await Promise.all(made.map((each) => each.data()));
      dispose(made);
      const area = length ** 2;
      const attention = squares
        .slice(0, depth)
        .map((layer) =>
          Array.from({ length: layer.length / area }, (_, head) =>
            Float32Array.from(layer.subarray(head * area, (head + 1) * area)),
          ),
        );
      const similarity = squares[depth];
      return {
        predicted: Array.from(predicted ?? []),
        attention,
        table: similarity ? Float32Array.from(similarity) : null,
      };
    },
    async weights() {
      return Float32Array.from(await learning.weights.data());
    },
    stop() {
      dispose(learning);
      if (earlier) dispose(earlier);
    },
  };
}

/** What is left of all that is computed. */
function kept<T extends Readonly<Record<string, Tensor>>>(make: () => T): T {
  return tidy(() => {
    const made = make();
    for (const tensor of Object.values(made)) keep(tensor);
    return made;
  });
}

/**
 * The mean cross-entropy over what counts, and its gradient. Call inside a tidy.
 *
 * @param row  the weights
 */
export function lossAndGradient(
  { parameters, run }: Pick<Transformer, 'parameters' | 'run'>,
  row: Tensor1D,
  { vocabulary, length, ids, targets, counted }: Batch,
): { readonly value: Tensor; readonly gradient: Tensor1D } {
  const count = counted.reduce((total, each) => total + each, 0);
  const shares = new Float32Array(ids.length * vocabulary);
  counted.forEach((counts, at) => {
    if (counts) shares[at * vocabulary + (targets[at] ?? 0)] = 1 / count;
  });
  const wanted = tensor2d(shares, [ids.length, vocabulary]);
  const weights = apart(parameters, row);
  const lossOf = () => {
    const { logits } = run(byName(parameters, weights), ids, length);
    return neg(sum(mul(logSoftmax(logits), wanted)));
  };
  // A number that nothing depends on has no gradient: nothing moves it.
  const { value, grads } = engine().gradients(lossOf, weights, undefined, true);
  const gradients = weights.map((weight, i) => grads[i] ?? zerosLike(weight));
  return { value, gradient: inARow(gradients) };
}
