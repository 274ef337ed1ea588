import { beforeAll, describe, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { described, ownerOf, patchOf, valueOf } from './settings.ts';
import { defaultSpec } from './spec.ts';
import { change, createSpecStore, finish, undo } from './store.ts';

const spec = { ...defaultSpec, compare: 'rope(base=500000);alibi' };

describe('a control in the Compare room', () => {
  beforeAll(() => loadEncodings());

  it('is of the scheme at its place', () => {
    expect(ownerOf(spec, 'params.base')?.encoding).toBe('sinusoidal');
    expect(ownerOf(spec, 'params@1.base')?.encoding).toBe('rope');
    expect(valueOf(spec, 'params.base')).toBe(10_000);
    expect(valueOf(spec, 'params@1.base')).toBe(500_000);
    expect(valueOf(spec, 'length')).toBe(spec.length);
    expect(described(spec, 'params@1.base')?.kind).toBe('number');
  });

  it('sets that scheme and leaves the others as they are', () => {
    expect(patchOf(spec, 'params@1.base', 77)).toEqual({ compare: 'rope(base=77);alibi' });
    // At its default it is not written.
    expect(patchOf(spec, 'params@1.base', 10_000)).toEqual({ compare: 'rope;alibi' });
    expect(patchOf(spec, 'params.base', 77)).toEqual({ params: { base: 77 } });
    expect(patchOf(spec, 'length', 7)).toEqual({ length: 7 });
  });

  it('takes no value that the declaration of the parameter does not accept', () => {
    for (const value of [0, -3, Number.NaN, 'many', true]) {
      expect(patchOf(spec, 'params@1.base', value)).toBeNull();
    }
    expect(patchOf(spec, 'params@1.nothing', 1)).toBeNull();
    // There is no third.
    expect(patchOf(spec, 'params@3.base', 77)).toBeNull();
    expect(described(spec, 'params@3.base')).toBeUndefined();
  });

  it('is one step back however far it was dragged', () => {
    const store = createSpecStore(spec);
    for (const value of [600_000, 700_000, 800_000]) {
      const patch = patchOf(store.getState().spec, 'params@1.base', value);
      change(store, patch ?? {}, { gesture: 'params@1.base' });
    }
    finish(store);
    expect(store.getState().spec.compare).toBe('rope(base=800000);alibi');
    undo(store);
    expect(store.getState().spec).toEqual(spec);
  });
});
