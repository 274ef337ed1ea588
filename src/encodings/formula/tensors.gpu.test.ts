import { memory, tensor1d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onBothBackends, readBack } from '../../testing/scheme.ts';
import custom from '../schemes/custom.ts';
import { bounded } from './bounds.ts';
import { evaluate, type Scope } from './evaluate.ts';
import { remainder } from './float32.ts';
import { parse } from './parse.ts';
import type { Axis, Space } from './space.ts';
import type { Tree } from './syntax.ts';
import { tensorOf } from './tensors.ts';
import { spelled, trees } from './testing.ts';

const axis = (name: Axis['name'], first: number, length: number): Axis => ({
  name,
  values: Float64Array.from({ length }, (_, k) => first + k),
});
const shared = { d: 6, n: 5, base: 100 };
const table: Space = { axes: [axis('p', 2, 5), axis('i', 0, 6)], shared };
const bias: Space = { axes: [axis('i', 0, 3), axis('p', 2, 4), axis('q', 2, 4)], shared };

/** A scope for each cell, row-major. */
function cellsOf({ axes }: Space): Scope[] {
  return axes.reduce<Scope[]>(
    (scopes, { name, values }) =>
      scopes.flatMap((scope) => Array.from(values, (value) => ({ ...scope, [name]: value }))),
    [{ p: 0, q: 0, i: 0, ...shared }],
  );
}

function treeOf(formula: string): Tree {
  const parsed = parse(formula);
  if (parsed.kind === 'problem') throw new Error(parsed.problem.message.en);
  return parsed.tree;
}

/** How many cells are within their bound, and what is said of the first that is not. */
async function held(tree: Tree, space: Space) {
  const names = space.axes.map(({ name }) => name);
  const got = await readBack(() => tensorOf(tree, space));
  let compared = 0;
  const wrong = cellsOf(space).flatMap((scope, cell) => {
    const { value, error } = bounded(tree, scope, names);
    if (!Number.isFinite(error)) return [];
    compared += 1;
    const difference = Math.abs((got[cell] ?? Number.NaN) - value);
    return difference <= error
      ? []
      : [`${spelled(tree, true)} ${JSON.stringify(scope)}: ${got[cell]}, not ${value} ± ${error}`];
  });
  return { compared, wrong };
}

onBothBackends(custom, () => {
  it('is what float64 has, within what WGSL promises, for random formulas', async () => {
    const before = memory().numTensors;
    const formulas = fc.sample(trees, { numRuns: 300, seed: 7 });
    let compared = 0;
    const wrong: string[] = [];
    for (const tree of formulas) {
      for (const space of [table, bias]) {
        const result = await held(tree, space);
        compared += result.compared;
        wrong.push(...result.wrong.slice(0, 1));
      }
    }
    expect(wrong).toEqual([]);
    // Most cells are near no jump: else this would test nothing.
    expect(compared).toBeGreaterThan(300 * (30 + 48) * 0.5);
    expect(memory().numTensors).toBe(before);
  });

  it.each([
    'mod(p + i, 2)',
    'mod(p + i, 3)',
    'mod(p * i, 7) - mod(-p - i, 5)',
    'if(p > i, p - i, i - p)',
    '(p - i)^2 + (p + i)^3 - (p - i)^1',
    'max(p, i, 3) - min(p, i)',
    'not (p == i) and (p < 4 or i >= 2)',
    '(p < i) + 2*(p <= i) + 4*(p > i) + 8*(p >= i) + 16*(p == i) + 32*(p != i)',
    'abs(p - i) / 4',
    'floor((p - i) / 2)',
  ])('agrees to the last bit where all is whole: %s', async (formula) => {
    const tree = treeOf(formula);
    const got = await readBack(() => tensorOf(tree, table));
    expect([...got]).toEqual(cellsOf(table).map((scope) => evaluate(tree, scope) + 0));
  });

  it.each([
    '0/0',
    'p*0/0 + i',
    '(p - i)*0/0',
    'sqrt(-1 - p - i)',
    'log(-1 - p - i)',
    'sin((p + i)*0/0)',
    'max(p*i, 0/0)',
  ])('keeps what is no number: %s', async (formula) => {
    const got = await readBack(() => tensorOf(treeOf(formula), table));
    expect(got.every(Number.isNaN)).toBe(true);
  });

  it('has the right remainder even where the quotient is one off', async () => {
    for (const off of [-1, 0, 1]) {
      const got = await readBack(() =>
        remainder(
          tensor1d([6, 7, -6, -7, 6, 7]),
          tensor1d([3, 3, 3, 3, -3, -3]),
          tensor1d([2, 2, -2, -3, -2, -3].map((turns) => turns + off)),
        ),
      );
      expect(Array.from(got, (rest) => rest + 0)).toEqual([0, 1, 0, 2, 0, -2]);
    }
  });

  it('keeps what is infinite', async () => {
    const got = await readBack(() => tensorOf(treeOf('if(p > i, 1, -1)/0'), table));
    expect([...got]).toEqual(cellsOf(table).map(({ p, i }) => (p > i ? Infinity : -Infinity)));
  });
});
