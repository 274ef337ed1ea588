import { expect, it } from 'vitest';
import { newestWins } from './newestWins.ts';

it('answers the first and the last of many, never two at once', async () => {
  let [newest, inFlight, most] = [0, 0, 0];
  const answered: number[] = [];
  const ask = newestWins(async (overtaken) => {
    const asked = newest;
    inFlight += 1;
    most = Math.max(most, inFlight);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inFlight -= 1;
    if (!overtaken()) answered.push(asked);
  });
  for (newest = 1; newest < 100; newest++) ask();
  await expect.poll(() => answered).toEqual([100]);
  expect(most).toBe(1);
  newest = 101;
  ask();
  await expect.poll(() => answered).toEqual([100, 101]);
});
