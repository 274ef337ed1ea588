import { expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { usualRace } from '../state/raceLink.ts';
import { folded, lengthened, moved, stretched } from './moved.ts';
import { problemOfQuestion } from './problem.ts';
import { baseOf, questions, racedIn } from './questions.ts';

await loadEncodings();

const asked = (name: (typeof questions)[number]['name'], racers: string) => ({
  settings: { ...usualRace, question: name, racers },
  text: '',
});

it.each(questions)(
  '$name can be asked of its usual racer, and says what came of it',
  (question) => {
    const run = asked(question.name, question.usual);
    expect(problemOfQuestion(run)).toBeNull();
    const config = racedIn(run);
    const labels = config.racers.map(({ label }) => label?.en);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels).not.toContain(undefined);
    expect(config.length).toBe(question.times * usualRace.length);
    const says = question.says(
      config.racers.map((_, place) => ({
        before: 0.11 + place / 50,
        after: 0.61 + place / 50,
        far: 0.31 + place / 50,
      })),
      config,
    );
    for (const text of Object.values(says)) {
      expect(text).toContain('61%');
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
  },
);

it('says what it cannot be asked of', () => {
  expect(problemOfQuestion(asked('stretch', 'rope'))?.en).toContain('another encoding');
  expect(problemOfQuestion(asked('drop', 'none'))?.en).toContain('another encoding');
  const short = asked('extend', 'rope');
  expect(problemOfQuestion({ ...short, settings: { ...short.settings, length: 8 } })?.en).toContain(
    '16 or more',
  );
  expect(racedIn(baseOf(short)).racers).toHaveLength(1);
});

it('draws the conclusion that its numbers allow', () => {
  const freeze = questions.find(({ name }) => name === 'freeze');
  const says = (...after: number[]) =>
    freeze?.says(
      after.map((each) => ({ before: Number.NaN, after: each, far: 0 })),
      racedIn(asked('freeze', 'learned')),
    ).en;
  expect(says(0.98, 0.97, 0.2)).toContain('random rows serves');
  expect(says(0.98, 0.6, 0.2)).toContain('worth 38 points');
});

const part = {
  name: 'encoding.learned',
  shape: [3, 2],
  numbers: Float32Array.of(0, 6, 2, 4, 8, 2),
};

it('stretches a table between its ends, and lengthens it by zeros', () => {
  const longer = stretched(part, 5);
  expect(longer.shape).toEqual([5, 2]);
  expect([...longer.numbers]).toEqual([0, 6, 1, 5, 2, 4, 5, 3, 8, 2]);
  expect([...lengthened(part, 4).numbers]).toEqual([0, 6, 2, 4, 8, 2, 0, 0]);
});

it('moves weights without what is left out, and forgets their gradients', () => {
  const weights = {
    step: 9,
    parameters: [{ name: 'embedding', shape: [2] }, part].map(({ name, shape }) => ({
      name,
      shape,
    })),
    weights: Float32Array.of(7, 8, ...part.numbers),
    mean: new Float32Array(8).fill(1),
    meanSquare: new Float32Array(8).fill(1),
  };
  const without = moved(weights, (each) => (each.name === part.name ? null : each));
  expect(without).toEqual({
    step: 0,
    parameters: [{ name: 'embedding', shape: [2] }],
    weights: Float32Array.of(7, 8),
    mean: new Float32Array(2),
    meanSquare: new Float32Array(2),
  });
});

it('a low-rank change becomes part of its table', () => {
  const parts = [
    { ...part, shape: [3, 2] },
    { name: 'encoding.learned.down', shape: [3, 1], numbers: Float32Array.of(1, 0, 2) },
    { name: 'encoding.learned.up', shape: [1, 2], numbers: Float32Array.of(10, 20) },
  ];
  const weights = Float32Array.from(parts.flatMap(({ numbers }) => [...numbers]));
  const parameters = parts.map(({ name, shape }) => ({ name, shape }));
  const whole = folded({ step: 4, parameters, weights, mean: weights, meanSquare: weights });
  expect(whole.step).toBe(4);
  expect(whole.parameters).toEqual([{ name: 'encoding.learned', shape: [3, 2] }]);
  expect([...whole.weights]).toEqual([10, 26, 2, 4, 28, 42]);
});
