/** A block by the kernels that make it, on both backends: goldens, float64 sums, heads in groups. */
import {
  add,
  reshape,
  setBackend,
  stack,
  type Tensor,
  type Tensor3D,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BlockInputs, type BlockWeights, blockTrace } from '../attention/block.ts';
import { dense, denseNorm, normedPlane } from '../attention/dense.ts';
import { attendHeads, turnedBoth } from '../attention/heads.ts';
import { causalMask, unmasked } from '../attention/mask.ts';
import { type Plane, planeOf, stackOf, tensorOf } from '../attention/plane.ts';
import { type Dims, sequence } from '../encodings/encoding.ts';
import { encodingOf } from '../encodings/index.ts';
import { seededNormal } from '../encodings/seeded.ts';
import golden from '../golden/attention.json';
import {
  arrayOf,
  attentionTolerance,
  caseOf,
  type Golden,
  goldenPasses,
  numbersOf,
  worstDifference,
} from '../testing/golden.ts';
import { backends, hooksOf, numbers } from '../testing/scheme.ts';
import { openDevice } from './device.ts';

const normal = seededNormal(11);
const random = (name: string, rows: number, columns: number, scale = 1) => {
  const of = normal(name);
  const data = Array.from(
    { length: rows * columns },
    (_, cell) => scale * of(Math.floor(cell / columns), cell % columns),
  );
  return { data, tensor: () => tensor2d(data, [rows, columns]) };
};

/** Rows times columns, summed in float64. */
function product(x: ArrayLike<number>, w: ArrayLike<number>, width: number, columns: number) {
  const rows = x.length / width;
  return Array.from({ length: rows * columns }, (_, cell) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    let sum = 0;
    for (let k = 0; k < width; k++)
      sum += (x[row * width + k] ?? 0) * (w[k * columns + column] ?? 0);
    return sum;
  });
}

function normed(x: readonly number[], columns: number, epsilon: number): number[] {
  return x.map((value, cell) => {
    const start = cell - (cell % columns);
    const row = x.slice(start, start + columns);
    const mean = row.reduce((a, b) => a + b) / columns;
    const variance = row.reduce((sum, each) => sum + (each - mean) ** 2, 0) / columns;
    return (value - mean) / Math.sqrt(variance + epsilon);
  });
}

const apart = (got: Float32Array, wanted: readonly number[]) => worstDifference(got, wanted);

