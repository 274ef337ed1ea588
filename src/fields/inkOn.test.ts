import { expect, it } from 'vitest';
import { contrast } from '../testing/contrast.ts';
import { lookupTable, palettes, specialColours } from './colour.ts';
import { inkOn } from './inkOn.ts';
import { hexOf } from './oklab.ts';

it('numbers on every colour of every map can be read', () => {
  for (const [theme, { diverging, sequential }] of Object.entries(palettes)) {
    const colours = [...lookupTable(diverging), ...lookupTable(sequential)];
    for (const colour of colours) {
      const ink = inkOn(colour) === '#000' ? '#000000' : '#ffffff';
      expect(contrast(hexOf(colour), ink), `${theme} ${hexOf(colour)}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});

it('also on what is not a number', () => {
  for (const { nan, masked, infinite } of Object.values(specialColours)) {
    for (const colour of [nan, masked, infinite]) {
      const ink = inkOn(colour) === '#000' ? '#000000' : '#ffffff';
      expect(contrast(hexOf(colour), ink), hexOf(colour)).toBeGreaterThanOrEqual(4.5);
    }
  }
});
