import { describe, expect, it } from 'vitest';
import { type QueryScale, queryFactor } from '../encodings/queryScale.ts';
import golden from '../golden/today.json';
import { worstDifference } from '../testing/golden.ts';
import { exactQueryFactor } from './exact.ts';

const given = golden.cases.find(({ name }) => name === 'query-temperature');
const positions: readonly number[] = given?.inputs.positions ?? [];
const wanted = { llama4: given?.llama4, power: given?.power, log: given?.log?.data };
const usual = { queryStep: 8192, queryGain: 0.1, querySpan: 2048 };
const { scale = Number.NaN, bias = Number.NaN } = given?.log ?? {};

describe.each(['llama4', 'power', 'log'] as const)('%s', (queryScale) => {
  const of: QueryScale = { ...usual, queryScale, querySlope: scale, queryBias: bias };
  it.each([
    ['the pass', queryFactor],
    ['float64', exactQueryFactor],
  ] as const)('is that of the golden in %s', (_, factor) => {
    const got = positions.map((position) => factor(of, position));
    // The golden has twelve digits.
    expect(worstDifference(got, wanted[queryScale] ?? [])).toBeLessThanOrEqual(1e-11);
  });
});
