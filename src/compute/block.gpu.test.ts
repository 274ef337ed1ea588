/** A block by the kernels that make it, on both backends: float64 sums, heads in groups, a block like LLaMA's. */
import { setBackend, stack, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { dense, denseNorm, normedRows } from '../attention/dense.ts';
import { causalMask, unmasked } from '../attention/mask.ts';
import { type MatrixView, tensorOf, viewOf } from '../attention/matrixView.ts';
import {
  type BlockTrace,
  type BlockWeights,
  blockKinds,
  blockTrace,
  type Source,
} from '../attention/pass.ts';
import { type Dims, sequence } from '../encodings/encoding.ts';
import { encodingOf } from '../encodings/index.ts';
import { seededNormal } from '../encodings/seeded.ts';
import { testDevice } from '../testing/device.ts';
import { worstDifference } from '../testing/golden.ts';
import { backends, hooksOf, readBack } from '../testing/scheme.ts';

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

function exactNorm(x: readonly number[], columns: number, epsilon: number): number[] {
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
      const device = await testDevice(backend === 'webgpu' ? 'auto' : 'off');
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
        const view = () => viewOf(x.tensor());
        const affine = () => ({ matrix: w.tensor(), bias: b.tensor() });
        // Sums of at most 300 products of size 1 / √300.
        const got = await readBack(() => tensorOf(dense(view(), affine())));
        expect(apart(got, wanted)).toBeLessThanOrEqual(5e-6);
        const positive = await readBack(() =>
          tensorOf(dense(view(), affine(), { activation: 'relu' })),
        );
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
        const ends = exactNorm(sums, columns, 1e-3).map(
          (unit, cell) =>
            unit * (scale.data[cell % columns] ?? 0) + (shift.data[cell % columns] ?? 0),
        );
        for (const [part, whole] of [
          ['product', wanted],
          ['sum', sums],
          ['normed', ends],
        ] as const) {
          const made = await readBack(() =>
            tensorOf(denseNorm(view(), affine(), viewOf(r.tensor()), norm())[part]),
          );
          // Two channels that are near each other are divided by their small difference.
          expect(apart(made, whole), part).toBeLessThanOrEqual(columns === 2 ? 5e-5 : 1e-5);
        }
        const alone = await readBack(() => tensorOf(normedRows(viewOf(r.tensor()), norm())));
        const wantedAlone = exactNorm(r.data, columns, 1e-3).map(
          (unit, cell) =>
            unit * (scale.data[cell % columns] ?? 0) + (shift.data[cell % columns] ?? 0),
        );
        expect(apart(alone, wantedAlone)).toBeLessThanOrEqual(1e-5);
      });
    }

    const [length, dModel, heads] = [13, 24, 4];
    const weights = (rows: number): BlockWeights => {
      const square = (name: string, height: number) =>
        random(name, height, dModel, 1 / Math.sqrt(height)).tensor();
      const unit = { epsilon: 1e-5 };
      return {
        heads,
        queryKey: { matrix: stack([square('wq', rows), square('wk', rows)]) as Tensor3D },
        value: { matrix: square('wv', rows) },
        out: { matrix: square('wo', dModel) },
        between: unit,
        wide: { matrix: random('wide', dModel, 4 * dModel, 1 / Math.sqrt(dModel)).tensor() },
        narrow: { matrix: random('narrow', 4 * dModel, dModel, 0.5 / Math.sqrt(dModel)).tensor() },
        end: unit,
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
          const source: Source = {
            x: viewOf(random('x', length, dModel).tensor()),
            table: hooks.table?.(positions) ?? null,
            fusion,
            gain: 1.5,
            positions,
            mask,
            temperature: 0.7,
          };
          const own = weights(fusion === 'concat' ? 2 * dModel : dModel);
          return blockTrace(source, own, blockKinds.seeded, hooks, { together, shown: 2 });
        };
        type Trace = ReturnType<typeof run>;
        const read = (of: (trace: Trace) => MatrixView, together = heads + 2) =>
          readBack(() => tensorOf(of(run(together))));
        for (const of of [
          (trace: Trace) => trace.joined,
          (trace: Trace) => trace.output,
          (trace: Trace) => shownOf(trace).scores,
          (trace: Trace) => shownOf(trace).weights,
          (trace: Trace) => shownOf(trace).mixed,
        ]) {
          // Other sums of the same few numbers.
          expect(apart(await read(of, 3), [...(await read(of))])).toBeLessThanOrEqual(1e-5);
        }
        const logits = await read((trace) => shownOf(trace).logits);
        const grouped = await read((trace) => shownOf(trace).logits, 3);
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
        expect(
          apart(residual, exactNorm(sums(carried, attended), dModel, 1e-5)),
        ).toBeLessThanOrEqual(1e-5);
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
        expect(apart(output, exactNorm(sums(residual, forward), dModel, 1e-5))).toBeLessThanOrEqual(
          1e-5,
        );
      });
    }

    for (const together of [6, 3]) {
      it(`a block like LLaMA’s is its float64 formula, ${together} squares at a time`, async () => {
        const [served, dHead, inner] = [2, dModel / heads, 40];
        const matrix = (name: string, columns: number, rows = dModel) =>
          random(name, rows, columns, 1 / Math.sqrt(rows));
        const scales = [random('norm 1', 1, dModel), random('norm 2', 1, dModel)] as const;
        const [x, wq, wo] = [
          random('x', length, dModel),
          matrix('wq', dModel),
          matrix('wo', dModel),
        ];
        const [wk, wv] = [matrix('wk', dModel / served), matrix('wv', dModel / served)];
        const [gate, up, down] = [
          matrix('gate', inner),
          matrix('up', inner),
          matrix('down', dModel, inner),
        ];
        const run = () => {
          const norm = (by: 0 | 1) => ({ epsilon: 1e-3, scale: scales[by].tensor() });
          const own: BlockWeights = {
            heads,
            enter: norm(0),
            queryKey: { matrix: wq.tensor() },
            sharedKey: { matrix: wk.tensor() },
            value: { matrix: wv.tensor() },
            out: { matrix: wo.tensor() },
            between: norm(1),
            wide: { matrix: stack([gate.tensor(), up.tensor()]) as Tensor3D },
            narrow: { matrix: down.tensor() },
            end: norm(0),
          };
          const source = {
            x: viewOf(x.tensor()),
            positions: sequence(0, length),
            mask: causalMask,
          };
          return blockTrace(source, own, blockKinds.llama, {}, { together, shown: 3 });
        };
        const rms = (rows: readonly number[], by: 0 | 1) =>
          rows.map((value, cell) => {
            const start = cell - (cell % dModel);
            const squares = rows.slice(start, start + dModel).reduce((sum, v) => sum + v * v, 0);
            return (
              (value / Math.sqrt(squares / dModel + 1e-3)) * (scales[by].data[cell % dModel] ?? 0)
            );
          });
        const entered = rms(x.data, 0);
        const query = product(entered, wq.data, dModel, dModel);
        const [key, value] = [wk, wv].map((w) => product(entered, w.data, dModel, dModel / served));
        const joined: number[] = Array.from({ length: length * dModel }, () => 0);
        const shown: number[] = [];
        for (let head = 0; head < heads; head++) {
          const shared = Math.floor(head / served);
          const at = (all: readonly number[] | undefined, position: number, channel: number) =>
            all?.[(position * dModel) / served + shared * dHead + channel] ?? Number.NaN;
          for (let row = 0; row < length; row++) {
            const channels = Array.from({ length: dHead }, (_, channel) => channel);
            const powers = Array.from({ length: row + 1 }, (_, other) =>
              Math.exp(
                channels.reduce(
                  (sum, c) =>
                    sum + (query[row * dModel + head * dHead + c] ?? 0) * at(key, other, c),
                  0,
                ) / Math.sqrt(dHead),
              ),
            );
            const whole = powers.reduce((a, b) => a + b);
            if (head === 3) {
              shown.push(...powers.map((power) => power / whole));
              shown.push(...Array.from({ length: length - row - 1 }, () => 0));
            }
            for (const c of channels) {
              joined[row * dModel + head * dHead + c] =
                powers.reduce((sum, power, other) => sum + power * at(value, other, c), 0) / whole;
            }
          }
        }
        const attended = product(joined, wo.data, dModel, dModel);
        const residual = x.data.map((each, cell) => each + (attended[cell] ?? 0));
        const between = rms(residual, 1);
        const [gates, ups] = [gate, up].map((w) => product(between, w.data, dModel, inner));
        const hidden = (gates ?? []).map(
          (each, cell) => (each / (1 + Math.exp(-each))) * (ups?.[cell] ?? 0),
        );
        const forward = product(hidden, down.data, inner, dModel);
        const output = residual.map((each, cell) => each + (forward[cell] ?? 0));
        const read = (of: (trace: BlockTrace) => MatrixView) => readBack(() => tensorOf(of(run())));
        for (const [of, wanted] of [
          [(trace: BlockTrace) => shownOf(trace).weights, shown],
          [(trace: BlockTrace) => trace.joined, joined],
          [(trace: BlockTrace) => trace.hidden, hidden],
          [(trace: BlockTrace) => trace.output, output],
          [(trace: BlockTrace) => trace.normedSum, rms(output, 0)],
        ] as const) {
          expect(apart(await read(of), wanted)).toBeLessThanOrEqual(1e-5);
        }
      });
    }
  });
}

function shownOf({ shown }: BlockTrace) {
  if (!shown) throw new Error('block: a head is shown');
  return shown;
}
