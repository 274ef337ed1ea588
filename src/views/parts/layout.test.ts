import { describe, expect, it } from 'vitest';
import { plateLayout } from './layout.ts';

describe('the plate with a lens beside it', () => {
  const content = { open: true, named: true };

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
