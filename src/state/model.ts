/** The Specs of the trained encoder that have a name: what is done to its positions. */
import { defaultParams, type Spec, useLiteSizes } from './spec.ts';

/** Positions as the encoder was trained with them: the timing signal of tensor2tensor, in order. */
export function asTrained(spec: Spec): Spec {
  const params = { ...defaultParams('sinusoidal'), layout: 'tensor2tensor' };
  return { ...withoutSurgery(spec), encoding: 'sinusoidal', params };
}

/** No positions at all. */
export function withoutPositions(spec: Spec): Spec {
  return { ...withoutSurgery(spec), encoding: 'none', params: defaultParams('none') };
}

function withoutSurgery(spec: Spec): Spec {
  const { dim, heads } = useLiteSizes;
  const head = Math.min(spec.head, heads);
  return { ...spec, model: 'use-lite', dim, heads, head, start: 0, gain: 1, order: 'forward' };
}
