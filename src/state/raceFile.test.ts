import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { readRunFile, writeRunFile } from './raceFile.ts';
import { usualRace } from './raceLink.ts';
import { changesFrom, curvesCsv, fewestPoints, grown, type Run } from './raceRun.ts';

await loadEncodings(['rope', 'none', 'alibi']);

const racer = (encoding: string, accuracy: number) => ({
  encoding,
  step: 20,
  diverged: null,
  loss: 1.25,
  accuracy,
  before: Number.NaN,
  byLength: [4, 8, 16, 32].map((length) => ({ length, accuracy: accuracy / 2 })),
  byPosition: [Number.NaN, Number.NaN, accuracy, 1],
});

const run: Run = {
  settings: { ...usualRace, racers: 'rope(base=500000);none', length: 4, steps: 20, task: 'copy' },
  text: '',
  state: {
    status: 'done',
    step: 20,
    steps: 20,
    stepsPerSecond: 0,
    backend: 'cpu',
    lastGood: null,
    racers: [racer('rope', 0.5), racer('none', 0.25)],
  },
  curves: [
    [
      { step: 1, loss: 2, accuracy: Number.NaN },
      { step: 20, loss: 1.25, accuracy: 0.5 },
    ],
    [{ step: 20, loss: 1.5, accuracy: 0.25 }],
  ],
  weights: [0, 1].map((place) => ({
    step: 20,
    parameters: [{ name: 'embedding', shape: [2, 3] }],
    weights: Float32Array.from([1, 2, 3, 4, 5, 6 + place]),
    mean: new Float32Array(6),
    meanSquare: new Float32Array(6).fill(1 / 3),
  })),
};
const file = writeRunFile(run);

it('a run is read as it was written, weights and all', () => {
  expect(readRunFile(file)).toEqual({ run });
});

it('another version says so, and so does what is no run', () => {
  expect(readRunFile(file.replace('"version": 2', '"version": 1'))).toEqual({ problem: 'version' });
  for (const other of ['', '[]', '{}', 'null', '{"format":"whereabouts race","version":2}']) {
    expect(readRunFile(other)).toMatchObject({ problem: expect.stringMatching(/damaged|version/) });
  }
});

it.each([
  ['a setting out of range', '"depth": 1', '"depth": 40'],
  ['a task that there is not', '"task": "copy"', '"task": "win"'],
  ['an encoding that there is not', 'rope(base=500000);none', 'rope;quux'],
  ['one racer too few', 'rope(base=500000);none', 'rope'],
  ['a number that is a word', '"loss": 1.25', '"loss": "low"'],
  [
    'weights of another count than their shape says',
    '"shape": [\n      2,',
    '"shape": [\n      4,',
  ],
  ['weights that are no base64', '"mean": "AAAA', '"mean": "??'],
  ['a step before the first', '"step": 20', '"step": -1'],
])('%s is damage', (_, from, to) => {
  expect(file).toContain(from);
  expect(readRunFile(file.replace(from, to))).toEqual({ problem: 'damaged' });
});

it('never throws, however it was damaged', () => {
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.string({ maxLength: 3 }), (at, put) => {
      const read = readRunFile(file.slice(0, at) + put + file.slice(at + 1));
      expect('run' in read || 'problem' in read).toBe(true);
    }),
    { numRuns: 100, seed: 15 },
  );
});

it('a curve has one point a step, its first and last among them, and never too many', () => {
  let curves: Run['curves'] = [];
  for (let step = 1; step <= 5 * fewestPoints; step++) {
    curves = grown(curves, [{ step, loss: 1 / step, accuracy: Number.NaN, before: Number.NaN }]);
    curves = grown(curves, [{ step, loss: 1 / step, accuracy: 0.5, before: Number.NaN }]);
  }
  const [curve = []] = curves;
  expect(curve.length).toBeLessThanOrEqual(2 * fewestPoints);
  expect([curve[0]?.step, curve.at(-1)]).toEqual([
    1,
    { step: 5 * fewestPoints, loss: 1 / (5 * fewestPoints), accuracy: 0.5 },
  ]);
  expect(
    grown(curves, [{ step: 9999, loss: Number.NaN, accuracy: 0, before: Number.NaN }]),
  ).toEqual(curves);
});

it('tells how a run differs from the one before', () => {
  const other = { ...run, settings: { ...run.settings, depth: 2, seed: 8 }, text: 'dog' };
  expect(changesFrom(run, other)).toEqual(['depth', 'seed', 'text']);
  expect(changesFrom(run, run)).toEqual([]);
});

it('writes a line of CSV for each racer and step', () => {
  expect(curvesCsv(run)).toBe(
    'racer,encoding,step,loss,accuracy\n1,rope,1,2,\n1,rope,20,1.25,0.5\n2,none,20,1.5,0.25\n',
  );
});
