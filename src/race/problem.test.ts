import { expect, it } from 'vitest';
import '../text/later.ts';
import { loadEncodings } from '../encodings/index.ts';
import { raceConfigOf } from '../state/raceConfig.ts';
import { usualRace } from '../state/raceLink.ts';
import { configOf } from '../state/raceRun.ts';
import { problemOfRace } from './problem.ts';

await loadEncodings(['rope', 'none', 'sinusoidal']);

const textRace = (text: string) => problemOfRace(raceConfigOf({ task: 'text', length: 8, text }));

it('a text must be longer than a sequence, and have something to learn', () => {
  expect(textRace('')?.en).toContain('0 characters');
  expect(textRace('山里有座庙')?.en).toContain('5 characters');
  expect(textRace('aaaaaaaaaaaaaaaa')?.en).toContain('one character');
  expect(textRace('dog bites man')).toBeNull();
});

it('other tasks need no text', () => {
  expect(problemOfRace(raceConfigOf({ task: 'copy', text: '' }))).toBeNull();
});

it('a width that a scheme refuses is said in its own words', () => {
  const asked = (racers: string) =>
    configOf({ settings: { ...usualRace, racers, dim: 18, heads: 2 }, text: '' });
  expect(problemOfRace(asked('none;rope'))?.en).toMatch(/even/);
  expect(problemOfRace(asked('none'))).toBeNull();
});
