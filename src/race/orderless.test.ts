import { expect, it } from 'vitest';
import { raceConfigOf } from '../state/raceConfig.ts';
import { mostWithoutOrder } from './orderless.ts';
import { taskNamed } from './tasks.ts';

const batch = (ids: readonly number[], targets: readonly (number | null)[], length: number) => ({
  vocabulary: 9,
  length,
  ids: Int32Array.from(ids),
  targets: Int32Array.from(targets, (target) => target ?? 0),
  counted: Uint8Array.from(targets, (target) => (target === null ? 0 : 1)),
});

it('of blanks that are all alike, those with the most frequent answer', () => {
  expect(mostWithoutOrder(batch([1, 2, 2, 8, 8, 8], [null, null, null, 2, 2, 1], 6))).toBeCloseTo(
    2 / 3,
  );
});

it('tokens are alike within their own sequence alone', () => {
  expect(mostWithoutOrder(batch([8, 8, 8, 8], [1, 1, 2, 2], 2))).toBe(1);
});

it('of reversing eight of eight letters about a third', () => {
  const config = raceConfigOf({ racers: 'none', task: 'reverse' });
  let state = 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const most = mostWithoutOrder(taskNamed('reverse').batch(random, 400, 16, config));
  // Of eight draws among eight, the most frequent comes 2.6 times on average.
  expect(most).toBeGreaterThan(0.3);
  expect(most).toBeLessThan(0.36);
});
