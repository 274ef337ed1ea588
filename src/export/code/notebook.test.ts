/** A notebook in the format 4.5; `scripts/exported-code.test.ts` runs one where Jupyter is found. */
import { expect, it } from 'vitest';
import { defaultSpec } from '../../state/spec.ts';
import { notebookOf } from './notebook.ts';
import { sectionsOf } from './script.ts';

interface Cell {
  readonly id: string;
  readonly cell_type: 'markdown' | 'code';
  readonly source: readonly string[];
  readonly outputs?: readonly unknown[];
}

const shown = { positions: Float32Array.of(0, 1) };
const made = notebookOf(defaultSpec, shown, ['A title', 'sizes', 'https://x.org/?a=b'], 'en');

it('has cells with ids, the code in the order in which it runs, and no outputs', () => {
  const { cells, nbformat, nbformat_minor, metadata } = JSON.parse(made);
  expect([nbformat, nbformat_minor, metadata.kernelspec.name]).toEqual([4, 5, 'python3']);
  expect(new Set(cells.map(({ id }: Cell) => id)).size).toBe(cells.length);
  const code: readonly Cell[] = cells.filter((cell: Cell) => cell.cell_type === 'code');
  expect(code.every(({ outputs }) => outputs?.length === 0)).toBe(true);
  const texts = code.map(({ source }) => source.join(''));
  const parts = sectionsOf(defaultSpec, 'numpy').map(({ lines }) => lines);
  expect(texts.slice(0, parts.length)).toEqual(parts);
  expect(texts.at(-1)).toContain("'positions': 'AAAAAAAAgD8=',");
});

it('says above what it is of, the link to be followed', () => {
  const { cells } = JSON.parse(made);
  expect(cells[0].source.join('')).toBe('# A title\n\nsizes\n\n<https://x.org/?a=b>');
});
