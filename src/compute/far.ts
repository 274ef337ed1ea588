/**
 * RoPE's score of two identical unit vectors by their offset, as far as positions go and under every
 * scaling at once: exact over all offsets of a bin, on the GPU in one pass but for the nearest.
 */
import { engine, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { hasKernel } from '../encodings/kernel.ts';
import { type RopeParams, ropeParams } from '../encodings/rope-params.ts';
import { attentionFactorOf, rotaryWidth, scaledFrequencies } from '../encodings/rope-scaling.ts';
import { seededNormal } from '../encodings/seeded.ts';
import { turnWords } from '../encodings/waves.ts';
import { type Far, type FarCurve, farEdges, farthest } from '../state/lens.ts';
import { dimsOf, type Spec, schemeOf } from '../state/spec.ts';
import { type Pause, pauses } from '../threads/pause.ts';
import { farBiasOf } from './farBias.ts';
import { apart, together } from './kernels/far.ts';
import type { Asked } from './lenses.ts';
import { readBack } from './readBack.ts';

interface Curve {
  readonly scaling: RopeParams['scaling'];
  /** θ of each pair that turns, rad per position. */
  readonly frequencies: Float64Array;
  /** score = turning · mean cos + still. */
  readonly turning: number;
  readonly still: number;
}

/** Of these the numbers are a model's own: shown only where they are in force. */
const own = new Set(['longrope', 'learned', 'proportional']);

/** Milliseconds that an answer may take while a slider is dragged. */
const quick = 16;
/** As far as an answer gets in that time, going by how long the last whole one took. */
let near = 2 ** 14;

/** Every number as in `farOf`, but only as far as this device computes at the speed of a slider. */
export const farMeanwhile = ({ spec }: Pick<Asked, 'spec'>): Promise<Far | null> =>
  farUpTo(near, spec);

/** Null for a scheme whose scores do not go by the distance alone. */
export async function farOf({ spec }: Pick<Asked, 'spec'>): Promise<Far | null> {
  const begun = performance.now();
  const far = await farUpTo(farthest, spec);
  const share = quick / (performance.now() - begun);
  near = Math.min(Math.max(2 ** Math.floor(Math.log2(farthest * share)), 2 ** 10), farthest);
  return far;
}

/** @param reach  bins of distances up to this power of two */
async function farUpTo(reach: number, spec: Spec): Promise<Far | null> {
  const edges = farEdges(reach);
  if (spec.encoding !== 'rope') return farBiasOf(spec, edges);
  const curves = curvesOf(spec);
  const [shown] = curves;
  if (!shown) return null;
  const pause = pauses();
  const means = await meansOf(curves, edges);
  const size = 3 * (edges.length - 1);
  const exact = curves.map((curve, at) =>
    scored(curve, 'exact', means.subarray(at * size, (at + 1) * size)),
  );
  const [first, ...others] = exact;
  if (!first) return null;
  return {
    edges,
    curves: [
      first,
      scored(shown, 'bfloat16', await roundedIds(shown, edges, 8, pause)),
      scored(shown, 'float16', await roundedIds(shown, edges, 11, pause)),
      ...others,
    ],
    ...(await checked(shown, first, edges, pause)),
  };
}

/** @param means  [bin, (mean, least, most)] of the mean cosine */
function scored(
  { scaling, turning, still }: Curve,
  ids: FarCurve['ids'],
  means: ArrayLike<number>,
): FarCurve {
  const column = (c: number) =>
    Float32Array.from(
      { length: means.length / 3 },
      (_, bin) => turning * (means[3 * bin + c] ?? Number.NaN) + still,
    );
  return { scaling, head: null, ids, mean: column(0), least: column(1), most: column(2) };
}

/** The one in force first. */
function curvesOf(spec: Spec): readonly Curve[] {
  const params = spec.params as unknown as RopeParams; // the scheme's own
  const others = ropeParams.scaling.options
    .map(({ value }) => value)
    .filter((scaling) => scaling !== params.scaling && !own.has(scaling));
  const scheme = schemeOf(spec);
  const dims = dimsOf(spec);
  return [params.scaling, ...others].flatMap((scaling): Curve[] => {
    const values = { ...params, scaling };
    if (scheme.check?.(values, dims)) return [];
    const width = rotaryWidth(values, dims);
    // What follows the length is shown as for a text that fills what the factor makes room for.
    const seen = Math.max(spec.start + spec.length, values.factor * values.originalLength);
    const alpha = seededNormal(spec.seed)('alpha');
    return [
      {
        scaling,
        frequencies: scaledFrequencies(values, width, seen, alpha),
        turning: (attentionFactorOf(values) ** 2 * width) / dims.dHead,
        still: 1 - width / dims.dHead,
      },
    ];
  });
}

/** Distances below this power of two are quickly summed on the host: each bin costs a GPU as much as a large one. */
const summedOnHost = 2 ** 13;

/** @returns  [curve, bin, (mean, least, most)] of the mean cosine */
async function meansOf(curves: readonly Curve[], edges: Int32Array): Promise<Float32Array> {
  const nearer = edges.filter((edge) => edge <= summedOnHost).length;
  if (nearer === edges.length || !hasKernel('FarScores')) return onHost(curves, edges);
  const nearest = onHost(curves, edges.subarray(0, nearer));
  const others = await onGpu(curves, edges.subarray(nearer - 1));
  const [first, rest] = [nearest.length / curves.length, others.length / curves.length];
  const means = new Float32Array(nearest.length + others.length);
  for (let curve = 0; curve < curves.length; curve++) {
    const at = curve * (first + rest);
    means.set(nearest.subarray(curve * first, (curve + 1) * first), at);
    means.set(others.subarray(curve * rest, (curve + 1) * rest), at + first);
  }
  return means;
}

/** @returns  as above */
async function onGpu(curves: readonly Curve[], edges: Int32Array): Promise<Float32Array> {
  const pairs = Math.max(...curves.map(({ frequencies }) => frequencies.length));
  const words = new Int32Array(curves.length * 2 * pairs);
  const steps = new Float32Array(curves.length * pairs * 2 * together);
  for (const [curve, { frequencies }] of curves.entries()) {
    for (const [pair, frequency] of frequencies.entries()) {
      const at = curve * pairs + pair;
      words.set(turnWords(frequency / (2 * Math.PI)), 2 * at);
      for (let step = 0; step < together; step++) {
        steps[2 * together * at + step] = Math.cos(step * apart * frequency);
        steps[2 * together * at + together + step] = Math.sin(step * apart * frequency);
      }
    }
  }
  return readBack(() =>
    engine().runKernel(
      'FarScores',
      {
        words: tensor2d(words, [curves.length, 2 * pairs], 'int32'),
        steps: tensor2d(steps, [curves.length, pairs * 2 * together]),
        edges: tensor1d(edges, 'int32'),
      },
      {},
    ),
  );
}

/** What the kernel of that name works out, on the host. */
function onHost(curves: readonly Curve[], edges: Int32Array): Float32Array {
  const bins = edges.length - 1;
  const data = new Float32Array(3 * curves.length * bins);
  for (const [curve, { frequencies }] of curves.entries()) {
    const scores = meanCosines(frequencies, 0, edges.at(-1) ?? 0);
    for (let bin = 0; bin < bins; bin++) {
      const [from = 0, to = 0] = edges.subarray(bin, bin + 2);
      data.set(envelope(scores.subarray(from, to)), 3 * (curve * bins + bin));
    }
  }
  return data;
}

function envelope(scores: Float64Array): [mean: number, least: number, most: number] {
  let [sum, least, most] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const score of scores) {
    sum += score;
    least = Math.min(least, score);
    most = Math.max(most, score);
  }
  return [sum / scores.length, least, most];
}

