import { matMul, type Tensor, tensor4d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import golden from '../../golden/rope_apply.json';
import far from '../../golden/rope_far.json';
import { cellsOf, dimsFor, dot, exactOf } from '../../testing/exact.ts';
import {
  arrayOf,
  attentionTolerance,
  caseOf,
  numbersOf,
  worstDifference,
} from '../../testing/golden.ts';
import { hooksOf, onBothBackends, oneHead, readBack } from '../../testing/scheme.ts';
import { type Dims, sequence } from '../encoding.ts';
import { defaultsOf, type ParamValues } from '../params.ts';
import { ropeParams } from '../rope-params.ts';
import { seededNormal } from '../seeded.ts';
import rope, { pairsOf } from './rope.ts';

const params = defaultsOf(ropeParams);
const scalings = ropeParams.scaling.options.map(({ value }) => value);

/** The scheme's parameters of a case that turns vectors. */
function goldenParams(given: Readonly<Record<string, unknown>>): ParamValues {
  return {
    base: Number(given.base),
    pairing: String(given.pairing),
    rotaryDim: Number(given.rotary_dim ?? 0),
    scaling: scalings.find((scaling) => scaling === given.rope_type) ?? 'none',
    factor: Number(given.factor ?? 1),
    originalLength: Number(given.original_max_position_embeddings ?? 2048),
    fraction: Number(given.partial_rotary_factor ?? 0),
  };
}

/** Cosines in each pair's first channel and sines in its second, out of full tables of both. */
function paired(pairing: string, cos: readonly (number | null)[], sin: readonly (number | null)[]) {
  return cos.map((value, cell) => {
    const channel = cell % 8;
    return (pairing === 'half' ? channel < 4 : channel % 2 === 0) ? value : (sin[cell] ?? null);
  });
}

const turnedCases = golden.cases.filter(({ inputs }) => inputs && 'x' in inputs);

function turned(given: ParamValues, x: readonly number[], dims: Dims): Tensor | undefined {
  return hooksOf(rope, given, dims).rotate?.(
    tensor4d([...x], [1, 1, dims.length, dims.dHead]),
    sequence(dims.start, dims.length),
    'query',
    oneHead,
  );
}

describe('rope, in float64', () => {
  it('is held against every golden of vectors', () => {
    expect(turnedCases).toHaveLength(golden.cases.length - 4);
  });

  for (const pairing of ['half', 'interleaved'] as const) {
    it(`has the cosines and sines of the golden, paired ${pairing}`, () => {
      const { data, extra } = caseOf(golden, `${pairing}_tables`);
      const got = cellsOf(exactOf(rope, { pairing }, dimsFor(5, 8)), 5, 8);
      const wanted = paired(pairing, data, arrayOf(extra, 'sin'));
      expect(worstDifference(got, wanted)).toBeLessThanOrEqual(1e-12);
    });
  }

  it('puts each channel in exactly one pair, whatever part of a head turns', () => {
    for (const pairing of ['half', 'interleaved'] as const) {
      for (const rotaryDim of [0, 2, 4, 8, 16]) {
        const pairs = pairsOf({ ...params, pairing, rotaryDim }, dimsFor(4, 16), seededNormal(7));
        const channels = pairs.flatMap(({ first, second }) => [first, second]);
        expect(channels.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, c) => c));
        expect(pairs.filter(({ turns }) => turns !== 0)).toHaveLength((rotaryDim || 16) / 2);
      }
    }
  });

  it('proportional: pairs stay as far apart as in a whole head, those past the fraction stand', () => {
    const given = { ...params, scaling: 'proportional', pairing: 'half', fraction: 0.25 } as const;
    const pairs = pairsOf({ ...given, rotaryDim: 4 }, dimsFor(4, 16), seededNormal(7));
    for (const [i, { first, second }] of pairs.entries())
      expect([first, second]).toEqual([i, i + 8]);
    expect(pairs.map(({ turns }) => turns !== 0)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((i) => i < 2),
    );
  });

  it('leaves position 0 as it is', () => {
    const exact = exactOf(rope, {}, dimsFor(2, 8));
    for (let pair = 0; pair < 4; pair++) expect(exact.angle?.(0, pair)).toBe(0);
  });

  it('multiplies by the attention factor what turns, and nothing else', () => {
    const given = { scaling: 'yarn', attentionFactor: 1.5, rotaryDim: 4 };
    const exact = exactOf(rope, given, dimsFor(4, 8, 1, 30));
    expect([0, 1, 2, 3].map((pair) => exact.gain?.(31, pair, 'key'))).toEqual([1.5, 1.5, 1, 1]);
    expect(cellsOf(exact, 1, 8).slice(4)).toEqual([1, 0, 1, 0]);
    expect(exact.cell(0, 0)).toBeCloseTo(1.5 * Math.cos(30), 12);
    expect(exact.steps(0, 0)).toMatch(/^f\\cos.*1\.5 \\times \\cos/);
    expect(exact.steps(0, 4)).toMatch(/^\\cos/);
    // Two pairs of length f and two of length 1.
    expect(dot(exact, 2, 2, 8)).toBeCloseTo(2 * 1.5 ** 2 + 2, 12);
  });

  it('is bounded by 1 unless the attention factor is greater', () => {
    const bounded = (given: ParamValues) => rope.boundedFor?.({ ...params, ...given });
    for (const scaling of scalings) {
      expect(bounded({ scaling }), scaling).toBe(scaling !== 'yarn' && scaling !== 'longrope');
    }
    expect(bounded({ scaling: 'yarn', attentionFactor: 0.75 })).toBe(true);
    expect(bounded({ scaling: 'yarn', mscale: 1, mscaleAllDim: 1 })).toBe(true);
  });

  it('goes by the positions so far where a scaling goes by the length', () => {
    const frequencies = (scaling: string, length: number, start: number) =>
      hooksOf(rope, { scaling, longFactors: '2' }, dimsFor(length, 8, 1, start)).frequencies;
    for (const scaling of ['dynamic-ntk', 'longrope']) {
      expect(frequencies(scaling, 48, 2000)).toEqual(frequencies(scaling, 48, 0));
      expect(frequencies(scaling, 48, 2001)).not.toEqual(frequencies(scaling, 48, 0));
      expect(frequencies(scaling, 48, 2001)).toEqual(frequencies(scaling, 2049, 0));
    }
  });

  it('says why an odd head cannot turn', () => {
    expect(rope.check?.(params, dimsFor(4, 21, 3))?.en).toContain('must be even');
    expect(rope.check?.({ ...params, rotaryDim: 10 }, dimsFor(4, 8))?.en).toContain('at most');
    expect(rope.check?.(params, dimsFor(4, 8))).toBeNull();
  });
});

