import { describe, expect, it } from 'vitest';
import golden from '../../golden/rope_apply.json';
import { dimsFor, exactOf } from '../../testing/exact.ts';
import { arrayOf, caseOf } from '../../testing/golden.ts';
import rope, { pairsOf } from './rope.ts';

const params = { base: 10000, pairing: 'interleaved', rotaryDim: 0 } as const;

describe('rope, in float64', () => {
  it('has the cosines and sines of the golden, in both pairings', () => {
    for (const pairing of ['half', 'interleaved'] as const) {
      const { data, extra } = caseOf(golden, `${pairing}_tables`);
      const exact = exactOf(rope, { pairing }, dimsFor(5, 8));
      for (let row = 0; row < 5; row++) {
        for (let pair = 0; pair < 4; pair++) {
          const [first, second] = exact.channels?.(pair) ?? [0, 0];
          expect(exact.cell(row, first)).toBeCloseTo(data[8 * row + first] ?? 9, 12);
          expect(exact.cell(row, second)).toBeCloseTo(
            arrayOf(extra, 'sin')[8 * row + second] ?? 9,
            12,
          );
        }
      }
    }
  });

  it('puts each channel in exactly one pair, whatever part of a head turns', () => {
    for (const pairing of ['half', 'interleaved'] as const) {
      for (const rotaryDim of [0, 2, 4, 8, 16]) {
        const pairs = pairsOf({ ...params, pairing, rotaryDim }, dimsFor(4, 16));
        const channels = pairs.flatMap(({ first, second }) => [first, second]);
        expect(channels.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, c) => c));
        expect(pairs.filter(({ turns }) => turns !== 0)).toHaveLength((rotaryDim || 16) / 2);
      }
    }
  });

  it('leaves position 0 as it is', () => {
    const exact = exactOf(rope, {}, dimsFor(2, 8));
    for (let pair = 0; pair < 4; pair++) expect(exact.angle?.(0, pair)).toBe(0);
  });

  it('says why an odd head cannot turn', () => {
    expect(rope.check?.(params, dimsFor(4, 21, 3))?.en).toContain('must be even');
    expect(rope.check?.({ ...params, rotaryDim: 10 }, dimsFor(4, 8))?.en).toContain('at most');
    expect(rope.check?.(params, dimsFor(4, 8))).toBeNull();
  });
});
