import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { readAddress } from './address.ts';
import { taskNames } from './race.ts';
import { fittedRace, raceSettings, readRace, usualRace, writeRace } from './raceLink.ts';
import { configOf } from './raceRun.ts';

await loadEncodings(['rope', 'none', 'alibi', 'learned', 'sinusoidal']);

/** Settings at random that go together. */
const anySettings = fc
  .record({
    racers: fc.constantFrom('rope(base=500000);alibi;none', 'learned', 'none;none'),
    task: fc.constantFrom(...taskNames),
    depth: fc.integer({ min: 1, max: 4 }),
    dim: fc.integer({ min: 16, max: 128 }),
    heads: fc.integer({ min: 1, max: 8 }),
    causal: fc.boolean(),
    rate: fc.double({ min: 0.00001, max: 1, noNaN: true }),
  })
  .map((some) => fittedRace({ ...usualRace, ...some }).settings);

it('any settings are read as they are written, and there is someone to race', () => {
  fc.assert(
    fc.property(anySettings, (settings) => {
      expect(readRace(writeRace(settings))).toEqual({ settings, notices: [] });
      expect(configOf({ settings, text: '' }).racers.length).toBeGreaterThan(0);
    }),
    { numRuns: 50, seed: 15 },
  );
  expect(writeRace(usualRace)).toBe('');
});

it('a link to the room gives every setting by its name', () => {
  const query = 'room=race&racers=alibi;none&task=copy&depth=2&dim=64&heads=8&length=32&causal=1';
  const { page, spec, notices } = readAddress(
    `?${query}&steps=50&rate=0.01&batch=8&seed=3&question=freeze&backend=webgpu&seeds=3`,
  );
  expect(readRace(page.race).settings).toEqual({
    racers: 'alibi;none',
    task: 'copy',
    depth: 2,
    dim: 64,
    heads: 8,
    length: 32,
    causal: true,
    steps: 50,
    rate: 0.01,
    batch: 8,
    seed: 3,
    backend: 'webgpu',
    question: 'freeze',
    seeds: 3,
  });
  expect(spec).toMatchObject({ length: 40, dim: 64, heads: 4, seed: 7, depth: 1 });
  expect(notices).toEqual({ spec: [], page: [] });
});

it('what cannot be taken falls back by itself, each with a notice', () => {
  const { settings, notices } = readRace(
    'racers=rope;quux;none&task=win&depth=9&dim=30&heads=7&rate=fast&steps=2.4&seed=3',
  );
  expect(settings).toEqual({
    ...usualRace,
    racers: 'rope;none',
    depth: 4,
    dim: 30,
    heads: 6,
    steps: 2,
    seed: 3,
  });
  expect(notices.map(({ kind, field }) => `${kind} ${field}`)).toEqual([
    'invalid task',
    'invalid depth',
    'invalid rate',
    'rounded steps',
    'adjusted heads',
    'adjusted racers',
  ]);
});

it('in other rooms the names that the Spec has are its own', () => {
  const { page, spec } = readAddress('?room=encode&dim=32&length=12&task=copy');
  expect(page.race).toBe('');
  expect(spec).toMatchObject({ dim: 32, length: 12 });
});

it('no option of the race is taken for an option of the page', () => {
  for (const { name } of raceSettings) {
    const { page } = readAddress(`?room=race&${name}=nothing`);
    expect({ ...page, race: '' }).toEqual(readAddress('?room=race').page);
  }
});
