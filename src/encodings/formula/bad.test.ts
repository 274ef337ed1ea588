import { expect, it } from 'vitest';
import { countBad } from './bad.ts';

it('counts what is no number apart from what is too large for one', () => {
  const values = Float32Array.of(0, Number.NaN, 1, Number.POSITIVE_INFINITY, -1 / 0, -0);
  expect(countBad(values)).toEqual({ nan: 1, infinite: 2 });
  expect(countBad([])).toEqual({ nan: 0, infinite: 0 });
});
