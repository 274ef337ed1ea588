import { describe, expect, it } from 'vitest';
import golden from '../../golden/sinusoidal.json';
import far from '../../golden/sinusoidal_far.json';
import { cellsOf, dimsFor, exactOf } from '../../testing/exact.ts';
import { caseOf, type Golden, numbersOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends } from '../../testing/scheme.ts';
import { sequence } from '../encoding.ts';
import { defaultsOf } from '../params.ts';
import alibi from './alibi.ts';
import custom from './custom.ts';
import sinusoidal from './sinusoidal.ts';

const oneSine = 'sin(p / base^(2*i/d))';
const formulaOf = (formula: string) => ({ ...defaultsOf(custom.params), formula });
/** The tables of sines and cosines with an even width, which is where the default agrees. */
const tables = ['n16_d16_base10000_start0', 'n6_d8_base100_start5', 'n4_d2_base10000_start0'];

function given(name: string) {
  const found = caseOf(golden, name);
  const { n, dim, base, start } = found.params;
  return {
    data: found.data,
    params: { base: Number(base) },
    dims: dimsFor(Number(n), Number(dim), 1, Number(start)),
  };
}

describe('a formula of one’s own', () => {
  it.each(tables)('is at first the table of sines and cosines: golden %s', (name) => {
    const { data, params, dims } = given(name);
    const cells = cellsOf(exactOf(custom, params, dims), dims.length, dims.dModel);
    expect(worstDifference(cells, data)).toBeLessThanOrEqual(1e-12);
  });

  it('is a bias where it mentions q, and a table elsewhere', () => {
    const familyOf = (formula: string) => custom.familyFor?.(formulaOf(formula));
    expect(familyOf('p - q')).toBe('bias');
    expect(familyOf('p * i')).toBe('additive');
    expect(familyOf('p - q +')).toBe('additive');
    expect(custom.family).toBe('additive');
  });

  it('says which character is wrong', () => {
    const problem = custom.check?.(formulaOf('p + x'), dimsFor(4, 8));
    expect(problem?.en).toContain('“x” at character 5');
    expect(problem?.['zh-CN']).toContain('第 5 个字符');
    expect(custom.check?.(formulaOf('p + i'), dimsFor(4, 8))).toBeNull();
  });

  it('is typeset with its base, and as plain text while it cannot be read', () => {
    expect(custom.tex(formulaOf(oneSine))).toBe(
      String.raw`P_{p,\,i} = \sin\left(\frac{p}{10000^{2\,i / d}}\right)`,
    );
    expect(custom.tex(formulaOf('p - q'))).toBe('b_{i+1}(p, q) = p - q');
    expect(custom.tex(formulaOf(String.raw`\p`))).toBe(String.raw`\text{\textbackslash{}p}`);
  });

  it('shows the numbers of a cell', () => {
    expect(exactOf(custom, { formula: oneSine }, dimsFor(8, 16, 1, 3)).steps(2, 4)).toBe(
      String.raw`P_{5,\,4} = \sin\left(\frac{5}{10000^{2\cdot 4 / 16}}\right) = 0.049979`,
    );
    expect(exactOf(custom, { formula: '(p - q)/2^i' }, dimsFor(8, 16, 2, 3)).steps(1, 0)).toBe(
      String.raw`b_{2}(10, 3) = \frac{10 - 3}{2^{1}} = 3.500000`,
    );
  });

  it('counts d and i over a head in a bias, over the dimension in a table', () => {
    const dims = dimsFor(4, 16, 4);
    expect(exactOf(custom, { formula: 'd + 100*i' }, dims).cell(0, 15)).toBe(1516);
    expect(exactOf(custom, { formula: 'd + 100*i + 0*q' }, dims).cell(3, 0)).toBe(304);
  });

  it('shows of a bias what the last query sees, and adds it to no token', () => {
    const exact = exactOf(custom, { formula: 'p + 1000*q' }, dimsFor(3, 4, 2, 5));
    expect(cellsOf(exact, 1, 5)).toEqual([5007, 6007, 7007, 8007, 9007]);
    expect(exact.bias?.(0, 6, 5)).toBe(5006);
    expect(exactOf(custom, { formula: 'p' }, dimsFor(3, 4))).not.toHaveProperty('bias');
  });

  it('has a parameter only where the formula mentions it', () => {
    const shown = custom.params.base?.when;
    expect(shown?.(formulaOf(oneSine))).toBe(true);
    expect(shown?.(formulaOf('p + i'))).toBe(false);
  });

  it('has presets that can be read, in both families', () => {
    const presets = (custom.presets ?? []).map((preset) => ({
      ...defaultsOf(custom.params),
      ...preset.params,
    }));
    expect(presets.map((params) => custom.check?.(params, dimsFor(4, 8)))).toEqual(
      presets.map(() => null),
    );
    expect(new Set(presets.map((params) => custom.familyFor?.(params)))).toEqual(
      new Set(['additive', 'bias']),
    );
  });
});

