import { expect, it } from 'vitest';
import { atOnce, inTurns } from '../threads/turns.ts';
import { feedForwardTurns, tokenVectorsTurns, weightTurns } from './weights.ts';

function* counted(to: number): Generator<void, number> {
  for (let i = 0; i < to; i++) yield;
  return to;
}

/** A pause after every so many steps. */
function every(steps: number) {
  let [taken, turns] = [0, 0];
  const pause = () => {
    taken++;
    if (taken % steps > 0) return undefined;
    turns++;
    return Promise.resolve();
  };
  return { pause, taken: () => taken, turns: () => turns };
}

it('leaves everything else its turns, and answers the same', async () => {
  const { pause, turns } = every(10);
  expect(await inTurns(counted(120), pause)).toBe(120);
  expect(turns()).toBe(12);
});

it('stops between two turns once the answer is not wanted', async () => {
  const { pause, taken } = every(10);
  expect(await inTurns(counted(1000), pause, () => false)).toBeNull();
  expect(taken()).toBe(10);
});

it('may be interrupted often enough in the numbers of a wide block', () => {
  const most = 40_000;
  for (const [work, size] of [
    [weightTurns('wq', 'random', 7, 1024, 0, 512), 1024 * 512],
    [feedForwardTurns('wide', 7, 256, 1), 4 * 256 * 256],
    [
      tokenVectorsTurns(
        Array.from({ length: 700 }, (_, i) => `token ${i}`),
        7,
        1024,
      ),
      700 * 1024,
    ],
  ] as const) {
    let turns = 0;
    for (const turn of { [Symbol.iterator]: () => work }) {
      expect(turn).toBeUndefined();
      turns++;
    }
    expect(turns).toBeGreaterThanOrEqual(Math.floor(size / most));
  }
  expect(atOnce(weightTurns('wq', 'random', 7, 64, 16, 16))).toHaveLength(64 * 16);
});
