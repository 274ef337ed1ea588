/** How far each head of a language model does what heads are known to do, on the line shown. */
import {
  clone,
  matMul,
  reshape,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { headKinds, kindShares, repeats } from '../state/headKinds.ts';
import type { HeadsByKind } from '../state/lens.ts';
import type { Asked } from './lenses.ts';
import { readBack } from './readBack.ts';

/**
 * The mean weight of each kind, [layer · head, kind]. Call inside a tidy.
 *
 * @param weights  of all layers, [layer · head, query, key]
 */
export function headKindsTensor(weights: Tensor3D, ids: readonly number[]): Tensor2D {
  const [heads, length] = weights.shape;
  const cells = length * length;
  const shares = tensor2d(kindShares(ids), [cells, headKinds.length]);
  return matMul(reshape(weights, [heads, cells]), shares);
}

/** Null where no language model is shown. */
export async function headKindsOf({ parts }: Asked): Promise<HeadsByKind | null> {
  const kinds = parts?.kinds;
  if (!parts || !kinds) return null;
  const data = await readBack(() => clone(kinds));
  const column = (at: number) => data.filter((_, cell) => cell % headKinds.length === at);
  return {
    previous: column(0),
    sink: column(1),
    induction: repeats(parts.ids) ? column(2) : null,
  };
}
