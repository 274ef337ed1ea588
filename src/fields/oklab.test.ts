import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, labOf, packed } from './oklab.ts';

fc.configureGlobal({ seed: 7 });

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((rgb) => (rgb | 0xff000000) >>> 0);

describe('OKLab', () => {
  // Björn Ottosson's reference implementation, in float64.
  it.each([
    ['#ffffff', [1, 0, 0]],
    ['#000000', [0, 0, 0]],
    ['#ff0000', [0.627955, 0.224863, 0.125846]],
    ['#00ff00', [0.86644, -0.233888, 0.179498]],
    ['#0000ff', [0.452014, -0.032457, -0.311528]],
  ])('gives the published coordinates of %s', (hex, lab) => {
    labOf(packed(hex)).forEach((value, k) => expect(value).toBeCloseTo(lab[k] ?? 0, 4));
  });

  it('gives back a colour exactly at the ends of a mixture', () => {
    fc.assert(
      fc.property(anyColour, anyColour, (one, other) => {
        expect(between(one, other, 0)).toBe(one);
        expect(between(one, other, 1)).toBe(other);
      }),
    );
  });

  it('mixes to the lightness in between', () => {
    const middle = labOf(between(packed('#000000'), packed('#ffffff'), 0.5))[0];
    expect(middle).toBeCloseTo(0.5, 2); // A step of 8-bit grey is 0.003.
  });

  it('packs red into the lowest byte and alpha, 255 unless given, into the highest', () => {
    expect(packed('#112233').toString(16)).toBe('ff332211');
    expect(packed('#11223344').toString(16)).toBe('44332211');
    expect(() => packed('red')).toThrow('got red');
  });
});
