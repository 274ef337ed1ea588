/** The Specs of the trained encoder that have a name. */
import { expect, it } from 'vitest';
import { problemOf } from './fitted.ts';
import { asTrained, seededAgain, withoutPositions } from './model.ts';
import { patched } from './patch.ts';
import { defaultSpec } from './spec.ts';

it('from a deep stack of many heads, both Specs are ones that the encoder can run', () => {
  const deep = patched(defaultSpec, { dim: 128, heads: 16, head: 16, depth: 6, layer: 6 });
  for (const of of [asTrained, withoutPositions]) {
    expect(of(deep)).toMatchObject({ dim: 256, heads: 4, head: 4, layer: 2 });
    expect(problemOf(of(deep))).toBeNull();
  }
});

it('the way back to seeded weights is the Spec before, with the text of now', () => {
  const before = patched(defaultSpec, { length: 24, dim: 32, encoding: 'rope' });
  const trained = { ...asTrained(before), text: 'dog bites man' };
  expect(seededAgain(trained, [defaultSpec, before, asTrained(before)])).toEqual({
    ...before,
    text: 'dog bites man',
  });
  const fromLink = seededAgain(patched(trained, { encoding: 'alibi' }), []);
  expect(fromLink).toMatchObject({ model: 'seeded', encoding: 'alibi', dim: 64, heads: 4 });
  expect(problemOf(fromLink)).toBeNull();
});
