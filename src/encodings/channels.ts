/**
 * Which wave each channel carries, for schemes whose angles are position × frequency: what other
 * ways to compute the same waves start from.
 */
import type { AnyEncoding, Dims } from './encoding.ts';
import type { ParamValues } from './params.ts';
import type { SeededNormal } from './seeded.ts';

export interface ChannelWave {
  readonly pair: number;
  readonly shape: 'sin' | 'cos';
  /** Rad per position. */
  readonly frequency: number;
}

/**
 * @returns  the wave of each channel, by channel; nothing for a channel without one. Null where
 *           angles are not position × frequency: there are no pairs, positions have several axes,
 *           or they are counted from the beginning of each text.
 */
export function channelWaves(
  scheme: AnyEncoding,
  params: ParamValues,
  dims: Dims,
  normal: SeededNormal,
): ReadonlyMap<number, ChannelWave> | null {
  if (scheme.place?.(params, dims)) return null;
  const exact = scheme.exact?.(params, dims, normal);
  // Position 0 of a text that starts elsewhere: still at angle 0, or else counted within the text.
  const moved = scheme.exact?.(params, { ...dims, start: dims.start + 1 }, normal);
  const count = exact?.pairs ?? 0;
  if (!exact?.angle || !exact.channels || count === 0) return null;
  const rotary = (scheme.familyFor?.(params) ?? scheme.family) === 'rotary';
  const waves = new Map<number, ChannelWave>();
  for (let pair = 0; pair < count; pair++) {
    const frequency = exact.angle(1, pair);
    const far = exact.angle(1024, pair);
    if (moved?.angle?.(0, pair) !== 0 || Math.abs(far - 1024 * frequency) > 1e-9) return null;
    const [first, second] = exact.channels(pair);
    waves.set(first, { pair, frequency, shape: rotary ? 'cos' : 'sin' });
    waves.set(second, { pair, frequency, shape: rotary ? 'sin' : 'cos' });
  }
  return waves;
}
