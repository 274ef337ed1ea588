/**
 * What a bias adds to the score of a key by its distance, as far as positions go: the float64 formula of
 * every head at every distance of a bin. For schemes whose bias knows the distance alone.
 */
import { seededNormal } from '../encodings/seeded.ts';
import type { Far, FarCurve } from '../state/lens.ts';
import { dimsOf, type Spec, schemeOf } from '../state/spec.ts';
import { type Pause, pauses } from '../threads/pause.ts';
import { hooksOf } from './hooks.ts';
import { readBack } from './readBack.ts';

/** More rows than that are not looked at one by one. */
const mostHeads = 8;
/** What the pass itself adds is compared with the formula up to here. */
const held = 4096;
/** So many distances are worked out before the clock is read again. */
const stretch = 1024;

/** Null where the scheme has no bias of the distance alone. */
export async function farBiasOf(spec: Spec, edges: Int32Array): Promise<Far | null> {
  const { curve } = hooksOf(spec);
  const scheme = schemeOf(spec);
  const exact = scheme.exact?.(spec.params, dimsOf(spec), seededNormal(spec.seed));
  if (!curve || !exact?.bias) return null;
  const biasOf = (head: number, distance: number) => exact.bias?.(head, distance, 0) ?? Number.NaN;
  const pause = pauses();
  const curves: FarCurve[] = [];
  for (let head = 0; head < Math.min(spec.heads, mostHeads); head++) {
    curves.push(await curveOf((distance) => biasOf(head, distance), head, edges, pause));
  }
  const used = await readBack(() => curve(held));
  let largest = 0;
  for (const { head } of curves) {
    for (let distance = 1; distance < held; distance++) {
      const got = used[(head ?? 0) * (2 * held - 1) + held - 1 - distance] ?? Number.NaN;
      const wanted = biasOf(head ?? 0, distance);
      // Against the size of the number: a float32 has so many digits, however large it is.
      largest = Math.max(largest, Math.abs(got - wanted) / Math.max(1, Math.abs(wanted)));
    }
  }
  return { edges, curves, largest, checked: curves.length * (held - 1) };
}

async function curveOf(
  bias: (distance: number) => number,
  head: number,
  edges: Int32Array,
  pause: Pause,
): Promise<FarCurve> {
  const bins = edges.length - 1;
  const [mean, least, most] = [0, 1, 2].map(() => new Float32Array(bins)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let bin = 0; bin < bins; bin++) {
    const [from = 0, to = 0] = edges.subarray(bin, bin + 2);
    let [sum, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let distance = from; distance < to; distance++) {
      const added = bias(distance);
      sum += added;
      low = Math.min(low, added);
      high = Math.max(high, added);
      if (distance % stretch === 0) await pause();
    }
    mean[bin] = sum / (to - from);
    least[bin] = low;
    most[bin] = high;
  }
  return { scaling: null, head, ids: 'exact', mean, least, most };
}
