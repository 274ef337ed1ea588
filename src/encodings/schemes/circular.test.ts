import { expect, it } from 'vitest';
import golden from '../../golden/circular.json';
import { cellsOf, dimsFor, dot, exactOf } from '../../testing/exact.ts';
import { caseOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { sequence } from '../encoding.ts';
import circular from './circular.ts';

it('is the printed range from 1 and the worked example from 0', () => {
  for (const [name, n, origin] of [
    ['n5_start0', 5, '0'],
    ['n5_start1', 5, '1'],
    ['n16_start1', 16, '1'],
  ] as const) {
    const exact = exactOf(circular, { origin }, dimsFor(n, 2));
    expect(worstDifference(cellsOf(exact, n, 2), caseOf(golden, name).data)).toBeLessThanOrEqual(
      1e-12,
    );
  }
});

it('makes the last position a neighbour of the first', () => {
  const exact = exactOf(circular, {}, dimsFor(7, 2));
  expect(dot(exact, 0, 6, 2)).toBeCloseTo(dot(exact, 0, 1, 2), 12);
});

it('moves position 1 when the text grows, and has zeros behind its two channels', () => {
  expect(exactOf(circular, {}, dimsFor(5, 8)).cell(1, 0)).toBeCloseTo(0.951, 3);
  expect(exactOf(circular, {}, dimsFor(7, 8)).cell(1, 0)).toBeCloseTo(0.782, 3);
  expect(exactOf(circular, {}, dimsFor(7, 8)).cell(1, 2)).toBe(0);
});

onBothBackends(circular, ({ holds }) => {
  it('is the printed range and the worked example', async () => {
    for (const name of ['n5_start0', 'n5_start1', 'n8_start0', 'n1_start0', 'n16_start1']) {
      const { params, data } = caseOf(golden, name);
      const n = Number(params.n);
      const hooks = hooksOf(circular, { origin: String(params.start) }, dimsFor(n, 2));
      await holds(() => hooks.table?.(sequence(0, n)), data);
    }
  });
});
