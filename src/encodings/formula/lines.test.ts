import { describe, expect, it } from 'vitest';
import { findingsAt } from './lines.ts';
import { parse } from './parse.ts';
import type { Tree } from './syntax.ts';

const scope = { p: 0, q: 0, i: 2, d: 8, n: 10, base: 10000 };

function treeOf(formula: string): Tree {
  const parsed = parse(formula);
  if (parsed.kind === 'problem') throw new Error(parsed.problem.message.en);
  return parsed.tree;
}

describe('a line', () => {
  it.each([
    ['p', 1, 0, 0],
    ['5', 0, 0, 5],
    ['p / base^(2*i/d)', 1 / 100, 0, 0],
    ['2*(p + 3) / 4 - 1', 0.5, 0, 0.5],
    ['-p + q*i', -1, 2, 0],
    ['pi * (p - q) / n', Math.PI / 10, -Math.PI / 10, 0],
    ['if(mod(i, 2) == 0, p, q)', 1, 0, 0],
    ['if(i == 0, p, q + d)', 0, 1, 8],
    ['p * 0', 0, 0, 0],
  ])('is found in %s', (formula, p, q, rest) => {
    const line = findingsAt([scope]).linesOf(treeOf(formula))[0];
    expect(line?.p).toBeCloseTo(p, 14);
    expect(line?.q).toBeCloseTo(q, 14);
    expect(line?.rest).toBeCloseTo(rest, 14);
  });

  it.each([
    'p*p',
    'p^2',
    '1/p',
    'sin(p)',
    'if(p < 3, p, q)',
    'p < 3',
    'not p',
    'p / 0',
    'p*q',
    'max(p, q)',
  ])('is not found in %s', (formula) => {
    expect(findingsAt([scope]).linesOf(treeOf(formula))[0]).toBeNull();
  });
});

describe('the offset alone', () => {
  it.each([
    'p - q',
    'q - p',
    '1 + p - q',
    'p/3 - q/3',
    'exp(-((p - q)/8)^2)',
    'if(p - q < 8, 0, -10)',
    'abs(p - q) / 2^(i + 1)',
    'mod(2*p - 2*q, n) + i',
    '5',
  ])('decides %s', (formula) => {
    expect(findingsAt([scope]).dependsOnOffset(treeOf(formula))).toBe(true);
  });

  it.each(['p', 'q', 'p + q', 'p*q', 'p - 2*q', '(p - q)*p', 'if(p < q, 1, 0)', 'sin(p) - sin(q)'])(
    'does not decide %s, as far as can be seen',
    (formula) => {
      expect(findingsAt([scope]).dependsOnOffset(treeOf(formula))).toBe(false);
    },
  );

  it('must decide at every head', () => {
    const tree = treeOf('p - q*if(i == 0, 1, 2)');
    const at = (i: number) => ({ ...scope, i });
    expect(findingsAt([at(0)]).dependsOnOffset(tree)).toBe(true);
    expect(findingsAt([at(0), at(1)]).dependsOnOffset(tree)).toBe(false);
  });

  it('is decided at once for the longest formula', () => {
    const tree = treeOf(Array.from({ length: 85 }, () => 'q*q*i').join('+'));
    const heads = Array.from({ length: 16 }, (_, i) => ({ ...scope, i }));
    const since = performance.now();
    expect(findingsAt(heads).dependsOnOffset(tree)).toBe(false);
    // Took seconds when each part was looked at once for every tree that holds it.
    expect(performance.now() - since).toBeLessThan(500);
  });
});
