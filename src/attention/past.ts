/**
 * Keys and values of the positions before, kept so that a token that follows needs none of them anew.
 * They have room for more than there are: as long as it lasts, what is kept keeps its size.
 */
import { concat, slice, type Tensor3D, zeros } from '@tensorflow/tfjs-core';
import type { Positions } from '../encodings/encoding.ts';
import { runKernel } from '../encodings/kernel.ts';
import { type MatrixView, stackOf } from './matrixView.ts';

/** Of one layer, keys turned as they enter the product: [head, room, dHead]. */
export interface KeysValues {
  readonly key: Tensor3D;
  readonly value: Tensor3D;
}

export interface Past {
  /** Where the tokens before stand. */
  readonly positions: Positions;
  /** Theirs are the first rows of each head; null where there is no token before. */
  readonly kept: KeysValues | null;
  /** How many rows a head has once those that follow are with them. */
  readonly room: number;
}

/**
 * Keys or values of the tokens before and of those that follow, and zeros in the room that is left:
 * [head · room, dHead].
 *
 * @param rows   of those that follow, [head · position, dHead]
 * @param count  how many those are
 */
export function appended(
  part: keyof KeysValues,
  rows: MatrixView,
  count: number,
  { positions, kept, room }: Past,
): MatrixView {
  const { columns } = rows;
  const heads = rows.rows / count;
  const past = kept?.[part];
  const before = past ? positions.length : 0;
  const left = room - before - count;
  if (left < 0) throw new Error(`appended: ${before + count} rows in a room of ${room}`);
  const inputs = { rows: rows.tensor, ...(past && { past }) };
  const attributes = { from: rows.from, heads, count, before, room, columns };
  const tensor = runKernel('AppendRows', inputs, attributes, () =>
    concat(
      [
        ...(past ? [slice(past, 0, [heads, before, columns])] : []),
        stackOf(rows, heads),
        ...(left > 0 ? [zeros([heads, left, columns])] : []),
      ],
      1,
    ),
  );
  return { tensor, from: 0, rows: heads * room, columns };
}
