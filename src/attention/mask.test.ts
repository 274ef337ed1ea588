import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { hides, keysSeen, type Mask, queriesSeeing } from './mask.ts';

fc.configureGlobal({ seed: 7 });

const masks: fc.Arbitrary<Mask> = fc.record({
  causal: fc.boolean(),
  window: fc.integer({ min: 0, max: 12 }),
  visible: fc.constantFrom(Number.POSITIVE_INFINITY, 0, 1, 5, 12),
});

it('the keys a query sees, and the queries that see a key, are as many as are not hidden', () => {
  fc.assert(
    fc.property(masks, fc.integer({ min: 1, max: 10 }), (mask, length) => {
      const places = Array.from({ length }, (_, place) => place);
      for (const here of places) {
        const keys = places.filter((key) => !hides(mask, here, key));
        const queries = places.filter((query) => !hides(mask, query, here));
        expect(keysSeen(mask, here, length)).toBe(keys.length);
        expect(queriesSeeing(mask, here, length)).toBe(queries.length);
      }
    }),
  );
});
