import { expect, it } from 'vitest';
import { barsPath } from './barsPath.ts';

const size = { side: 40, thick: 20, most: 0.5, across: true };

it('bars stand on the far edge, a pixel apart, as high as their share of the most', () => {
  expect(barsPath([0.5, 0.25], size)).toBe('M0,20v-20h19v20zM20,20v-10h19v10z');
});

it('lie along the rows, and touch where they are narrow', () => {
  const path = barsPath([0.5, 0, 0.5, 0, 0, 0, 0, 0, 0, 0], { ...size, across: false });
  expect(path.startsWith('M0,0h20v4h-20zM0,4h0v4h0zM0,8h20')).toBe(true);
});

it('what is more than the most is cut off, and what is no number has no bar', () => {
  expect(barsPath([9, Number.NaN], size)).toBe('M0,20v-20h19v20z');
  expect(barsPath([0, 0], { ...size, most: 0 })).toBe('');
});
