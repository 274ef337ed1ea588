import { describe, expect, it } from 'vitest';
import { plateLayout } from './layout.ts';

describe('the plate with a lens beside it', () => {
  const content = { open: true, named: true, maps: 3 };

  it('has the names of the lenses in a line, where the maps are no smaller for it', () => {
    expect(plateLayout(1354, 650, 16, content).names).toBe('line');
    expect(plateLayout(1284, 400, 16, content).names).toBe('menu');
  });

  it('has them in a menu too where the least of maps leave no room for a line', () => {
    // 1280 × 720 in the letters of the projector theme.
    const { names, side } = plateLayout(1203, 400, 22, content);
    expect([names, side]).toEqual(['menu', 9 * 22]);
  });
});

describe('the plate of a tablet held upright', () => {
  // 768 × 1024, less what stands above and below.
  const layout = plateLayout(720, 590, 16, { open: true, named: true, maps: 3 });

  it('has the lens in the corner that the maps leave, where beside them it would be a strip', () => {
    expect(layout).toMatchObject({ arrangement: 'grid', names: 'menu' });
    expect(layout.panel?.width).toBeGreaterThan(20 * 16);
  });
});

describe('the plate with fewer maps', () => {
  it('has them larger', () => {
    const sides = [3, 2, 1].map(
      (maps) => plateLayout(900, 700, 16, { open: false, named: false, maps }).side,
    );
    expect(sides).toEqual(sides.toSorted((a, b) => a - b));
    expect(new Set(sides).size).toBe(3);
  });

  it('has room for all of them and the lens', () => {
    for (const maps of [1, 2, 3]) {
      const { arrangement, gutter, gap, side, panel } = plateLayout(900, 700, 16, {
        open: true,
        named: false,
        maps,
      });
      const before = arrangement === 'grid' ? 1 : maps;
      expect(gutter + before * (side + gap) + (panel?.width ?? 0)).toBeLessThanOrEqual(900);
    }
  });
});
