import { describe, expect, it } from 'vitest';
import { compareLayout, presentedLayout } from './compareLayout.ts';

const rem = 16;
/** In the projector theme. */
const large = 22;
/** The inside of the room's body at each window, about as high as head and dock leave it. */
const bodies = {
  '1280×620': [1203, 395],
  '1366×657': [1284, 430],
  '1440×900': [1354, 670],
  '1920×1080': [1824, 850],
  '820×1180': [771, 930],
} as const;
const projected = { '1280×720': [1203, 305], '1920×1080': [1804, 650] } as const;

describe('the Compare room', () => {
  it('fits its maps and its numbers at every size, for two to four schemes', () => {
    const windows = [
      ...Object.values(bodies).map((body) => ({ body, rem })),
      ...Object.values(projected).map((body) => ({ body, rem: large })),
    ];
    for (const { body, rem: size } of windows) {
      const [width, height] = body;
      for (const columns of [2, 3, 4]) {
        const { gutter, gap, side, across, table, stacked } = compareLayout(
          width,
          height,
          size,
          columns,
        );
        const [wide, high] = across ? [2 * columns, 1] : [columns, stacked ? 1 : 2];
        const numbers = (2 + 1.65 * columns) * size;
        const right = table === 'right' ? gap + 24 * size : 0;
        const below = table === 'below' ? numbers : 0;
        const name = `${columns} in ${width} × ${height}`;
        expect(gutter + wide * side + (wide - 1) * gap + right, name).toBeLessThanOrEqual(width);
        const tall = 2.2 * size + high * (side + 2.6 * size) + below;
        // Where no map could be seen any more, the room scrolls.
        expect(side <= 8 * size || tall <= height, name).toBe(true);
      }
    }
  });

  it('has two schemes in one row where the window is wide, in two where it is upright', () => {
    const laptop = compareLayout(...bodies['1366×657'], rem, 2);
    expect(laptop).toMatchObject({ across: true, table: 'below' });
    expect(laptop.side).toBeGreaterThan(250);
    const upright = compareLayout(...bodies['820×1180'], rem, 2);
    expect(upright.across).toBe(false);
    expect(upright.side).toBeGreaterThan(300);
  });

  it('keeps all maps in sight where not even the smallest leave room for the numbers', () => {
    const { across, side } = compareLayout(...projected['1280×720'], large, 3);
    expect(across).toBe(true);
    expect(side).toBeGreaterThan(140);
  });

  it('shows one map of each scheme where two would have no room for their scales', () => {
    const { stacked, side, gap } = compareLayout(...projected['1280×720'], large, 4);
    expect(stacked).toBe(true);
    expect(side).toBeGreaterThan(6 * large);
    expect(4 * side + 3 * gap).toBeLessThanOrEqual(1203);
  });

  it('leaves what the maps leave to curves, where a figure can be read there', () => {
    for (const columns of [2, 3, 4]) {
      const { side, across, table, curved } = compareLayout(...bodies['1920×1080'], rem, columns);
      const maps = (2.2 + 2.6 * (across ? 1 : 2)) * rem + side * (across ? 1 : 2);
      expect(curved, `${columns}`).toBe(Math.floor(842 - (table === 'right' ? 0 : maps)));
    }
    expect(compareLayout(...bodies['1280×620'], rem, 2).curved).toBeNull();
  });

  it('lets the numbers go where nobody scrolls and they do not fit', () => {
    expect(presentedLayout(...projected['1280×720'], large, 4)).toMatchObject({
      stacked: true,
      table: 'none',
    });
    const roomy = projected['1920×1080'];
    expect(presentedLayout(...roomy, large, 2)).toEqual(compareLayout(...roomy, large, 2));
  });

  it('shows one map of each scheme on a phone, with the numbers below', () => {
    const { stacked, side, gap } = compareLayout(358, 540, rem, 2);
    expect(stacked).toBe(true);
    expect(2 * side + gap).toBeLessThanOrEqual(358);
    expect(side).toBeGreaterThan(160);
  });
});