/** Mean of cos(d θ) in float64, d = from … to − 1, turned on from one to the next. */
function meanCosines(frequencies: Float64Array, from: number, to: number): Float64Array {
  const scores = new Float64Array(to - from);
  for (const frequency of frequencies) {
    const [turnX, turnY] = [Math.cos(frequency), Math.sin(frequency)];
    let [x, y] = [Math.cos(from * frequency), Math.sin(from * frequency)];
    for (let i = 0; i < scores.length; i++) {
      scores[i] = (scores[i] ?? 0) + x / frequencies.length;
      [x, y] = [x * turnX - y * turnY, x * turnY + y * turnX];
    }
  }
  return scores;
}

/**
 * The same where position ids are rounded: whole runs of offsets become one id, so few angles are left.
 * NaN where an offset of the bin has no id: a float16 ends at 65,504.
 */
async function roundedIds(
  { frequencies }: Curve,
  edges: Int32Array,
  digits: number,
  pause: Pause,
): Promise<Float32Array> {
  const bins = edges.length - 1;
  const data = new Float32Array(3 * bins);
  const scoreAt = (id: number) =>
    frequencies.reduce((sum, frequency) => sum + Math.cos(id * frequency), 0) / frequencies.length;
  let [id, score] = [0, 1];
  for (let bin = 0; bin < bins; bin++) {
    await pause();
    const [from = 0, to = 0] = edges.subarray(bin, bin + 2);
    const scores = new Float64Array(to - from);
    for (let d = from; d < to; d++) {
      const next = roundedTo(digits, d);
      if (!Object.is(next, id)) [id, score] = [next, scoreAt(next)];
      scores[d - from] = score;
    }
    data.set(
      scores.some(Number.isNaN) ? [Number.NaN, Number.NaN, Number.NaN] : envelope(scores),
      3 * bin,
    );
  }
  return data;
}

/** To so many significant binary digits, halves to the even one; as `fields/halves.ts`, for whole numbers. */
function roundedTo(digits: number, d: number): number {
  const shift = 32 - Math.clz32(d) - digits;
  if (shift <= 0) return d;
  const half = (1 << (shift - 1)) - 1 + ((d >> shift) & 1);
  const nearest = ((d + half) >> shift) << shift;
  return digits === 11 && nearest > 65_504 ? Number.NaN : nearest;
}

/** Every so many bins are held against float64; all of them would take a tenth of a second. */
const checkEvery = 16;

async function checked(
  { frequencies, turning, still }: Curve,
  shown: FarCurve,
  edges: Int32Array,
  pause: Pause,
): Promise<Pick<Far, 'largest' | 'checked'>> {
  let [largest, offsets] = [0, 0];
  for (let bin = 0; bin + 1 < edges.length; bin += checkEvery) {
    await pause();
    const [from = 0, to = 0] = edges.subarray(bin, bin + 2);
    const exact = envelope(meanCosines(frequencies, from, to));
    const got = [shown.mean[bin], shown.least[bin], shown.most[bin]];
    for (const [c, value] of exact.entries()) {
      largest = Math.max(largest, Math.abs((got[c] ?? Number.NaN) - turning * value - still));
    }
    offsets += to - from;
  }
  return { largest, checked: offsets };
}
