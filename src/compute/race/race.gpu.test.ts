/** In a browser, because only there is such a thread. */
import { expect, it } from 'vitest';
import type { RaceState } from '../../state/race.ts';
import { raceConfigOf } from '../../state/raceConfig.ts';
import { startRace } from './race.ts';

const config = raceConfigOf({ racers: 'rope;none', dim: 16, heads: 2, length: 4, steps: 12 });

it('trains in a thread: step by step, on its own, paused and ended', async () => {
  const race = await startRace(config);
  expect(race.state()).toMatchObject({ status: 'ready', step: 0, backend: 'cpu' });
  await race.step(2);
  expect(race.state()).toMatchObject({ status: 'paused', step: 2 });
  const statuses = new Set<string>();
  const done = new Promise<RaceState>((resolve) => {
    race.watch((state) => {
      statuses.add(state.status);
      if (state.status === 'done') resolve(state);
    });
  });
  race.start();
  const { step, racers } = await done;
  expect(statuses).toContain('running');
  expect([step, ...racers.map((racer) => racer.step)]).toEqual([12, 12, 12]);
  const { attention } = await race.inspect(1);
  expect(attention.flat().map((square) => square.length)).toEqual([16, 16]);
  await expect(race.inspect(7)).rejects.toThrow('racer: 7 is not in 0…1');
  race.stop();
  expect(race.state().status).toBe('stopped');
  await expect(race.step(1)).rejects.toThrow('stopped');
});

it('a scheme that refuses the sizes says so', async () => {
  const racers = [{ encoding: 'fourier', params: { sigma: 1, features: 16 } }];
  await expect(startRace({ ...config, racers })).rejects.toThrow(
    'fourier: 16 frequencies need 32 channels',
  );
});
