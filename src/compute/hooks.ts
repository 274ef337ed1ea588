/** A Spec's scheme as the pass meets it: its hooks, and where its tokens stand. */
import { gather, type Tensor2D, tensor1d } from '@tensorflow/tfjs-core';
import { type Hooks, type Positions, sequence } from '../encodings/encoding.ts';
import { normalOf } from '../state/raced.ts';
import { dimsOf, type Spec, schemeOf } from '../state/spec.ts';
import { orderOf } from './order.ts';

export function hooksOf(spec: Spec): Hooks {
  return schemeOf(spec).hooks(spec.params, dimsOf(spec), normalOf(spec));
}

export function positionsOf(spec: Spec): Positions {
  const place = schemeOf(spec).place?.(spec.params, dimsOf(spec));
  return place ?? sequence(spec.start, spec.length);
}

/** Positions in the order in which tokens are given them. */
export function positionsInOrder(positions: Positions, spec: Spec): Positions {
  if (spec.order === 'forward') return positions;
  const { axes, values, length } = positions;
  const moved = orderOf(spec).flatMap((row) =>
    Array.from({ length: axes }, (_, axis) => values[row * axes + axis] ?? 0),
  );
  return { length, axes, values: Float64Array.from(moved) };
}

/** Rows of a table in that order. */
export function rowsInOrder(table: Tensor2D, spec: Spec): Tensor2D {
  if (spec.order === 'forward') return table;
  return gather(table, tensor1d(Int32Array.from(orderOf(spec)), 'int32'));
}

/**
 * Hooks whose bias, which knows only offsets, is put into that order.
 *
 * @param plain  the positions before
 */
export function biasInOrder(hooks: Hooks, plain: Positions, spec: Spec): Hooks {
  const { bias } = hooks;
  if (spec.order === 'forward' || !bias) return hooks;
  const order = tensor1d(Int32Array.from(orderOf(spec)), 'int32');
  return {
    ...hooks,
    bias: (_queries, _keys, heads) => gather(gather(bias(plain, plain, heads), order, 1), order, 2),
  };
}
