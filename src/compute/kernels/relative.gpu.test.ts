import { setBackend, type Tensor3D, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { dotRows, pickRelative, picksOf, sumRelative } from '../../encodings/relative.ts';
import { seededNormal } from '../../encodings/seeded.ts';
import { testDevice } from '../../testing/device.ts';
import { worstDifference } from '../../testing/golden.ts';
import { backends, readBack } from '../../testing/scheme.ts';

const stream = seededNormal(3)('relative');
const filled = (count: number) => Float32Array.from({ length: count }, (_, i) => stream(0, i));
const cells = (heads: number, rows: number, columns: number) =>
  Array.from({ length: heads * rows * columns }, (_, cell) => ({
    head: Math.floor(cell / (rows * columns)),
    row: Math.floor(cell / columns) % rows,
    column: cell % columns,
  }));
const clipped = (clip: number) => (offset: number) =>
  Math.max(-clip, Math.min(clip, offset)) + clip;

const sizes = [
  { heads: 1, length: 1, clip: 2 },
  { heads: 3, length: 5, clip: 2 },
  { heads: 2, length: 9, clip: 12 },
  { heads: 2, length: 70, clip: 3 },
];

for (const backend of backends) {
  describe(`relative tables on ${backend}`, () => {
    beforeAll(async () => {
      const device = await testDevice(backend === 'webgpu' ? 'auto' : 'off');
      if (backend === 'cpu') await setBackend('cpu');
      else expect(device.backend).toBe('webgpu');
    });

    for (const { heads, length, clip } of sizes) {
      const rows = 2 * clip + 1;
      const picks = picksOf(length, clipped(clip));
      const size = `${heads} × ${length}, clipped at ${clip}`;

      it(`picks the row of each offset, by query and by key: ${size}`, async () => {
        const data = filled(heads * length * rows);
        const scores = () => tensor3d(data, [heads, length, rows]);
        for (const by of ['query', 'key'] as const) {
          const got = await readBack(() => pickRelative(scores(), picks, by));
          const wanted = cells(heads, length, length).map(({ head, row, column }) => {
            const position = head * length + (by === 'query' ? row : column);
            return data[position * rows + clipped(clip)(column - row)] ?? Number.NaN;
          });
          expect(worstDifference(got, wanted)).toBe(0);
        }
      });

      it(`sums the weights of each row's offsets: ${size}`, async () => {
        const data = filled(heads * length * length);
        const weights = (): Tensor3D => tensor3d(data, [heads, length, length]);
        const got = await readBack(() => sumRelative(weights(), picks, rows));
        const wanted = new Float64Array(heads * length * rows);
        for (const { head, row, column } of cells(heads, length, length)) {
          const place = (head * length + row) * rows + clipped(clip)(column - row);
          wanted[place] =
            (wanted[place] ?? 0) + (data[(head * length + row) * length + column] ?? Number.NaN);
        }
        // Seventy numbers of size 1, summed in float32.
        expect(worstDifference(got, [...wanted])).toBeLessThanOrEqual(1e-5);
      });

      it(`multiplies every head with one table: ${size}`, async () => {
        const width = 3;
        const [x, table] = [filled(heads * length * width), filled(rows * width)];
        const got = await readBack(() =>
          dotRows(tensor3d(x, [heads, length, width]), tensor2d(table, [rows, width])),
        );
        const wanted = cells(heads, length, rows).map(({ head, row, column }) =>
          [0, 1, 2].reduce(
            (sum, c) =>
              sum + (x[(head * length + row) * width + c] ?? 0) * (table[column * width + c] ?? 0),
            0,
          ),
        );
        expect(worstDifference(got, wanted)).toBeLessThanOrEqual(2e-6);
      });
    }
  });
}
