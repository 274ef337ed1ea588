import fc from 'fast-check';
import temml from 'temml';
import { describe, expect, it } from 'vitest';
import { parse } from './parse.ts';
import { trees } from './testing.ts';
import { texOf, texOfText } from './tex.ts';

function typeset(formula: string, naming: (name: string) => string = (name) => name): string {
  const parsed = parse(formula);
  if (parsed.kind === 'problem') throw new Error(parsed.problem.message.en);
  return texOf(parsed.tree, naming);
}

/** @throws when the typesetter does not understand */
function rendered(tex: string): string {
  return temml.renderToString(tex, { throwOnError: true });
}

describe('a formula in TeX', () => {
  it.each([
    ['sin(p / 2^(2*i/d))', String.raw`\sin\left(\frac{p}{2^{2\,i / d}}\right)`],
    ['-(p - q)*0.5', String.raw`-\left(p - q\right)\cdot 0.5`],
    ['-2^2', '-2^{2}'],
    ['(-2)^2', String.raw`\left(-2\right)^{2}`],
    ['2*-3', String.raw`2\cdot \left(-3\right)`],
    ['p - (q - i)', String.raw`p - \left(q - i\right)`],
    ['(p/2)^2', String.raw`\left(\frac{p}{2}\right)^{2}`],
    ['2^(p/(q*i))', String.raw`2^{p / \left(q\,i\right)}`],
    ['sin(p)^2', String.raw`\left(\sin\left(p\right)\right)^{2}`],
    ['mod(i, 2) == 0', String.raw`i \bmod 2 = 0`],
    ['mod(i + 1, 2) + 1', String.raw`\left(\left(i + 1\right) \bmod 2\right) + 1`],
    ['sqrt(p)*abs(q)', String.raw`\sqrt{p}\cdot \left|q\right|`],
    ['floor(p/2)', String.raw`\left\lfloor \frac{p}{2} \right\rfloor`],
    ['pi*e*tau', String.raw`\pi\,\mathrm{e}\,\tau`],
    ['log(p)', String.raw`\ln\left(p\right)`],
    ['max(p, q, 3)', String.raw`\max\left(p, q, 3\right)`],
    [
      'not (p < q) and p >= 1 or q != 2',
      String.raw`\lnot \left(p < q\right) \land p \ge 1 \lor q \ne 2`,
    ],
    ['1e-5*p', String.raw`10^{-5}\,p`],
    ['2e-5^2', String.raw`\left(2 \times 10^{-5}\right)^{2}`],
    ['0.1 + 3.14159265', '0.1 + 3.14159265'],
    [
      'p < 3 ? 1 : p < 5 ? 2 : 3',
      String.raw`\begin{cases} 1 & p < 3 \\ 2 & p < 5 \\ 3 & \text{else} \end{cases}`,
    ],
    [
      'if(p, 1, 2) + 1',
      String.raw`\left(\begin{cases} 1 & p \\ 2 & \text{else} \end{cases}\right) + 1`,
    ],
  ])('%s', (formula, tex) => {
    expect(typeset(formula)).toBe(tex);
    expect(rendered(tex)).toContain('<math');
  });

  it('takes numbers for names', () => {
    const numbers = (name: string) => ({ p: '5', i: '2', base: '10^{8}' })[name] ?? name;
    expect(typeset('2*p / base^(2*i/d)', numbers)).toBe(
      String.raw`\frac{2\cdot 5}{\left(10^{8}\right)^{2\cdot 2 / d}}`,
    );
  });

  it('is understood by the typesetter, for random formulas', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        expect(rendered(texOf(tree, (name) => name))).toContain('<math');
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

describe('text that is no formula', () => {
  it('shows its characters and none of its commands', () => {
    expect(texOfText(String.raw`\frac{p}{2}`)).toBe(
      String.raw`\text{\textbackslash{}frac\{p\}\{2\}}`,
    );
    const formula = String.raw`sin(p ^ 50% $#&_~ \qquad`;
    expect(texOfText(formula)).not.toContain('\\qquad');
    expect(rendered(texOfText(formula))).toContain(
      String.raw`sin(p ^ 50% $#&amp;_~ \qquad`.replaceAll(' ', '\u00a0'),
    );
  });

  it('is understood by the typesetter, whatever it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc
        .array(fc.constantFrom(...'\\{}$%#&_^~-<>\'"`|@!?+ ap\n\u2028\ud83d'), { maxLength: 20 })
        .map((c) => c.join('')),
    );
    fc.assert(
      fc.property(text, (each) => {
        expect(rendered(texOfText(each))).toContain('<math');
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});
