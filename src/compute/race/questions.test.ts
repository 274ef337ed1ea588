/** Questions where they compute: what is trained of a racer, and what it begins with. */

import { beforeAll, expect, it } from 'vitest';
import { encodingIds, loadEncodings } from '../../encodings/index.ts';
import { baseOf, beginningsOf, outcomesOf, questions, racedIn } from '../../race/questions.ts';
import { type RaceConfig, type Trains, unmeasured } from '../../state/race.ts';
import { raceConfigOf } from '../../state/raceConfig.ts';
import { usualRace } from '../../state/raceLink.ts';
import type { KeptRace } from '../../state/raceWeights.ts';
import { trainByLoops } from '../../testing/loops.ts';
import { startEngine } from './engine.ts';

trainByLoops();
beforeAll(async () => {
  await loadEncodings(encodingIds);
});

/** Which parameters of a learned table's racer change in two steps. */
async function learnedWith(trains: Trains) {
  const config = raceConfigOf({
    racers: 'learned',
    dim: 16,
    heads: 1,
    length: 4,
    batch: 1,
    steps: 100,
  });
  const racers = config.racers.map((racer) => ({ ...racer, trains }));
  const engine = startEngine({ ...config, racers }, 'cpu', () => {});
  const before = (await engine.keep()).weights[0];
  await engine.step(2);
  const after = (await engine.keep()).weights[0];
  engine.stop();
  let from = 0;
  return (before?.parameters ?? []).flatMap(({ name, shape }) => {
    const size = shape.reduce((product, each) => product * each, 1);
    const [start, end] = [from, from + size];
    from = end;
    const moved = before?.weights
      .subarray(start, end)
      .some((each, at) => each !== after?.weights[start + at]);
    return moved ? [name] : [];
  });
}

it('learns no weight but those that are trained, bit by bit', async () => {
  expect(await learnedWith('tables')).toEqual(['encoding.learned']);
  const rest = await learnedWith('rest');
  expect(rest).toContain('embedding');
  expect(rest).not.toContain('encoding.learned');
  const thin = await learnedWith(2);
  expect(thin).toEqual([...rest, 'encoding.learned.down', 'encoding.learned.up']);
});

it.each(questions.filter(({ steps }) => steps !== null))(
  '$name begins with weights that its racers take',
  async ({ name, usual }) => {
    const run = {
      settings: { ...usualRace, dim: 16, heads: 2, question: name, racers: usual },
      text: '',
    };
    const base = startEngine(racedIn(baseOf(run)), 'cpu', () => {});
    const [trained] = (await base.keep()).weights;
    base.stop();
    const config = racedIn(run);
    const racers = config.racers.map(({ encoding }) => ({ ...unmeasured, encoding }));
    const state = { status: 'ready', step: 0, steps: 1, stepsPerSecond: 0 } as const;
    const engine = startEngine(config, 'cpu', () => {}, {
      state: { ...state, backend: '', lastGood: null, racers },
      weights: trained ? beginningsOf(run, trained) : [],
    });
    expect((await engine.keep()).weights).toHaveLength(config.racers.length);
    engine.stop();
  },
);

/** A race in a few steps, to its end. */
async function ended(config: RaceConfig, from: KeptRace | null = null): Promise<KeptRace> {
  const engine = startEngine({ ...config, steps: 3 }, 'cpu', () => {}, from, 1);
  await engine.run();
  const kept = await engine.keep();
  engine.stop();
  return kept;
}

it.each(questions)('$name is answered in the numbers of its race', async (question) => {
  const { name, usual, least = 8, steps } = question;
  const sizes = { dim: 16, heads: 1, length: least, batch: 4, rate: 0.03 };
  const run = { settings: { ...usualRace, ...sizes, question: name, racers: usual }, text: '' };
  const config = racedIn(run);
  let from: KeptRace | null = null;
  if (steps !== null) {
    const [trained] = (await ended(racedIn(baseOf(run)))).weights;
    if (!trained) throw new Error('nobody was trained');
    const racers = config.racers.map(({ encoding }) => ({ ...unmeasured, encoding }));
    const state = { status: 'ready', step: 0, steps: 3, stepsPerSecond: 0 } as const;
    from = {
      state: { ...state, backend: '', lastGood: null, racers },
      weights: beginningsOf(run, trained),
    };
  }
  const { state } = await ended(config, from);
  const outcomes = outcomesOf(state);
  const [before, after, far] = (['before', 'after', 'far'] as const).map((key) =>
    outcomes.map((outcome) => Math.round(100 * outcome[key])),
  ) as [number[], number[], number[]]; // one for each key
  const said = {
    freeze: after,
    rank: after,
    stretch: [before[0], after[0], before[1], after[1]],
    drop: [before[1], after[1], after[0], far[1], far[0]],
    extend: [...before, ...after],
  }[name];
  for (const text of Object.values(question.says(outcomes, config))) {
    expect([...text.matchAll(/(\d+)%/g)].map(([, share]) => Number(share))).toEqual(said);
  }
  expect(said).not.toContain(Number.NaN);
});