onBothBackends(custom, ({ holds }) => {
  /** The table on the backend, and the whole float64 formula. */
  const table = (formula: string, dims = dimsFor(12, 16, 2, 2 ** 20 - 12)) =>
    [
      () => hooksOf(custom, { formula }, dims).table?.(sequence(dims.start, dims.length)),
      cellsOf(exactOf(custom, { formula }, dims), dims.length, dims.dModel),
    ] as const;

  /** The bias of some heads, likewise; of all where it is not said. */
  const bias = (
    formula: string,
    dims = dimsFor(12, 16, 4, 2 ** 20 - 12),
    heads = { first: 0, count: dims.nHeads },
  ) => {
    const at = sequence(dims.start, dims.length);
    const exact = exactOf(custom, { formula }, dims);
    const wanted = Array.from({ length: heads.count * dims.length ** 2 }, (_, cell) => {
      const [row, column] = [Math.floor(cell / dims.length), cell % dims.length];
      const [head, query] = [Math.floor(row / dims.length), row % dims.length];
      const [from, to] = [dims.start + query, dims.start + column];
      return exact.bias?.(heads.first + head, from, to) ?? Number.NaN;
    });
    return [() => hooksOf(custom, { formula }, dims).bias?.(at, at, heads), wanted] as const;
  };

  for (const name of tables) {
    it(`the default: golden ${name}`, () => {
      const { data, params, dims } = given(name);
      const hooks = hooksOf(custom, params, dims);
      return holds(() => hooks.table?.(sequence(dims.start, dims.length)), data);
    });
  }

  for (const base of [10000, 500000]) {
    it(`the default: golden far_base${base}`, () => {
      const each: Golden = far;
      const { data, inputs } = caseOf(each, `far_base${base}`);
      const positions = Float64Array.from(numbersOf(inputs, 'positions'));
      const hooks = hooksOf(custom, { base }, dimsFor(positions.length, 16));
      return holds(
        () => hooks.table?.({ length: positions.length, axes: 1, values: positions }),
        data,
        1e-6,
      );
    });
  }

  for (const formula of [
    String(custom.params.formula?.default),
    oneSine,
    'cos((p + 0.3*i)/(i + 1) - 2)',
    'sin(if(mod(i, 2) == 0, p, p/3) * pi/4)',
  ]) {
    it(`just below 2²⁰ a wave of a line in p is within 1e-6: ${formula}`, () =>
      holds(...table(formula), 1e-6));
  }

  for (const formula of [
    'sin((p + q)/(i + 2) - 1)',
    'cos(p/3 + q*(i + 1)/7)',
    'sin((p - q)/10^i)',
    'sin(p/(i + 1)) * cos(q/(i + 1))',
  ]) {
    it(`just below 2²⁰ a wave of a line in p and q is within 1e-6: ${formula}`, () =>
      holds(...bias(formula), 1e-6));
  }

  it('is the bias of the head that is asked for', () =>
    holds(...bias('p*q/(i + 1) + cos(p + q + i)', dimsFor(5, 16, 4), { first: 2, count: 1 })));

  it('is ALiBi where it says what ALiBi says', () => {
    const dims = dimsFor(9, 16, 8, 1000);
    const at = sequence(1000, 9);
    const formula = '-abs(p - q) / 2^(i + 1)';
    const reference = exactOf(alibi, {}, dims);
    const wanted = Array.from({ length: 8 * 81 }, (_, cell) => {
      const [row, key] = [Math.floor(cell / 9), cell % 9];
      return reference.bias?.(Math.floor(row / 9), row % 9, key) ?? Number.NaN;
    });
    return holds(
      () => hooksOf(custom, { formula }, dims).bias?.(at, at, { first: 0, count: 8 }),
      wanted,
      0,
    );
  });

  it('is the sinusoidal table where it says what that says, in blocks too', () => {
    const dims = dimsFor(20, 16, 1, 123_456);
    const formula = 'i < d/2 ? sin(p / base^(2*i/d)) : cos(p / base^((2*i - d)/d))';
    return holds(
      () => hooksOf(custom, { formula }, dims).table?.(sequence(dims.start, 20)),
      cellsOf(exactOf(sinusoidal, { layout: 'block' }, dims), 20, 16),
      1e-6,
    );
  });

  for (const { name, params } of custom.presets ?? []) {
    const formula = String(params.formula);
    it(`preset “${name.en}” near 0 and just below 2²⁰`, async () => {
      for (const start of [0, 2 ** 20 - 40]) {
        const dims = dimsFor(40, 32, 8, start);
        if (custom.familyFor?.(formulaOf(formula)) === 'bias') {
          await holds(...bias(formula, dims), 1e-6);
          await holds(
            () => hooksOf(custom, { formula }, dims).curve?.(40),
            cellsOf(exactOf(custom, { formula }, dims), 8, 79),
            1e-6,
          );
        } else await holds(...table(formula, dims), 1e-6);
      }
    });
  }

  for (const formula of ['p', 'i', 'd', '1/4'])
    it(`fills the whole table: ${formula}`, () => holds(...table(formula, dimsFor(3, 8, 1, 7)), 0));

  for (const formula of ['q', '0*q + i', '0*q + d', 'p + 0*q', '0*p*q - n'])
    it(`fills the whole bias: ${formula}`, () => holds(...bias(formula, dimsFor(3, 8, 2, 7)), 0));
});
