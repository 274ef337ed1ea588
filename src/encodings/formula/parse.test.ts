import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { often } from '../../testing/often.ts';
import { evaluate } from './evaluate.ts';
import { parse } from './parse.ts';
import type { Tree } from './syntax.ts';
import { spelled, trees } from './testing.ts';

const scope = { p: 7, q: 3, i: 2, d: 8, n: 10, base: 10000 };

function valueOf(formula: string): number {
  const parsed = parse(formula);
  if (parsed.kind === 'problem') throw new Error(parsed.problem.message.en);
  return evaluate(parsed.tree, scope);
}

function treeOf(formula: string): Tree | string {
  const parsed = parse(formula);
  return parsed.kind === 'tree' ? parsed.tree : parsed.problem.message.en;
}

describe('a formula', () => {
  it.each([
    ['−2^2', -4],
    ['(-2)^2', 4],
    ['2^3^2', 512],
    ['2^-1', 0.5],
    ['2^-2^2', 1 / 16],
    ['2*-3', -6],
    ['8/-2*4', -16],
    ['-8/2*4', -16],
    ['8/2*4', 16],
    ['1-2-3', -4],
    ['1+2*3', 7],
    ['--3', 3],
    ['-+-3', 3],
    ['1 - -3', 4],
    ['1 < 2 and 2 < 3', 1],
    ['1 or 0 and 0', 1],
    ['not 0 and 0', 0],
    ['not 1 == 2', 1],
    ['not not 5', 1],
    ['1 + 1 == 2', 1],
    ['1 < 2 ? 10 : 20', 10],
    ['0 ? 1 : 0 ? 2 : 3', 3],
    ['1 ? 0 ? 1 : 2 : 3', 2],
    ['1 + 0 ? 5 : 6', 5],
    ['if(0, 1, 2)', 2],
    ['if(p > q, 1, 2) + 1', 2],
  ])('%s is %d', (formula, value) => {
    expect(valueOf(formula)).toBe(value);
  });

  it.each([
    ['1e3', 1000],
    ['1.5E-2', 0.015],
    ['1e−3', 0.001],
    ['.5', 0.5],
    ['2.', 2],
    ['1e+2', 100],
    ['007', 7],
  ])('may hold the number %s', (formula, value) => {
    expect(valueOf(formula)).toBe(value);
  });

  it('means the same with the signs of print and of a Chinese keyboard', () => {
    expect(treeOf('p × i · d ÷ n − q ≤ 1')).toEqual(treeOf('p * i * d / n - q <= 1'));
    expect(treeOf('ｓｉｎ（ｐ，')).toBe(treeOf('sin(p,'));
    expect(treeOf('ｉｆ（ｐ＞ｑ，１，２）')).toEqual(treeOf('if(p>q,1,2)'));
    expect(treeOf('p ≥ q and p ≠ 0')).toEqual(treeOf('p >= q and p != 0'));
  });

  it('does not care about spaces and lines', () => {
    expect(treeOf(' p\n+\u00a0q\t')).toEqual(treeOf('p+q'));
  });

  it('knows e the constant from e the exponent', () => {
    expect(valueOf('2*e')).toBe(2 * Math.E);
    expect(valueOf('2e1')).toBe(20);
    expect(treeOf('2e')).toContain('missing before “e” at character 2');
  });
});

