import type { Spec } from '../state/spec.ts';
import { specKey } from '../state/specKey.ts';
import type { Pair } from './likeness.ts';

/** A key of all that a pair's vectors depend on. */
export function pairKey(spec: Spec, pair: Pair): string {
  return specKey(spec, ['encoding', 'params', 'seed', 'start', 'gain', 'order'], pair);
}
