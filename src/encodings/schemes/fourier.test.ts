import { describe, expect, it } from 'vitest';
import golden from '../../golden/coordinate_features.json';
import { dimsFor, dot, exactOf } from '../../testing/exact.ts';
import { caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { givenNumbers, hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { placeOf, waveAt, waves } from '../waves.ts';
import fourier, { columnsOf } from './fourier.ts';

const sinCos = caseOf(golden, 'fourier_sin_cos');
const cosSin = caseOf(golden, 'fourier_cos_sin');
const flat = numbersOf(sinCos.inputs, 'b');
const rows = [0, 1, 2].map((k) => flat.slice(2 * k, 2 * k + 2));
const points = {
  length: 4,
  axes: 2,
  values: Float64Array.from(numbersOf(sinCos.inputs, 'v')),
};
/** Sines first as the notebook has them, and cosines first as the paper prints them. */
const columns = columnsOf(rows, 6);
const swapped = [...columns.slice(3), ...columns.slice(0, 3)];

describe('fourier, in float64', () => {
  it('is the golden for points of the plane, in both orders', () => {
    for (const [waved, { data }] of [
      [columns, sinCos],
      [swapped, cosSin],
    ] as const) {
      const got = [0, 1, 2, 3].flatMap((point) =>
        waved.map((wave) => waveAt(placeOf(points, point), wave)),
      );
      expect(worstDifference(got, data)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('has products that depend on the distance alone, the number of frequencies at 0', () => {
    const exact = exactOf(fourier, {}, dimsFor(20, 40));
    expect(dot(exact, 7, 7, 40)).toBeCloseTo(16, 12);
    expect(dot(exact, 12, 15, 40)).toBeCloseTo(dot(exact, 2, 5, 40), 11);
  });

  it('counts from the first token, whatever its position is called', () => {
    const near = exactOf(fourier, {}, dimsFor(8, 32));
    const far = exactOf(fourier, {}, dimsFor(8, 32, 1, 1000));
    expect(far.cell(3, 5)).toBe(near.cell(3, 5));
    expect(near.cell(0, 0)).toBeCloseTo(0, 12);
    expect(near.cell(0, 16)).toBe(1);
  });

  it('has zeros behind its features', () => {
    expect(exactOf(fourier, { features: 4 }, dimsFor(8, 32)).cell(3, 8)).toBe(0);
  });

  it('fills the numbers of a cell into its formula', () => {
    const normal = givenNumbers({ fourier: { width: 1, data: [0.25, 0.5] } });
    const exact = fourier.exact?.({ sigma: 2, features: 2 }, dimsFor(8, 8), normal);
    expect(exact?.steps(3, 3)).toBe(
      String.raw`P_{3,\,3} = \cos(2\pi \times 1 \times 3/8) = \cos(2.356) = -0.707107`,
    );
  });

  it('says how many channels its frequencies need', () => {
    expect(fourier.check?.({ sigma: 1, features: 17 }, dimsFor(8, 32))?.en).toContain(
      '34 channels',
    );
    expect(fourier.check?.({ sigma: 1, features: 16 }, dimsFor(8, 32))).toBeNull();
  });
});

onBothBackends(fourier, ({ holds }) => {
  it('golden fourier_sin_cos', () => holds(() => waves(points, columns), sinCos.data));
  it('golden fourier_cos_sin', () => holds(() => waves(points, swapped), cosSin.data));

  it('the widest band over the longest text is as its float64 formula', () => {
    const dims = dimsFor(4096, 16, 1, 1000);
    const values = { sigma: 100, features: 8 };
    const exact = exactOf(fourier, values, dims);
    const at = { length: 2, axes: 1, values: Float64Array.of(1001, 5095) };
    const wanted = [1, 4095].flatMap((row) =>
      Array.from({ length: 16 }, (_, channel) => exact.cell(row, channel)),
    );
    return holds(() => hooksOf(fourier, values, dims).table?.(at), wanted, 1e-6);
  });

  it('B is read as it was drawn', () => {
    const normal = givenNumbers({ fourier: { width: 1, data: [0.5, -1.25] } });
    const { weights } = hooksOf(fourier, { sigma: 2, features: 2 }, dimsFor(4, 4), normal);
    return holds(() => weights?.B?.(points), [1, -2.5], 0);
  });
});
