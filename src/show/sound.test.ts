import { expect, it } from 'vitest';
import { hear, secondsOf, soundStore, toneOf } from './sound.ts';

it('a value higher by the same share sounds higher by the same interval', () => {
  expect([0, 0.5, 1].map(toneOf)).toEqual([220, 440, 880]);
});

it('a short row takes its time, a long one no more than six seconds', () => {
  expect(secondsOf(10)).toBeCloseTo(1.4, 12);
  expect(secondsOf(4096)).toBe(6);
});

it('where there is no sound it says so and nothing is heard', async () => {
  expect('AudioContext' in globalThis).toBe(false);
  expect(await hear([0, 1])).toBe(false);
  expect(soundStore.getState().stop).toBeNull();
});
