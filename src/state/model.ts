/** The Specs of the trained encoder that have a name: what is done to its positions. */
import { defaultParams, encoderSizes, familyOf, fileModel, type Spec, schemeOf } from './spec.ts';
import { fileAsTrained } from './surgery.ts';

/** What has no place in a model that brings its own weights, at what changes nothing. */
export const plainPass = {
  fusion: 'add',
  fused: 'first',
  temperature: 1,
  queryScale: 'none',
  layerPattern: 'every',
  precision: 'float32',
} as const;

/** With the trained encoder, its own width and heads. */
export function withModel(spec: Spec): Spec {
  if (spec.model !== 'use-lite') return spec;
  const { dim, heads } = encoderSizes;
  return { ...spec, dim, heads };
}

/** Positions as the encoder was trained with them: the timing signal of tensor2tensor, in order. */
export function asTrained(spec: Spec): Spec {
  const file = fileModel(spec);
  if (file) return fileAsTrained(spec, file);
  const params = { ...defaultParams('sinusoidal'), layout: 'tensor2tensor' };
  return { ...withoutSurgery(spec), encoding: 'sinusoidal', params };
}

/** No positions at all. */
export function withoutPositions(spec: Spec): Spec {
  return { ...withoutSurgery(spec), encoding: 'none', params: defaultParams('none') };
}

/**
 * Whether several texts can share one pass: positions act before layer 0 alone, or not at all, and
 * none is NaN, which would not stay within its text.
 */
export function sharesPass(spec: Spec): boolean {
  const family = familyOf(spec);
  if (family !== 'additive') return family === 'none';
  const scheme = schemeOf(spec);
  return scheme.boundedFor?.(spec.params) ?? scheme.bounded ?? false;
}

function withoutSurgery(spec: Spec): Spec {
  const file = fileModel(spec);
  if (file) return fileAsTrained(spec, file);
  const { heads, layers } = encoderSizes;
  return withModel({
    ...spec,
    model: 'use-lite',
    head: Math.min(spec.head, heads),
    layer: Math.min(spec.layer, layers),
    start: 0,
    gain: 1,
    order: 'forward',
  });
}
