import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { parse } from './parse.ts';

const scope = { p: 7, q: 3, i: 2, d: 8, n: 10, base: 10000 };

function valueOf(formula: string): number {
  const parsed = parse(formula);
  if (parsed.kind === 'problem') throw new Error(parsed.problem.message.en);
  return evaluate(parsed.tree, scope);
}

describe('a formula in float64', () => {
  it.each([
    ['p + q + i + d + n + base', 10030],
    ['pi', Math.PI],
    ['e', Math.E],
    ['tau', 2 * Math.PI],
    ['sin(p)', Math.sin(7)],
    ['cos(p)', Math.cos(7)],
    ['tan(p)', Math.tan(7)],
    ['exp(-q)', Math.exp(-3)],
    ['log(p)', Math.log(7)],
    ['sqrt(p)', Math.sqrt(7)],
    ['abs(q - p)', 4],
    ['floor(-p / 2)', -4],
    ['min(p, q, i)', 2],
    ['max(p, q, i)', 7],
    ['sin(p / base^(2*i/d))', Math.sin(7 / 10000 ** 0.5)],
  ])('%s is %d', (formula, value) => {
    expect(valueOf(formula)).toBe(value);
  });

  it.each([
    ['mod(7, 4)', 3],
    ['mod(-7, 4)', 1],
    ['mod(7, -4)', -1],
    ['mod(-7, -4)', -3],
    ['mod(8, 4)', 0],
    ['mod(5.5, 2)', 1.5],
    ['mod(1, 0)', Number.NaN],
  ])('%s is %d, of the sign of the divisor', (formula, value) => {
    expect(valueOf(formula)).toBe(value);
  });

  it.each([
    ['1 < 2', 1],
    ['2 < 1', 0],
    ['2 <= 2', 1],
    ['2 > 1', 1],
    ['1 >= 2', 0],
    ['2 == 2', 1],
    ['2 != 2', 0],
    ['3 and 2', 1],
    ['3 and 0', 0],
    ['0 or 0.5', 1],
    ['0 or 0', 0],
    ['not 3', 0],
    ['not 0', 1],
    ['(p > q) * 5', 5],
  ])('%s is %d: truth is a number', (formula, value) => {
    expect(valueOf(formula)).toBe(value);
  });

  it('keeps what is no number, or too large for one', () => {
    expect(valueOf('1/0')).toBe(Number.POSITIVE_INFINITY);
    expect(valueOf('log(0)')).toBe(Number.NEGATIVE_INFINITY);
    expect(valueOf('sqrt(-1)')).toBeNaN();
    expect(valueOf('0/0 + 1')).toBeNaN();
    expect(valueOf('1e999')).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes only the branch that holds', () => {
    expect(valueOf('if(i == 0, 1/0, 5)')).toBe(5);
  });
});
