import { describe, expect, it } from 'vitest';
import { lastPlace, lookupTable, palettes, specialColours, tableLength } from './colour.ts';
import { difference, labOf, labOfLinear, linearOf, packed, times } from './oklab.ts';
import { type ThemeName, themes } from './theme.ts';

/** Full deficiency, on linear RGB. Source: Machado, Oliveira and Fernandes 2009, table 1. */
const visions = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;
type Vision = keyof typeof visions;

function seen(colour: number, vision: Vision) {
  const [red, green, blue] = times(visions[vision], linearOf(colour));
  return labOfLinear([Math.max(red, 0), Math.max(green, 0), Math.max(blue, 0)]);
}

const names = Object.keys(palettes) as ThemeName[];
const everyVision = Object.keys(visions) as Vision[];
const cases = names.flatMap((name) => everyVision.map((vision) => [name, vision] as const));

/** Every 14th entry, far enough apart that rounding to 8 bits cannot turn the order. */
function steps(table: Uint32Array): number[] {
  return Array.from(table.subarray(0, tableLength - 1)).filter((_, place) => place % 14 === 0);
}

describe.each(names)('%s', (name) => {
  const { diverging, sequential } = palettes[name];
  const signed = lookupTable(diverging);
  const weights = lookupTable(sequential);

  it('meets each stop', () => {
    for (const stops of [diverging, sequential]) {
      const table = lookupTable(stops);
      stops.forEach((stop, k) => {
        const place = Math.round((k * lastPlace) / (stops.length - 1));
        // The stops between ends and middle fall between two entries.
        const slack = k % 3 === 0 ? 0 : 0.005;
        expect(difference(labOf(table[place] ?? 0), labOf(packed(stop)))).toBeLessThanOrEqual(
          slack,
        );
      });
      expect(table[tableLength - 1]).toBe(table[lastPlace]);
    }
  });

  it('is exactly neutral at 0', () => {
    expect(signed[lastPlace / 2]).toBe(packed(diverging[3] ?? ''));
    const [, a, b] = labOf(signed[lastPlace / 2] ?? 0);
    expect(Math.hypot(a, b)).toBeLessThan(0.02);
  });

  it('goes away from the page as |value| grows, alike on both sides', () => {
    const lightness = Array.from(signed, (colour) => labOf(colour)[0]);
    const away = name === 'night' ? 1 : -1;
    for (let k = 14; k <= lastPlace / 2; k += 14) {
      const at = (place: number) => lightness[lastPlace / 2 + place] ?? 0;
      expect(away * (at(k) - at(k - 14))).toBeGreaterThan(0);
      expect(away * (at(-k) - at(-k + 14))).toBeGreaterThan(0);
      expect(Math.abs(at(k) - at(-k))).toBeLessThan(0.12);
    }
  });

  it('has stops that are plainly apart', () => {
    for (const stops of [diverging, sequential]) {
      const labs = stops.map((stop) => labOf(packed(stop)));
      labs.slice(1).forEach((lab, k) => {
        expect(difference(lab, labs[k] ?? lab)).toBeGreaterThan(0.06);
      });
    }
  });

  it('has colours of its own for NaN and +∞', () => {
    const { nan, infinite } = specialColours[name];
    for (const special of [nan, infinite]) {
      for (const colour of [...signed, ...weights]) {
        expect(difference(labOf(special), labOf(colour))).toBeGreaterThan(0.08);
      }
    }
    expect(difference(labOf(nan), labOf(infinite))).toBeGreaterThan(0.2);
  });

  it('leaves what is masked looking like the page', () => {
    const masked = labOf(specialColours[name].masked);
    expect(difference(masked, labOf(packed(themes[name].page)))).toBeLessThan(0.015);
    expect(specialColours[name].masked).not.toBe(packed(themes[name].page));
  });
});

describe.each(cases)('%s seen with %s vision', (name, vision) => {
  it('the sequential palette goes one way in lightness, without a gap', () => {
    const lightness = steps(lookupTable(palettes[name].sequential)).map(
      (colour) => seen(colour, vision)[0],
    );
    const away = name === 'night' ? 1 : -1;
    lightness.slice(1).forEach((value, k) => {
      const rise = away * (value - (lightness[k] ?? 0));
      expect(rise).toBeGreaterThan(0);
      expect(rise).toBeLessThan(0.03);
    });
  });

  it('the two signs stay apart wherever the value is more than a third', () => {
    const table = lookupTable(palettes[name].diverging);
    for (let k = Math.ceil(lastPlace / 6); k <= lastPlace / 2; k += 14) {
      const plus = seen(table[lastPlace / 2 + k] ?? 0, vision);
      const minus = seen(table[lastPlace / 2 - k] ?? 0, vision);
      expect(difference(plus, minus)).toBeGreaterThan(0.08);
    }
  });

  it('the two ends are far apart', () => {
    const table = lookupTable(palettes[name].diverging);
    const ends = difference(seen(table[0] ?? 0, vision), seen(table[lastPlace] ?? 0, vision));
    expect(ends).toBeGreaterThan(0.12);
  });
});
