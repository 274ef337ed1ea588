/**
 * Scores through a chain of reflections: on its way back from the query to a key, the query meets
 * I − β w wᵀ of every token that lies between. Knows the chain; where w and β come from is the scheme's.
 */
import type { Rank, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { runKernel } from './kernel.ts';
import { tf } from './tensors.ts';

interface Chain {
  /** [head, position, dHead]. */
  readonly query: Tensor3D;
  readonly key: Tensor3D;
  /** w of each position, unit vectors, [head, position, dHead]. */
  readonly direction: Tensor3D;
  /** β of each position, [head, position, 1]. */
  readonly strength: Tensor3D;
}

/**
 * scale · k_jᵀ (H_{j+1} ⋯ H_i − I) q_i with H_t = I − β_t w_t w_tᵀ: what the chain changes of q·k.
 * 0 for keys ahead of the query.
 *
 * @returns  [head, query, key]
 * Source: Yang et al. 2025, arXiv 2505.16381, eq. 2; row by row, which is stable at every β.
 */
export function reflected({ query, key, direction, strength }: Chain, scale: number): Tensor3D {
  const [heads, length] = query.shape;
  const inputs = { query, key, direction, strength };
  // The kernel keeps what has become of each query behind the squares.
  const flat: Tensor1D = runKernel('ReflectedScores', inputs, { scale }, () =>
    tf.reshape(composed({ query, key, direction, strength }, scale), [heads * length * length]),
  );
  const squares = tf.slice(flat, [0], [heads * length * length]);
  return tf.reshape<Rank.R3>(squares, [heads, length, length]);
}

/** All queries at once, a key at a time from the last: those that lie after it have set out. */
function composed({ query, key, direction, strength }: Chain, scale: number): Tensor3D {
  const [heads, length, width] = query.shape;
  const at = (x: Tensor3D, position: number) =>
    tf.slice(x, [0, position, 0], [heads, 1, x.shape[2]]);
  const after = tf.tensor2d(
    Uint8Array.from({ length: length * length }, (_, cell) =>
      Math.floor(cell / length) <= cell % length ? 1 : 0,
    ),
    [length, length],
    'float32',
  );
  let moved: Tensor3D = tf.zeros([heads, length, width]);
  const columns: Tensor3D[] = [];
  for (let position = length - 1; position >= 0; position--) {
    columns.push(tf.sum<Tensor3D>(tf.mul(moved, at(key, position)), 2, true));
    const w = at(direction, position);
    const along = tf.sum<Tensor3D>(tf.mul(tf.add(query, moved), w), 2, true);
    const started = tf.reshape<Rank.R3>(tf.slice(after, [position, 0], [1, length]), [
      1,
      length,
      1,
    ]);
    const step = tf.mul(tf.mul(along, at(strength, position)), started);
    moved = tf.sub(moved, tf.mul(step, w));
  }
  return tf.mul(tf.concat(columns.toReversed(), 2), scale);
}
