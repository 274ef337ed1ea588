/**
 * The operations that a racer spends its time in, as plain loops over float32 numbers, in place of
 * those of tfjs's CPU backend: they look up each number by its coordinates. Registered by the thread
 * that trains without a GPU. Whatever is not float32 goes the way it went before.
 */
import {
  backend_util,
  getKernel,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
  util,
} from '@tensorflow/tfjs-core';
import { layoutOf, type Strides, stridesOf, visitRows } from './strided.ts';

/** As much of tfjs's CPU backend as is needed here. */
interface CpuBackend {
  readonly data: { get(id: object): { readonly values: unknown } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

interface Asked {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  /** The numbers of an input. */
  numbers(name: string): Float32Array;
  indices(name: string): Int32Array;
  make(shape: readonly number[], numbers: Float32Array): TensorInfo;
}

/** @param inputs  those that must be float32 for the loops to serve, where tfjs has the operation too */
function inLoops(
  kernelName: string,
  inputs: readonly string[],
  run: (asked: Asked) => TensorInfo,
): () => void {
  const before = getKernel(kernelName, 'cpu');
  const kernelFunc: KernelFunc = (given) => {
    const backend = given.backend as CpuBackend;
    const of = given.inputs as Record<string, TensorInfo>;
    const attrs = (given.attrs ?? {}) as Record<string, unknown>;
    const served = inputs.every((name) => of[name]?.dtype === 'float32') && !attrs['batchDims'];
    if (before && !served) return before.kernelFunc(given);
    return run({
      inputs: of,
      attrs,
      numbers: (name) => backend.data.get(of[name]?.dataId ?? {}).values as Float32Array,
      indices: (name) => backend.data.get(of[name]?.dataId ?? {}).values as Int32Array,
      make: (shape, numbers) => backend.makeTensorInfo([...shape], 'float32', numbers),
    });
  };
  if (before) unregisterKernel(kernelName, 'cpu');
  registerKernel({ kernelName, backendName: 'cpu', kernelFunc });
  return () => {
    unregisterKernel(kernelName, 'cpu');
    if (before) registerKernel(before);
  };
}

/** @returns what brings back those of tfjs */
export function registerLoops(): () => void {
  const undo = [
    inLoops('BatchMatMul', ['a', 'b'], matMul),
    inLoops('Transpose', ['x'], transpose),
    inLoops('Tile', ['x'], tile),
    inLoops('PadV2', ['x'], pad),
    inLoops('Sum', ['x'], (asked) => summed(asked, 1)),
    inLoops('Mean', ['x'], mean),
    inLoops('GatherV2', ['x'], gather),
    inLoops('MaskedSoftmax', ['logits'], softmax),
    ...Object.entries(rowOperations).map(([name, row]) =>
      inLoops(name, ['a', 'b'], (asked) => byPairs(asked, row)),
    ),
  ];
  return () => {
    for (const each of undo) each();
  };
}

const shapeOf = ({ inputs }: Asked, name: string) => inputs[name]?.shape ?? [];
const sizeOf = (shape: readonly number[]) => shape.reduce((product, each) => product * each, 1);

/**
 * out[o + i] = a[p + i · s] and b[q + i · t] made one, for i below n. Each place is within its array,
 * which the compiler cannot know: a check of every number would take as long as the number.
 */
type RowOperation = (
  out: Float32Array,
  a: Float32Array,
  b: Float32Array,
  at: { readonly n: number; readonly s: number; readonly t: number },
  o: number,
  p: number,
  q: number,
) => void;

const rowOperations: Readonly<Record<string, RowOperation>> = {
  Add(out, a, b, { n, s, t }, o, p, q) {
    for (let i = 0; i < n; i++) out[o + i] = (a[p + i * s] as number) + (b[q + i * t] as number);
  },
  Sub(out, a, b, { n, s, t }, o, p, q) {
    for (let i = 0; i < n; i++) out[o + i] = (a[p + i * s] as number) - (b[q + i * t] as number);
  },
  Multiply(out, a, b, { n, s, t }, o, p, q) {
    for (let i = 0; i < n; i++) out[o + i] = (a[p + i * s] as number) * (b[q + i * t] as number);
  },
  RealDiv(out, a, b, { n, s, t }, o, p, q) {
    for (let i = 0; i < n; i++) out[o + i] = (a[p + i * s] as number) / (b[q + i * t] as number);
  },
};

function byPairs(asked: Asked, row: RowOperation): TensorInfo {
  const [first, second] = [shapeOf(asked, 'a'), shapeOf(asked, 'b')];
  const shape = backend_util.assertAndGetBroadcastShape([...first], [...second]);
  const out = new Float32Array(sizeOf(shape));
  const [a, b] = [asked.numbers('a'), asked.numbers('b')];
  const layout = layoutOf(shape, [
    stridesOf(shape),
    repeatedStrides(first, shape),
    repeatedStrides(second, shape),
  ]);
  const [, s = 0, t = 0] = layout.inner;
  const at = { n: layout.length, s, t };
  visitRows(layout, (o, p, q) => row(out, a, b, at, o, p, q));
  return asked.make(shape, out);
}

/** Of a smaller shape, as it is repeated to fill a larger one. */
function repeatedStrides(shape: readonly number[], to: readonly number[]): Strides {
  const own = stridesOf(shape);
  const missing = to.length - shape.length;
  return to.map((_, axis) => {
    const at = axis - missing;
    return at < 0 || shape[at] === 1 ? 0 : (own[at] ?? 0);
  });
}

/** Numbers at a shape's places in another order. */
function copied(
  asked: Asked,
  shape: readonly number[],
  from: Strides,
  { to = stridesOf(shape), start = 0, size = sizeOf(shape) } = {},
): Float32Array {
  const [x, out] = [asked.numbers('x'), new Float32Array(size)];
  const layout = layoutOf(shape, [to, from]);
  const [t = 0, s = 0] = layout.inner;
  visitRows(layout, (o, p) => {
    for (let i = 0; i < layout.length; i++) out[start + o + i * t] = x[p + i * s] as number;
  });
  return out;
}

function transpose(asked: Asked): TensorInfo {
  const shape = shapeOf(asked, 'x');
  const own = stridesOf(shape);
  const order = asked.attrs['perm'] as readonly number[];
  const to = order.map((axis) => shape[axis] ?? 1);
  return asked.make(
    to,
    copied(
      asked,
      to,
      order.map((axis) => own[axis] ?? 0),
    ),
  );
}

function tile(asked: Asked): TensorInfo {
  const shape = shapeOf(asked, 'x');
  const reps = asked.attrs['reps'] as readonly number[];
  const own = stridesOf(shape);
  // Each axis as two: how often it is repeated, and itself.
  const apart = shape.flatMap((each, axis) => [reps[axis] ?? 1, each]);
  const from = own.flatMap((each) => [0, each]);
  const made = shape.map((each, axis) => each * (reps[axis] ?? 1));
  return asked.make(made, copied(asked, apart, from));
}

function pad(asked: Asked): TensorInfo {
  const shape = shapeOf(asked, 'x');
  const paddings = asked.attrs['paddings'] as readonly (readonly [number, number])[];
  const made = shape.map((each, axis) => {
    const [before, behind] = paddings[axis] ?? [0, 0];
    return each + before + behind;
  });
  const to = stridesOf(made);
  const start = to.reduce((sum, stride, axis) => sum + stride * (paddings[axis]?.[0] ?? 0), 0);
  const value = asked.attrs['constantValue'] as number;
  const out = copied(asked, shape, stridesOf(shape), { to, start, size: sizeOf(made) });
  if (value !== 0) throw new Error(`loops: padding with ${value}`);
  return asked.make(made, out);
}

function mean(asked: Asked): TensorInfo {
  const shape = shapeOf(asked, 'x');
  const axes = util.parseAxisParam(asked.attrs['axis'] as number | number[], [...shape]);
  const count = axes.reduce((product, axis) => product * (shape[axis] ?? 1), 1);
  return summed(asked, count);
}

/** Sums along some axes, each divided by a number. */
function summed(asked: Asked, by: number): TensorInfo {
  const shape = shapeOf(asked, 'x');
  const axis = asked.attrs['axis'] as number | number[];
  const gone = new Set(util.parseAxisParam(axis, [...shape]));
  const left = shape.map((each, at) => (gone.has(at) ? 1 : each));
  const kept = stridesOf(left).map((stride, at) => (gone.has(at) ? 0 : stride));
  const sums = new Float64Array(sizeOf(left));
  const x = asked.numbers('x');
  const layout = layoutOf(shape, [kept, stridesOf(shape)]);
  const [t = 0, s = 0] = layout.inner;
  visitRows(layout, (o, p) => {
    if (t === 0) {
      let total = 0;
      for (let i = 0; i < layout.length; i++) total += x[p + i * s] as number;
      sums[o] = (sums[o] ?? 0) + total;
    } else {
      for (let i = 0; i < layout.length; i++) {
        const at = o + i * t;
        sums[at] = (sums[at] as number) + (x[p + i * s] as number);
      }
    }
  });
  const made = asked.attrs['keepDims'] === true ? left : shape.filter((_, at) => !gone.has(at));
  return asked.make(
    made,
    Float32Array.from(sums, (total) => total / by),
  );
}

/** Each row of a with each row of b turned, so that both are read as they lie. */
function matMul(asked: Asked): TensorInfo {
  const [first, second] = [shapeOf(asked, 'a'), shapeOf(asked, 'b')];
  const { transposeA, transposeB } = asked.attrs;
  const [aRows = 1, aColumns = 1] = first.slice(-2);
  const [bRows = 1, bColumns = 1] = second.slice(-2);
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const n = transposeB ? bRows : bColumns;
  const batch = backend_util.assertAndGetBroadcastShape(first.slice(0, -2), second.slice(0, -2));
  const [aBatch, bBatch, count] = [first, second, [...batch, 1, 1]].map((shape) =>
    sizeOf(shape.slice(0, -2)),
  ) as [number, number, number];
  const [a, b] = [asked.numbers('a'), asked.numbers('b')];
  const out = new Float32Array(count * m * n);
  const [left, right] = [new Float64Array(m * k), new Float64Array(k * n)];
  for (let each = 0; each < count; each++) {
    if (each < aBatch) laidOut(left, a, each * m * k, m, k, transposeA === true);
    if (each < bBatch) laidOut(right, b, each * k * n, n, k, transposeB !== true);
    products(out, each * m * n, left, right, m, k, n);
  }
  return asked.make([...batch, m, n], out);
}

/** Rows of k numbers from a matrix that lies row by row, or turned. */
function laidOut(
  to: Float64Array,
  x: Float32Array,
  from: number,
  rows: number,
  k: number,
  turned: boolean,
): void {
  if (!turned) {
    for (let i = 0; i < rows * k; i++) to[i] = x[from + i] as number;
    return;
  }
  for (let c = 0; c < k; c++) {
    for (let row = 0; row < rows; row++) to[row * k + c] = x[from + c * rows + row] as number;
  }
}

/** out[i, j] = row i of a · row j of b; two rows with four at a time, so that each number is read once for several. */
function products(
  out: Float32Array,
  from: number,
  a: Float64Array,
  b: Float64Array,
  m: number,
  k: number,
  n: number,
): void {
  const [evenRows, fourColumns] = [m - (m % 2), n - (n % 4)];
  for (let i = 0; i < evenRows; i += 2) {
    const [p, o] = [i * k, from + i * n];
    for (let j = 0; j < fourColumns; j += 4) {
      let [s, t, u, v, w, x, y, z] = [0, 0, 0, 0, 0, 0, 0, 0];
      const q = j * k;
      for (let c = 0; c < k; c++) {
        const [first, second] = [a[p + c] as number, a[p + k + c] as number];
        const b0 = b[q + c] as number;
        const b1 = b[q + k + c] as number;
        const b2 = b[q + 2 * k + c] as number;
        const b3 = b[q + 3 * k + c] as number;
        s += first * b0;
        t += first * b1;
        u += first * b2;
        v += first * b3;
        w += second * b0;
        x += second * b1;
        y += second * b2;
        z += second * b3;
      }
      const at = o + j;
      out[at] = s;
      out[at + 1] = t;
      out[at + 2] = u;
      out[at + 3] = v;
      out[at + n] = w;
      out[at + n + 1] = x;
      out[at + n + 2] = y;
      out[at + n + 3] = z;
    }
  }
  for (let i = 0; i < m; i++) {
    for (let j = i < evenRows ? fourColumns : 0; j < n; j++) {
      let sum = 0;
      for (let c = 0; c < k; c++) sum += (a[i * k + c] as number) * (b[j * k + c] as number);
      out[from + i * n + j] = sum;
    }
  }
}

/** Numbers at places along one axis. */
function gather(asked: Asked): TensorInfo {
  const shape = shapeOf(asked, 'x');
  const [axis = 0] = util.parseAxisParam(asked.attrs['axis'] as number, [...shape]);
  const indices = asked.indices('indices');
  const [x, along] = [asked.numbers('x'), shape[axis] ?? 1];
  const [around, run] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
  const out = new Float32Array(around * indices.length * run);
  let o = 0;
  for (let outer = 0; outer < around; outer++) {
    for (const index of indices) {
      const p = (outer * along + index) * run;
      for (let i = 0; i < run; i++) out[o++] = x[p + i] as number;
    }
  }
  return asked.make(shape.toSpliced(axis, 1, ...shapeOf(asked, 'indices')), out);
}

/** The softmax of `attention/dotProduct.ts`, of a temperature above 0. */
function softmax(asked: Asked): TensorInfo {
  const shape = shapeOf(asked, 'logits');
  const [x, columns] = [asked.numbers('logits'), shape.at(-1) ?? 1];
  const temperature = asked.attrs['temperature'] as number;
  const out = new Float32Array(x.length);
  for (let from = 0; from < x.length; from += columns) {
    let most = Number.NEGATIVE_INFINITY;
    for (let i = from; i < from + columns; i++) most = Math.max(most, x[i] as number);
    let total = 0;
    for (let i = from; i < from + columns; i++) {
      const logit = x[i] as number;
      const power = logit <= -1e38 ? 0 : Math.exp((logit - most) / temperature);
      out[i] = power;
      total += power;
    }
    for (let i = from; i < from + columns; i++) {
      if (!((x[i] as number) <= -1e38)) out[i] = (out[i] as number) / total;
    }
  }
  return asked.make(shape, out);
}
