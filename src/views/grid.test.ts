import { expect, it } from 'vitest';
import { stepIn } from './grid.ts';

// 0        one entry in the first group
// 1 2 3    two rows in the second
// 4 5
const places = [
  [0, 0],
  [0, 100],
  [100, 100],
  [200, 100],
  [0, 150],
  [100, 150],
].map(([left = 0, top = 0]) => ({ left, top }));

it('moves along the rows, and stops at the ends', () => {
  expect(stepIn(places, 0, 'ArrowRight', 60)).toBe(1);
  expect(stepIn(places, 3, 'ArrowRight', 60)).toBe(4);
  expect(stepIn(places, 5, 'ArrowRight', 60)).toBe(5);
  expect(stepIn(places, 0, 'ArrowLeft', 60)).toBe(0);
  expect(stepIn(places, 2, 'Home', 60)).toBe(0);
  expect(stepIn(places, 2, 'End', 60)).toBe(5);
});

it('moves between rows to the nearest column, across groups', () => {
  expect(stepIn(places, 0, 'ArrowDown', 60)).toBe(1);
  expect(stepIn(places, 3, 'ArrowDown', 60)).toBe(5);
  expect(stepIn(places, 2, 'ArrowUp', 60)).toBe(0);
  expect(stepIn(places, 5, 'ArrowUp', 60)).toBe(2);
  expect(stepIn(places, 4, 'ArrowDown', 60)).toBe(4);
  expect(stepIn(places, 0, 'ArrowUp', 60)).toBe(0);
});

it('turns as many rows as are seen, but at least one', () => {
  expect(stepIn(places, 0, 'PageDown', 60)).toBe(1);
  expect(stepIn(places, 0, 'PageDown', 500)).toBe(4);
  expect(stepIn(places, 5, 'PageUp', 60)).toBe(2);
  expect(stepIn(places, 5, 'PageUp', 500)).toBe(0);
});

it('knows no other keys, and nothing of an empty grid', () => {
  expect(stepIn(places, 0, 'a', 60)).toBeNull();
  expect(stepIn([], 0, 'ArrowDown', 60)).toBeNull();
});
