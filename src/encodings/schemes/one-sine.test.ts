import { expect, it } from 'vitest';
import golden from '../../golden/circular.json';
import { dimsFor, exactOf } from '../../testing/exact.ts';
import { caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, listed, onBothBackends } from '../../testing/scheme.ts';
import { tf } from '../tensors.ts';
import oneSine from './one-sine.ts';

const exact = exactOf(oneSine, {}, dimsFor(2048, 2));

it('is the number of the article’s code at each position', () => {
  const { inputs, data } = caseOf(golden, 'article_code_scheme');
  const got = numbersOf(inputs, 'positions').map((position) => exact.cell(position, 0));
  expect(worstDifference(got, data)).toBeLessThanOrEqual(1e-12);
});

it('gives p and 1024 − p the same number', () => {
  for (const p of [0, 1, 100, 512])
    expect(exact.cell(p, 0)).toBeCloseTo(exact.cell(1024 - p, 0), 12);
});

onBothBackends(oneSine, ({ holds }) => {
  it('is the number of the article’s code', async () => {
    const { inputs, data } = caseOf(golden, 'article_code_scheme');
    const positions = numbersOf(inputs, 'positions');
    await holds(() => {
      const table = hooksOf(oneSine, {}, dimsFor(positions.length, 2)).table?.(listed(positions));
      return table && tf.slice(table, [0, 0], [positions.length, 1]);
    }, data);
  });
});
