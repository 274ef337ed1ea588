// Spectra of waves that are known, and against the sum that defines them.
import { describe, expect, it } from 'vitest';
import { peaksOf, spectrumOf, strongest } from './spectrum.ts';

const table = (rows: number, columns: number, cell: (row: number, column: number) => number) =>
  Float64Array.from({ length: rows * columns }, (_, i) =>
    cell(Math.floor(i / columns), i % columns),
  );

/** The definition: |Σ x_p exp(−2πikp/n)|² of each centred column. */
function slow(values: Float64Array, rows: number, columns: number): number[] {
  const power = Array.from({ length: Math.floor(rows / 2) + 1 }, (_, k) => {
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      const own = Array.from({ length: rows }, (_unused, p) => values[p * columns + column] ?? 0);
      const mean = own.reduce((a, b) => a + b) / rows;
      let [re, im] = [0, 0];
      own.forEach((value, p) => {
        re += (value - mean) * Math.cos((2 * Math.PI * k * p) / rows);
        im += (value - mean) * Math.sin((2 * Math.PI * k * p) / rows);
      });
      sum += (re * re + im * im) * (k === 0 || 2 * k === rows ? 1 : 2);
    }
    return sum;
  });
  const all = power.reduce((a, b) => a + b);
  return power.map((each) => each / all);
}

describe('a spectrum', () => {
  it.each([512, 511, 509, 40, 7, 2])('of one sine over %i rows is one line', (rows) => {
    const turns = rows === 2 ? 1 : Math.ceil(rows / 5);
    const found = spectrumOf(
      table(rows, 1, (p) => 3 + 0.2 * Math.cos((2 * Math.PI * turns * p) / rows + 0.4)),
      rows,
      1,
    );
    // Sums of 512 products in float64.
    found.forEach((share, k) =>
      expect(Math.abs(share - (k === turns ? 1 : 0))).toBeLessThan(1e-12),
    );
    expect(strongest(found).turns).toBe(turns);
  });

  it.each([
    [48, 5],
    [49, 4],
    [31, 3],
    [60, 1],
  ])('of %i × %i cells is the sum that defines it', (rows, columns) => {
    const values = table(rows, columns, (p, c) => Math.sin(p * p * 0.37 + c) + 0.01 * p);
    const [found, wanted] = [spectrumOf(values, rows, columns), slow(values, rows, columns)];
    wanted.forEach((share, k) => expect(Math.abs((found[k] ?? 9) - share)).toBeLessThan(1e-12));
  });

  it('weighs columns by their variance', () => {
    const found = spectrumOf(
      table(60, 2, (p, c) => (c === 0 ? 2 : 1) * Math.sin((2 * Math.PI * p * (c + 3)) / 60)),
      60,
      2,
    );
    expect(found[3]).toBeCloseTo(0.8, 12);
    expect(found[4]).toBeCloseTo(0.2, 12);
  });

  it('of what does not vary, and of one row, is all 0', () => {
    expect([
      ...spectrumOf(
        table(6, 2, () => 5),
        6,
        2,
      ),
    ]).toEqual([0, 0, 0, 0]);
    expect([...spectrumOf([1, 2], 1, 2)]).toEqual([0]);
  });
});

describe('peaks', () => {
  it('are the lines that stand out, and of near ones the larger', () => {
    const spectrum = Float64Array.from({ length: 101 }, () => 0.003);
    for (const [turns, share] of [
      [3, 0.2],
      [10, 0.3],
      [12, 0.15],
      [60, 0.1],
    ] as const) {
      spectrum[turns] = share;
    }
    expect(peaksOf(spectrum, 5).map(({ turns }) => turns)).toEqual([3, 10, 60]);
    expect(peaksOf(spectrum, 2).map(({ turns }) => turns)).toEqual([3, 10]);
  });

  it('are none in an even spectrum', () => {
    expect(
      peaksOf(
        Float64Array.from({ length: 33 }, () => 1 / 32),
        5,
      ),
    ).toEqual([]);
  });
});
