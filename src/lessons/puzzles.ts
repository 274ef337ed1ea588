/**
 * The puzzles of the reverse game: a heatmap is given, and what made it is to be found. A level and a round
 * decide which, the same for everyone.
 */
import { seededNormal } from '../encodings/seeded.ts';

export interface Found {
  readonly encoding: string;
  readonly dim: number;
  /** Means something for sinusoids alone. */
  readonly base: number;
}

export interface Level {
  readonly map: 'positions' | 'similarity';
  readonly length: number;
  readonly encodings: readonly string[];
  readonly dims: readonly number[];
  /** One: it is not asked for. */
  readonly bases: readonly number[];
}

const encodings = ['binary', 'gray', 'circular', 'sinusoidal'] as const;
/** All schemes that are in any level. */
export const reverseSchemes: readonly string[] = encodings;

const levels: readonly Level[] = [
  { map: 'positions', length: 32, encodings, dims: [6, 8, 12], bases: [10_000] },
  { map: 'positions', length: 48, encodings, dims: [8, 16, 32], bases: [20, 100, 10_000] },
  { map: 'similarity', length: 64, encodings, dims: [8, 16, 32], bases: [20, 100, 10_000] },
];

export const lastLevel = levels.length;

export function levelOf(number: number): Level {
  const level = levels[Math.min(Math.max(number, 1), lastLevel) - 1];
  if (!level) throw new Error(`reverse: no level ${number}`);
  return level;
}

/** What is to be found. Every second puzzle of the upper levels is of sinusoids, whose base is asked for. */
export function puzzleOf(number: number, round: number): Found {
  const { encodings: schemes, dims, bases } = levelOf(number);
  const random = seededNormal(round)(`reverse ${number}`);
  const one = <T>(from: readonly T[], at: number): T => {
    // Which of them: the bits after the point of a normal number are as good as even.
    const share = Math.abs(random(at, 0)) * 997;
    const chosen = from[Math.floor((share - Math.floor(share)) * from.length)];
    if (chosen === undefined) throw new Error('reverse: nothing to choose from');
    return chosen;
  };
  const waves = bases.length > 1 && round % 2 === 0;
  return {
    encoding: waves ? 'sinusoidal' : one(schemes, 0),
    dim: one(dims, 1),
    base: one(bases, 2),
  };
}
