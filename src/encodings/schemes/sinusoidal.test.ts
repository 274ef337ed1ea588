import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/sinusoidal.json';
import block from '../../golden/sinusoidal_concat.json';
import far from '../../golden/sinusoidal_far.json';
import t2t from '../../golden/sinusoidal_t2t.json';
import { cellsOf, dimsFor, dot, exactOf } from '../../testing/exact.ts';
import {
  caseOf,
  encodingTolerance,
  type Golden,
  numbersOf,
  worstDifference,
} from '../../testing/golden.ts';
import { hooksOf, listed, onBothBackends, readBack } from '../../testing/scheme.ts';
import { sequence } from '../encoding.ts';
import { gram } from '../gram.ts';
import type { ParamValues } from '../params.ts';
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

const layouts: readonly (readonly [
  Golden,
  readonly string[],
  (p: Golden['cases'][number]['params']) => ParamValues,
])[] = [
  [
    golden,
    [
      'n16_d16_base10000_start0',
      'n6_d8_base100_start5',
      'n5_d7_base10000_start0',
      'n4_d2_base10000_start0',
    ],
    ({ base }) => ({ base: Number(base) }),
  ],
  [block, ['n8_d8', 'n5_d6'], ({ base }) => ({ layout: 'block', base: Number(base) })],
  [
    t2t,
    [
      'n8_d16_min1_max10000_start0',
      'n6_d9_min1_max10000_start3',
      'n4_d2_min1_max10000_start0',
      'n5_d8_min2_max500_start0',
    ],
    (p) => ({
      layout: 'tensor2tensor',
      minTimescale: Number(p.min_timescale),
      maxTimescale: Number(p.max_timescale),
    }),
  ],
];

onBothBackends(sinusoidal, ({ holds }) => {
  for (const [each, names, paramsOf] of layouts) {
    for (const name of names) {
      it(`is the table of golden ${name}`, async () => {
        const { params, shape, data } = caseOf(each, name);
        const [n = 0, d = 0] = shape;
        const start = Number(params.start ?? 0);
        const hooks = hooksOf(sinusoidal, paramsOf(params), dimsFor(n, d, 1, start));
        await holds(() => hooks.table?.(sequence(start, n)), data);
      });
    }
  }

  it('is as exact near 2²⁰ as near 0', async () => {
    for (const base of [10000, 500000]) {
      const { inputs, data } = caseOf(far, `far_base${base}`);
      const hooks = hooksOf(sinusoidal, { base }, dimsFor(5, 16));
      await holds(() => hooks.table?.(listed(numbersOf(inputs, 'positions'))), data, 1e-6);
    }
  });

  it('has dot products that depend on the offset alone', async () => {
    const { inputs, data } = caseOf(golden, 'dot_of_offset');
    const deltas = numbersOf(inputs, 'delta');
    const length = Math.max(...deltas) + 3;
    const products = await readBack(() => {
      const table = hooksOf(sinusoidal, {}, dimsFor(length, 16)).table?.(sequence(0, length));
      return table && gram(table, 1);
    });
    for (const row of [0, 2]) {
      const got = deltas.map((delta) => products[row * length + row + delta] ?? Number.NaN);
      // Eight products of numbers below 1, each off by at most 2e-6.
      expect(worstDifference(got, data)).toBeLessThanOrEqual(16 * encodingTolerance);
    }
  });
});
