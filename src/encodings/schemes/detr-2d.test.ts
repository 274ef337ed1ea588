import { describe, expect, it } from 'vitest';
import golden from '../../golden/detr_2d.json';
import { cellsOf, dimsFor, dot, exactOf } from '../../testing/exact.ts';
import { caseOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { gridPlaces } from '../grid.ts';
import detr from './detr-2d.ts';

const grids = [
  { name: 'h2_w3_f4_norm', rows: 2, columns: 3, dModel: 8, normalize: true },
  { name: 'h3_w3_f6_raw', rows: 3, columns: 3, dModel: 12, normalize: false },
] as const;

describe('detr-2d, in float64', () => {
  it('is the table of the reference code, row first and counted from 1', () => {
    for (const { name, rows, columns, dModel, normalize } of grids) {
      const tokens = rows * columns;
      const exact = exactOf(detr, { rows, columns, normalize }, dimsFor(tokens, dModel));
      expect(
        worstDifference(cellsOf(exact, tokens, dModel), caseOf(golden, name).data),
      ).toBeLessThanOrEqual(1e-12);
    }
  });

  it('puts the first row at 2π / rows and the last almost at 2π, however many rows there are', () => {
    for (const rows of [1, 5, 64]) {
      const exact = exactOf(detr, { rows, columns: 1 }, dimsFor(rows, 8));
      // Off by the 10⁻⁶ in the divisor: at most 2π · 10⁻⁶ rad.
      expect(Math.abs(exact.cell(0, 0) - Math.sin((2 * Math.PI) / rows))).toBeLessThan(1e-5);
      expect(Math.abs(exact.cell(rows - 1, 0))).toBeLessThan(1e-5);
      expect(exact.cell(rows - 1, 1)).toBeCloseTo(1, 9);
    }
  });

  it('has products that depend on the step in the picture alone', () => {
    const exact = exactOf(detr, {}, dimsFor(40, 16));
    // Two columns and one row further, from two places.
    expect(dot(exact, 1, 11, 16)).toBeCloseTo(dot(exact, 26, 36, 16), 12);
    // The same step in the sequence, over the end of a row: another in the picture.
    expect(Math.abs(dot(exact, 1, 11, 16) - dot(exact, 6, 16, 16))).toBeGreaterThan(0.1);
  });

  it('depends on the number of rows only when its sides are scaled', () => {
    const table = (rows: number, normalize: boolean) =>
      cellsOf(exactOf(detr, { rows, normalize }, dimsFor(40, 8)), 40, 8);
    expect(table(5, false)).toEqual(table(9, false));
    expect(table(5, true)).not.toEqual(table(9, true));
  });

  it('needs a dimension divisible by 4, and says which it is', () => {
    expect(detr.check?.({}, dimsFor(8, 12))).toBeNull();
    expect(detr.check?.({}, dimsFor(8, 6))?.en).toContain('it is 6');
    expect(detr.check?.({}, dimsFor(8, 6))?.['zh-CN']).toContain('6');
  });

  it('fills the numbers of a cell into its formula', () => {
    expect(exactOf(detr, {}, dimsFor(40, 64)).steps(19, 35)).toBe(
      String.raw`19 = 8 \times 2 + 3 \qquad v = \frac{4}{8 + 10^{-6}} \qquad P_{19,\,35} = \cos(2\pi v / 10000^{4/64}) = \cos(1.767) = -0.194601`,
    );
    expect(exactOf(detr, { normalize: false }, dimsFor(40, 64)).steps(19, 0)).toBe(
      String.raw`19 = 8 \times 2 + 3 \qquad v = 3 \qquad P_{19,\,0} = \sin(v / 10000^{0/64}) = \sin(3) = 0.141120`,
    );
  });
});

onBothBackends(detr, ({ holds }) => {
  for (const { name, rows, columns, dModel, normalize } of grids) {
    const tokens = rows * columns;
    it(`is the golden ${name}`, () =>
      holds(
        () =>
          hooksOf(detr, { rows, columns, normalize }, dimsFor(tokens, dModel)).table?.(
            gridPlaces(0, tokens, columns),
          ),
        caseOf(golden, name).data,
      ));
  }

  for (const normalize of [true, false]) {
    it(`keeps its digits in the last rows there are, sides ${normalize ? '' : 'not '}scaled`, () => {
      const start = 2 ** 20 - 4;
      const dims = dimsFor(4, 16, 1, start);
      const given = { columns: 2, normalize };
      return holds(
        () => hooksOf(detr, given, dims).table?.(gridPlaces(start, 4, 2)),
        cellsOf(exactOf(detr, given, dims), 4, 16),
      );
    });
  }
});
