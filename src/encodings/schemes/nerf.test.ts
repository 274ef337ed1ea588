import { describe, expect, it } from 'vitest';
import golden from '../../golden/coordinate_features.json';
import { cellsOf, dimsFor, dot, exactOf } from '../../testing/exact.ts';
import { caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { sequence } from '../encoding.ts';
import { placeOf, waveAt, waves } from '../waves.ts';
import nerf, { columnsOf } from './nerf.ts';

const code = { octaves: 10, pi: false, includeInput: true };
const itself = { axes: 2, slope: 1, origin: 0 };
const goldens = [
  { name: 'nerf_code', values: { ...code, octaves: 3 }, width: 14 },
  { name: 'nerf_paper', values: { octaves: 3, pi: true, includeInput: false }, width: 12 },
].map(({ name, values, width }) => {
  const { inputs, data } = caseOf(golden, name);
  const points = { length: 4, axes: 2, values: Float64Array.from(numbersOf(inputs, 'x')) };
  return { name, data, points, columns: columnsOf(values, width, itself) };
});

describe('nerf, in float64', () => {
  it('is the golden for points of the plane, as in the code and as in the paper', () => {
    for (const { data, points, columns } of goldens) {
      const got = [0, 1, 2, 3].flatMap((point) =>
        columns.map((wave) => waveAt(placeOf(points, point), wave)),
      );
      expect(worstDifference(got, data)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('doubles the angle from octave to octave', () => {
    for (const pi of [false, true]) {
      const exact = exactOf(nerf, { pi }, dimsFor(9, 32));
      for (let octave = 0; octave < 9; octave++) {
        const [sin, cos] = [exact.cell(5, 1 + 2 * octave), exact.cell(5, 2 + 2 * octave)];
        expect(exact.cell(5, 3 + 2 * octave)).toBeCloseTo(2 * sin * cos, 11);
      }
    }
  });

  it('without the coordinate has products that depend on the distance alone', () => {
    const bare = exactOf(nerf, { includeInput: false }, dimsFor(20, 24));
    expect(dot(bare, 12, 15, 24)).toBeCloseTo(dot(bare, 2, 5, 24), 10);
    const whole = exactOf(nerf, {}, dimsFor(20, 24));
    expect(Math.abs(dot(whole, 12, 15, 24) - dot(whole, 2, 5, 24))).toBeGreaterThan(0.01);
  });

  it('makes 63 numbers of a point and 27 of a direction, and zeros behind them', () => {
    for (const [octaves, numbers] of [
      [10, 63],
      [4, 27],
    ] as const) {
      const columns = columnsOf({ ...code, octaves }, 70, { ...itself, axes: 3 });
      expect(columns.filter(({ shape }) => shape !== 'zero')).toHaveLength(numbers);
    }
  });

  it('keeps the coordinate between −1 and 1, wherever the text starts', () => {
    const cells = cellsOf(exactOf(nerf, { octaves: 1 }, dimsFor(4, 3, 1, 1000)), 4, 3);
    expect(cells.filter((_, cell) => cell % 3 === 0)).toEqual([-1, -0.5, 0, 0.5]);
  });

  it('fills the numbers of a cell into its formula', () => {
    const exact = exactOf(nerf, { pi: true }, dimsFor(8, 32));
    expect(exact.steps(5, 0)).toBe(String.raw`P_{5,\,0} = 2 \times 5/8 - 1 = 0.250000`);
    expect(exact.steps(5, 3)).toBe(
      String.raw`P_{5,\,3} = \sin(2^{1}\pi \times 0.25) = \sin(1.571) = 1.000000`,
    );
  });

  it('says how many channels its octaves need', () => {
    expect(nerf.check?.(code, dimsFor(8, 20))?.en).toContain('21 channels');
    expect(nerf.check?.({ ...code, includeInput: false }, dimsFor(8, 20))).toBeNull();
  });
});

onBothBackends(nerf, ({ holds }) => {
  for (const { name, data, points, columns } of goldens) {
    it(`golden ${name}`, () => holds(() => waves(points, columns), data));
  }

  it('twenty octaves over the longest text are as their float64 formula', async () => {
    for (const pi of [false, true]) {
      const dims = dimsFor(4096, 41, 1, 1000);
      const values = { octaves: 20, pi };
      const exact = exactOf(nerf, values, dims);
      const wanted = cellsOf({ ...exact, cell: (row, c) => exact.cell(4000 + row, c) }, 96, 41);
      const table = () => hooksOf(nerf, values, dims).table?.(sequence(5000, 96));
      await holds(table, wanted, 1e-6);
    }
  });
});
