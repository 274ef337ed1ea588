/**
 * The pass again in float64 on the host, row by row: what the GPU's weights are held against.
 * Plain arrays and loops, so that it shares no code with what it checks.
 */
import type { Exact, ExactScoreContext, Family } from '../encodings/encoding.ts';
import type { QueryScale } from '../encodings/queryScale.ts';
import type { Fusion } from './fusion.ts';
import { hides, type Mask } from './mask.ts';

/** Of each row: mean 0 and variance 1, then times `scale` plus `shift`, [dModel] each. */
interface ExactNorm {
  readonly epsilon: number;
  readonly scale: ArrayLike<number>;
  readonly shift: ArrayLike<number>;
}

export interface ExactInputs {
  readonly length: number;
  readonly start: number;
  readonly dModel: number;
  readonly dHead: number;
  readonly head: number;
  readonly family: Family;
  readonly exact: Exact | null;
  /** The vector of each position: rows of `vectors`, [token, dModel]. */
  readonly ids: readonly number[];
  readonly vectors: Float32Array;
  /**
   * Columns [from, from + count) of the head's matrix, [dModel, count]; twice the rows where tokens
   * and positions stand side by side.
   */
  readonly columns: (name: 'wq' | 'wk', from: number, count: number) => Float32Array;
  /** Before the projections; null where there is none. */
  readonly norm: ExactNorm | null;
  readonly mask: Mask;
  readonly fusion: Fusion;
  readonly gain: number;
  readonly temperature: number;
  readonly queryScale: QueryScale;
}

interface ExactRow {
  /** What it follows from: of content, what a scheme may go by. */
  readonly context: ExactScoreContext;
  /** What the scheme adds after scaling, one number per key. */
  readonly added: Float64Array;
  readonly logits: Float64Array;
  readonly weights: Float64Array;
}

/** Multiplications above which a row is not worked out on the host. */
const mostMultiplications = 2e8;
/** And above which that takes longer than a frame of the screen, 512 × 64 × 16, and happens in pieces. */
const mostAtOnce = 2 ** 19;

export interface ExactPass {
  /**
   * The row of a query, or null where that would take more than `mostMultiplications`, or more than
   * a moment because the keys have not been prepared.
   */
  row(query: number): ExactRow | null;
  /** Works the keys out, once; `pause` is called between pieces. @returns whether there are rows */
  prepare(pause: () => Promise<void> | undefined): Promise<boolean>;
}

/** What all rows have in common. */
interface Prepared {
  readonly keys: Float64Array[];
  readonly wq: Float32Array;
  readonly input: ExactScoreContext['input'];
}

/** Opens a float64 pass. Keys are worked out once, when first needed; a row after that is short. */
export function exactPass(inputs: ExactInputs): ExactPass {
  const { length, dModel, dHead } = inputs;
  const size = length * dModel * dHead;
  let prepared: Prepared | null = null;
  return {
    row(query) {
      if (!prepared && size > mostAtOnce) return null;
      prepared ??= preparedAtOnce(inputs);
      const factor = exactQueryFactor(inputs.queryScale, inputs.start + query);
      const own = projected(inputs, prepared.wq, query, 'query').map((entry) => factor * entry);
      return rowOf(inputs, own, prepared, query);
    },
    async prepare(pause) {
      if (size > mostMultiplications) return false;
      prepared ??= size <= mostAtOnce ? preparedAtOnce(inputs) : await inPieces(inputs, pause);
      return true;
    },
  };
}

function preparedAtOnce(inputs: ExactInputs): Prepared {
  const { columns, dHead, length } = inputs;
  const [wq, wk] = [columns('wq', 0, dHead), columns('wk', 0, dHead)];
  return {
    wq,
    input: inputOf(inputs),
    keys: Array.from({ length }, (_, position) => projected(inputs, wk, position, 'key')),
  };
}

async function inPieces(
  inputs: ExactInputs,
  pause: () => Promise<void> | undefined,
): Promise<Prepared> {
  const wq = await joined(inputs, 'wq', pause);
  const wk = await joined(inputs, 'wk', pause);
  const keys: Float64Array[] = [];
  for (let position = 0; position < inputs.length; position++) {
    keys.push(projected(inputs, wk, position, 'key'));
    await pause();
  }
  return { wq, keys, input: inputOf(inputs) };
}

/** A scheme that adds to the scores has no table: what is projected is the tokens' own vectors. */
function inputOf({ dModel, ids, vectors, norm }: ExactInputs): Prepared['input'] {
  return (position) => {
    const token = (ids[position] ?? 0) * dModel;
    const own = vectors.subarray(token, token + dModel);
    return norm ? normed(own, norm) : own;
  };
}

function normed(x: ArrayLike<number>, { epsilon, scale, shift }: ExactNorm): Float64Array {
  const row = Float64Array.from(x);
  const mean = row.reduce((sum, each) => sum + each, 0) / row.length;
  const variance = row.reduce((sum, each) => sum + (each - mean) ** 2, 0) / row.length;
  const deviation = Math.sqrt(variance + epsilon);
  return row.map(
    (each, channel) => ((each - mean) / deviation) * (scale[channel] ?? 1) + (shift[channel] ?? 0),
  );
}

