/** What each key receives and how widely each query spreads: sums over the weights shown. */
import {
  add,
  concat,
  log,
  maximum,
  mul,
  reshape,
  slice,
  stack,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { keysSeen, queriesSeeing } from '../attention/mask.ts';
import { tensorOf } from '../attention/matrixView.ts';
import { runKernel } from '../encodings/kernel.ts';
import type { Marginals } from '../state/lens.ts';
import type { Asked } from './lenses.ts';
import { maskOf } from './pass.ts';
import { readBack } from './readBack.ts';

/** Rows at a time: what is made on the way stays below 16 MB. */
const cellsAtOnce = 2 ** 22;

/** Two numbers a position are read back. */
export async function marginalsOf({ spec, maps, inputs }: Asked): Promise<Marginals> {
  const { length } = spec;
  const data = await readBack(() => {
    const { tensor, from } = maps.attention;
    return runKernel('Marginals', { weights: tensor }, { from, length }, () =>
      stack(sumsOf(tensorOf(maps.attention))),
    );
  });
  const mask = maskOf(spec, inputs);
  const perPosition = (of: (position: number) => number) =>
    Float32Array.from({ length }, (_, position) => of(position));
  const seenBy = perPosition((key) => queriesSeeing(mask, key, length));
  const sees = perPosition((query) => keysSeen(mask, query, length));
  return {
    seenBy,
    sees,
    attended: seenBy.map((queries, key) =>
      queries === 0 ? Number.NaN : (data[key] ?? Number.NaN) / queries,
    ),
    // A rounding below zero is zero.
    entropy: perPosition((query) => Math.max(data[length + query] ?? Number.NaN, 0)),
    largest: sees.map((keys) => Math.log2(Math.max(keys, 1))),
  };
}

/** The entropy of each row of weights in bits, [position]. */
export function entropiesOf(weights: Tensor2D): Tensor1D {
  const [length] = weights.shape;
  const both = runKernel('Marginals', { weights }, { from: 0, length }, () =>
    stack<Tensor1D>(sumsOf(weights)),
  );
  return reshape(slice(both, [1, 0], [1, length]), [length]);
}

/** The sum of each column and the entropy of each row in bits, [position] both. */
function sumsOf(weights: Tensor2D): [Tensor1D, Tensor1D] {
  const [rows, columns] = weights.shape;
  const step = Math.max(Math.floor(cellsAtOnce / columns), 1);
  let columnSums: Tensor1D | null = null;
  const entropies: Tensor1D[] = [];
  for (let top = 0; top < rows; top += step) {
    const [more, entropy] = tidy((): [Tensor1D, Tensor1D] => {
      const part: Tensor2D = slice(weights, [top, 0], [Math.min(step, rows - top), columns]);
      // 0 · log 0 is 0: a weight that small has no part in the sum.
      const surprise = mul<Tensor2D>(part, log(maximum<Tensor2D>(part, 1e-30)));
      return [sum<Tensor1D>(part, 0), mul<Tensor1D>(sum<Tensor1D>(surprise, 1), -1 / Math.LN2)];
    });
    columnSums = columnSums ? add<Tensor1D>(columnSums, more) : more;
    entropies.push(entropy);
  }
  if (!columnSums) throw new Error('marginals: no rows');
  return [columnSums, concat(entropies)];
}
