/** Some heads of a layer under other positions than the rest. Knows no scheme. */
import {
  concat,
  gather,
  mul,
  pad,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  tensor1d,
  zeros,
} from '@tensorflow/tfjs-core';
import { cutPositions, type Heads, type ScoreContext } from '../encodings/encoding.ts';
import type { Within } from '../model/languageModel.ts';

/**
 * What acts within a layer where only some of its heads are changed. Keys that several query heads
 * share come back one for each of these, since they may be turned in two ways.
 *
 * @param changed  of each query head whether it is
 */
export function headByHead(before: Within, now: Within, changed: readonly boolean[]): Within {
  const both = [before, now] as const;
  const [{ scale: kept = 1 }, { scale = 1 }] = [before.hooks, now.hooks];
  /** Of the heads of each, one below another, the one that each query head takes. */
  function chosen<T extends Tensor>(each: readonly [T, T], own: number, axis: number): T {
    const at = changed.map(
      (is, head) => Math.floor((head * own) / changed.length) + (is ? own : 0),
    );
    return gather(concat([...each], axis), tensor1d(Int32Array.from(at), 'int32'), axis);
  }
  const added = (within: Within, context: ScoreContext) => {
    const { hooks, positions } = within;
    return hooks.score?.({ ...context, positions }) ?? biasOf(within, context.heads);
  };
  const has = (name: keyof Within['hooks']) => both.some(({ hooks }) => hooks[name]);
  return {
    positions: now.positions,
    hooks: {
      scale: kept,
      rotate(x, { length }, role, heads) {
        const turned = both.map(({ hooks, positions: all }) => {
          // Tokens that continue a line have its last positions.
          const positions = cutPositions(all, all.length - length, all.length);
          return hooks.rotate?.(x, positions, role, heads) ?? x;
        });
        // What multiplies the scores of the others is already in the queries of those changed.
        const factors = [1, role === 'query' ? scale / kept : 1];
        const width = Math.max(...turned.map(({ shape }) => shape[3]));
        const [a, b] = turned.map((each, at) =>
          mul<Tensor4D>(widened(each, width), factors[at] ?? 1),
        );
        if (!a || !b) throw new Error('headByHead: two ways to turn');
        return chosen([a, b], x.shape[1], 1);
      },
      ...(has('score') && {
        score: (context) =>
          chosen([added(before, context), added(now, context)], changed.length, 0),
      }),
      ...(has('bias') && {
        bias: (_queries, _keys, heads) =>
          chosen([biasOf(before, heads), biasOf(now, heads)], changed.length, 0),
      }),
      ...(has('values') && {
        values(weights, heads) {
          const [a, b] = both.map(({ hooks }) => hooks.values?.(weights, heads));
          const none = a ?? b;
          if (!none) throw new Error('headByHead: values of neither');
          return chosen([a ?? zeros(none.shape), b ?? zeros(none.shape)], changed.length, 0);
        },
      }),
    },
  };
}

/** What is added to the scores, zeros where nothing is, [head, query, key]. */
function biasOf({ hooks, positions }: Within, heads: Heads): Tensor3D {
  const { length } = positions;
  return hooks.bias?.(positions, positions, heads) ?? zeros([heads.count, length, length]);
}

/** More channels, of zeros, which add nothing to a product. */
function widened(x: Tensor4D, width: number): Tensor4D {
  const more = width - x.shape[3];
  if (more === 0) return x;
  return pad(x, [
    [0, 0],
    [0, 0],
    [0, 0],
    [0, more],
  ]);
}
