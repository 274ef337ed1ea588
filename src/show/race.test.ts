/** Several seeds are raced one after another, by a race that is over as soon as it starts. */
import { expect, it, vi } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { type Race, type RaceState, unmeasured } from '../state/race.ts';
import { viewStore } from '../state/view.ts';
import { provideRace } from './makeRace.ts';
import { asked, raceStore, setRace, start, unracedOf } from './race.ts';

await loadEncodings(['rope', 'none']);

/** Its seeds in the order in which they were raced. */
const seeds: number[] = [];

provideRace(async ({ racers, steps, seed }) => {
  seeds.push(seed);
  let tell: (state: RaceState) => void = () => {};
  let state: RaceState = {
    status: 'ready',
    step: 0,
    steps,
    stepsPerSecond: 0,
    backend: 'cpu',
    lastGood: null,
    racers: racers.map(({ encoding }) => ({ ...unmeasured, encoding })),
  };
  const race: Partial<Race> = {
    start() {
      state = { ...state, status: 'done', step: steps };
      tell(state);
    },
    stop() {},
    state: () => state,
    keep: () => Promise.resolve({ state, weights: [] }),
    watch(listener) {
      tell = listener;
      return () => {};
    },
  };
  return race as Race; // nothing else is asked of it
});

const now = () => asked(viewStore.getState().race, '');
const unraced = () => unracedOf(raceStore.getState().runs, now());

it('three seeds are raced from the first on, each once; one more of them is the only one raced then', async () => {
  setRace({ racers: 'rope;none', seed: 2 ** 32 - 2, seeds: 3 });
  expect(unraced()).toEqual([0, 1, 2]);
  await start();
  await vi.waitFor(() => expect(unraced()).toEqual([]));
  expect(seeds).toEqual([2 ** 32 - 2, 2 ** 32 - 1, 0]);
  expect(raceStore.getState().runs.map(({ settings }) => settings.seeds)).toEqual([1, 1, 1]);

  setRace({ seeds: 4 });
  expect(unraced()).toEqual([3]);
  await start();
  await vi.waitFor(() => expect(unraced()).toEqual([]));
  expect(seeds.slice(3)).toEqual([1]);
});