describe('a broken formula', () => {
  it.each([
    ['', 0, 'is empty'],
    ['   ', 0, 'is empty'],
    ['p + x', 4, 'Unknown name “x” at character 5; known: p, q, i'],
    ['P', 0, 'Unknown name “P”'],
    ['constructor', 0, 'Unknown name “constructor”'],
    ['__proto__', 0, 'Unknown name “__proto__”'],
    ['位置 + 1', 0, 'Unknown name “位置”'],
    ['p $ 2', 2, '“$” at character 3 is not allowed'],
    ['p + 🙂', 4, '“🙂” at character 5'],
    ['p + \ud83d', 4, '“U+D83D” at character 5'],
    ['p\u0007', 1, '“U+0007”'],
    ['p = 2', 2, 'write =='],
    ['p && q', 2, 'write and'],
    ['p % 2', 2, 'write mod(a, b)'],
    ['2p', 1, 'An operator is missing before “p” at character 2'],
    ['2 (p)', 2, 'An operator is missing before “(”'],
    ['(p) q', 4, 'An operator is missing before “q”'],
    ['1.2.3', 3, 'An operator is missing before “.3”'],
    ['p(3)', 1, 'An operator is missing before “(”'],
    ['p +', 3, 'ends at character 4'],
    ['p + * 2', 4, 'expected at character 5, not “*”'],
    ['p ** 2', 3, 'not “*”'],
    ['p and', 5, 'ends at character 6'],
    ['and p', 0, 'not “and”'],
    ['(p', 0, 'The “(” at character 1 is never closed'],
    ['sin(p', 3, 'The “(” at character 4 is never closed'],
    ['p)', 1, '“)” at character 2 matches nothing'],
    ['p, q', 1, '“,” at character 2 matches nothing'],
    ['(1, 2)', 2, '“,” at character 3 matches nothing'],
    ['p : q', 2, '“:” at character 3 matches nothing'],
    ['p ? q', 2, 'The “?” at character 3 has no “:”'],
    ['p ? q 3', 6, 'An operator is missing before “3”'],
    ['sin p', 0, 'is a function; write sin(…)'],
    ['sin()', 0, 'takes 1 value, not 0'],
    ['sin(1, 2)', 0, 'takes 1 value, not 2'],
    ['1 + mod(p)', 4, 'takes 2 values, not 1'],
    ['max(1)', 0, 'takes at least 2 values, not 1'],
    ['if(p, 1)', 0, 'takes 3 values, not 2'],
    ['if(p, 1, 2, 3)', 0, 'takes 3 values, not 4'],
    ['1 < 2 < 3', 6, 'Comparisons cannot be chained (character 7)'],
  ])('%j is wrong at %d: %s', (formula, at, message) => {
    const parsed = parse(formula);
    if (parsed.kind === 'tree') throw new Error(`${formula} was read`);
    expect(parsed.problem.message.en).toContain(message);
    expect(parsed.problem.at).toBe(at);
    expect(parsed.problem.message['zh-CN']).toMatch(/[\u4e00-\u9fff].*。$/u);
  });

  it('may have 512 characters and no more', () => {
    expect(treeOf(`${'1+'.repeat(255)}11`)).toBeTypeOf('object');
    expect(parse('1'.repeat(513))).toMatchObject({ kind: 'problem', problem: { at: 512 } });
    expect(treeOf('1'.repeat(513))).toContain('513 characters long; at most 512');
  });

  it.each([
    ['parentheses', (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`, 64],
    ['functions', (depth: number) => `${'abs('.repeat(depth)}1${')'.repeat(depth)}`, 64],
    ['powers', (depth: number) => `${'1^'.repeat(depth)}1`, 64],
    ['negations', (depth: number) => `${'not '.repeat(depth)}1`, 64],
    ['conditions', (depth: number) => `${'1?1:'.repeat(depth)}1`, 64],
    // The first minus belongs to the sum.
    ['signs', (depth: number) => `${'-'.repeat(depth)}1`, 65],
  ])('may nest %s, and says where it goes too deep', (_, formula, most) => {
    expect(treeOf(formula(most))).toBeTypeOf('object');
    expect(treeOf(formula(most + 1))).toContain('nested more than 64 levels deep');
  });

  it('has a sentence that stays short, however long its name', () => {
    expect(treeOf('x'.repeat(500))).toContain(`“${'x'.repeat(24)}…”`);
  });
});

describe('any text', () => {
  const words = ['p', 'q', 'i', 'base', 'pi', 'sin', 'mod', 'if', 'and', 'or', 'not', 'max'];
  const signs = [...'+-*/^(),?:<>=!−×·÷≤≥≠ 019.e', '<=', '==', '!=', '１', '（', '&', '\n'];
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...words, ...signs) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 2 }) },
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
    // Half a surrogate pair, too.
    fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
      .map((units) => String.fromCharCode(...units)),
  );

  const readable = (formula: string): boolean => {
    const parsed = parse(formula);
    if (parsed.kind === 'tree') return typeof evaluate(parsed.tree, scope) === 'number';
    const { at, message } = parsed.problem;
    return at >= 0 && at <= formula.length && message.en !== '' && message['zh-CN'] !== '';
  };

  it('is a formula or has a problem within it, whatever it is', () => {
    const { counterexample } = fc.check(fc.property(text, readable), {
      numRuns: often(80_000),
      seed: 7,
    });
    expect(counterexample).toBeNull();
  }, 30_000);

  it('that a tree is spelled by is read as that tree', () => {
    // Compared as text: much faster than node by node.
    const same = fc.property(
      trees,
      fc.boolean(),
      (tree, tight) => JSON.stringify(treeOf(spelled(tree, tight))) === JSON.stringify(tree),
    );
    expect(fc.check(same, { numRuns: often(20_000), seed: 7 }).counterexample).toBeNull();
  }, 30_000);
});
