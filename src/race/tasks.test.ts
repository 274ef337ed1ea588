/** What each task asks, against a second way to say it, at lengths up to eight times the longest trained one. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RaceConfig, taskNames } from '../state/race.ts';
import { raceConfigOf } from '../state/raceConfig.ts';
import { mostCharacters } from './characters.ts';
import type { Batch } from './task.ts';
import { taskNamed, tasks } from './tasks.ts';

const text = '从前有座山，山里有座庙。Once upon a time 👩🏽‍🚀 é';

type Name = RaceConfig['task'];
const configs = (['encoder', 'decoder'] as const).map((kind) => ({
  kind,
  config: { ...raceConfigOf({ racers: 'none' }), text, causal: kind === 'decoder' },
}));

/** Rows as they are read: tokens and, where something is asked, what is right. */
function rowsOf(batch: Batch, symbols: readonly string[]) {
  const size = batch.ids.length / batch.length;
  return Array.from({ length: size }, (_, row) => {
    const places = Array.from({ length: batch.length }, (__, at) => row * batch.length + at);
    const symbol = (id: number | undefined) => symbols[id ?? -1] ?? '?';
    return {
      tokens: places.map((at) => symbol(batch.ids[at])),
      right: places.map((at) => (batch.counted[at] ? symbol(batch.targets[at]) : '')),
    };
  });
}

/** Random numbers of a seed, good enough to draw from. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Holds a rule against rows of any length from 4 to 512. */
function holds(
  name: Name,
  config: RaceConfig,
  rule: (tokens: readonly string[], right: readonly string[]) => void,
): void {
  const task = taskNamed(name);
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 512 }), fc.nat(), (length, seed) => {
      const batch = task.batch(seeded(seed), 2, length, config);
      expect(batch).toMatchObject({ length, vocabulary: task.vocabulary(config) });
      expect(batch.counted).toContain(1);
      for (const { tokens, right } of rowsOf(batch, task.symbols(config))) {
        expect([...tokens, ...right]).not.toContain('?');
        rule(tokens, right);
      }
    }),
    { numRuns: 8, seed: 15 },
  );
}

/** The question before the first blank, the answer, and what stands at its places. */
function parted(tokens: readonly string[], right: readonly string[]) {
  const from = tokens.indexOf('_');
  const answer = right.slice(from).join('');
  return { question: tokens.slice(0, from), answer, places: tokens.slice(from) };
}

const answers: Readonly<
  Partial<Record<Name, (question: readonly string[], places: number) => string>>
> = {
  copy: (question) => question.join(''),
  reverse: (question) => question.toReversed().join(''),
  sort: (question) => question.toSorted().join(''),
  addition(question, places) {
    const [a = '', b = ''] = question.join('').split('+');
    expect(a).toHaveLength(b.length);
    return String(BigInt(a) + BigInt(b))
      .padStart(places, '0')
      .slice(-places);
  },
};

const aligned: Readonly<Partial<Record<Name, (tokens: readonly string[], at: number) => string>>> =
  {
    previous: (tokens, at) => tokens[at - 1] ?? '',
    shift: (tokens, at) => tokens[at - 3] ?? '',
    first: (tokens, at) => (at === 0 ? '' : (tokens[0] ?? '')),
    counting: (tokens, at) => (at === 0 ? '' : String((Number(tokens[0]) + at) % 10)),
    induction(tokens, at) {
      const before = tokens.slice(0, at + 1).join('');
      return new RegExp(`.*${tokens[at]}(.)`).exec(before)?.[1] ?? '';
    },
    parentheses(tokens, at) {
      let open = tokens.slice(0, at + 1).join('');
      for (let before = ''; before !== open; )
        [before, open] = [open, open.replace(/\(\)|\[\]|\{\}/g, '')];
      return { '(': ')', '[': ']', '{': '}' }[open.slice(-1)] ?? '·';
    },
  };

it('each task that has a name is a file that declares itself by it', () => {
  expect(tasks.map(({ name }) => name).toSorted()).toEqual(taskNames.toSorted());
});

describe.each(configs)('for an $kind', ({ config }) => {
  it.each(Object.keys(answers) as Name[])('%s: the answer is that of its question', (name) => {
    holds(name, config, (tokens, right) => {
      const { question, answer, places } = parted(tokens, right);
      expect(answer).toBe(answers[name]?.(question, places.length));
      // A decoder has what it has said before it, an encoder nothing but blanks.
      const said = config.causal ? `_${answer}`.slice(0, places.length) : '';
      expect(places.join('')).toBe(said.padEnd(places.length, '_'));
    });
  });

  it.each(Object.keys(aligned) as Name[])('%s: each position has its own answer', (name) => {
    holds(name, config, (tokens, right) => {
      expect(right).toEqual(tokens.map((_, at) => aligned[name]?.(tokens, at)));
    });
  });

  it('text: the next character, in any script, one that is not in sight already', () => {
    const whole = text.repeat(30).normalize('NFC');
    holds('text', config, (tokens, right) => {
      const from = whole.indexOf(tokens.join(''));
      expect(from).toBeGreaterThanOrEqual(0);
      const asked = tokens.map((_, at) => config.causal || at === tokens.length - 1);
      const next = tokens.slice(1);
      expect(right.slice(0, -1)).toEqual(next.map((each, at) => (asked[at] ? each : '')));
      expect(whole).toContain(tokens.join('') + right.at(-1));
    });
  });
});

it('the same seed draws the same rows again', () => {
  for (const task of tasks) {
    const [{ config }] = configs as [(typeof configs)[0]];
    const [a, b] = [1, 1].map((seed) => task.batch(seeded(seed), 3, 12, config));
    expect(a).toEqual(b);
  }
});

it('of a text with many characters the rarer share a token that is never asked for', () => {
  const many = Array.from({ length: 400 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join('');
  const config = { ...raceConfigOf({ racers: 'none' }), text: many, causal: true };
  const task = taskNamed('text');
  expect(task.vocabulary(config)).toBe(mostCharacters + 1);
  const batch = task.batch(seeded(3), 40, 64, config);
  const asked = batch.targets.filter((_, at) => batch.counted[at] === 1);
  expect(batch.ids).toContain(mostCharacters);
  expect(asked).not.toContain(mostCharacters);
});
