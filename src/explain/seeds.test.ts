/** Runs that differ in their seed alone are one measurement. */
import { expect, it } from 'vitest';
import { unmeasured } from '../state/race.ts';
import { usualRace } from '../state/raceLink.ts';
import type { Run } from '../state/raceRun.ts';
import { spreadsOverSeeds } from './seeds.ts';

const runOf = (seed: number, accuracy: number, more: Partial<Run['settings']> = {}): Run => ({
  settings: { ...usualRace, racers: 'rope', seed, ...more },
  text: '',
  state: {
    status: 'done',
    step: 300,
    steps: 300,
    stepsPerSecond: 0,
    backend: 'cpu',
    lastGood: null,
    racers: [{ ...unmeasured, encoding: 'rope', byLength: [{ length: 16, accuracy }] }],
  },
  curves: [],
  weights: null,
});

it('is the mean and the range over seeds, each of them once, and of no other settings', () => {
  const runs = [runOf(7, 0.5), runOf(8, 1), runOf(8, 1), runOf(9, 0, { steps: 10 })];
  const [first] = runs;
  if (!first) throw new Error('no run');
  expect(spreadsOverSeeds(runs, first)).toEqual({
    seeds: 2,
    spreads: [[{ length: 16, mean: 0.75, least: 0.5, most: 1 }]],
  });
  expect(spreadsOverSeeds([first], first)).toBeNull();
});
