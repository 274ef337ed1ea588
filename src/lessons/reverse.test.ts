import { describe, expect, it } from 'vitest';
import { problemOf } from '../state/fitted.ts';
import { lastLevel, levelOf, puzzleOf } from './puzzles.ts';
import { stateOf, toldApart } from './reverse.ts';

const rounds = Array.from({ length: 40 }, (_, round) => round + 1);
const levels = Array.from({ length: lastLevel }, (_, at) => at + 1);

describe('the reverse game', () => {
  it('has the same puzzle for everyone, one that the page can show', () => {
    for (const level of levels) {
      for (const round of rounds) {
        const found = puzzleOf(level, round);
        expect(puzzleOf(level, round)).toEqual(found);
        const { spec, notices } = stateOf(level, found);
        expect([notices, problemOf(spec)]).toEqual([[], null]);
      }
      const puzzles = rounds.map((round) => JSON.stringify(puzzleOf(level, round)));
      expect(new Set(puzzles).size).toBeGreaterThan(8);
    }
  });

  it('is won by what is right, and lost by any other scheme', () => {
    for (const level of levels) {
      for (const round of rounds.slice(0, 8)) {
        const truth = puzzleOf(level, round);
        expect(toldApart(level, truth, truth)).toBeNull();
        for (const encoding of levelOf(level).encodings) {
          if (encoding === truth.encoding) continue;
          const apart = toldApart(level, truth, { ...truth, encoding });
          expect(apart?.encoding, `${level} ${round} ${encoding}`).toBe(true);
        }
      }
    }
  });

  it('is won by whatever gives the same picture: the base means nothing to digits', () => {
    const truth = { encoding: 'binary', dim: 8, base: 20 };
    expect(toldApart(2, truth, { ...truth, base: 100 })).toBeNull();
  });

  it('says what told a guess apart: the size, or the slowest hand and the farthest numbers', () => {
    const truth = { encoding: 'sinusoidal', dim: 16, base: 20 };
    const wider = toldApart(2, truth, { ...truth, dim: 32 });
    expect(wider).toMatchObject({ encoding: false, dim: true, base: false, largest: null });
    const slower = toldApart(2, truth, { ...truth, base: 10_000 });
    expect(slower).toMatchObject({ encoding: false, dim: false, base: true });
    // 47 steps at 20^(−14/16) and at 10,000^(−14/16) radians.
    expect(slower?.turns?.truth).toBeCloseTo(0.5439, 3);
    expect(slower?.turns?.guess).toBeCloseTo(0.002365, 5);
    const { row = 0, column = 0, truth: a = 0, guess: b = 0 } = slower?.largest ?? {};
    expect(a).toBeCloseTo(
      (column % 2 === 0 ? Math.sin : Math.cos)(row * 20 ** (-(column - (column % 2)) / 16)),
      9,
    );
    expect(Math.abs(a - b)).toBeGreaterThan(1);
  });
});
