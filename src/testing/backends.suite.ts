/**
 * The pass against its goldens and every scheme against its own float64 formula, as one suite that
 * runs on whichever backend it is given. A scheme's own goldens are in its own test.
 */
import { memory, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { squaresOf } from '../attention/dotProduct.ts';
import { unmasked } from '../attention/mask.ts';
import { tensorOf, viewOf } from '../attention/matrixView.ts';
import { readBack } from '../compute/readBack.ts';
import { type Dims, type Hooks, sequence } from '../encodings/encoding.ts';
import { encodingOf, encodings } from '../encodings/index.ts';
import { defaultsOf, type ParamValues } from '../encodings/params.ts';
import { seededNormal } from '../encodings/seeded.ts';
import attention from '../golden/attention.json';
import { goldenPass } from './content.ts';
import {
  arrayOf,
  attentionTolerance,
  caseOf,
  type Golden,
  goldenPasses,
  numbersOf,
  worstDifference,
} from './golden.ts';

const dimsFor = (length: number, dModel: number, nHeads = 1, start = 0): Dims => ({
  length,
  start,
  dModel,
  nHeads,
  dHead: dModel / nHeads,
});

function hooksFor(id: string, given: ParamValues, dims: Dims): Hooks {
  const scheme = encodingOf(id);
  return scheme.hooks({ ...defaultsOf(scheme.params), ...given }, dims, seededNormal(7));
}

function exactFor(id: string, given: ParamValues, dims: Dims) {
  const scheme = encodingOf(id);
  return scheme.exact?.({ ...defaultsOf(scheme.params), ...given }, dims, seededNormal(7));
}

/** @param open makes the backend current and returns what runs */
export function backendSuite(name: string, open: () => Promise<string>): void {
  describe(name, () => {
    let backend = '';
    beforeAll(async () => {
      backend = await open();
    });

    it('is the backend that this suite is about', () => {
      expect(backend).toBe(name);
    });

    for (const [prefix, id, given] of goldenPasses) {
      for (const mask of ['full', 'causal']) {
        it(`attention: every stage of golden ${prefix}_${mask}`, async () => {
          const golden: Golden = attention;
          const { data, extra } = caseOf(golden, `${prefix}_${mask}`);
          const hooks = hooksFor(id, given, dimsFor(6, 8, 2));
          const made = (stage: keyof ReturnType<typeof goldenPass>) =>
            readBack(() => goldenPass(hooks, mask === 'causal')[stage]);
          const scores = arrayOf(extra, 'scores');
          for (const [stage, wanted] of [
            ['logits', scores],
            ['weights', arrayOf(extra, 'weights')],
            ['shown', scores.slice(36)],
            ['output', data],
          ] as const) {
            const apart = worstDifference(await made(stage), wanted);
            expect(apart, stage).toBeLessThanOrEqual(attentionTolerance);
          }
        });
      }
    }

    it('attention: without positions and mask, permuted tokens give permuted outputs', async () => {
      const { inputs, data } = caseOf(attention, 'none_full_permuted_input');
      const order = numbersOf(inputs, 'perm');
      const output = await readBack(() => goldenPass({}, false, order).output);
      expect(worstDifference(output, data)).toBeLessThanOrEqual(attentionTolerance);
    });

    it('attention: a row with no visible key is zeros, not NaN', async () => {
      const hidden = new Float32Array(2 * 3 * 3).fill(Number.NEGATIVE_INFINITY);
      hidden[0] = 0;
      const weights = await readBack(() => {
        const view = viewOf(tensor2d(new Float32Array(12).fill(0.1), [6, 2]));
        const asked = {
          query: view,
          key: view,
          length: 3,
          heads: { first: 0, count: 2 },
          scale: 1,
          bias: tensor3d(hidden, [2, 3, 3]),
          mask: unmasked,
          temperature: 1,
        };
        return tensorOf(squaresOf('weights', asked));
      });
      expect([...weights]).toEqual([1, ...Array.from({ length: 17 }, () => 0)]);
    });

    for (const scheme of encodings) {
      it(`contract of ${scheme.id}: shape, its float64 formula, no tensor left`, async () => {
        const before = memory().numTensors;
        let worst = 0;
        for (const dims of [
          dimsFor(9, 16, 4, 0),
          dimsFor(5, 16, 2, 1_000_000),
          dimsFor(1, 8, 2, 3),
        ]) {
          const hooks = hooksFor(scheme.id, {}, dims);
          const exact = exactFor(scheme.id, {}, dims);
          const params = defaultsOf(scheme.params);
          const at = scheme.place?.(params, dims) ?? sequence(dims.start, dims.length);
          let shape: number[] = [];
          const make = () =>
            hooks.table?.(at) ??
            hooks.rotation?.(at) ??
            hooks.curve?.(dims.length) ??
            hooks.vectors?.(dims.length);
          if (!hooks.table && !hooks.rotation && !hooks.curve && !hooks.vectors) continue;
          const got = await readBack(() => {
            const tensor = make();
            if (!tensor) throw new Error(`${scheme.id}: no map`);
            shape = [...tensor.shape];
            return tensor;
          });
          const [rows = 0, columns = 0] = shape;
          const sides = scheme.sides ?? ['channel', 'offset'];
          const sizes = { head: dims.nHeads, channel: dims.dHead, profile: Number(params.width) };
          const high = sizes[sides[0]];
          expect(rows).toBe(hooks.curve ? dims.nHeads : hooks.vectors ? high : dims.length);
          const offsets = sides[1] === 'offset' ? 2 * dims.length - 1 : columns;
          const turning = 2 * (exact?.pairs ?? 0);
          const width = hooks.table ? dims.dModel : hooks.rotation ? turning : offsets;
          expect(columns).toBe(width);
          const wanted = Array.from(
            { length: rows * columns },
            (_, cell) => exact?.cell(Math.floor(cell / columns), cell % columns) ?? Number.NaN,
          );
          expect(wanted.every(Number.isFinite)).toBe(true);
          // Of numbers above 1, float32 keeps the relative error.
          const relative = wanted.map((value, cell) => {
            const scale = Math.max(1, Math.abs(value));
            return ((got[cell] ?? Number.NaN) - value) / scale;
          });
          worst = Math.max(
            worst,
            worstDifference(
              relative,
              relative.map(() => 0),
            ),
          );
          // The goal: encodings within 1e-6 of float64 at every position below 2²⁰.
          expect(worst).toBeLessThanOrEqual(1e-6);
        }
        console.log(
          `worst error: ${scheme.id}, ${name}, ${worst.toExponential(1)}, float64 formula`,
        );
        expect(memory().numTensors).toBe(before);
      });
    }
  });
}
