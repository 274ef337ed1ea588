/**
 * The operator M_k with M_k P(p) = P(p + k) for every p, pair by pair in float64, and for schemes
 * that have none the reason. Draws nothing.
 */

import type { Frame } from '../state/frame.ts';
import { normalOf } from '../state/raced.ts';
import { dimsOf, familyOf, positionLimit, schemeOf } from '../state/spec.ts';
import type { TextKey } from '../text/t.ts';
import { type Pairs, pairsOf } from './pairs.ts';

/** Two channels that are mixed: (a, b) → (aa·a + ab·b, ba·a + bb·b). */
export interface Block {
  readonly channels: readonly [number, number];
  /** Of the scheme, and how far its hand turns, in rad. */
  readonly pair: number;
  readonly angle: number;
  readonly aa: number;
  readonly ab: number;
  readonly ba: number;
  readonly bb: number;
}

export interface Shift {
  readonly kind: 'shift';
  /** Channels of the position map. */
  readonly width: number;
  readonly rotary: boolean;
  /** Another length would have another operator, since the frequencies contain it. */
  readonly ofThisLength: boolean;
  /** Pairs grow or shrink while they turn (xPos). */
  readonly scales: boolean;
  /** The blocks of M_k, one a pair; channels in none are zero at every position. */
  blocks(k: number): readonly Block[];
}

export interface NoShift {
  readonly kind: 'none';
  readonly reason: Extract<TextKey, `shift.no.${string}`>;
  /** The channel that has no partner, where that is the reason. */
  readonly channel: number;
}

const noShift = (reason: NoShift['reason'], channel = 0): NoShift => ({
  kind: 'none',
  reason,
  channel,
});

/** Schemes whose reason cannot be seen from their channels. */
const ownReasons: Readonly<Record<string, NoShift['reason']>> = {
  binary: 'shift.no.digits',
  gray: 'shift.no.gray',
  learned: 'shift.no.learned',
  custom: 'shift.no.custom',
};

export function shiftOf(frame: Frame): Shift | NoShift {
  const { spec, exact, maps } = frame;
  const family = familyOf(spec);
  if (family === 'none' || !exact) return noShift('shift.no.none');
  if (family === 'bias') return noShift('shift.no.bias');
  if (family === 'contextual') return noShift('shift.no.contextual');
  const own = ownReasons[spec.encoding];
  if (own) return noShift(own);
  const width = maps.positions?.columns ?? 0;
  const pairs = pairsOf(frame);
  if (pairs && pairs.axes > 1) return noShift('shift.no.axes');
  const lone = loneChannels(frame, pairs, width);
  const wave = (channel: number) => schemeOf(spec).wave?.(channel, spec.params, dimsOf(spec));
  const half = lone.find((channel) => wave(channel));
  if (half !== undefined) {
    return noShift(wave(half) === 'sin' ? 'shift.no.sine' : 'shift.no.cosine', half);
  }
  if (lone[0] !== undefined || !pairs) return noShift('shift.no.line', lone[0]);
  const rotary = family === 'rotary';
  return {
    kind: 'shift',
    width,
    rotary,
    ofThisLength: changesWithLength(frame, pairs),
    scales: pairs.list.some(({ index }) => Math.abs(growth(frame, index, 1) - 1) > 1e-12),
    blocks: (k) =>
      pairs.list.map(({ index, channels, frequency }) => {
        const angle = k * (frequency ?? 0);
        const factor = growth(frame, index, k);
        const [cosine, sine] = [factor * Math.cos(angle), factor * Math.sin(angle)];
        // Rotary: cosine first, so the pair itself turns. Additive: sine first, the other way round.
        const ab = rotary ? -sine : sine;
        return { channels, pair: index, angle, aa: cosine, ab, ba: -ab, bb: cosine };
      }),
  };
}

/** k as far as p + k is a position: 0…2²⁰ − 1. */
export function clampedShift(k: number, position: number): number {
  return Math.min(Math.max(k, -position), positionLimit - 1 - position) + 0;
}

/** M_k · vector. @returns the same width; zero where no block writes */
export function shifted(blocks: readonly Block[], vector: ArrayLike<number>): Float64Array {
  const out = new Float64Array(vector.length);
  for (const { channels, aa, ab, ba, bb } of blocks) {
    const [a = 0, b = 0] = [vector[channels[0]], vector[channels[1]]];
    out[channels[0]] = aa * a + ab * b;
    out[channels[1]] = ba * a + bb * b;
  }
  return out;
}

/** The first rows and columns of M_k, [size, size] row-major. */
export function matrixOf(blocks: readonly Block[], size: number): Float64Array {
  const out = new Float64Array(size * size);
  const set = (row: number, column: number, value: number) => {
    if (row < size && column < size) out[row * size + column] = value;
  };
  for (const { channels, aa, ab, ba, bb } of blocks) {
    const [first, second] = channels;
    set(first, first, aa);
    set(first, second, ab);
    set(second, first, ba);
    set(second, second, bb);
  }
  return out;
}

/** Channels of no pair that are not zero throughout. */
function loneChannels({ spec, exact }: Frame, pairs: Pairs | null, width: number): number[] {
  const paired = new Set(pairs?.list.flatMap(({ channels }) => channels));
  const rows = Array.from({ length: Math.min(spec.length, 64) }, (_, row) => row);
  return Array.from({ length: width }, (_, channel) => channel).filter(
    (channel) => !paired.has(channel) && rows.some((row) => exact?.cell(row, channel) !== 0),
  );
}

/** How much longer a pair is k positions further on; by the scheme the same at every position. */
function growth({ spec, exact }: Frame, pair: number, k: number): number {
  const gain = (position: number) => exact?.gain?.(position, pair, 'query') ?? 1;
  return gain(spec.start + k) / gain(spec.start);
}

function changesWithLength({ spec, exact }: Frame, { list }: Pairs): boolean {
  const dims = { ...dimsOf(spec), length: spec.length + 1 };
  const longer = schemeOf(spec).exact?.(spec.params, dims, normalOf(spec));
  const far = 4096;
  const turn = (formula: typeof exact | typeof longer, pair: number) =>
    (formula?.angle?.(spec.start + far, pair) ?? 0) - (formula?.angle?.(spec.start, pair) ?? 0);
  return list.some(({ index }) => {
    const now = turn(exact, index);
    return Math.abs(turn(longer, index) - now) > 1e-6 * Math.abs(now);
  });
}
