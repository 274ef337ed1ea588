import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patched } from './patch.ts';
import { defaultParams, defaultSpec, fields } from './spec.ts';
import { anySpec } from './specs.ts';

describe('a patch', () => {
  it('changes what it names and nothing else', () => {
    expect(patched(defaultSpec, { length: 64, mask: 'none' })).toEqual({
      ...defaultSpec,
      length: 64,
      mask: 'none',
    });
    expect(patched(defaultSpec, {})).toEqual(defaultSpec);
  });

  it('merges parameters over the current ones', () => {
    const spec = patched(defaultSpec, { params: { base: 500 } });
    expect(patched(spec, { params: { layout: 'block' } }).params).toMatchObject({
      base: 500,
      layout: 'block',
    });
  });

  it('lets a parameter at its default follow the others, and no other', () => {
    const rope = patched(defaultSpec, { encoding: 'rope' });
    const partial = patched(rope, { params: { scaling: 'proportional' } });
    expect(partial.params.factor).toBe(1);
    expect(patched(partial, { params: { scaling: 'yarn' } }).params.factor).toBe(4);
    const eight = patched(rope, { params: { factor: 8 } });
    expect(patched(eight, { params: { scaling: 'proportional' } }).params.factor).toBe(8);
    const given = { encoding: 'rope', params: { scaling: 'proportional', factor: 4 } };
    expect(patched(defaultSpec, given).params.factor).toBe(4);
  });

  it('resets the parameters with a new encoding, unless they are given', () => {
    const spec = patched(defaultSpec, { params: { base: 500 } });
    expect(patched(spec, { encoding: 'rope' }).params).toEqual(defaultParams('rope'));
    expect(patched(spec, { encoding: 'rope', params: { base: 700 } }).params).toEqual({
      ...defaultParams('rope'),
      base: 700,
    });
    expect(patched(spec, { encoding: 'sinusoidal' }).params.base).toBe(500);
  });

  it('lets the shown head follow the number of heads', () => {
    const spec = patched(defaultSpec, { head: 4 });
    expect(patched(spec, { heads: 2 })).toMatchObject({ heads: 2, head: 2 });
  });

  it('takes any whole Spec', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        expect(patched(defaultSpec, spec)).toEqual(spec);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

function outcome(patch: unknown): string {
  try {
    patched(defaultSpec, patch);
    return 'taken';
  } catch (error) {
    return String(error);
  }
}

describe('what a patch may not say', () => {
  it.each([
    [{ length: 5000 }, 'length: 5000 is not in 1…4096'],
    [{ length: 3.5 }, 'length: 3.5 is not a whole number in 1…4096'],
    [{ length: '64' }, 'length: "64" is not a number in 1…4096'],
    [{ length: Number.NaN }, 'length: NaN is not in 1…4096'],
    [{ length: null }, 'length: null is not a number in 1…4096'],
    [{ length: undefined }, 'length: undefined is not a number in 1…4096'],
    [{ length: Symbol('10') }, 'length: Symbol(10) is not a number in 1…4096'],
    [{ mask: 'sideways' }, 'mask: "sideways" is not one of none, causal, window, padding'],
    [{ encoding: 'nope' }, /^encoding: "nope" is not one of .*sinusoidal/],
    [{ text: 7 }, /^text: 7 is not a text/],
    [{ heads: 3 }, 'heads: 3 does not divide dim 64; 1, 2, 4, 8, 16 do'],
    [{ dim: 66 }, 'dim: 66 is not a multiple of heads 4'],
    [{ head: 5 }, 'head: 5 is not in 1…4'],
    [{ start: 1_048_575 }, 'start: 1048575 is not in 0…1048536 (length 40)'],
    [{ params: { base: -1 } }, /^base: -1 is not in /],
    [{ params: { bass: 1 } }, /^bass: 1 is not expected here; known: .*base/],
    [{ params: [] }, 'params: a list is not an object of fields by name'],
    [{ colour: 'red' }, /^colour: "red" is not expected here; known: encoding, length/],
    [JSON.parse('{"__proto__": 1}'), /^__proto__: 1 is not expected here/],
    [{ encoding: 'rope', dim: 68 }, /^rope: ./],
    [null, 'patch: null is not an object of fields by name'],
    [[1], 'patch: a list is not an object of fields by name'],
    ['length=4', 'patch: "length=4" is not an object of fields by name'],
  ])('%j is a RangeError', (patch: unknown, message) => {
    expect(() => patched(defaultSpec, patch)).toThrow(RangeError);
    expect(() => patched(defaultSpec, patch)).toThrow(message);
  });

  it('is a RangeError that begins with the field, whatever the value', () => {
    const name = fc.constantFrom(...fields.map((field) => field.name));
    fc.assert(
      fc.property(
        name,
        fc.anything({ withBigInt: true, withNullPrototype: true }),
        (field, value) => {
          expect(outcome({ [field]: value })).toMatch(
            new RegExp(`^(taken$|RangeError: (${field}|sinusoidal): )`),
          );
        },
      ),
      { seed: 7, numRuns: 2000 },
    );
  });
});