/** A head's matrix, a few columns at a time. */
async function joined(
  { columns, dHead, dModel }: ExactInputs,
  name: 'wq' | 'wk',
  pause: () => Promise<void> | undefined,
): Promise<Float32Array> {
  const some = Math.max(Math.floor(2 ** 15 / dModel), 1);
  let whole = new Float32Array();
  for (let from = 0; from < dHead; from += some) {
    const count = Math.min(some, dHead - from);
    const part = columns(name, from, count);
    const rows = part.length / count;
    if (whole.length === 0) whole = new Float32Array(rows * dHead);
    for (let row = 0; row < rows; row++) {
      whole.set(part.subarray(row * count, (row + 1) * count), row * dHead + from);
    }
    await pause();
  }
  return whole;
}

function rowOf(
  inputs: ExactInputs,
  query: Float64Array,
  { keys, input }: Prepared,
  row: number,
): ExactRow {
  const { length, start, head, exact, mask, temperature } = inputs;
  const scale = exact?.scale ?? 1 / Math.sqrt(inputs.dHead);
  const products = Float64Array.from(keys, (key) => dot(query, key));
  const context = { head, row, input, query, keys, products, causal: mask.causal };
  const added =
    exact?.score?.(context) ??
    products.map((_, column) => exact?.bias?.(head, start + row, start + column) ?? 0);
  const logits = products.map((product, column) =>
    hides(mask, row, column) ? Number.NEGATIVE_INFINITY : product * scale + (added[column] ?? 0),
  );
  const largest = logits.reduce((a, b) => Math.max(a, b));
  if (largest === Number.NEGATIVE_INFINITY)
    return { context, added, logits, weights: new Float64Array(length) };
  const powers = logits.map((logit) =>
    temperature > 0 ? Math.exp((logit - largest) / temperature) : Number(logit === largest),
  );
  const total = powers.reduce((a, b) => a + b);
  return { context, added, logits, weights: powers.map((power) => power / total) };
}

/** What multiplies a query at its position. */
export function exactQueryFactor(of: QueryScale, position: number): number {
  const n = position + 1;
  if (of.queryScale === 'log') return of.queryBias + of.querySlope * Math.log(n);
  if (of.queryScale === 'power') return Math.exp(of.queryGain * Math.log1p(n / of.querySpan));
  const steps = (n - (n % of.queryStep)) / of.queryStep;
  return of.queryScale === 'llama4' ? 1 + of.queryGain * Math.log(1 + steps) : 1;
}

/** x and table, fused, normed where there is a norm: [dModel], or twice that side by side. */
function fused(inputs: ExactInputs, position: number): Float64Array {
  const { dModel, vectors, family, exact, fusion, gain, norm } = inputs;
  const token = (inputs.ids[position] ?? 0) * dModel;
  const isFused = family === 'additive' && exact !== null;
  const out = new Float64Array(isFused && fusion === 'concat' ? 2 * dModel : dModel);
  for (let channel = 0; channel < dModel; channel++) {
    const entry = vectors[token + channel] ?? 0;
    const table = isFused ? gain * exact.cell(position, channel) : null;
    if (table === null) out[channel] = entry;
    else if (fusion === 'multiply') out[channel] = entry * table;
    else if (fusion === 'concat') {
      out[channel] = entry;
      out[dModel + channel] = table;
    } else out[channel] = entry + table;
  }
  return norm ? normed(out, norm) : out;
}

/** What is fused · W, turned where the scheme turns: one query or key, [dHead]. */
function projected(
  inputs: ExactInputs,
  matrix: Float32Array,
  position: number,
  role: 'query' | 'key',
): Float64Array {
  const { dHead, family, exact, start } = inputs;
  const out = new Float64Array(dHead);
  for (const [row, entry] of fused(inputs, position).entries()) {
    for (let column = 0; column < dHead; column++) {
      out[column] = (out[column] ?? 0) + entry * (matrix[row * dHead + column] ?? 0);
    }
  }
  return family === 'rotary' && exact ? turned(inputs, out, exact, start + position, role) : out;
}

function turned(
  { head }: ExactInputs,
  x: Float64Array,
  exact: Exact,
  position: number,
  role: 'query' | 'key',
): Float64Array {
  const pairs = exact.radius ? x.length : x.length / 2;
  const out = new Float64Array(2 * pairs);
  if (!exact.radius) out.set(x);
  for (let pair = 0; pair < pairs; pair++) {
    const [first, second] = exact.channels?.(pair) ?? [0, 0];
    const phase = role === 'key' ? (exact.keyPhase?.(pair, head) ?? 0) : 0;
    const angle = (exact.angle?.(position, pair) ?? 0) + phase;
    const [a = 0, b = 0] = exact.radius ? [exact.radius(x[pair] ?? 0), 0] : [x[first], x[second]];
    const gain = exact.gain?.(position, pair, role) ?? 1;
    out[first] = gain * (a * Math.cos(angle) - b * Math.sin(angle));
    out[second] = gain * (a * Math.sin(angle) + b * Math.cos(angle));
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
