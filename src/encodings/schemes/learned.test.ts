import { beforeAll, expect, it } from 'vitest';
import { cellsOf, dimsFor, dot, exactOf } from '../../testing/exact.ts';
import { hooksOf, onBothBackends, readBack } from '../../testing/scheme.ts';
import { sequence } from '../encoding.ts';
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

const real = { table: 'minilm' };
const width = 384;

beforeAll(async () => {
  await learned.load?.(real);
});

onBothBackends(learned, ({ holds }) => {
  it('reads the table of all-MiniLM-L6-v2, row by row, up to the last', async () => {
    const dims = dimsFor(24, width, 12, 488);
    await holds(
      () => hooksOf(learned, real, dims).table?.(sequence(488, 24)),
      cellsOf(exactOf(learned, real, dims), 24, width),
      // Every float16 is a float32: nothing is rounded.
      0,
    );
  });

  it('has NaN behind the last row and nowhere before', async () => {
    const dims = dimsFor(6, width, 12, 509);
    const got = await readBack(() => hooksOf(learned, real, dims).table?.(sequence(509, 6)));
    const bad = Array.from({ length: 6 * width }, (_, cell) => Number.isNaN(got[cell]));
    expect(bad).toEqual(Array.from({ length: 6 * width }, (_, cell) => cell >= 3 * width));
  });
});

it('says what it needs: its own width, and a first position with a row', () => {
  const check = (given: object) => learned.check?.(real, { ...dimsFor(8, width, 12), ...given });
  expect(check({})).toBeNull();
  expect(check({ dModel: 64 })?.en).toContain('the dimension must be 384; it is 64');
  expect(check({ start: 511 })).toBeNull();
  expect(check({ start: 512 })?.en).toContain('rows 0…511');
});

it('depends on the distance, though nobody told it to: rows 17 apart are alike, 9 apart less', () => {
  const exact = exactOf(learned, real, dimsFor(256, width));
  const length = (p: number) => Math.sqrt(dot(exact, p, p, width));
  const meanCosine = (offset: number) =>
    Array.from({ length: 200 }, (_, p) => p + 1)
      .map((p) => dot(exact, p, p + offset, width) / length(p) / length(p + offset))
      .reduce((sum, cosine) => sum + cosine / 200, 0);
  expect(meanCosine(17)).toBeGreaterThan(meanCosine(9) + 0.1);
});
