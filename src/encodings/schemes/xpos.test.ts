import { matMul, type Tensor, tensor4d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/xpos.json';
import { cellsOf, dimsFor, exactOf } from '../../testing/exact.ts';
import { attentionTolerance, caseOf, numbersOf, worstDifference } from '../../testing/golden.ts';
import { hooksOf, onBothBackends, oneHead } from '../../testing/scheme.ts';
import { type Dims, type Exact, sequence } from '../encoding.ts';
import { defaultsOf, type ParamValues } from '../params.ts';
import rope from './rope.ts';
import xpos, { zetaOf } from './xpos.ts';

// Six positions from 0 on: their middle is 3, the golden's center −3.
const six = dimsFor(6, 8);
const params = defaultsOf(xpos.params);

function turned(
  role: 'query' | 'key',
  x: readonly number[],
  given: ParamValues,
  dims: Dims,
): Tensor | undefined {
  const at = sequence(dims.start, dims.length);
  const { rotate } = hooksOf(xpos, given, dims);
  return rotate?.(tensor4d([...x], [1, 1, dims.length, dims.dHead]), at, role, oneHead);
}

/** Rows of x turned and scaled in float64, from what the formula says of angle and gain. */
function exactly(exact: Exact, role: 'query' | 'key', x: readonly number[], dims: Dims): number[] {
  const out = [...x];
  for (let row = 0; row < dims.length; row++) {
    for (let pair = 0; pair < dims.dHead / 2; pair++) {
      const [first, second] = (exact.channels?.(pair) ?? [0, 0]).map((c) => row * dims.dHead + c);
      const [a, b] = [x[first ?? 0] ?? 0, x[second ?? 0] ?? 0];
      const position = dims.start + row;
      const angle = exact.angle?.(position, pair) ?? Number.NaN;
      const gain = exact.gain?.(position, pair, role) ?? Number.NaN;
      out[first ?? 0] = gain * (a * Math.cos(angle) - b * Math.sin(angle));
      out[second ?? 0] = gain * (a * Math.sin(angle) + b * Math.cos(angle));
    }
  }
  return out;
}

/** Q·Kᵀ of the map's own vectors: the score of identical unit pairs. */
function scoreOf(exact: Exact, query: number, key: number): number {
  return Array.from(
    { length: 8 },
    (_, c) => exact.cell(query, c) * (exact.keyCell?.(key, c, 0) ?? Number.NaN),
  ).reduce((sum, product) => sum + product);
}

describe('xpos, in float64', () => {
  it('has the ζ of the golden, the first γ / (1 + γ)', () => {
    const got = [0, 1, 2, 3].map((pair) => zetaOf(pair, { gamma: 0.4 }, 8));
    expect(worstDifference(got, caseOf(golden, 'zeta').data)).toBeLessThanOrEqual(1e-12);
    expect(got[0]).toBeCloseTo(0.4 / 1.4, 15);
  });

  it('turns and scales as the goldens, queries and keys', () => {
    const exact = exactOf(xpos, {}, six);
    for (const [role, name] of [
      ['query', 'q'],
      ['key', 'k'],
    ] as const) {
      const { inputs, data } = caseOf(golden, role);
      const got = exactly(exact, role, numbersOf(inputs, name), six);
      expect(worstDifference(got, data)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('scores depend on the distance alone: neither start nor center changes them', () => {
    const near = exactOf(xpos, {}, dimsFor(9, 8));
    for (const [query, key] of [
      [6, 2],
      [2, 6],
      [5, 5],
    ] as const) {
      const wanted = scoreOf(near, query, key);
      expect(scoreOf(near, query - 2, key - 2)).toBeCloseTo(wanted, 12);
      for (const start of [0, 1000]) {
        for (const center of [true, false]) {
          const other = exactOf(xpos, { center }, dimsFor(9, 8, 1, start));
          expect(scoreOf(other, query, key)).toBeCloseTo(wanted, 11);
        }
      }
    }
  });

  it('gives keys what it takes from queries', () => {
    const exact = exactOf(xpos, { scaleBase: 8 }, dimsFor(16, 8));
    for (const position of [0, 7, 15]) {
      const [query = 0, key = 0] = (['query', 'key'] as const).map((role) =>
        exact.gain?.(position, 0, role),
      );
      expect(query * key).toBeCloseTo(1, 12);
    }
    expect(exact.gain?.(15, 0, 'key')).toBeGreaterThan(1);
    expect(exact.gain?.(8, 0, 'key')).toBe(1);
  });

  it('is RoPE when the scale base is large', () => {
    const wide = exactOf(xpos, { scaleBase: 1e6 }, dimsFor(6, 8));
    const plain = cellsOf(exactOf(rope, {}, dimsFor(6, 8)), 6, 8);
    // ζ₀ to the power 3 / 10⁶ is 4e-6 from 1.
    expect(worstDifference(cellsOf(wide, 6, 8), plain)).toBeLessThanOrEqual(5e-6);
  });

  it('vanishes far out where it does not count from the middle', () => {
    const exact = exactOf(xpos, { center: false }, dimsFor(1, 8));
    expect(exact.gain?.(2048, 0, 'query')).toBeCloseTo(0.0067, 4);
    expect(exact.gain?.(2048, 0, 'key')).toBeCloseTo(150.06, 1);
  });

  it('fills the numbers of a cell into its formula', () => {
    const exact = exactOf(xpos, {}, dimsFor(6, 8, 1, 10));
    expect(exact.steps(5, 0)).toBe(
      String.raw`\zeta_{0}^{2/512}\,\cos\,15\theta_{0} = 0.2857^{2/512} \times \cos(15 \times 1) = 0.9951 \times \cos(15) = -0.755979`,
    );
    expect(xpos.tex(params)).toContain('(m+c)/512');
    expect(xpos.tex({ ...params, center: false })).toContain(String.raw`\zeta^{-n/512}`);
  });

  it('says why an odd head cannot turn', () => {
    expect(xpos.check?.(params, dimsFor(4, 21, 3))?.en).toContain('must be even');
    expect(xpos.check?.(params, six)).toBeNull();
  });

  it('says where its factors leave the numbers of a GPU', () => {
    const reason = (given: ParamValues, dims: Dims) =>
      xpos.check?.({ ...params, ...given }, dims)?.en;
    const far = dimsFor(64, 8, 1, 1_000_000);
    expect(reason({}, far)).toBeUndefined();
    expect(reason({}, dimsFor(4096, 8))).toBeUndefined();
    expect(reason({ center: false }, dimsFor(64, 8, 1, 30_000))).toBeUndefined();
    expect(reason({ center: false }, far)).toMatch(/position 1000063 .* power 1063/);
    expect(reason({ scaleBase: 1 }, dimsFor(64, 8))).toBeUndefined();
    expect(reason({ scaleBase: 1 }, dimsFor(80, 8))).toMatch(/80 positions .* power 43/);
  });
});

onBothBackends(xpos, ({ holds }) => {
  for (const [role, name] of [
    ['query', 'q'],
    ['key', 'k'],
  ] as const) {
    it(`golden ${role}`, () => {
      const { inputs, data } = caseOf(golden, role);
      return holds(() => turned(role, numbersOf(inputs, name), {}, six), data);
    });
  }

  it('golden scores: whatever the start and the center', async () => {
    const { inputs, data } = caseOf(golden, 'scores');
    for (const [center, start] of [
      [true, 0],
      [true, 1_000_000],
      [false, 0],
    ] as const) {
      const dims = dimsFor(6, 8, 1, start);
      const scores = () => {
        const query = turned('query', numbersOf(inputs, 'q'), { center }, dims);
        const key = turned('key', numbersOf(inputs, 'k'), { center }, dims);
        return query && key && matMul(query, key, false, true);
      };
      await holds(scores, data, attentionTolerance);
    }
  });

  it('both tables as in float64, near and far', async () => {
    for (const start of [0, 1_000_000]) {
      const dims = dimsFor(7, 16, 1, start);
      const exact = exactOf(xpos, {}, dims);
      const hooks = hooksOf(xpos, {}, dims);
      const keyCell = (row: number, channel: number) =>
        exact.keyCell?.(row, channel, 0) ?? Number.NaN;
      const keys = cellsOf({ ...exact, cell: keyCell }, 7, 16);
      await holds(() => hooks.rotation?.(sequence(start, 7)), cellsOf(exact, 7, 16), 1e-6);
      await holds(() => hooks.keyRotation?.(sequence(start, 7), 0), keys, 1e-6);
    }
  });
});
