import { expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { usualValues } from './options.ts';
import { mostRacers, raceOptions, taskNames } from './race.ts';
import { raceConfigOf } from './raceConfig.ts';

await loadEncodings(['sinusoidal', 'rope', 'none', 'alibi']);

it('is at its defaults where nothing is given', () => {
  const { racers, ...options } = raceConfigOf();
  expect(racers.map(({ encoding }) => encoding)).toEqual(['sinusoidal', 'rope', 'none']);
  expect({ ...options, racers: 'sinusoidal;rope;none' }).toEqual(usualValues(raceOptions));
});

it('takes each task, and racers with parameters', () => {
  expect(taskNames.map((task) => raceConfigOf({ task }).task)).toEqual(taskNames);
  const { racers } = raceConfigOf({ racers: 'rope(base=500000);alibi;none' });
  expect(racers.map(({ params }) => params.base)).toEqual([500000, undefined, undefined]);
});

it.each([
  [{ depth: 9 }, 'depth: 9 is not in 1…4'],
  [{ rate: '1' }, 'rate: "1" is not a number in 0.00001…1'],
  [{ dim: 33 }, 'dim: 33 is not a multiple of heads 4'],
  [{ task: 'guess' }, 'task: "guess" is not one of copy, reverse'],
  [{ racers: 'rope;nothing' }, 'racers: "nothing" is not 1…6 encodings'],
  [{ racers: '' }, 'racers: "" is not 1…6 encodings'],
  [
    {
      racers: Array(mostRacers + 1)
        .fill('none')
        .join(';'),
    },
    'racers: "none" is not',
  ],
  [{ speed: 1 }, 'speed: 1 is not expected here'],
])('names option, value and range: %o', (given, message) => {
  expect(() => raceConfigOf(given)).toThrow(message);
  expect(() => raceConfigOf(given)).toThrow(RangeError);
});
