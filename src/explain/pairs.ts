/**
 * The pairs of channels of the current scheme that turn together: how fast, along which axis, and
 * how far within the text. By the scheme's float64 formula; draws nothing.
 */
import type { Positions } from '../encodings/encoding.ts';
import type { Frame } from '../state/frame.ts';
import { dimsOf, schemeOf } from '../state/spec.ts';

export interface Pair {
  readonly index: number;
  readonly channels: readonly [number, number];
  /** Rad per step of the pair's own axis, signed; null where that axis is not to be found. */
  readonly frequency: number | null;
  /** Index of that axis; 0 where there is only one. */
  readonly axis: number;
  /** The angles between which it moves within the text, rad, not reduced. */
  readonly from: number;
  readonly to: number;
  /** How far it turns over as many steps as the text has, rad. */
  readonly turn: number;
  /** At least one whole turn within the text, less than a quarter turn, or between the two. */
  readonly pace: 'fast' | 'middle' | 'slow';
}

export interface Pairs {
  /** How many axes positions have. */
  readonly axes: number;
  readonly list: readonly Pair[];
  /** The angle of a pair at a row of the maps, rad, not reduced. */
  angle(row: number, pair: number): number;
}

/** The pairs of the current scheme; null where its channels do not turn in pairs. */
export function pairsOf({ spec, exact }: Frame): Pairs | null {
  const count = exact?.pairs ?? 0;
  if (!exact || count === 0) return null;
  const place = schemeOf(spec).place?.(spec.params, dimsOf(spec)) ?? null;
  const angle = (row: number, pair: number) => exact.angle?.(spec.start + row, pair) ?? 0;
  const list = Array.from({ length: count }, (_, index): Pair => {
    const along = (row: number) => angle(row, index);
    const moved = place && place.axes > 1 ? movedIn(place, along) : moves(spec.length, along);
    return { index, channels: exact.channels?.(index) ?? [0, 0], ...moved };
  });
  return { axes: place?.axes ?? 1, list, angle };
}

/** The pair that a channel of the position map belongs to. */
export function pairOfChannel({ list }: Pairs, channel: number): Pair | null {
  return list.find(({ channels }) => channels.includes(channel)) ?? null;
}

/** Positions for one turn; infinite where the pair stands still. */
export function periodOf({ frequency }: Pair): number {
  return frequency === null ? Number.NaN : (2 * Math.PI) / Math.abs(frequency);
}

/** |e^(iα) − e^(iβ)|, 0…2: how far apart a pair points at two rows. */
export function apart({ angle }: Pick<Pairs, 'angle'>, pair: number, m: number, n: number): number {
  return 2 * Math.abs(Math.sin((angle(m, pair) - angle(n, pair)) / 2));
}

/**
 * The row at which a pair points in a direction: of those that come within half a step of it, or
 * as near as any, the one nearest to `from`.
 */
export function rowPointing(
  pairs: Pairs,
  pair: Pair,
  direction: number,
  { from, length }: { readonly from: number; readonly length: number },
): number {
  const off = Float64Array.from({ length }, (_, row) =>
    Math.abs(wrapped(pairs.angle(row, pair.index) - direction)),
  );
  const halfStep = Math.abs(wrapped(pair.frequency ?? 0)) / 2;
  const enough =
    Math.max(
      halfStep,
      off.reduce((a, b) => Math.min(a, b), Math.PI),
    ) + 1e-9;
  let best = from;
  let distance = Number.POSITIVE_INFINITY;
  off.forEach((value, row) => {
    if (value > enough || Math.abs(row - from) >= distance) return;
    best = row;
    distance = Math.abs(row - from);
  });
  return best;
}

/** The same angle in −π…π. */
export function wrapped(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}

type Moved = Pick<Pair, 'frequency' | 'axis' | 'from' | 'to' | 'turn' | 'pace'>;

// A long way, so that far from the start the difference keeps its digits.
const far = 4096;

/** Of a scheme whose positions are numbers: its angles are linear in them. */
function moves(length: number, angle: (row: number) => number): Moved {
  const frequency = (angle(far) - angle(0)) / far;
  const [from, to] = [angle(0), angle(length - 1)];
  return { frequency, axis: 0, from, to, ...turning(frequency * length) };
}

/** Of a scheme of several axes: the pair's own axis is the one along which its angle is linear. */
function movedIn(place: Positions, angle: (row: number) => number): Moved {
  const rows = sampled(place.length);
  for (let axis = 0; axis < place.axes; axis++) {
    const at = (row: number) => place.values[row * place.axes + axis] ?? 0;
    const other = rows.find((row) => at(row) !== at(0));
    if (other === undefined) continue;
    const frequency = (angle(other) - angle(0)) / (at(other) - at(0));
    const linear = (row: number) => angle(0) + frequency * (at(row) - at(0));
    const bends = rows.some(
      (row) => Math.abs(angle(row) - linear(row)) > 1e-9 * (1 + Math.abs(angle(row))),
    );
    if (frequency === 0 || bends) continue;
    const [least, most] = rangeOf(place, axis);
    const [from, to] = [least, most].map((value) => angle(0) + frequency * (value - at(0)));
    const turned = turning(frequency * (most - least + 1));
    return { frequency, axis, from: from ?? 0, to: to ?? 0, ...turned };
  }
  return { frequency: null, axis: 0, from: angle(0), to: angle(0), ...turning(0) };
}

/** Enough rows to tell the axes apart: the first ones, and some from everywhere. */
function sampled(length: number): readonly number[] {
  const first = Array.from({ length: Math.min(length, 128) }, (_, row) => row);
  const spread = Array.from({ length: 64 }, (_, i) => Math.floor((i * length) / 64));
  return [...new Set([...first, ...spread])];
}

function rangeOf({ length, axes, values }: Positions, axis: number): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < length; row++) {
    const value = values[row * axes + axis] ?? 0;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

function turning(angle: number): Pick<Pair, 'turn' | 'pace'> {
  const turn = Math.abs(angle);
  const turns = turn / (2 * Math.PI);
  // The circle makes exactly one turn; it should not be short of it by a rounding.
  if (turns > 1 - 1e-9) return { turn, pace: 'fast' };
  return { turn, pace: turns < 0.25 ? 'slow' : 'middle' };
}