onBothBackends(rope, ({ holds }) => {
  it('learned frequencies with spread 0 turn as RoPE, and spread as in float64', async () => {
    const dims = dimsFor(7, 16, 1, 1000);
    const at = sequence(1000, 7);
    const learned = (spread: number) => ({ scaling: 'learned', spread });
    const table = (given: ParamValues) => hooksOf(rope, given, dims).rotation?.(at);
    const plain = await readBack(() => table({}));
    await holds(() => table(learned(0)), Array.from(plain), 0);
    await holds(() => table(learned(1)), cellsOf(exactOf(rope, learned(1), dims), 7, 16));
  });

  for (const { name, params: given, inputs, data } of turnedCases) {
    it(`golden ${name}: vectors turned`, () => {
      const dims = dimsFor(5, 8, 1, given.start);
      return holds(() => turned(goldenParams(given), numbersOf(inputs, 'x'), dims), data);
    });
  }

  for (const pairing of ['half', 'interleaved']) {
    it(`golden ${pairing}_tables: cosines and sines`, () => {
      const { data, extra } = caseOf(golden, `${pairing}_tables`);
      const { rotation } = hooksOf(rope, { pairing }, dimsFor(5, 8));
      return holds(() => rotation?.(sequence(0, 5)), paired(pairing, data, arrayOf(extra, 'sin')));
    });

    it(`golden ${pairing}_scores: the same wherever the text starts`, async () => {
      const { inputs, data } = caseOf(golden, `${pairing}_scores`);
      for (const start of [0, 1000]) {
        const scores = () => {
          const [query, key] = ['q', 'k'].map((name) =>
            turned({ pairing }, numbersOf(inputs, name), dimsFor(5, 8, 1, start)),
          );
          return query && key && matMul(query, key, false, true);
        };
        await holds(scores, data, attentionTolerance);
      }
    });
  }

  for (const base of [10000, 500000]) {
    it(`golden of far positions, base ${base}: cosines, sines and the angles between them`, async () => {
      const { inputs, data, extra } = caseOf(far, `cos_sin_d16_base${base}`);
      const positions = numbersOf(inputs, 'positions');
      const at = { length: positions.length, axes: 1, values: Float64Array.from(positions) };
      const hooks = hooksOf(rope, { base }, dimsFor(positions.length, 16));
      const sines = arrayOf(extra, 'sin');
      const wanted = data.flatMap((cos, cell) => [cos, sines[cell] ?? null]);
      // The goal: within 1e-6 at every position below 2²⁰.
      await holds(() => hooks.rotation?.(at), wanted, 1e-6);
      const angles = await readBack(() => hooks.angles?.(at));
      // A float32 angle below 2π is at most 2.4e-7 off.
      expect(worstDifference(angles.map(Math.cos), data)).toBeLessThanOrEqual(1e-6);
      expect(worstDifference(angles.map(Math.sin), sines)).toBeLessThanOrEqual(1e-6);
    });
  }

  for (const scaling of scalings) {
    it(`${scaling}: table and vectors as in float64, near and far`, async () => {
      for (const pairing of ['half', 'interleaved']) {
        for (const [start, rotaryDim] of [
          [0, 0],
          [1_000_000, 8],
        ] as const) {
          const given = { scaling, pairing, rotaryDim, longFactors: '3', attentionFactor: 0.9 };
          const dims = dimsFor(6, 16, 1, start);
          const exact = exactOf(rope, given, dims);
          const cells = cellsOf(exact, 6, 16);
          const hooks = hooksOf(rope, given, dims);
          await holds(() => hooks.rotation?.(sequence(start, 6)), cells, 1e-6);
          // A pair (1, 0) turns into its cosine and sine.
          const unit = Array.from({ length: 6 * 16 }, (_, cell) =>
            Array.from({ length: 8 }, (__, pair) => exact.channels?.(pair)[0]).includes(cell % 16)
              ? 1
              : 0,
          );
          await holds(() => turned(given, unit, dims), cells, 1e-6);
        }
      }
    });
  }
});
