import { add, matMul, tensor3d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/shaw.json';
import {
  alike,
  type Content,
  contextOf,
  exactContextOf,
  exactScores,
  squareOf,
  worstAlongDiagonals,
} from '../../testing/content.ts';
import { dimsFor, exactOf } from '../../testing/exact.ts';
import {
  arrayOf,
  attentionTolerance,
  caseOf,
  numbersOf,
  worstDifference,
} from '../../testing/golden.ts';
import { givenNumbers, hooksOf, onBothBackends, readBack } from '../../testing/scheme.ts';
import shaw, { deviationOf, rowOf, scoreRow } from './shaw.ts';

const clip = 2;
const dims = dimsFor(6, 4);

function given(name: string) {
  const each = caseOf(golden, name);
  const tables = ['key', 'value'].map((table) =>
    numbersOf(each.inputs, `${table}_table`).map((entry) => entry / deviationOf(clip, 4)),
  );
  const [key = [], value = []] = tables;
  const normal = givenNumbers({
    'key table': { width: 4, data: key },
    'value table': { width: 4, data: value },
  });
  const content: Content = {
    query: numbersOf(each.inputs, 'q'),
    key: numbersOf(each.inputs, 'k'),
    dHead: 4,
    causal: each.params.causal === true,
  };
  return { each, content, hooks: hooksOf(shaw, { clip }, dims, normal) };
}

describe('shaw, in float64', () => {
  it('clips the offset to a row of the table as the golden does', () => {
    const { data } = caseOf(golden, 'index');
    const rows = data.map((_, cell) => rowOf((cell % 6) - Math.floor(cell / 6), clip));
    expect(rows).toEqual(data);
  });

  it('gives the position part of the golden', () => {
    const { each, content } = given('attention_full');
    const table = numbersOf(each.inputs, 'key_table');
    const entry = (row: number, channel: number) => table[4 * row + channel] ?? Number.NaN;
    const got = [0, 1, 2, 3, 4, 5].flatMap((row) => [
      ...scoreRow(exactContextOf(content, row).query, row, 6, clip, entry),
    ]);
    expect(worstDifference(got, arrayOf(each.extra, 'position'))).toBeLessThanOrEqual(1e-12);
  });

  it('adds what depends on the offset alone when all queries are equal', () => {
    const same = alike(6, [1, -2, 0.5, 3]);
    const added = exactScores(exactOf(shaw, { clip }, dims), { query: same, key: same, dHead: 4 });
    expect(worstAlongDiagonals(added)).toBeLessThanOrEqual(1e-12);
  });

  it('shows the same vector for all offsets beyond the clipping distance', () => {
    const exact = exactOf(shaw, { clip }, dims);
    for (const column of [0, 1, 2]) expect(exact.cell(3, column)).toBe(exact.cell(3, 3));
    expect(exact.cell(3, 4)).not.toBe(exact.cell(3, 3));
    expect(exact.cell(3, 10)).toBe(exact.cell(3, 7));
  });
});

onBothBackends(shaw, ({ holds }) => {
  for (const name of ['attention_full', 'attention_causal']) {
    it(`every stage of golden ${name}`, async () => {
      const { each, content, hooks } = given(name);
      const made = (square: 'scores' | 'logits' | 'weights') => squareOf(square, hooks, content);
      const stage = (part: string) => arrayOf(each.extra, part);
      await holds(() => made('scores'), stage('content'), attentionTolerance);
      await holds(() => hooks.score?.(contextOf(content)), stage('position'), attentionTolerance);
      await holds(() => made('logits'), stage('scores'), attentionTolerance);
      await holds(() => made('weights'), stage('weights'), attentionTolerance);
      const value = () => tensor3d(numbersOf(each.inputs, 'v'), [1, 6, 4]);
      await holds(
        () => {
          const weights = made('weights');
          const more = hooks.values?.(weights, { first: 0, count: 1 }) ?? weights;
          return add(matMul(weights, value()), more);
        },
        each.data,
        attentionTolerance,
      );
    });
  }

  it('both tables can be read, and the map shows the rows of the first', async () => {
    const { each, hooks } = given('attention_full');
    const at = { length: 6, axes: 1, values: new Float64Array(6) };
    for (const [name, table] of [
      ['keyTable', 'key_table'],
      ['valueTable', 'value_table'],
    ] as const) {
      await holds(() => hooks.weights?.[name]?.(at), arrayOf(each.inputs, table));
    }
    const table = numbersOf(each.inputs, 'key_table');
    const wanted = Array.from({ length: 4 * 11 }, (_, cell) => {
      const [channel, offset] = [Math.floor(cell / 11), (cell % 11) - 5];
      return table[4 * rowOf(offset, clip) + channel] ?? Number.NaN;
    });
    await holds(() => hooks.vectors?.(6), wanted);
  });

  it('adds to each head what it adds to a head on its own', async () => {
    const data = Float32Array.from({ length: 48 }, (_, i) => Math.sin(i));
    const own = { query: Array.from(data), key: Array.from(data), dHead: 4 };
    const hooks = hooksOf(shaw, {}, dimsFor(6, 8, 2));
    const added = (first: number, count: number) => {
      const query = tensor3d(data.slice(24 * first, 24 * (first + count)), [count, 6, 4]);
      return hooks.score?.({ ...contextOf(own), query, heads: { first, count } });
    };
    const both = await readBack(() => added(0, 2));
    await holds(() => added(1, 1), Array.from(both.subarray(36)));
  });
});
