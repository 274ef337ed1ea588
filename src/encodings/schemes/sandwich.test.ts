import { describe, expect, it } from 'vitest';
import golden from '../../golden/sandwich.json';
import { dimsFor, dot, exactOf } from '../../testing/exact.ts';
import { caseOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { sequence } from '../encoding.ts';
import sandwich from './sandwich.ts';
import sinusoidal from './sinusoidal.ts';

const cases = [
  ['bias', { width: 16, zeroDiagonal: false }],
  ['bias_zero_diagonal', { width: 16, zeroDiagonal: true }],
] as const;
const dims = dimsFor(6, 16, 4);

describe('sandwich, in float64', () => {
  it('is the bias of the reference code, with and without its diagonal', () => {
    for (const [name, params] of cases) {
      const { data } = caseOf(golden, name);
      const exact = exactOf(sandwich, params, dims);
      const got = data.map(
        (_, cell) =>
          exact.bias?.(Math.floor(cell / 36), Math.floor(cell / 6) % 6, cell % 6) ?? Number.NaN,
      );
      expect(worstDifference(got, data)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('depends on the distance alone, and is the curve of the map', () => {
    const exact = exactOf(sandwich, {}, dims);
    expect(exact.bias?.(2, 5, 3)).toBe(exact.bias?.(2, 3, 5));
    expect(exact.bias?.(2, 1005, 1003)).toBe(exact.bias?.(2, 5, 3));
    expect(exact.cell(2, 5 - 2)).toBe(exact.bias?.(2, 5, 3));
  });

  it('has products of the sinusoidal table, one wave further, on its first head of eight', () => {
    const exact = exactOf(sandwich, { width: 16 }, dimsFor(6, 16, 8));
    const table = exactOf(sinusoidal, {}, dimsFor(6, 16));
    for (let distance = 0; distance < 6; distance++) {
      const next = dot(table, 0, distance, 16) - Math.cos(distance) + Math.cos(distance / 10000);
      expect(exact.bias?.(0, distance, 0)).toBeCloseTo(next, 12);
    }
  });

  it('with a zero diagonal differs by one number a head, which softmax does not see', () => {
    const plain = exactOf(sandwich, {}, dims);
    const zero = exactOf(sandwich, { zeroDiagonal: true }, dims);
    for (let head = 0; head < 4; head++) {
      expect(zero.bias?.(head, 3, 3)).toBeCloseTo(0, 12);
      for (let column = 0; column < 11; column++) {
        const difference = plain.cell(head, column) - zero.cell(head, column);
        expect(difference).toBeCloseTo(64 / (2 * (head + 1)), 12);
      }
    }
  });

  it('needs an even width, and says which it is', () => {
    const given = { base: 10000, zeroDiagonal: false };
    expect(sandwich.check?.({ ...given, width: 128 }, dims)).toBeNull();
    expect(sandwich.check?.({ ...given, width: 127 }, dims)?.en).toContain('it is 127');
    expect(sandwich.check?.({ ...given, width: 127 }, dims)?.['zh-CN']).toContain('127');
  });

  it('fills the numbers of a cell into its formula', () => {
    expect(exactOf(sandwich, { width: 16 }, dims).steps(1, 2)).toBe(
      String.raw`b_{2}(-3) = \frac{4}{8 \times 2} \sum\nolimits_{t=1}^{8} \cos\frac{-3}{10000^{2t/16}} = \frac{4}{8 \times 2} \times 7.53309 = 1.883273`,
    );
  });
});

onBothBackends(sandwich, ({ holds }) => {
  for (const [name, params] of cases) {
    const all = sequence(0, 6);
    it(`is the golden ${name}`, () =>
      holds(
        () => hooksOf(sandwich, params, dims).bias?.(all, all, { first: 0, count: 4 }),
        caseOf(golden, name).data,
      ));
  }
});
