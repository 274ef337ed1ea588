/** The position that each token is given. No tensors. */
import { seededNormal } from '../encodings/seeded.ts';
import type { Spec } from '../state/spec.ts';

/** order[i] counts from the first position shown. */
export function orderOf({ order, length, seed }: Spec): number[] {
  const forward = Array.from({ length }, (_, place) => place);
  if (order === 'reversed') return forward.toReversed();
  return order === 'shuffled' ? shuffled(length, seed) : forward;
}

/** 0…length − 1 sorted by keys of the seed: every order equally likely. */
export function shuffled(length: number, seed: number): number[] {
  const normal = seededNormal(seed)('order');
  return Array.from({ length }, (_, place) => ({ place, key: normal(place, 0) }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ place }) => place);
}

/** Where each token of an order goes back to: the inverse permutation. */
export function inverseOf(order: readonly number[]): number[] {
  const back: number[] = [];
  order.forEach((from, place) => {
    back[from] = place;
  });
  return back;
}
