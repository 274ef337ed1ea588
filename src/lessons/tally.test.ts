import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, countsOf, meanCurve, tallyOf, typicalOf } from './tally.ts';

const total = (columns: readonly { readonly count: number }[]) =>
  columns.reduce((sum, { count }) => sum + count, 0);

describe('numbers of a class', () => {
  it('stand in a column of their own where they are whole and few', () => {
    const { columns, median, outside } = tallyOf([3, 3, 5, 8], 6);
    expect(columns.map(({ first }) => first)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(columns.map(({ count }) => count)).toEqual([2, 0, 1, 0, 0, 1]);
    expect([median, outside]).toEqual([4, []]);
  });

  it('do not vanish beside one that is far from them all', () => {
    const class30 = Array.from({ length: 30 }, (_, at) => 0.4 + at / 100);
    const { columns, outside } = tallyOf([...class30, 1e9, -5000]);
    expect(outside).toEqual([-5000, 1e9]);
    expect(total(columns)).toBe(30);
    expect(columns.length).toBeGreaterThan(4);
  });

  it('are each counted once, in columns side by side that hold the truth', () => {
    const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 120 }), number, (values, truth) => {
        const { columns, outside } = tallyOf(values, truth);
        expect(total(columns) + outside.length).toBe(values.length);
        const [first, last] = [columns[0], columns.at(-1)];
        const slack = 1e-9 * Math.max(Math.abs(truth), 1e-6);
        expect(first?.first).toBeLessThanOrEqual(truth + slack);
        expect(last?.end).toBeGreaterThanOrEqual(truth - slack);
      }),
    );
  });

  it('may be any that can be written in a link', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 120 }), (values) => {
        const { columns, outside } = tallyOf(values);
        expect(total(columns) + outside.length).toBe(values.length);
        expect(columns.length).toBeLessThan(99);
      }),
    );
  });
});

it('choices, cells and curves are put together', () => {
  expect(countsOf([0, 2, 2], 3)).toEqual([1, 0, 2]);
  const cells = [
    { row: 1, column: 2 },
    { row: 0, column: 2 },
    { row: 0, column: 2 },
  ];
  expect(cellsOf(cells)).toEqual([
    { row: 0, column: 2, count: 2 },
    { row: 1, column: 2, count: 1 },
  ]);
  expect(
    meanCurve([
      [0, 1],
      [1, 0],
    ]),
  ).toEqual([0.5, 0.5]);
});

it('a class as a whole has an answer of each kind, and none where there is none', () => {
  expect(typicalOf([1, 0, 1, 2], { kind: 'choose' })).toBe(1);
  expect(typicalOf([1, 4, 100], { kind: 'number' })).toBe(4);
  const [left, right] = [
    { row: 0, column: 1 },
    { row: 0, column: 2 },
  ];
  expect(typicalOf([left, right, right], { kind: 'cell' })).toEqual(right);
  expect(
    typicalOf(
      [
        [0, 2],
        [2, 2],
      ],
      { kind: 'curve' },
    ),
  ).toEqual([1, 2]);
  for (const kind of ['choose', 'number', 'cell', 'curve'] as const) {
    expect(typicalOf([], { kind })).toBeNull();
  }
});
