import { expect, it } from 'vitest';
import { typedNumber } from './typedNumber.ts';

it.each([
  ['12', 12],
  [' 10,000 ', 10_000],
  ['1 048 576', 1_048_576],
  ['１２，０００', 12_000],
  ['0。5', 0.5],
  ['−0.25', -0.25],
  ['－3', -3],
  ['1e-3', 0.001],
  ['−1e−3', -0.001],
])('reads %j', (text, value) => {
  expect(typedNumber(text)).toBe(value);
});

it.each(['', '   ', 'many', '0,1x', '1.2.3', '--1', '10²'])('takes %j for no number', (text) => {
  expect(typedNumber(text)).toBeNaN();
});
