import { describe, expect, it } from 'vitest';
import { modelLayout } from './modelLayout.ts';

describe('the Model room', () => {
  it('has the heads beside the squares on a laptop, below them where these were too small', () => {
    expect(modelLayout(1203, 400, 16).arrangement).toBe('beside');
    expect(modelLayout(771, 900, 16).arrangement).toBe('below');
    expect(modelLayout(1203, 480, 22).arrangement).toBe('below');
    expect(modelLayout(358, 560, 16).arrangement).toBe('stacked');
  });

  it('fits its squares, and leaves each room for its title and scale', () => {
    for (const rem of [16, 20, 22, 28]) {
      for (const width of [358, 771, 1203, 1284, 1354, 1824, 2464]) {
        const { arrangement, gutter, gap, side } = modelLayout(width, 600, rem);
        const heads = arrangement === 'beside' ? gap + 24.5 * rem : 0;
        const squares = arrangement === 'stacked' ? side : 2 * side + gap;
        expect(gutter + squares + heads, `${width} at ${rem}`).toBeLessThanOrEqual(width);
        expect(side).toBeGreaterThanOrEqual(arrangement === 'stacked' ? 7 * rem : 16 * rem);
      }
    }
  });
});
