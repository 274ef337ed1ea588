import { describe, expect, it } from 'vitest';
import golden from '../../golden/alibi.json';
import { dimsFor, exactOf } from '../../testing/exact.ts';
import { caseOf, worstDifference } from '../../testing/golden.ts';
import alibi, { slopesOf } from './alibi.ts';

describe('alibi, in float64', () => {
  it('gives the slopes of the reference code for every head count of the golden', () => {
    for (const heads of [1, 2, 3, 4, 6, 8, 12, 16]) {
      const { data } = caseOf(golden, `slopes_${heads}`);
      expect(worstDifference(slopesOf(heads), data)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('is symmetric with a zero diagonal, and depends on the distance alone', () => {
    const exact = exactOf(alibi, {}, dimsFor(8, 8, 4));
    expect(exact.bias?.(2, 5, 5)).toBeCloseTo(0, 12);
    expect(exact.bias?.(2, 5, 3)).toBe(exact.bias?.(2, 3, 5));
    expect(exact.bias?.(2, 1005, 1003)).toBe(exact.bias?.(2, 5, 3));
  });

  it('hides the future in its causal form', () => {
    const exact = exactOf(alibi, { form: 'causal' }, dimsFor(8, 8, 4));
    expect(exact.bias?.(0, 3, 4)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('differs by a constant per row in its row form', () => {
    const symmetric = exactOf(alibi, { form: 'causal' }, dimsFor(8, 8, 4));
    const row = exactOf(alibi, { form: 'row' }, dimsFor(8, 8, 4));
    const differences = [0, 1, 2, 3].map(
      (key) => (row.bias?.(1, 3, key) ?? 0) - (symmetric.bias?.(1, 3, key) ?? 0),
    );
    for (const difference of differences) expect(difference).toBeCloseTo(differences[0] ?? 0, 12);
  });
});
