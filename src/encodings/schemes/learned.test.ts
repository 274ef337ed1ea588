import { expect, it } from 'vitest';
import { cellsOf, dimsFor, exactOf } from '../../testing/exact.ts';
import learned from './learned.ts';

it('is normal with standard deviation 0.02', () => {
  const cells = cellsOf(exactOf(learned, {}, dimsFor(256, 64)), 256, 64);
  const mean = cells.reduce((a, b) => a + b) / cells.length;
  const deviation = Math.sqrt(
    cells.reduce((sum, cell) => sum + (cell - mean) ** 2, 0) / cells.length,
  );
  // 16,384 draws: the mean is within 0.02 / 128 and the deviation within 0.02 / 181 of one sigma; four allowed.
  expect(Math.abs(mean)).toBeLessThan(0.00063);
  expect(Math.abs(deviation - 0.02)).toBeLessThan(0.00045);
});

it('says in its name and in its line that it is untrained', () => {
  expect(learned.text.name.en).toContain('untrained');
  expect(learned.text.idea.en).toContain('random initialisation');
});

it('has the same row for a position wherever the text starts', () => {
  const far = exactOf(learned, {}, dimsFor(4, 8, 1, 100));
  const near = exactOf(learned, {}, dimsFor(200, 8));
  expect(far.cell(2, 3)).toBe(near.cell(102, 3));
});
