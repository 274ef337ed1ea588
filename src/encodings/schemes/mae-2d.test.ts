import { describe, expect, it } from 'vitest';
import golden from '../../golden/mae_2d.json';
import { cellsOf, dimsFor, dot, exactOf } from '../../testing/exact.ts';
import { caseOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { gridPlaces } from '../grid.ts';
import mae from './mae-2d.ts';

const width = 8;
const withClass = caseOf(golden, 'with_cls').data;
/** Grids of the golden. The class token's row of zeros is no place in the picture, nor a token here. */
const grids = [
  { name: 'h2_w3_d8', tokens: 6, columns: 3, dModel: 8, data: caseOf(golden, 'h2_w3_d8').data },
  { name: 'h4_w4_d16', tokens: 16, columns: 4, dModel: 16, data: caseOf(golden, 'h4_w4_d16').data },
  { name: 'with_cls', tokens: 4, columns: 2, dModel: width, data: withClass.slice(width) },
];

describe('mae-2d, in float64', () => {
  it('is the table of the reference code, column first', () => {
    for (const { tokens, columns, dModel, data } of grids) {
      const exact = exactOf(mae, { columns }, dimsFor(tokens, dModel));
      expect(worstDifference(cellsOf(exact, tokens, dModel), data)).toBeLessThanOrEqual(1e-12);
    }
    expect(withClass.slice(0, width).every((value) => value === 0)).toBe(true);
  });

  it('has products that are a sum of one part for columns and one for rows', () => {
    const columns = 5;
    const d = 16;
    const exact = exactOf(mae, { columns }, dimsFor(40, d));
    const part = (offset: number) =>
      [0, 1, 2, 3].reduce((sum, k) => sum + Math.cos(offset * 10000 ** ((-4 * k) / d)), 0);
    for (const [a, b] of [
      [0, 0],
      [7, 31],
      [12, 38],
      [33, 4],
    ] as const) {
      const across = (b % columns) - (a % columns);
      const down = Math.floor(b / columns) - Math.floor(a / columns);
      expect(dot(exact, a, b, d)).toBeCloseTo(part(across) + part(down), 12);
    }
  });

  it('goes on below the last row, and does not depend on how many there are', () => {
    const short = exactOf(mae, { rows: 2, columns: 4 }, dimsFor(40, 8));
    const tall = exactOf(mae, { rows: 9, columns: 4 }, dimsFor(40, 8));
    expect(cellsOf(short, 40, 8)).toEqual(cellsOf(tall, 40, 8));
    expect(short.cell(38, 4)).toBeCloseTo(Math.sin(9), 12);
  });

  it('needs a dimension divisible by 4, and says which it is', () => {
    expect(mae.check?.({}, dimsFor(8, 12))).toBeNull();
    expect(mae.check?.({}, dimsFor(8, 10))?.en).toContain('it is 10');
    expect(mae.check?.({}, dimsFor(8, 10))?.['zh-CN']).toContain('10');
  });

  it('fills the numbers of a cell into its formula', () => {
    expect(exactOf(mae, {}, dimsFor(40, 64)).steps(19, 35)).toBe(
      String.raw`19 = 8 \times 2 + 3 \qquad P_{19,\,35} = \sin(2 / 10000^{12/64}) = \sin(0.3557) = 0.348205`,
    );
  });
});

onBothBackends(mae, ({ holds }) => {
  for (const { name, tokens, columns, dModel, data } of grids) {
    it(`is the golden ${name}`, () =>
      holds(
        () =>
          hooksOf(mae, { columns }, dimsFor(tokens, dModel)).table?.(
            gridPlaces(0, tokens, columns),
          ),
        data,
      ));
  }

  it('keeps its digits in the last rows there are', () => {
    const start = 2 ** 20 - 4;
    const dims = dimsFor(4, 16, 1, start);
    const hooks = hooksOf(mae, { columns: 2 }, dims);
    return holds(
      () => hooks.table?.(gridPlaces(start, 4, 2)),
      cellsOf(exactOf(mae, { columns: 2 }, dims), 4, 16),
    );
  });
});
