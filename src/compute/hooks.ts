/** A Spec's scheme as the pass meets it: its hooks, and where its tokens stand. */
import { type Hooks, type Positions, sequence } from '../encodings/encoding.ts';
import { seededNormal } from '../encodings/seeded.ts';
import { dimsOf, type Spec, schemeOf } from '../state/spec.ts';

export function hooksOf(spec: Spec): Hooks {
  return schemeOf(spec).hooks(spec.params, dimsOf(spec), seededNormal(spec.seed));
}

export function positionsOf(spec: Spec): Positions {
  const place = schemeOf(spec).place?.(spec.params, dimsOf(spec));
  return place ?? sequence(spec.start, spec.length);
}
