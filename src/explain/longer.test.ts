import { expect, it } from 'vitest';
import { setOpenedTable } from '../encodings/openedTable.ts';
import { patched } from '../state/patch.ts';
import { defaultSpec } from '../state/spec.ts';
import { questionsFor, rowsLeft } from './longer.ts';

const learned = (table: string, sizes: object) =>
  patched(defaultSpec, { encoding: 'learned', params: { table }, heads: 1, ...sizes });

it('a line grows as far as its own table has rows', () => {
  const data = new Float32Array(1024 * 8);
  setOpenedTable({ name: 'mine', rows: 1024, columns: 8, data });
  const own = learned('own', { dim: 8, length: 300, start: 100 });
  expect(rowsLeft(own)).toBe(924);
  const mine = questionsFor(own, 8).filter(({ scaling }) => scaling === null);
  expect(mine.map(({ factor, spec }) => [factor, spec.length])).toEqual([
    [1, 300],
    [2, 600],
    [4, 924],
  ]);
  expect(rowsLeft(learned('minilm', { dim: 384, length: 300 }))).toBe(512);
});

it('a table before training, and what is no table, has no end', () => {
  expect(rowsLeft(learned('seeded', { length: 300 }))).toBeNull();
  expect(rowsLeft(defaultSpec)).toBeNull();
  const lengths = questionsFor(learned('seeded', { length: 300 }), 8).map(
    ({ spec }) => spec.length,
  );
  expect(Math.max(...lengths)).toBe(2400);
});
