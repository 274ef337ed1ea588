import { describe, expect, it } from 'vitest';
import { patched } from '../state/patch.ts';
import { defaultSpec, sameSpec } from '../state/spec.ts';
import { readSpec, writeSpec } from '../state/url.ts';
import { errata } from './article.ts';

describe('the article’s claims', () => {
  it('are all twelve of the reference', () => {
    expect(errata).toHaveLength(12);
  });

  it('lead to states that the page takes as they stand, from a link too', () => {
    for (const { patch } of errata.flatMap(({ show }) => show)) {
      const spec = patched(defaultSpec, patch);
      const read = readSpec(writeSpec(spec).query);
      expect(read.notices).toEqual([]);
      expect(sameSpec(read.spec, spec)).toBe(true);
    }
  });
});
