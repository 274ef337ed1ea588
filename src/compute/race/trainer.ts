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
import type { RacerWeights } from '../../state/raceWeights.ts';
import { adamW, type Learning } from './optimiser.ts';
import { apart, byName, inARow, type Parameter, sizeOf, startOf } from './parameters.ts';
import type { Transformer } from './transformer.ts';

export interface Trainer {
  /**
   * One step on a batch.
   *
   * @param rate  the learning rate
   * @returns     the loss before it; where that is no number, nothing is learned
   */
  step(batch: Batch, rate: number): Promise<number>;
  /** What it says at each position, [sequence, position]. */
  predict(ids: Int32Array, length: number): Promise<Int32Array>;
  /** Of one sequence. */
  inspect(ids: Int32Array): Promise<Omit<Inspection, 'targets' | 'tokens'>>;
  /** What it has learned, to go on from. */
  weights(): Promise<RacerWeights>;
  /** Goes on from there. @throws RangeError where those are of another model */
  take(weights: RacerWeights): void;
  stop(): void;
}

/** A racer before its first step. @param weights  those of the seed where it is not given */
export function untrained(
  parameters: readonly Parameter[],
  weights = startOf(parameters),
): RacerWeights {
  const zeros = new Float32Array(weights.length);
  return { step: 0, parameters: shapesOf(parameters), weights, mean: zeros, meanSquare: zeros };
}

const shapesOf = (parameters: readonly Parameter[]) =>
  parameters.map(({ name, shape }) => ({ name, shape }));

/** @throws RangeError where the weights are of another model */
export function startTrainer(model: Transformer, from = untrained(model.parameters)): Trainer {
  const { parameters, depth } = model;
  let learning = learningFrom(model, from);
  let steps = from.step;
  const trained = trainedOf(model);

  const run = (row: Tensor1D, ids: Int32Array, length: number) =>
    model.run(byName(parameters, apart(parameters, row)), ids, length);

  return {
    async step(batch, rate) {
      const { loss, ...next } = kept(() => {
        const { value, gradient } = lossAndGradient(model, learning.weights, batch);
        return { loss: value, ...adamW(learning, gradient, steps + 1, rate, trained) };
      });
      const [value = Number.NaN] = await loss.data().catch((error: unknown) => {
        dispose([loss, ...Object.values(next)]);
        throw error;
      });
      loss.dispose();
      if (!Number.isFinite(value)) {
        dispose(next);
        return Number.NaN;
      }
      dispose(learning);
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
      const step = steps;
      const { weights, mean, meanSquare } = learning;
      const rows = await Promise.all([weights, mean, meanSquare].map((row) => row.data()));
      const [first, second, third] = rows.map((row) => Float32Array.from(row));
      return {
        step,
        parameters: shapesOf(parameters),
        weights: first as Float32Array,
        mean: second as Float32Array,
        meanSquare: third as Float32Array,
      };
    },
    take(weights) {
      const next = learningFrom(model, weights);
      dispose(learning);
      learning = next;
      steps = weights.step;
    },
    stop() {
      dispose(learning);
      trained?.dispose();
    },
  };
}

/** 1 for each weight that is learned, else 0; null where all are. */
function trainedOf({ parameters, isTrained }: Transformer): Tensor1D | null {
  if (parameters.every(isTrained)) return null;
  const row = parameters.flatMap((each) =>
    Array<number>(sizeOf(each)).fill(isTrained(each) ? 1 : 0),
  );
  return keep(tensor1d(row));
}

function learningFrom({ parameters }: Transformer, from: RacerWeights): Learning {
  const wanted = JSON.stringify(shapesOf(parameters));
  if (JSON.stringify(from.parameters) !== wanted) {
    throw new RangeError('weights: their names and shapes are not those of this racer');
  }
  const { weights, mean, meanSquare } = from;
  return kept(() => ({
    weights: tensor1d(weights),
    mean: tensor1d(mean),
    meanSquare: tensor1d(meanSquare),
  }));
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
