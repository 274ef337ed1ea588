import { describe, expect, it } from 'vitest';
import { attendLayout, namesWide } from './attendLayout.ts';

const rem = 16;
/** The inside of the room's body at each window, about as high as head, line, strip and dock leave it. */
const bodies = {
  '1280×620': [1203, 285],
  '1366×657': [1284, 320],
  '1440×900': [1354, 560],
  '1920×1080': [1824, 740],
  '820×1180': [771, 800],
} as const;
const projected = { '1280×720': [1203, 290], '1920×1080': [1804, 600] } as const;
const content = { open: false, panel: true, heads: 4 };

describe('the Attend room', () => {
  it('has room for the map, the panel and the heads at every size', () => {
    for (const [width, height] of Object.values(bodies)) {
      for (const heads of [0, 1, 4, 8, 16]) {
        for (const open of [true, false]) {
          const layout = attendLayout(width, height, rem, { open, panel: true, heads });
          const { arrangement, gutter, side, panel, wide: map } = layout;
          expect(map).toBeGreaterThanOrEqual(gutter + side + 3.4 * rem);
          const list = layout.heads;
          const wide = list ? list.columns * (list.side + 1.9 * rem) : 0;
          const across = arrangement === 'beside' ? map + panel.width + (list ? 4 : 2) * rem : map;
          expect(across + wide, `${width} × ${height}`).toBeLessThanOrEqual(width + 1);
          expect(side + 4.2 * rem).toBeLessThanOrEqual(height);
          expect(panel.width).toBeGreaterThanOrEqual(22 * rem);
        }
      }
    }
  });

  it('leaves its panel what the line above the map leaves, where that is wider than the map', () => {
    const large = 22;
    for (const [width, height] of Object.values(projected)) {
      const { arrangement, wide, panel, heads } = attendLayout(width, height, large, content);
      const list = (heads?.side ?? 0) + 1.9 * large;
      expect(arrangement).toBe('beside');
      expect(wide).toBeGreaterThanOrEqual(22.5 * large);
      expect(wide + panel.width + list + 4 * large, `${width}`).toBeLessThanOrEqual(width);
    }
  });

  it('shows the map as large as the height allows on a laptop, the panel beside it', () => {
    const layout = attendLayout(...bodies['1366×657'], rem, content);
    expect(layout).toMatchObject({ arrangement: 'beside', side: 252 });
    expect(attendLayout(...bodies['1280×620'], rem, content).side).toBeGreaterThanOrEqual(215);
  });

  it('has room for the names of the experiments in a line beside the map', () => {
    for (const [width, height] of Object.values(bodies)) {
      const { panel } = attendLayout(width, height, rem, content);
      expect(panel.width, `${width} × ${height}`).toBeGreaterThanOrEqual(namesWide * rem);
    }
  });

  it('gives the map all the room where no panel stands beside it', () => {
    for (const [width, height] of Object.values(bodies)) {
      const { side } = attendLayout(width, height, rem, { open: false, panel: false, heads: 0 });
      const across = width - (6.6 + 3.4 + 2) * rem;
      expect(side).toBeGreaterThanOrEqual(Math.floor(Math.min(across, height - 4.2 * rem)) - 1);
    }
  });

  it('puts the panel below the map where the window is upright', () => {
    const layout = attendLayout(...bodies['820×1180'], rem, content);
    expect(layout.arrangement).toBe('below');
    expect(layout.side).toBeGreaterThan(400);
    expect(layout.panel.height).toBeGreaterThan(15 * rem);
  });

  it('keeps map and experiment in sight together on a phone', () => {
    const height = 440;
    const { side, panel } = attendLayout(358, height, rem, { open: true, panel: true, heads: 4 });
    expect(side).toBeGreaterThanOrEqual(150);
    expect(panel.height).toBeGreaterThanOrEqual(11 * rem);
    expect(side + panel.height + (4.2 + 2.2) * rem).toBeLessThanOrEqual(height);
  });
});
