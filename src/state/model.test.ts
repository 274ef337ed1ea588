/** The Specs of the trained encoder that have a name. */
import { expect, it } from 'vitest';
import { problemOf } from './fitted.ts';
import { asTrained, withoutPositions } from './model.ts';
import { patched } from './patch.ts';
import { defaultSpec } from './spec.ts';

it('from a deep stack of many heads, both Specs are ones that the encoder can run', () => {
  const deep = patched(defaultSpec, { dim: 128, heads: 16, head: 16, depth: 6, layer: 6 });
  for (const of of [asTrained, withoutPositions]) {
    expect(of(deep)).toMatchObject({ dim: 256, heads: 4, head: 4, layer: 2 });
    expect(problemOf(of(deep))).toBeNull();
  }
});
