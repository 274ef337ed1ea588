import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shownTicks } from './ticks.ts';

it('shows as many numbers as do not touch', () => {
  expect(shownTicks([20, 10, 20], 100, 6)).toBe('all');
  expect(shownTicks([42, 8, 36], 99, 6)).toBe('ends');
  expect(shownTicks([60, 8, 55], 99, 6)).toBe('last');
});

it('never lets two of them come nearer than the gap', () => {
  const width = fc.integer({ min: 0, max: 80 });
  fc.assert(
    fc.property(width, width, width, fc.integer({ min: 40, max: 200 }), (a, b, c, room) => {
      const shown = shownTicks([a, b, c], room, 6);
      const spans = [
        [0, a],
        [(room - b) / 2, (room + b) / 2],
        [room - c, room],
      ].filter((_, at) => shown === 'all' || (shown === 'ends' ? at !== 1 : at === 2));
      spans.slice(1).forEach(([from = 0], at) => {
        expect(from - (spans[at]?.[1] ?? 0)).toBeGreaterThanOrEqual(6);
      });
    }),
  );
});
