import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastPlace, lookupTable, palettes } from './colour.ts';
import { packed } from './oklab.ts';
import { type ColourScale, placeOf, unitOf, valueAt } from './scale.ts';

fc.configureGlobal({ seed: 7 });

const domain = { kind: 'measured' } as const;
const diverging: ColourScale = { kind: 'diverging', domain, curve: 'linear' };
const sequential: ColourScale = { kind: 'sequential', domain, curve: 'linear' };

describe('a colour scale', () => {
  it('is symmetric about 0 when diverging', () => {
    expect([-2, -1, 0, 1, 2].map((value) => unitOf(diverging, 2, value))).toEqual([
      0, 0.25, 0.5, 0.75, 1,
    ]);
  });

  it('begins at 0 when sequential, and puts negative values there', () => {
    expect([-1, 0, 1, 2].map((value) => unitOf(sequential, 2, value))).toEqual([0, 0, 0.5, 1]);
  });

  it('spreads small values by the square root, on both sides', () => {
    expect(unitOf({ ...sequential, curve: 'sqrt' }, 4, 1)).toBe(0.5);
    expect(unitOf({ ...diverging, curve: 'sqrt' }, 4, -1)).toBe(0.25);
  });

  it('takes m = 1 for a matrix of zeros', () => {
    expect(unitOf(diverging, 0, 0)).toBe(0.5);
    expect(unitOf(sequential, 0, 0)).toBe(0);
  });

  it('gives the ends to values beyond', () => {
    expect(unitOf(diverging, 1, 9)).toBe(1);
    expect(unitOf(diverging, 1, -9)).toBe(0);
  });

  it('gives 0 the neutral colour exactly, whatever the domain', () => {
    const table = lookupTable(palettes.paper.diverging);
    for (const curve of ['linear', 'sqrt'] as const) {
      for (const max of [0, 1e-30, 0.37, 1, 1e30]) {
        const place = placeOf(unitOf({ ...diverging, curve }, max, 0));
        expect(table[place]).toBe(packed('#f7f5ef'));
      }
    }
  });

  it('names the value that any place stands for', () => {
    const scales = fc.record<ColourScale>({
      kind: fc.constantFrom('diverging', 'sequential'),
      domain: fc.constant(domain),
      curve: fc.constantFrom('linear', 'sqrt'),
    });
    const units = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(scales, units, fc.double({ min: 0.1, max: 100, noNaN: true }), (scale, u, m) => {
        // The square of the distance to 0 loses half the digits near 0.
        expect(unitOf(scale, m, valueAt(scale, m, u))).toBeCloseTo(u, 7);
      }),
    );
  });

  it('has a place in the table for every unit', () => {
    expect([0, 0.5, 1].map(placeOf)).toEqual([0, lastPlace / 2, lastPlace]);
  });
});
