import { describe, expect, it } from 'vitest';
import golden from '../../golden/alibi.json';
import { dimsFor, exactOf } from '../../testing/exact.ts';
import { caseOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { sequence } from '../encoding.ts';
import { tf } from '../tensors.ts';
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

onBothBackends(alibi, ({ holds }) => {
  const at = sequence(0, 6);
  const biasOf = (form: string) =>
    hooksOf(alibi, { form }, dimsFor(6, 8, 4)).bias?.(at, at, { first: 0, count: 4 });

  for (const form of ['symmetric', 'causal']) {
    it(`is golden bias_${form}`, () =>
      holds(() => biasOf(form), caseOf(golden, `bias_${form}`).data));
  }

  it('is golden bias_row where the golden has no mask', async () => {
    // The row form fills the future too; the golden leaves that to the mask.
    const { data } = caseOf(golden, 'bias_row');
    const shown = data.map((value) => (value === null ? 0 : 1));
    await holds(
      () => {
        const bias = biasOf('row');
        return bias && tf.mul(bias, tf.tensor(Float32Array.from(shown), [4, 6, 6]));
      },
      data.map((value) => value ?? 0),
    );
  });
});
