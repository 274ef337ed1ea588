import { describe, expect, it } from 'vitest';
import golden from '../../golden/binary_gray.json';
import { cellsOf, dimsFor, exactOf } from '../../testing/exact.ts';
import { caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { type Positions, sequence } from '../encoding.ts';
import binary from './binary.ts';

const cases = [
  ['binary_01', false],
  ['binary_signed', true],
] as const;
const far = caseOf(golden, 'binary_far');
const farPositions = numbersOf(far.inputs, 'positions');

describe('binary, in float64', () => {
  it('is the digits of the position, least significant first', () => {
    for (const [name, signed] of cases) {
      const exact = exactOf(binary, { signed }, dimsFor(16, 4));
      expect(worstDifference(cellsOf(exact, 16, 4), caseOf(golden, name).data)).toBe(0);
    }
    const cells = farPositions.flatMap((position) =>
      cellsOf(exactOf(binary, {}, dimsFor(1, 20, 1, position)), 1, 20),
    );
    expect(worstDifference(cells, far.data)).toBe(0);
  });

  it('has a period of 2ᵇ⁺¹ in channel b', () => {
    const exact = exactOf(binary, {}, dimsFor(128, 6));
    for (let channel = 0; channel < 6; channel++) {
      const period = 2 ** (channel + 1);
      for (let row = 0; row < 64; row++) {
        expect(exact.cell(row + period, channel)).toBe(exact.cell(row, channel));
        expect(exact.cell(row + period / 2, channel)).toBe(1 - exact.cell(row, channel));
      }
    }
  });

  it('writes no two positions below 2^bits alike, and flips six digits from 31 to 32', () => {
    const exact = exactOf(binary, {}, dimsFor(64, 6));
    const rows = Array.from({ length: 64 }, (_, row) =>
      Array.from({ length: 6 }, (_unused, channel) => exact.cell(row, channel)),
    );
    expect(new Set(rows.map(String)).size).toBe(64);
    expect(rows[31]?.filter((digit, channel) => digit !== rows[32]?.[channel])).toHaveLength(6);
  });

  it('fills the numbers of a cell into its formula', () => {
    expect(exactOf(binary, {}, dimsFor(40, 8)).steps(13, 2)).toBe(
      String.raw`P_{13,\,2} = \left\lfloor 13 / 2^{2} \right\rfloor \bmod 2 = 3 \bmod 2 = 1`,
    );
    expect(exactOf(binary, { signed: true }, dimsFor(40, 8)).steps(13, 1)).toBe(
      String.raw`P_{13,\,1} = 2\left(\left\lfloor 13 / 2^{1} \right\rfloor \bmod 2\right) - 1 = 2 \times 0 - 1 = -1`,
    );
  });
});

onBothBackends(binary, ({ holds }) => {
  // Digits are whole numbers: float32 has them exactly.
  const tolerance = 0;

  for (const [name, signed] of cases) {
    it(`is the golden ${name}`, () =>
      holds(
        () => hooksOf(binary, { signed }, dimsFor(16, 4)).table?.(sequence(0, 16)),
        caseOf(golden, name).data,
        tolerance,
      ));
  }

  it('is the golden binary_far', () => {
    const positions: Positions = {
      length: farPositions.length,
      axes: 1,
      values: Float64Array.from(farPositions),
    };
    return holds(() => hooksOf(binary, {}, dimsFor(2, 20)).table?.(positions), far.data, tolerance);
  });

  it('has no digit in the channels behind the last, up to the widest model', () => {
    const wanted = Array.from({ length: 1024 }, (_, channel) => (channel < 20 ? 1 : -1));
    const hooks = hooksOf(binary, { signed: true }, dimsFor(1, 1024));
    return holds(() => hooks.table?.(sequence(2 ** 20 - 1, 1)), wanted, tolerance);
  });
});
