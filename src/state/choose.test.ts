import { describe, expect, it } from 'vitest';
import { encodings } from '../encodings/index.ts';
import { chosen } from './choose.ts';
import { problemOf } from './fitted.ts';
import { defaultParams, defaultSpec, type Spec } from './spec.ts';

const spec = (patch: Partial<Spec>): Spec => ({ ...defaultSpec, ...patch });

describe('choosing a scheme', () => {
  it('keeps everything but the parameters where the sizes fit', () => {
    const before = spec({ length: 50, seed: 3, params: { ...defaultSpec.params, base: 50 } });
    const { spec: after, notices } = chosen(before, 'rope');
    expect(after).toEqual({ ...before, encoding: 'rope', params: defaultParams('rope') });
    expect(notices).toEqual([]);
  });

  it('leaves the parameters of the scheme in force alone', () => {
    const before = spec({ params: { ...defaultSpec.params, base: 50 } });
    expect(chosen(before, before.encoding)).toEqual({ spec: before, notices: [] });
  });

  it('changes the dimension where it must, and says so', () => {
    // One channel a head: no pair to turn.
    const { spec: after, notices } = chosen(spec({ dim: 3, heads: 3, head: 2 }), 'rope');
    expect(after).toMatchObject({ encoding: 'rope', dim: 6, heads: 3, head: 2 });
    expect(notices).toMatchObject([{ kind: 'adjusted', field: 'dim', value: '3', used: '6' }]);
  });

  it('leads to a picture of that scheme from anywhere', () => {
    for (const sizes of [
      { length: 1, dim: 2, heads: 1, head: 1 },
      { length: 7, dim: 13, heads: 13, head: 13 },
      { length: 4096, dim: 1024, heads: 16, head: 16 },
      { length: 40, start: 1_000_000, dim: 30, heads: 3, head: 2 },
    ]) {
      for (const { id } of encodings) {
        const { spec: after } = chosen(spec(sizes), id);
        expect(after.encoding, `${id} from ${JSON.stringify(sizes)}`).toBe(id);
        expect(problemOf(after)).toBeNull();
      }
    }
  });

  it('refuses a scheme that does not exist', () => {
    expect(() => chosen(defaultSpec, 'nonsense')).toThrow(RangeError);
  });
});
