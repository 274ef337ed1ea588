import { expect, it } from 'vitest';
import { newestRuns } from './runs.ts';

function counted(waitFor: () => Promise<void> | null = () => null) {
  const [ran, busy]: [number[], boolean[]] = [[], []];
  const runs = newestRuns<number>({
    async run(next) {
      await Promise.resolve();
      ran.push(next);
      if (next < 0) throw new Error('below 0');
    },
    busy: (is) => busy.push(is),
    waitFor,
  });
  return { runs, ran, busy };
}

it('of those asked for in one turn the newest is run, and all resolve with it', async () => {
  const { runs, ran, busy } = counted();
  await Promise.all([1, 2, 3].map((next) => runs.run(next)));
  expect(ran).toEqual([3]);
  expect(busy).toEqual([true, false]);
});

it('one that waits is overtaken, one that is run is not', async () => {
  const { runs, ran } = counted();
  const first = runs.run(1);
  await Promise.resolve();
  await Promise.resolve();
  expect(runs.pending).toBeNull();
  void runs.run(2);
  await runs.run(3);
  await first;
  expect(ran).toEqual([1, 3]);
});

it('one that is given up is not run, and whoever waits for all is free', async () => {
  const { runs, ran } = counted();
  const asked = runs.run(1);
  runs.drop();
  await asked;
  await runs.free();
  await runs.last();
  expect(ran).toEqual([]);
});

it('waits for what has to be there, and a run that fails is heard of by who asked', async () => {
  let [arrive, waiting]: [() => void, Promise<void> | null] = [() => {}, null];
  waiting = new Promise((resolve) => {
    arrive = () => {
      waiting = null;
      resolve();
    };
  });
  const { runs, ran } = counted(() => waiting);
  const failed = runs.run(-1).catch((error: unknown) => error);
  expect(ran).toEqual([]);
  arrive();
  await runs.free();
  expect(await failed).toEqual(new Error('below 0'));
  expect(ran).toEqual([-1]);
  await runs.run(2);
  expect(ran).toEqual([-1, 2]);
});

it('one that fails is overtaken by the one that waits, which is run', async () => {
  const { runs, ran, busy } = counted();
  const failing = runs.run(-1);
  await Promise.resolve();
  await Promise.resolve();
  expect(runs.pending).toBeNull();
  await runs.run(2);
  await failing;
  expect(ran).toEqual([-1, 2]);
  expect(busy).toEqual([true, false]);
});
