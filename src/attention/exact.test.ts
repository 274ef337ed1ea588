import { describe, expect, it } from 'vitest';
import type { QueryScale } from '../encodings/queryScale.ts';
import pope from '../encodings/schemes/pope.ts';
import { dimsFor, exactOf } from '../testing/exact.ts';
import { worstDifference } from '../testing/golden.ts';
import { exactPass } from './exact.ts';
import { unmasked } from './mask.ts';
import { tokenVectors, weightColumns } from './weights.ts';

const constant: QueryScale = {
  queryScale: 'none',
  queryStep: 1,
  queryGain: 0,
  querySpan: 1,
  querySlope: 0,
  queryBias: 0,
};

/** A pass of one head without positions. */
function passOf(length: number, dModel: number, dHead: number) {
  const ids = Array.from({ length }, (_, position) => position % 5);
  return exactPass({
    length,
    start: 0,
    dModel,
    dHead,
    head: 0,
    family: 'none',
    exact: null,
    ids,
    vectors: tokenVectors(['a', 'b', 'c', 'd', 'e'], 7, dModel),
    columns: (name, from, count) => weightColumns(name, 'random', 7, dModel, from, count),
    norm: null,
    mask: unmasked,
    fusion: 'add',
    gain: 1,
    temperature: 1,
    queryScale: constant,
  });
}

describe('the float64 pass', () => {
  it('has a short row at once', () => {
    const weights = passOf(8, 16, 8).row(3)?.weights ?? new Float64Array();
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('prepares a long one in pieces, with the same numbers as the head’s matrix in one', async () => {
    const pass = passOf(40, 512, 128);
    expect(pass.row(3)).toBeNull();
    let turns = 0;
    const pause = () => {
      turns++;
      return undefined;
    };
    expect(await pass.prepare(pause)).toBe(true);
    // A turn after 64 columns of either matrix, and after each key.
    expect(turns).toBe(2 + 2 + 40);
    // One score by the matrices in one piece.
    const { logits = new Float64Array() } = pass.row(3) ?? {};
    const at = (name: 'wq' | 'wk', position: number) => {
      const matrix = weightColumns(name, 'random', 7, 512, 0, 128);
      const x = tokenVectors(['a', 'b', 'c', 'd', 'e'], 7, 512).subarray(512 * (position % 5));
      return Array.from({ length: 128 }, (_, column) =>
        Array.from({ length: 512 }, (__, row) => (x[row] ?? 0) * (matrix[128 * row + column] ?? 0)),
      ).map((terms) => terms.reduce((sum, term) => sum + term, 0));
    };
    const [query, key] = [at('wq', 3), at('wk', 11)];
    const product = query.reduce((sum, q, i) => sum + q * (key[i] ?? Number.NaN), 0);
    expect(logits[11]).toBeCloseTo(product / Math.sqrt(128), 9);
  });

  it('has no rows where they would take too long', async () => {
    const pass = passOf(4096, 1024, 64);
    expect(await pass.prepare(() => undefined)).toBe(false);
    expect(pass.row(0)).toBeNull();
  });

  it('makes a pair of each channel where the scheme says how long it is', () => {
    const exact = exactOf(pope, {}, dimsFor(3, 2));
    const pass = exactPass({
      length: 3,
      start: 0,
      dModel: 2,
      dHead: 2,
      head: 0,
      family: 'rotary',
      exact,
      ids: [0, 0, 0],
      vectors: Float32Array.of(1, -1),
      columns: () => Float32Array.of(1, 0, 0, 1),
      norm: null,
      mask: unmasked,
      fusion: 'add',
      gain: 1,
      temperature: 1,
      queryScale: constant,
    });
    const radii = [Math.log1p(Math.exp(1)), Math.log1p(Math.exp(-1))];
    const score = (apart: number) =>
      radii.reduce((sum, r, c) => sum + (r * r * Math.cos(apart * 100 ** -c)) / Math.SQRT2, 0);
    const got = pass.row(0)?.logits ?? new Float64Array();
    expect(worstDifference(got, [score(0), score(1), score(2)])).toBeLessThanOrEqual(1e-12);
  });
});
