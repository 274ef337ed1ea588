import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellText, numberedPart } from './cellText.ts';

it('numbers the cells whose middles are in sight, where they are large enough', () => {
  const window = { left: 1.4, right: 6.4, top: 2.6, bottom: 8.6 };
  expect(numberedPart(window, 300, 300)).toEqual({ left: 1, columns: 5, top: 3, rows: 6 });
  expect(numberedPart(window, 150, 300)).toBeNull();
  expect(numberedPart(window, 300, 100)).toBeNull();
});

it('numbers nothing where there are more than can be read', () => {
  const window = { left: 0, right: 40, top: 0, bottom: 40 };
  expect(numberedPart(window, 4000, 4000)).toBeNull();
});

it('writes a number in its cell', () => {
  expect(
    [0, 0.1234, -0.9876, 0.0004, 12.34, 1240.3, 3e9].map((value) => cellText(value, 40)),
  ).toEqual(['0', '0.12', '−0.99', '0.00', '12.3', '1240', '3e9']);
  expect(cellText(-0.98765, 60)).toBe('−0.988');
  expect([Number.NaN, Infinity, -Infinity].map((value) => cellText(value, 40))).toEqual([
    'NaN',
    '∞',
    '−∞',
  ]);
});

it('writes six characters at most', () => {
  fc.assert(
    fc.property(fc.float(), fc.integer({ min: 34, max: 120 }), (value, width) => {
      const text = cellText(value, width);
      expect(text.length).toBeLessThanOrEqual(6);
    }),
  );
});
