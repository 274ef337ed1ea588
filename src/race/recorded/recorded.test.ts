/** What is recorded is whole, and is set beside no race but one like it. */
import { expect, it } from 'vitest';
import { taskNames } from '../../state/race.ts';
import { raceConfigOf } from '../../state/raceConfig.ts';
import { heldRaced, racedNamed, weightOf } from '../../state/raced.ts';
import { usualRace } from '../../state/raceLink.ts';
import { configOf } from '../../state/raceRun.ts';
import {
  asRecorded,
  isAsRecorded,
  loadResults,
  referencesFor,
  rowOf,
  settingsFor,
  spreadsOf,
} from './recorded.ts';
import { loadWinner, winnerNamed, winnerNames } from './winners.ts';

const results = await loadResults();

it('has every task that needs no text, each with the same schemes from three seeds', () => {
  const racers = [...new Set(results.rows.map(({ racer }) => racer))];
  for (const task of taskNames.filter((each) => each !== 'text')) {
    for (const racer of racers) {
      const { shares = [] } = rowOf(results, task, racer) ?? {};
      expect(
        shares.map((of) => of.length),
        `${task} ${racer}`,
      ).toEqual([4, 4, 4]);
      for (const share of shares.flat()) expect(share >= 0 && share <= 1).toBe(true);
    }
  }
});

it('gives the mean over the seeds between the least and the most', () => {
  const row = { task: 'copy' as const, racer: 'rope', shares: [[0.5, 0.2], [1, 0.2], [0.75]] };
  const spreads = spreadsOf({ ...results, lengths: [8, 16] }, row);
  expect(spreads).toEqual([{ length: 8, mean: 0.75, least: 0.5, most: 1 }]);
});

it('is set beside a race of the same settings, whatever its seed, and beside no other', () => {
  const settings = settingsFor(results, 'previous');
  const config = raceConfigOf({
    ...results.settings,
    task: 'previous',
    racers: 'rope;xpos',
    seed: 3,
  });
  expect(settings.racers.split(';')).toContain('rope');
  const [rope, xpos] = referencesFor(results, config);
  expect(rope?.map(({ length }) => length)).toEqual(results.lengths);
  expect(xpos).toBeNull();
  expect(referencesFor(results, { ...config, steps: 151 })).toEqual([null, null]);
});

it('its sizes can be taken by a race of other sizes, which keeps its racers, task and seed', () => {
  const asked = { ...usualRace, racers: 'xpos;alibi', task: 'sort' as const, seed: 11, depth: 3 };
  const taken = asRecorded(results, asked);
  expect(taken).toMatchObject({ racers: 'xpos;alibi', task: 'sort', seed: 11, depth: 1 });
  const [before, after] = [asked, taken].map((settings) => configOf({ settings, text: '' }));
  if (!before || !after) throw new Error('two were asked for');
  expect([before, after].map((each) => isAsRecorded(results, each))).toEqual([false, true]);
  expect(isAsRecorded(results, { ...after, backend: 'cpu' })).toBe(true);
});

it('has winners that can be put under the plate, each within 50 kB', async () => {
  expect(winnerNames.length).toBeGreaterThanOrEqual(4);
  for (const name of winnerNames) {
    const { weights, accuracy, depth, dim, symbols, text } = await winnerNamed(name);
    expect(weights.length).toBeLessThanOrEqual(50_000);
    expect(accuracy).toBeGreaterThanOrEqual(0.95);
    expect([...text].filter((letter) => !symbols.includes(letter))).toEqual([]);
    await loadWinner(name);
    const held = racedNamed(name);
    if (!held) throw new Error(`${name} is not held`);
    expect(weightOf(held, 'embedding')?.shape).toEqual([symbols.length, dim]);
    expect(weightOf(held, `${depth - 1}.narrow`)?.data).toHaveLength(4 * dim * dim);
    expect(held.learned.weights.every(Number.isFinite)).toBe(true);
  }
  expect(heldRaced().length).toBeGreaterThanOrEqual(winnerNames.length);
  expect(loadWinner('a-racer-of-another-page')).toBeNull();
});
