import { expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import type { RaceConfig, RaceState } from '../state/race.ts';
import { raceConfigOf } from '../state/raceConfig.ts';
import { findingsOf } from './raceResult.ts';

await loadEncodings(['sinusoidal', 'rope', 'none']);

const config = raceConfigOf({ racers: 'sinusoidal;rope;none', task: 'reverse' });

/** @param accuracies  at the trained length, and a half of that at eight times it */
function state(accuracies: readonly number[], { racers, steps }: RaceConfig = config): RaceState {
  return {
    status: 'done',
    step: steps,
    steps,
    stepsPerSecond: 0,
    lastGood: null,
    backend: 'cpu',
    racers: racers.map(({ encoding }, place) => {
      const accuracy = accuracies[place] ?? Number.NaN;
      return {
        encoding,
        step: steps,
        diverged: null,
        before: Number.NaN,
        loss: 1,
        accuracy,
        byLength: [
          { length: 16, accuracy },
          { length: 128, accuracy: accuracy / 2 },
        ],
        byPosition: [],
      };
    }),
  };
}

const kinds = (...given: Parameters<typeof findingsOf>) =>
  findingsOf(...given).map(({ kind }) => kind);

it('says nothing before anything was measured', () => {
  expect(kinds(config, state([]), 0.33)).toEqual(['nothing']);
});

it('tells who learned it, why an encoder without positions cannot, and who knows distances alone', () => {
  expect(findingsOf(config, state([0.99, 0.5, 0.31]), 0.33)).toEqual([
    { kind: 'learned', racers: [0], least: 0.99 },
    { kind: 'orderless', racer: 2, accuracy: 0.31, most: 0.33 },
    { kind: 'distances', racers: [1], accuracy: 0.5 },
    {
      kind: 'longer',
      length: 128,
      best: 0,
      bestAccuracy: 0.495,
      worst: 0,
      worstAccuracy: 0.495,
    },
  ]);
});

it('claims none of that of a decoder, which sees an order, nor of another task', () => {
  expect(kinds({ ...config, causal: true }, state([0.99, 0.5, 0.31]), 0.33)).toEqual([
    'learned',
    'longer',
  ]);
  expect(kinds({ ...config, task: 'previous' }, state([0.99, 0.5, 0.31]), 1)).toEqual([
    'learned',
    'longer',
  ]);
});

it('names the best where nobody has learned it', () => {
  expect(findingsOf({ ...config, depth: 2 }, state([0.6, 0.5, 0.31]), 1)).toEqual([
    { kind: 'noneLearned', best: 0, accuracy: 0.6 },
  ]);
});
