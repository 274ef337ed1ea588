import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/sinusoidal.json';
import block from '../../golden/sinusoidal_concat.json';
import far from '../../golden/sinusoidal_far.json';
import { cellsOf, dimsFor, dot, exactOf } from '../../testing/exact.ts';
import { caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import sinusoidal from './sinusoidal.ts';

describe('sinusoidal, in float64', () => {
  it('is the table of the paper, odd widths too', () => {
    for (const [name, n, d, base, start] of [
      ['n16_d16_base10000_start0', 16, 16, 10000, 0],
      ['n6_d8_base100_start5', 6, 8, 100, 5],
      ['n5_d7_base10000_start0', 5, 7, 10000, 0],
    ] as const) {
      const exact = exactOf(sinusoidal, { base }, dimsFor(n, d, 1, start));
      expect(worstDifference(cellsOf(exact, n, d), caseOf(golden, name).data)).toBeLessThanOrEqual(
        1e-12,
      );
    }
  });

  it('keeps its digits at a million positions', () => {
    const { inputs, data } = caseOf(far, 'far_base10000');
    const got = numbersOf(inputs, 'positions').flatMap((position) =>
      cellsOf(exactOf(sinusoidal, {}, dimsFor(1, 16, 1, position)), 1, 16),
    );
    // The golden's own tolerance: a float64 angle of a million is good to 2e-9.
    expect(worstDifference(got, data)).toBeLessThanOrEqual(2e-9);
  });

  it('in block layout is a permutation of the same columns', () => {
    const exact = exactOf(sinusoidal, { layout: 'block' }, dimsFor(8, 8));
    expect(worstDifference(cellsOf(exact, 8, 8), caseOf(block, 'n8_d8').data)).toBeLessThanOrEqual(
      1e-12,
    );
    const interleaved = exactOf(sinusoidal, {}, dimsFor(8, 8));
    for (let pair = 0; pair < 4; pair++) {
      expect(exact.cell(5, pair)).toBe(interleaved.cell(5, 2 * pair));
      expect(exact.cell(5, 4 + pair)).toBe(interleaved.cell(5, 2 * pair + 1));
    }
  });

  it('has rows of squared length d/2 whose products depend on the offset alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 50 }),
        (pairs, position, offset) => {
          const d = 2 * pairs;
          const exact = exactOf(sinusoidal, {}, dimsFor(1, d));
          expect(dot(exact, position, position, d)).toBeCloseTo(pairs, 9);
          expect(dot(exact, position, position + offset, d)).toBeCloseTo(
            dot(exact, 0, offset, d),
            8,
          );
        },
      ),
    );
  });

  it('is shifted by the matrix of the golden', () => {
    const { data } = caseOf(golden, 'shift_matrix');
    const exact = exactOf(sinusoidal, {}, dimsFor(8, 6));
    for (let row = 0; row < 6; row++) {
      const shifted = Array.from(
        { length: 6 },
        (_, c) => (data[6 * row + c] ?? 0) * exact.cell(2, c),
      );
      expect(shifted.reduce((a, b) => a + b)).toBeCloseTo(exact.cell(5, row), 12);
    }
  });

  it('fills the numbers of a cell into its formula', () => {
    const exact = exactOf(sinusoidal, {}, dimsFor(40, 64));
    expect(exact.steps(17, 13)).toBe(
      String.raw`P_{17,\,13} = \cos(17 / 10000^{12/64}) = \cos(3.023) = -0.992985`,
    );
  });
});
