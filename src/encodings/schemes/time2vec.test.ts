import { describe, expect, it } from 'vitest';
import golden from '../../golden/coordinate_features.json';
import { dimsFor, exactOf } from '../../testing/exact.ts';
import { caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { givenNumbers, hooksOf, onBothBackends } from '../../testing/scheme.ts';
import time2vec, { outputAt } from './time2vec.ts';

const { inputs, data } = caseOf(golden, 'time2vec');
const [tau, omega, phi] = ['tau', 'omega', 'phi'].map((name) => numbersOf(inputs, name)) as [
  number[],
  number[],
  number[],
];
const normal = givenNumbers({ omega: { width: 1, data: omega }, phi: { width: 1, data: phi } });

describe('time2vec, in float64', () => {
  it('is the golden at every time, whole or not', () => {
    const got = tau.flatMap((time) => [0, 1, 2, 3].map((k) => outputAt(time, k, { omega, phi })));
    expect(worstDifference(got, data)).toBeLessThanOrEqual(1e-12);
  });

  it('grows by the same amount from position to position in its first channel', () => {
    const exact = exactOf(time2vec, {}, dimsFor(9, 16));
    const step = exact.cell(1, 0) - exact.cell(0, 0);
    expect(exact.cell(8, 0) - exact.cell(7, 0)).toBeCloseTo(step, 12);
  });

  it('has zeros behind its outputs', () => {
    expect(exactOf(time2vec, { features: 4 }, dimsFor(9, 16)).cell(3, 4)).toBe(0);
  });

  it('says in its name and in its line that it is untrained', () => {
    expect(time2vec.text.name.en).toContain('untrained');
    expect(time2vec.text.idea.en).toContain('random initialisation');
  });

  it('fills the numbers of a cell into its formula', () => {
    const exact = time2vec.exact?.({ features: 4 }, dimsFor(11, 8), normal);
    expect(exact?.steps(10, 0)).toBe(String.raw`P_{10,\,0} = 0.03027 \times 10 + 1.232 = 1.534982`);
    expect(exact?.steps(10, 1)).toBe(
      String.raw`P_{10,\,1} = \sin(1.707 \times 10 - 2.471) = \sin(14.6) = 0.895887`,
    );
  });

  it('says when its outputs do not fit', () => {
    expect(time2vec.check?.({ features: 17 }, dimsFor(8, 16))?.en).toContain('dimension 16');
    expect(time2vec.check?.({ features: 16 }, dimsFor(8, 16))).toBeNull();
  });
});

onBothBackends(time2vec, ({ holds }) => {
  const hooks = () => hooksOf(time2vec, { features: 4 }, dimsFor(4, 4), normal);
  const at = { length: 4, axes: 1, values: Float64Array.from(tau) };

  it('golden time2vec', () => holds(() => hooks().table?.(at), data));
  // Whole positions are where the GPU computes the angles itself.
  it('golden time2vec, its whole positions alone', () =>
    holds(
      () => hooks().table?.({ length: 3, axes: 1, values: Float64Array.of(0, 1, 10) }),
      data.filter((_, cell) => cell < 4 || cell >= 8),
    ));
  it('ω and φ are read as they were drawn', async () => {
    await holds(() => hooks().weights?.omega?.(at), omega, 1e-7);
    await holds(() => hooks().weights?.phi?.(at), phi, 2e-7);
  });
});
