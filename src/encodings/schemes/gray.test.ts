import { describe, expect, it } from 'vitest';
import golden from '../../golden/binary_gray.json';
import { cellsOf, dimsFor, exactOf } from '../../testing/exact.ts';
import { caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { type Positions, sequence } from '../encoding.ts';
import gray from './gray.ts';

const cases = [
  ['gray_01', false],
  ['gray_signed', true],
] as const;
const far = caseOf(golden, 'gray_far');
const farPositions = numbersOf(far.inputs, 'positions');

describe('gray, in float64', () => {
  it('is the digits of p ⊕ ⌊p / 2⌋, least significant first', () => {
    for (const [name, signed] of cases) {
      const exact = exactOf(gray, { signed }, dimsFor(16, 4));
      expect(worstDifference(cellsOf(exact, 16, 4), caseOf(golden, name).data)).toBe(0);
    }
    const cells = farPositions.flatMap((position) =>
      cellsOf(exactOf(gray, {}, dimsFor(1, 20, 1, position)), 1, 20),
    );
    expect(worstDifference(cells, far.data)).toBe(0);
  });

  it('has a period of 2ᵇ⁺² in channel b', () => {
    const exact = exactOf(gray, {}, dimsFor(256, 6));
    for (let channel = 0; channel < 6; channel++) {
      const period = 2 ** (channel + 2);
      for (let row = 0; row < 128; row++) {
        expect(exact.cell(row + period, channel)).toBe(exact.cell(row, channel));
        expect(exact.cell(row + period / 2, channel)).toBe(1 - exact.cell(row, channel));
      }
    }
  });

  it('changes one digit a step, from the last row to the first too, and repeats none', () => {
    const exact = exactOf(gray, {}, dimsFor(64, 6));
    const rows = Array.from({ length: 64 }, (_, row) =>
      Array.from({ length: 6 }, (_unused, channel) => exact.cell(row, channel)),
    );
    rows.forEach((row, index) => {
      const next = rows[(index + 1) % 64];
      expect(row.filter((digit, channel) => digit !== next?.[channel])).toHaveLength(1);
    });
    expect(new Set(rows.map(String)).size).toBe(64);
    expect(rows[0]?.filter((digit, channel) => digit !== rows[31]?.[channel])).toHaveLength(1);
  });

  it('fills the numbers of a cell into its formula', () => {
    expect(exactOf(gray, {}, dimsFor(40, 8)).steps(13, 2)).toBe(
      String.raw`g = 13 \oplus 6 = 11 \qquad P_{13,\,2} = \left\lfloor 11 / 2^{2} \right\rfloor \bmod 2 = 0`,
    );
    expect(exactOf(gray, { signed: true }, dimsFor(40, 8)).steps(13, 3)).toBe(
      String.raw`g = 13 \oplus 6 = 11 \qquad P_{13,\,3} = 2\left(\left\lfloor 11 / 2^{3} \right\rfloor \bmod 2\right) - 1 = 2 \times 1 - 1 = 1`,
    );
  });
});

onBothBackends(gray, ({ holds }) => {
  // Digits are whole numbers: float32 has them exactly.
  const tolerance = 0;

  for (const [name, signed] of cases) {
    it(`is the golden ${name}`, () =>
      holds(
        () => hooksOf(gray, { signed }, dimsFor(16, 4)).table?.(sequence(0, 16)),
        caseOf(golden, name).data,
        tolerance,
      ));
  }

  it('is the golden gray_far', () => {
    const positions: Positions = {
      length: farPositions.length,
      axes: 1,
      values: Float64Array.from(farPositions),
    };
    return holds(() => hooksOf(gray, {}, dimsFor(2, 20)).table?.(positions), far.data, tolerance);
  });

  it('has no digit in the channels behind the last, up to the widest model', () => {
    // 2²⁰ − 1 is twenty ones; only its first differs from the digit before it.
    const wanted = Array.from({ length: 1024 }, (_, channel) => (channel === 19 ? 1 : -1));
    const hooks = hooksOf(gray, { signed: true }, dimsFor(1, 1024));
    return holds(() => hooks.table?.(sequence(2 ** 20 - 1, 1)), wanted, tolerance);
  });
});
