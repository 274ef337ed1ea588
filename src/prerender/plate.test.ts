import { expect, it } from 'vitest';
import { packed } from '../fields/oklab.ts';
import { paintedMap, plateOf } from './plate.ts';

const plate = plateOf();

/** A number of a map. */
function at(map: 'positions' | 'similarity' | 'attention', row: number, column: number): number {
  const matrix = plate.maps[map];
  if (matrix?.kind !== 'memory') throw new Error('not in memory');
  return matrix.data[row * matrix.columns + column] ?? Number.NaN;
}

it('holds the sinusoids of Vaswani et al. 2017', () => {
  expect(at('positions', 7, 10)).toBeCloseTo(Math.sin(7 / 10000 ** (10 / 64)), 6);
  expect(at('positions', 7, 11)).toBeCloseTo(Math.cos(7 / 10000 ** (10 / 64)), 6);
});

it('has likeness 1 on the diagonal, and rows of attention that sum to 1 and see no later key', () => {
  for (let row = 0; row < plate.spec.length; row++) {
    expect(at('similarity', row, row)).toBeCloseTo(1, 6);
    const weights = Array.from({ length: plate.spec.length }, (_, key) =>
      at('attention', row, key),
    );
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect(weights.slice(row + 1).every((weight) => weight === 0)).toBe(true);
  }
});

it('paints a cell in the colour that its theme has for its number', () => {
  const { pixels } = paintedMap(plate, 'positions', 'paper');
  // cos 0 = 1 is the end of the scale.
  expect(pixels[1]).toBe(packed('#0d3f72'));
  // Nine pixels a cell.
  const large = paintedMap(plate, 'similarity', 'night', 360);
  const small = paintedMap(plate, 'similarity', 'night');
  expect(large.pixels[(9 * 5 + 4) * 360 + 9 * 3 + 4]).toBe(small.pixels[5 * small.width + 3]);
});
