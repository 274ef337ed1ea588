import { describe, expect, it } from 'vitest';
import { oneMapLayout } from './oneMapLayout.ts';

describe('one map on the whole screen', () => {
  it('is as high as the room but for its axis, with the words at its left', () => {
    for (const [width, height, rem] of [
      [1900, 1020, 22],
      [1240, 660, 22],
      [2400, 1380, 28],
    ] as const) {
      const { side, beside, gutter } = oneMapLayout(width, height, rem);
      expect(side / height).toBeGreaterThan(0.93);
      expect(beside + gutter + side).toBe(width);
    }
  });

  it('has the words above where the window is upright, and stays inside', () => {
    const { side, beside, gutter } = oneMapLayout(780, 1100, 22);
    expect(beside).toBe(0);
    expect(side + gutter).toBeLessThanOrEqual(780);
  });
});
