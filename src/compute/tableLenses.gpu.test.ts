/** Nearest rows, principal components and plain sines, on both backends, against slow definitions. */
import { dispose, setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patched } from '../state/patch.ts';
import { defaultSpec } from '../state/spec.ts';
import { testDevice } from '../testing/device.ts';
import { backends } from '../testing/scheme.ts';
import { createInputs } from './inputs.ts';
import type { Asked } from './lenses.ts';
import { mapViews } from './maps.ts';
import { componentsOf, nearestRows, plainTable } from './tableLenses.ts';

const inputs = createInputs();
const made: Asked['maps'][] = [];

function askedOf(patch: object): Asked {
  const spec = patched(defaultSpec, patch);
  const maps = mapViews(spec, inputs);
  made.push(maps);
  return { spec, maps, inputs, parts: null };
}

async function rowsOf({ maps }: Asked): Promise<number[][]> {
  const { positions } = maps;
  if (!positions) throw new Error('rowsOf: no table');
  const { rows, columns, tensor } = positions;
  const data = await tensor.data();
  return Array.from({ length: rows }, (_, r) =>
    Array.from(data.slice(r * columns, (r + 1) * columns)),
  );
}

const squared = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, c) => sum + (x - (b[c] ?? Number.NaN)) ** 2, 0);

for (const backend of backends) {
  describe(`the table on ${backend}`, () => {
    beforeAll(async () => {
      inputs.clear();
      const device = await testDevice(backend === 'webgpu' ? 'auto' : 'off');
      if (backend === 'cpu') await setBackend('cpu');
      else expect(device.backend).toBe('webgpu');
    });
    afterAll(() => {
      for (const maps of made.splice(0)) {
        dispose(Object.values(maps).flatMap((map) => map?.tensor ?? []));
      }
      inputs.clear();
    });

    for (const encoding of ['learned', 'sinusoidal', 'rope', 'binary']) {
      it(`finds the nearest row of each row: ${encoding}`, async () => {
        const asked = askedOf({ encoding, length: 100, dim: 48, heads: 2 });
        const rows = await rowsOf(asked);
        const found = await nearestRows(asked);
        rows.forEach((row, p) => {
          const all = rows.map((other, q) =>
            q === p ? Number.POSITIVE_INFINITY : squared(row, other),
          );
          const least = Math.sqrt(Math.min(...all));
          // Float32 sums of 48 squares.
          expect(Math.abs((found?.distances[p] ?? Number.NaN) - least)).toBeLessThanOrEqual(1e-5);
          const partner = all[found?.partners[p] ?? -1] ?? Number.NaN;
          expect(Math.sqrt(partner)).toBeLessThanOrEqual(least + 1e-5);
        });
      });
    }

    it('one sine collides: p and 1024 − p', async () => {
      const found = await nearestRows(
        askedOf({ encoding: 'one-sine', length: 1025, dim: 2, heads: 1 }),
      );
      // All but the middle one; where two polynomials meet, at 256 and 768, to a rounding.
      expect(found?.distances.filter((distance) => distance < 1e-7)).toHaveLength(1024);
      expect(found?.distances.filter((distance) => distance === 0).length).toBeGreaterThan(1000);
      for (const p of [1, 3, 100, 256, 511]) expect(found?.partners[p]).toBe(1024 - p);
    });

    it('a single row has no nearest', async () => {
      const found = await nearestRows(askedOf({ length: 1 }));
      expect(found?.partners).toEqual(Int32Array.of(-1));
    });

    it('projects the centred table on its components', async () => {
      const asked = askedOf({ length: 60, dim: 32, heads: 2 });
      const rows = await rowsOf(asked);
      const found = await componentsOf(asked);
      const mean = Array.from(
        { length: 32 },
        (_, c) => rows.reduce((s, r) => s + (r[c] ?? 0), 0) / 60,
      );
      const variance = rows.reduce((sum, row) => sum + squared(row, mean), 0) / 60;
      // Each axis of the projection has its share of the variance, and they are not correlated.
      const along = (axis: number) =>
        Array.from({ length: 60 }, (_, p) => found?.points[3 * p + axis] ?? Number.NaN);
      for (const a of [0, 1, 2]) {
        for (const b of [0, 1, 2]) {
          const product =
            along(a).reduce((s, x, p) => s + x * (along(b)[p] ?? 0), 0) / 60 / variance;
          expect(product).toBeCloseTo(a === b ? (found?.shares[a] ?? Number.NaN) : 0, 4);
        }
      }
      expect(found?.shares[0]).toBeGreaterThan(found?.shares[1] ?? 1);
    });

    it('of a circle has the circle: two equal components and no third', async () => {
      const found = await componentsOf(
        askedOf({ encoding: 'circular', length: 12, dim: 8, heads: 1 }),
      );
      expect(found?.shares[0]).toBeCloseTo(0.5, 5);
      expect(found?.shares[1]).toBeCloseTo(0.5, 5);
      expect(found?.shares[2]).toBeCloseTo(0, 5);
      for (let p = 0; p < 12; p++) {
        const [x = 0, y = 0, z = 1] = found?.points.subarray(3 * p, 3 * p + 3) ?? [];
        expect(Math.hypot(x, y)).toBeCloseTo(1, 4);
        expect(z).toBeCloseTo(0, 4);
      }
    });

    it('the plain sine of a float32 angle is off far out, and near the truth at the start', async () => {
      const at = async (start: number) => {
        const found = await plainTable(askedOf({ length: 1, start, dim: 128, heads: 1 }));
        expect(found).toMatchObject({ rows: 1, columns: 128 });
        return Math.max(
          ...Array.from(found?.data ?? [], (value, c) => {
            const angle = start / 10_000 ** ((c - (c % 2)) / 128);
            return Math.abs(value - (c % 2 ? Math.cos(angle) : Math.sin(angle)));
          }),
        );
      };
      expect(await at(1)).toBeLessThan(1e-3);
      // The rounded angle alone gives 5.2e-2.
      expect(await at(1_000_000)).toBeGreaterThan(0.04);
    });

    it('has no answers where rows are no positions', async () => {
      const asked = askedOf({ encoding: 'alibi', length: 8 });
      expect(await nearestRows(asked)).toBeNull();
      expect(await componentsOf(asked)).toBeNull();
      expect(await plainTable(asked)).toBeNull();
    });
  });
}
