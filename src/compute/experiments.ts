/**
 * Passes of other Specs than the one shown, for the experiments of the Attend room. Each starts
 * from inputs of its own, which are freed with it: the current frame keeps its own.
 */
import {
  abs,
  concat,
  div,
  gather,
  matMul,
  max,
  maximum,
  mean,
  mul,
  norm,
  pad,
  reshape,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { type MatrixView, tensorOf, viewOf } from '../attention/matrixView.ts';
import type { Hooks } from '../encodings/encoding.ts';
import type { Asked } from '../state/asked.ts';
import { type Apart, largestSide, type Stream } from '../state/experiment.ts';
import { familyOf, type Spec } from '../state/spec.ts';
import { hooksOf, positionsOf } from './hooks.ts';
import { createInputs, type Inputs } from './inputs.ts';
import { diagonalsOf } from './lenses.ts';
import { shownLogits, similarityOf } from './maps.ts';
import { entropiesOf } from './marginals.ts';
import { inverseOf, shuffled } from './order.ts';
import { attentionWeights, blockOf } from './pass.ts';
import { readBack } from './readBack.ts';

type Experiments = Pick<Asked, 'stream' | 'apart' | 'byDistance' | 'entropies' | 'moved'>;

/**
 * @param onOne    runs work between runs; null where the device is lost on the way
 * @param longest  of which one head fits
 */
export function experiments(
  onOne: <T>(work: () => Promise<T>) => Promise<T | null>,
  longest: () => number,
): Experiments {
  function run<T>(
    specs: readonly Spec[],
    work: (inputs: Inputs) => Promise<T | null>,
  ): Promise<T | null> {
    return onOne(async () => {
      if (specs.some(({ length }) => length > longest())) return null;
      const inputs = createInputs();
      try {
        return await work(inputs);
      } finally {
        inputs.clear();
      }
    });
  }
  return {
    stream: (spec) => run([spec], (inputs) => streamOf(spec, inputs)),
    apart: (spec, other, kept) =>
      run([spec, other], (inputs) => apartOf(spec, other, inputs, kept)),
    moved: (spec) => run([spec], (inputs) => movedOf(spec, inputs)),
    entropies: (spec) =>
      run([spec], (inputs) => readBack(() => entropiesOf(attentionOf(spec, inputs)))),
    byDistance: (spec, of) =>
      run([spec], async (inputs) =>
        diagonalsOf(() => {
          if (of === 'weights') return attentionOf(spec, inputs);
          return of === 'logits' ? shownLogits(spec, inputs) : similarityOf(spec, inputs);
        }),
      ),
  };
}

/** The weights of the head shown, [query, key]. */
function attentionOf(spec: Spec, inputs: Inputs, kept?: readonly boolean[]): Tensor2D {
  const hooks = hooksOf(spec);
  return tensorOf(attentionWeights(spec, inputs, kept ? pruned(hooks, kept) : hooks).weights);
}

/** The same scheme with some channels of its table set to 0. */
function pruned(hooks: Hooks, kept: readonly boolean[]): Hooks {
  const { table } = hooks;
  if (!table) return hooks;
  const ones = Float32Array.from(kept, (keep) => (keep ? 1 : 0));
  return {
    ...hooks,
    table: (positions) => mul<Tensor2D>(table(positions), tensor2d(ones, [1, ones.length])),
  };
}

async function apartOf(
  spec: Spec,
  other: Spec,
  inputs: Inputs,
  kept?: readonly boolean[],
): Promise<Apart> {
  const block = Math.ceil(spec.length / largestSide);
  const side = Math.ceil(spec.length / block);
  const [largest = Number.NaN, meanOf = Number.NaN, ...cells] = await readBack(() => {
    const size: Tensor2D = abs(sub(attentionOf(other, inputs, kept), attentionOf(spec, inputs)));
    const one = (x: Tensor) => reshape(x, [1]);
    return concat([one(max(size)), one(mean(size)), reshape(largestOfSquares(size, block), [-1])]);
  });
  return { largest, mean: meanOf, side, data: Float32Array.from(cells) };
}

/** The largest of each block × block cells, none below 0. */
function largestOfSquares(cells: Tensor2D, block: number): Tensor2D {
  if (block === 1) return cells;
  const [length] = cells.shape;
  const side = Math.ceil(length / block);
  const more = side * block - length;
  const whole = pad(cells, [
    [0, more],
    [0, more],
  ]);
  const rows = max(reshape(whole, [side, block, side * block]), 1);
  return max(reshape(rows, [side, side, block]), 2) as Tensor2D;
}

/**
 * The residual stream against the table, before the first block and after each. Both are centred
 * over the positions: what all rows share says nothing about place.
 */
async function streamOf(spec: Spec, inputs: Inputs): Promise<Stream | null> {
  const hooks = hooksOf(spec);
  if (familyOf(spec) !== 'additive' || !hooks.table || spec.length < 2) return null;
  const { length, depth } = spec;
  const pairs = await readBack(() => {
    const places = directions(hooks.table?.(positionsOf(spec)) ?? inputs.tokens(spec));
    const tokens = inputs.tokens(spec);
    let x = viewOf(tokens);
    const layers: Tensor2D[] = [];
    for (let layer = 1; layer <= depth; layer++) {
      const { carried, output } = blockOf({ ...spec, layer }, inputs, hooks, { x });
      if (layer === 1) layers.push(tensorOf(carried));
      layers.push(tensorOf(output));
      x = output;
    }
    return concat(layers.map((stream) => cosines(directions(stream), places)));
  });
  const layers = Array.from({ length: depth + 1 }, (_, layer) => 2 * layer);
  const own = layers.map((at) => (pairs[at] ?? Number.NaN) / length);
  const others = layers.map(
    (at) => ((pairs[at + 1] ?? Number.NaN) - (pairs[at] ?? Number.NaN)) / (length * (length - 1)),
  );
  return { own, others };
}

/** The tokens in the order of the seed, put back after each block, beside those in their own. */
function movedOf(spec: Spec, inputs: Inputs): Promise<Float32Array> {
  const hooks = hooksOf(spec);
  const { length, depth } = spec;
  const order = shuffled(length, spec.seed);
  return readBack(() => {
    const rows = (by: readonly number[]) => tensor1d(Int32Array.from(by), 'int32');
    const tokens = inputs.tokens(spec);
    let [own, other] = [viewOf(tokens), viewOf(gather(tokens, rows(order)))];
    const apart: Tensor[] = [];
    for (let layer = 1; layer <= depth; layer++) {
      const after = (x: MatrixView) => blockOf({ ...spec, layer }, inputs, hooks, { x }).output;
      [own, other] = [after(own), after(other)];
      const put: Tensor2D = gather(tensorOf(other), rows(inverseOf(order)));
      const size = mul(rowSizes(tensorOf(own)), rowSizes(put));
      const cosine = div(sum(mul(tensorOf(own), put), 1, true), maximum(size, 1e-20));
      apart.push(reshape(sub(1, mean(cosine)), [1]));
    }
    return concat(apart as Tensor1D[]);
  });
}

const rowSizes = (x: Tensor2D) => norm(x, 'euclidean', 1, true);

/** Rows less their mean, each of length 1; a row that is the mean stays 0. */
function directions(x: Tensor2D): Tensor2D {
  const centred: Tensor2D = sub(x, mean(x, 0, true));
  return div(centred, maximum(norm(centred, 'euclidean', 1, true), 1e-20));
}

/** The sum of the cosines of each row with its own, and that of all pairs: [2]. */
function cosines(a: Tensor2D, b: Tensor2D): Tensor {
  const own = sum(mul(a, b));
  const all = matMul<Tensor2D>(sum(a, 0, true), sum(b, 0, true), false, true);
  return concat([reshape(own, [1]), reshape(all, [1])]);
}
