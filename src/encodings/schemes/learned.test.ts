import { beforeAll, expect, it } from 'vitest';
import { cellsOf, dimsFor, dot, exactOf } from '../../testing/exact.ts';
import { worstDifference } from '../../testing/golden.ts';
import { givenNumbers, hooksOf, onBothBackends, readBack } from '../../testing/scheme.ts';
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

/**
 * A float16 by its definition (IEEE 754), and the file by its NumPy header: nothing of the page's
 * own reading, whose numbers the hooks and the float64 formula have alike.
 */
async function published(position: number): Promise<number[]> {
  const response = await fetch('/tables/minilm-positions.npy');
  const view = new DataView(await response.arrayBuffer());
  return Array.from({ length: width }, (_, channel) => {
    const half = view.getUint16(128 + 2 * (position * width + channel), true);
    const [sign, exponent, fraction] = [half >> 15, (half >> 10) & 31, half & 1023];
    const size =
      exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    return sign === 1 ? -size : size;
  });
}

/** A stream whose number says where it was asked for. */
const placed = givenNumbers({
  learned: { width: 8, data: Array.from({ length: 48 }, (_, cell) => cell - 20) },
});

onBothBackends(learned, ({ holds }) => {
  it('is 0.02 of the number drawn at that position and channel', async () => {
    const dims = dimsFor(4, 8, 1, 2);
    // Rows 2…5 of the stream; float32 keeps what is below 1 to half a step of it.
    const tolerance = 2 ** -25;
    const wanted = Array.from({ length: 32 }, (_, cell) => (cell + 16 - 20) / 50);
    await holds(
      () => hooksOf(learned, {}, dims, placed).table?.(sequence(2, 4)),
      wanted,
      tolerance,
    );
    const exact = learned.exact?.({ table: 'seeded' }, dims, placed);
    if (!exact) throw new Error('learned: no float64 formula');
    expect(worstDifference(cellsOf(exact, 4, 8), wanted)).toBeLessThanOrEqual(tolerance);
  });

  it('has the numbers of the published file', async () => {
    const wanted = [...(await published(488)), ...(await published(511))];
    const dims = dimsFor(24, width, 12, 488);
    const ends = (cells: ArrayLike<number>) =>
      Array.from(cells).filter((_, cell) => cell < width || cell >= 23 * width);
    const table = await readBack(() => hooksOf(learned, real, dims).table?.(sequence(488, 24)));
    expect(ends(table)).toEqual(wanted);
    expect(ends(cellsOf(exactOf(learned, real, dims), 24, width))).toEqual(wanted);
  });

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
