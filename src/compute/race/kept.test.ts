/** What leaves a race, and what becomes of it where it is brought back. */

import { expect, it } from 'vitest';
import type { RaceState } from '../../state/race.ts';
import { raceConfigOf } from '../../state/raceConfig.ts';
import type { KeptRace } from '../../state/raceWeights.ts';
import { trainByLoops } from '../../testing/loops.ts';
import { startEngine } from './engine.ts';

trainByLoops();

/** As small as a race can be. */
const small = { racers: 'learned;none', dim: 16, heads: 2, length: 4, batch: 2, steps: 30 };

function started({ given = {}, from = null }: { given?: object; from?: KeptRace | null } = {}) {
  const states: RaceState[] = [];
  const config = raceConfigOf({ ...small, ...given });
  const engine = startEngine(config, 'cpu', (state) => states.push(state), from);
  return { engine, last: () => states.at(-1) as RaceState }; // it tells one at once
}

it('goes on from what was kept as if it had never been put away', async () => {
  const whole = started();
  await whole.engine.step(2);
  const kept = structuredClone(await whole.engine.keep());
  await whole.engine.step(2);
  const second = started({ from: kept });
  expect(second.last()).toMatchObject({ status: 'paused', step: 2 });
  expect(second.last().racers).toEqual(kept.state.racers);
  await second.engine.step(2);
  expect(second.last().racers).toEqual(whole.last().racers);
  expect((await second.engine.keep()).weights).toEqual((await whole.engine.keep()).weights);
});

it('refuses the weights of another model by name', async () => {
  const kept = await started().engine.keep();
  expect(kept.weights[0]?.parameters.at(-1)).toEqual({ name: 'encoding.learned', shape: [4, 16] });
  for (const given of [{ dim: 32 }, { racers: 'none;learned' }, { racers: 'none;none;none' }]) {
    expect(() => started({ given, from: kept })).toThrow(RangeError);
  }
});

it('puts back to its last good state one that diverges, and trains the others on', async () => {
  const { engine, last } = started();
  await engine.step(2);
  const kept = structuredClone(await engine.keep());
  // The second racer's next step has no number for a loss.
  kept.weights[1]?.weights.fill(Number.MAX_VALUE);
  const broken = started({ from: kept });
  await broken.engine.step(1);
  const [well, ill] = broken.last().racers;
  expect([well?.step, well?.diverged]).toEqual([3, null]);
  expect([ill?.step, ill?.diverged]).toEqual([2, 3]);
  expect(broken.last().status).toBe('paused');
  await engine.step(1);
  expect(well?.loss).toBe(last().racers[0]?.loss);
});