for (const backend of backends) {
  describe(`the block on ${backend}`, () => {
    beforeAll(async () => {
      const device = await openDevice(backend === 'webgpu' ? 'auto' : 'off');
      if (backend === 'cpu') await setBackend('cpu');
      else expect(device.backend).toBe('webgpu');
    });

    // Few and many of each, and none that a tile of four by four, or 16, fits.
    const shapes = [
      [1, 2, 2],
      [3, 5, 7],
      [37, 96, 130],
      [18, 33, 66],
      [5, 300, 20],
    ] as const;
    for (const [rows, width, columns] of shapes) {
      it(`${rows} × ${width} times ${width} × ${columns} is the float64 product`, async () => {
        const x = random('x', rows, width);
        const w = random('w', width, columns, 1 / Math.sqrt(width));
        const b = random('b', 1, columns);
        const wanted = product(x.data, w.data, width, columns).map(
          (sum, cell) => sum + (b.data[cell % columns] ?? 0),
        );
        const plane = () => planeOf(x.tensor());
        const affine = () => ({ matrix: w.tensor(), bias: b.tensor() });
        // Sums of at most 300 products of size 1 / √300.
        const got = await numbers(() => dense(plane(), affine()));
        expect(apart(got, wanted)).toBeLessThanOrEqual(5e-6);
        const positive = await numbers(() => dense(plane(), affine(), { rectified: true }));
        expect(
          apart(
            positive,
            wanted.map((sum) => Math.max(sum, 0)),
          ),
        ).toBeLessThanOrEqual(5e-6);

        const r = random('r', rows, columns);
        const [scale, shift] = [random('scale', 1, columns), random('shift', 1, columns)];
        const norm = () => ({ epsilon: 1e-3, scale: scale.tensor(), bias: shift.tensor() });
        const sums = wanted.map((sum, cell) => sum + (r.data[cell] ?? 0));
        const ends = normed(sums, columns, 1e-3).map(
          (unit, cell) =>
            unit * (scale.data[cell % columns] ?? 0) + (shift.data[cell % columns] ?? 0),
        );
        for (const [part, whole] of [
          ['product', wanted],
          ['sum', sums],
          ['normed', ends],
        ] as const) {
          const made = await numbers(() =>
            tensorOf(denseNorm(plane(), affine(), planeOf(r.tensor()), norm())[part]),
          );
          // Two channels that are near each other are divided by their small difference.
          expect(apart(made, whole), part).toBeLessThanOrEqual(columns === 2 ? 5e-5 : 1e-5);
        }
        const alone = await numbers(() => tensorOf(normedPlane(planeOf(r.tensor()), norm())));
        const wantedAlone = normed(r.data, columns, 1e-3).map(
          (unit, cell) =>
            unit * (scale.data[cell % columns] ?? 0) + (shift.data[cell % columns] ?? 0),
        );
        expect(apart(alone, wantedAlone)).toBeLessThanOrEqual(1e-5);
      });
    }

    for (const [prefix, id, given] of goldenPasses) {
      for (const mask of ['full', 'causal']) {
        it(`has every stage of golden ${prefix}_${mask}`, async () => {
          const file: Golden = golden;
          const { data, extra } = caseOf(file, `${prefix}_${mask}`);
          const { inputs } = caseOf(file, 'none_full');
          const square = (name: string) => tensor2d(numbersOf(inputs, name), [8, 8]);
          const positions = sequence(0, 6);
          const dims: Dims = { length: 6, start: 0, dModel: 8, nHeads: 2, dHead: 4 };
          const hooks = hooksOf(encodingOf(id), given, dims);
          const run = () => {
            const tokens = tensor2d(numbersOf(inputs, 'x'), [6, 8]);
            const table = hooks.table?.(positions) ?? null;
            const x = planeOf(table ? add(tokens, table) : tokens);
            const queryKey = stack([square('wq'), square('wk')]) as Tensor3D;
            const heads = { first: 0, count: 2 };
            const turned = turnedBoth(
              dense(x, { matrix: queryKey }, { heads: 2 }),
              positions,
              hooks,
              heads,
            );
            const value = dense(x, { matrix: square('wv') }, { heads: 2 });
            const place = { positions, heads, mask: mask === 'causal' ? causalMask : unmasked };
            return attendHeads({ ...turned, value }, place, hooks, 1);
          };
          const weights = await numbers(() => stackOf(run().weights));
          expect(worstDifference(weights, arrayOf(extra, 'weights'))).toBeLessThanOrEqual(
            attentionTolerance,
          );
          const output = await numbers(() => dense(run().joined, { matrix: square('wo') }));
          expect(worstDifference(output, data)).toBeLessThanOrEqual(attentionTolerance);
          const logits = await numbers(() => shownOf(run().shown).logits);
          expect(worstDifference(logits, arrayOf(extra, 'scores').slice(36))).toBeLessThanOrEqual(
            attentionTolerance,
          );
        });
      }
    }

    const [length, dModel, heads] = [13, 24, 4];
    const weights = (rows: number): BlockWeights => {
      const square = (name: string, height: number) =>
        random(name, height, dModel, 1 / Math.sqrt(height)).tensor();
      return {
        queryKey: stack([square('wq', rows), square('wk', rows)]) as Tensor3D,
        wv: square('wv', rows),
        wo: square('wo', dModel),
        wide: random('wide', dModel, 4 * dModel, 1 / Math.sqrt(dModel)).tensor(),
        narrow: random('narrow', 4 * dModel, dModel, 1 / Math.sqrt(4 * dModel)).tensor(),
      };
    };
    const cases = [
      { id: 'sinusoidal', fusion: 'add', mask: causalMask },
      { id: 'sinusoidal', fusion: 'concat', mask: unmasked },
      { id: 'sinusoidal', fusion: 'multiply', mask: unmasked },
      { id: 'sinusoidal', fusion: 'query-key', mask: { ...causalMask, window: 4 } },
      { id: 'rope', fusion: 'add', mask: causalMask },
      { id: 'xpos', fusion: 'add', mask: causalMask },
      { id: 'alibi', fusion: 'add', mask: { ...unmasked, visible: 9 } },
      { id: 'shaw', fusion: 'add', mask: causalMask },
      { id: 'deberta', fusion: 'add', mask: unmasked },
    ] as const;
    for (const { id, fusion, mask } of cases) {
      it(`${id}, ${fusion}: heads in groups are those of one go, and each step follows the last`, async () => {
        const dims: Dims = { length, start: 0, dModel, nHeads: heads, dHead: dModel / heads };
        const hooks = hooksOf(encodingOf(id), {}, dims);
        const positions = sequence(0, length);
        const run = (together: number) => {
          const asked: BlockInputs = {
            x: planeOf(random('x', length, dModel).tensor()),
            table: hooks.table?.(positions) ?? null,
            fusion,
            gain: 1.5,
            positions,
            mask,
            temperature: 0.7,
            heads,
            together,
            shown: 2,
          };
          return blockTrace(asked, weights(fusion === 'concat' ? 2 * dModel : dModel), hooks);
        };
        type Trace = ReturnType<typeof run>;
        const read = (of: (trace: Trace) => Plane, together = heads + 2) =>
          numbers(() => tensorOf(of(run(together))));
        for (const of of [
          (trace: Trace) => trace.joined,
          (trace: Trace) => trace.output,
          (trace: Trace) => shownOf(trace.shown).planes.scores,
          (trace: Trace) => shownOf(trace.shown).planes.weights,
          (trace: Trace) => shownOf(trace.shown).planes.mixed,
        ]) {
          // Other sums of the same few numbers.
          expect(apart(await read(of, 3), [...(await read(of))])).toBeLessThanOrEqual(1e-5);
        }
        const logits = await read((trace) => shownOf(trace.shown).planes.logits);
        const grouped = await read((trace) => shownOf(trace.shown).planes.logits, 3);
        const finite = (all: Float32Array) => [...all].map((each) => Math.max(each, -1024));
        expect(apart(Float32Array.from(finite(grouped)), finite(logits))).toBeLessThanOrEqual(1e-5);

        const [joined, attended, residual, hidden, forward, output, x, input, values] =
          await Promise.all([
            read((trace) => trace.joined),
            read((trace) => trace.attended),
            read((trace) => trace.residual),
            read((trace) => trace.hidden),
            read((trace) => trace.forward),
            read((trace) => trace.output),
            read((trace) => trace.x),
            read((trace) => trace.input),
            read((trace) => trace.values),
          ]);
        const matrix = (name: string, rows: number, columns: number) =>
          random(name, rows, columns, 1 / Math.sqrt(rows)).data;
        expect(
          apart(attended, product(joined, matrix('wo', dModel, dModel), dModel, dModel)),
        ).toBeLessThanOrEqual(1e-5);
        const carried = input.length === x.length ? values : x;
        const sums = (a: Float32Array, b: Float32Array) => [...a].map((v, i) => v + (b[i] ?? 0));
        expect(apart(residual, normed(sums(carried, attended), dModel, 1e-5))).toBeLessThanOrEqual(
          1e-5,
        );
        const wide = product(residual, matrix('wide', dModel, 4 * dModel), dModel, 4 * dModel);
        expect(
          apart(
            hidden,
            wide.map((sum) => Math.max(sum, 0)),
          ),
        ).toBeLessThanOrEqual(1e-5);
        const narrow = matrix('narrow', 4 * dModel, dModel);
        expect(apart(forward, product(hidden, narrow, 4 * dModel, dModel))).toBeLessThanOrEqual(
          1e-5,
        );
        expect(apart(output, normed(sums(residual, forward), dModel, 1e-5))).toBeLessThanOrEqual(
          1e-5,
        );
      });
    }
  });
}

function shownOf(shown: ReturnType<typeof attendHeads>['shown']) {
  if (!shown) throw new Error('block: a head is shown');
  const logits: Tensor = reshape(tensorOf(shown.logits), [-1]);
  return { planes: shown, logits };
}
