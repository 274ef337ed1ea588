import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { sha256 } from './sha256.ts';

afterEach(() => vi.unstubAllGlobals());

it.each(['with', 'without'])(
  'is the hash of FIPS 180-4 %s the help of the browser',
  async (how) => {
    if (how === 'without') vi.stubGlobal('crypto', {});
    // Around the block of 64 bytes the padding takes another shape.
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (made) => {
        const bytes = new Uint8Array(made);
        expect(await sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
      { seed: 4, numRuns: 500 },
    );
  },
);
