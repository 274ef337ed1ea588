import { describe, expect, it } from 'vitest';
import { principal } from './principal.ts';

const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? Number.NaN), 0);

/** Q · diag(values) · Qᵀ with Q = I − 2vvᵀ, whose columns are then the eigenvectors. */
function known(values: readonly number[]) {
  const size = values.length;
  const raw = Array.from({ length: size }, (_, i) => Math.cos(3 * i + 1) + 1.1);
  const length = Math.hypot(...raw);
  const v = raw.map((x) => x / length);
  const rows = v.map((x, r) => Float64Array.from(v, (y, c) => (r === c ? 1 : 0) - 2 * x * y));
  const scaled = rows.map((row) => row.map((x, k) => x * (values[k] ?? 0)));
  const matrix = Float64Array.from(scaled.flatMap((row) => rows.map((other) => dot(row, other))));
  // Q is symmetric.
  return { matrix, vector: (k: number) => rows[k] ?? new Float64Array() };
}

/** ‖Av − λv‖. */
function residual(matrix: Float64Array, vector: Float64Array, value: number): number {
  const size = vector.length;
  return Math.hypot(
    ...vector.map((x, r) => dot(matrix.slice(r * size, (r + 1) * size), vector) - value * x),
  );
}

for (const size of [5, 48, 150]) {
  describe(`a matrix of size ${size}`, () => {
    it('has the eigenvectors and eigenvalues that it was made from, largest first', () => {
      const { matrix, vector } = known(
        Array.from({ length: size }, (_, k) => [2, 9, 0.5, 7, 1][k] ?? 1 / (k + 1)),
      );
      const found = principal(matrix, size, 3);
      expect(found.values).toHaveLength(3);
      [9, 7, 2].forEach((value, i) => expect(found.values[i]).toBeCloseTo(value, 8));
      [1, 3, 0].forEach((k, i) => {
        expect(Math.abs(dot(found.vectors[i] ?? new Float64Array(), vector(k)))).toBeCloseTo(1, 8);
      });
    });

    it('of equal eigenvalues gives vectors at right angles', () => {
      const { matrix } = known(Array.from({ length: size }, (_, k) => (k < 4 ? 0.5 : 0.01)));
      const { vectors, values } = principal(matrix, size, 3);
      values.forEach((value) => expect(value).toBeCloseTo(0.5, 10));
      vectors.forEach((a, i) => {
        expect(residual(matrix, a, 0.5)).toBeLessThan(1e-9);
        vectors.forEach((b, j) => expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 10));
      });
    });

    it('points each vector up: its largest component is positive', () => {
      const { matrix } = known(Array.from({ length: size }, (_, k) => size - k));
      for (const vector of principal(matrix, size, 3).vectors) {
        expect(Math.max(...vector)).toBe(Math.max(...vector.map(Math.abs)));
      }
    });

    it('of a multiple of the identity takes any three', () => {
      const { vectors, values } = principal(
        known(Array.from({ length: size }, () => 0.25)).matrix,
        size,
        3,
      );
      expect(values).toHaveLength(3);
      values.forEach((value) => expect(value).toBeCloseTo(0.25, 10));
      expect(vectors).toHaveLength(3);
    });
  });
}

it('finds the largest of many close ones', () => {
  const size = 200;
  const { matrix } = known(Array.from({ length: size }, (_, k) => 1 + k / size));
  const { vectors, values } = principal(matrix, size, 3);
  [1.995, 1.99, 1.985].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 6));
  vectors.forEach((vector, i) =>
    expect(residual(matrix, vector, values[i] ?? 0)).toBeLessThan(1e-4),
  );
});

it('a matrix smaller than what is asked for has all of its vectors', () => {
  expect(principal([2, 0, 0, 3], 2, 3).values).toEqual([3, 2]);
});

it('a matrix of zeros has zeros', () => {
  const { values, vectors } = principal(new Float32Array(9), 3, 3);
  expect(values).toEqual([0, 0, 0]);
  expect(vectors).toHaveLength(3);
});
