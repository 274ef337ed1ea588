import { describe, expect, it } from 'vitest';
import golden from '../../golden/kerple.json';
import { dimsFor, exactOf } from '../../testing/exact.ts';
import { caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { sequence } from '../encoding.ts';
import alibi, { slopesOf } from './alibi.ts';
import kerple from './kerple.ts';

const length = 6;
/** The golden has numbers of its own for each head: a head of it is a setting of ours. */
const heads = (['log', 'power'] as const).flatMap((form) => {
  const { inputs, data } = caseOf(golden, form);
  const r1 = numbersOf(inputs, 'r1');
  const r2 = numbersOf(inputs, 'r2');
  return r1.map((strength, head) => ({
    head,
    params: { form, r1: strength, r2: r2[head] ?? Number.NaN },
    data: data.slice(head * length ** 2, (head + 1) * length ** 2),
  }));
});

describe('kerple, in float64', () => {
  it('is both forms of the reference code in every head of the golden', () => {
    expect(heads).toHaveLength(4);
    for (const { head, params, data } of heads) {
      const exact = exactOf(kerple, params, dimsFor(length, 8, 2));
      const square = data.map((_, cell) =>
        exact.bias?.(head, Math.floor(cell / length), cell % length),
      );
      expect(
        worstDifference(
          square.map((value) => value ?? Number.NaN),
          data,
        ),
      ).toBeLessThanOrEqual(1e-12);
    }
  });

  it('has a zero diagonal and depends on the distance alone', () => {
    for (const form of ['log', 'power']) {
      const exact = exactOf(kerple, { form, r1: 2, r2: 0.5 }, dimsFor(length, 8, 2));
      expect(exact.bias?.(1, 5, 5)).toBeCloseTo(0, 12);
      expect(exact.bias?.(1, 5, 3)).toBe(exact.bias?.(0, 3, 5));
      expect(exact.bias?.(1, 1005, 1003)).toBe(exact.bias?.(1, 5, 3));
      expect(exact.cell(1, length - 1 - 2)).toBe(exact.bias?.(1, 5, 3));
    }
  });

  it('is ALiBi as a power with r₂ = 1', () => {
    const dims = dimsFor(length, 8, 2);
    slopesOf(2).forEach((slope, head) => {
      const power = exactOf(kerple, { form: 'power', r1: slope, r2: 1 }, dims);
      const line = exactOf(alibi, {}, dims);
      for (let column = 0; column < 2 * length - 1; column++) {
        expect(power.cell(head, column)).toBeCloseTo(line.cell(head, column), 12);
      }
    });
  });

  it('takes no power above 2, and says which it is', () => {
    const dims = dimsFor(length, 8, 2);
    expect(kerple.check?.({ form: 'power', r1: 1, r2: 2 }, dims)).toBeNull();
    expect(kerple.check?.({ form: 'log', r1: 1, r2: 3 }, dims)).toBeNull();
    expect(kerple.check?.({ form: 'power', r1: 1, r2: 3 }, dims)?.en).toContain('it is 3');
    expect(kerple.check?.({ form: 'power', r1: 1, r2: 3 }, dims)?.['zh-CN']).toContain('3');
  });

  it('fills the numbers of a cell into its formula', () => {
    const log = exactOf(kerple, { r1: 1.5, r2: 0.25 }, dimsFor(40, 8, 2));
    expect(log.steps(0, 36)).toBe(
      String.raw`b(-3) = -1.5 \times \ln(1 + 0.25 \times 3) = -0.839424`,
    );
    const power = exactOf(kerple, { form: 'power', r1: 1.5, r2: 0.25 }, dimsFor(40, 8, 2));
    expect(power.steps(0, 42)).toBe(String.raw`b(3) = -1.5 \times 3^{0.25} = -1.974111`);
  });
});

onBothBackends(kerple, ({ holds }) => {
  for (const { head, params, data } of heads) {
    const all = sequence(0, length);
    it(`is head ${head + 1} of the golden ${params.form}`, () =>
      holds(
        () =>
          hooksOf(kerple, params, dimsFor(length, 8, 2)).bias?.(all, all, {
            first: head,
            count: 1,
          }),
        data,
      ));
  }
});
