import { describe, expect, it } from 'vitest';
import { defaultPage, lookOf } from '../state/page.ts';
import { defaultSpec } from '../state/spec.ts';
import {
  choose,
  drawCurve,
  guessNumber,
  type Live,
  pickCell,
  pickColour,
  type Step,
  tryOut,
} from './lesson.ts';
import { isReached } from './reached.ts';
import { isGuess, type Question, resultOf } from './result.ts';

const text = (en: string) => ({ en, 'zh-CN': en });
const ask = text('?');

/** A page of which only the cells are asked: 0 1 2 / 3 4 4. */
const page = {
  cell: (_: string, row: number, column: number) =>
    Promise.resolve([0, 1, 2, 3, 4, 4][3 * row + column] ?? Number.NaN),
} as unknown as Live;

const asked = {
  choose: choose({
    ask,
    options: [text('a'), text('b')],
    truth: (live) => live.cell('attention', 0, 1),
    right: (found) => found,
    explain: (chosen, found) => text(`${chosen} ${found}`),
  }),
  principle: choose({
    ask,
    options: [text('a'), text('b')],
    right: () => 0,
    explain: (chosen) => text(`${chosen}`),
  }),
  number: guessNumber({
    ask,
    decimals: 1,
    near: (truth) => truth / 10,
    truth: (live) => live.cell('attention', 1, 0),
    explain: (guess, truth) => text(`${guess} ${truth}`),
  }),
  cell: pickCell({
    ask,
    map: 'attention',
    truth: () => Promise.resolve({ row: 1, column: 1 }),
    explain: (guess, truth) => text(`${guess.value} ${truth.value}`),
  }),
  colour: pickColour({
    ask,
    cell: { map: 'attention', row: 1, column: 0 },
    decimals: 1,
    near: () => 0.5,
    explain: (guess, truth) => text(`${guess} ${truth}`),
  }),
  curve: drawCurve({
    ask,
    curve: ask,
    axis: ask,
    first: 0,
    range: [0, 2],
    truth: () => Promise.resolve([0, 1, 2]),
    explain: ({ mean, largest, at }) => text(`${mean} ${largest} ${at}`),
  }),
} satisfies Record<string, Question>;

describe('a guess', () => {
  it('among options is right when a number of the page says so', async () => {
    expect(await resultOf(asked.choose, 1, page)).toMatchObject({ right: true, option: 1 });
    expect(await resultOf(asked.choose, 0, page)).toMatchObject({
      right: false,
      explain: text('0 1'),
    });
    expect(await resultOf(asked.principle, 1, page)).toMatchObject({ right: false, option: 0 });
  });

  it('of a number is right when it is near', async () => {
    expect(await resultOf(asked.number, 3.2, page)).toMatchObject({
      right: true,
      numbers: { guess: 3.2, truth: 3 },
    });
    expect((await resultOf(asked.number, 3.4, page)).right).toBe(false);
  });

  it('of a cell is right at any with the same value', async () => {
    const at = (row: number, column: number) => resultOf(asked.cell, { row, column }, page);
    expect([(await at(1, 1)).right, (await at(1, 2)).right, (await at(1, 0)).right]).toEqual([
      true,
      true,
      false,
    ]);
    expect((await at(0, 2)).explain).toEqual(text('2 4'));
  });

  it('of a colour is the number that it stands for, held against that of the cell', async () => {
    expect(await resultOf(asked.colour, 2.6, page)).toMatchObject({
      right: true,
      numbers: { guess: 2.6, truth: 3 },
    });
    expect((await resultOf(asked.colour, 1, page)).explain).toEqual(text('1 3'));
  });

  it('of a curve is held against the true one place by place', async () => {
    const result = await resultOf(asked.curve, [0, 1, 0.5], page);
    expect(result).toMatchObject({
      right: false,
      curve: { mean: 0.5 },
      explain: text('0.5 1.5 2'),
    });
    expect((await resultOf(asked.curve, [0, 1.1, 2], page)).right).toBe(true);
  });

  it('that was kept elsewhere is taken only if it is one', () => {
    const kept: readonly unknown[] = [
      0,
      1.5,
      7,
      '1',
      null,
      { row: 1, column: 0 },
      [1, 2],
      [],
      ['a'],
    ];
    const spec = { ...defaultSpec, length: 2 };
    const taken = (question: Question) => kept.filter((each) => isGuess(question, each, spec));
    expect(taken(asked.choose)).toEqual([0]);
    expect(taken(asked.number)).toEqual([0, 1.5, 7]);
    expect(taken(asked.colour)).toEqual([0, 1.5, 7]);
    expect(taken(asked.cell)).toEqual([{ row: 1, column: 0 }]);
    expect(taken(asked.curve)).toEqual([[1, 2]]);
  });
});

describe('what is to be tried', () => {
  const step = (reach: string): Step => ({
    title: ask,
    says: [],
    shows: 'encoding=sinusoidal&room=attend',
    does: tryOut({ ask, reach, explain: () => ask }),
  });
  const reached = (reach: string, patch: object, looked: object = {}) => {
    const does = tryOut({ ask, reach, explain: () => ask });
    const spec = { ...defaultSpec, ...patch };
    return isReached(step(reach), does, spec, { ...lookOf(defaultPage), ...looked });
  };

  it('is reached when all that it names is as it says', () => {
    expect(reached('mask=none&length=8', { mask: 'none' })).toBe(false);
    expect(reached('mask=none&length=8', { mask: 'none', length: 8 })).toBe(true);
    expect(reached('base=20', { params: { ...defaultSpec.params, base: 20 } })).toBe(true);
    expect(reached('shuffles=2', {}, { shuffles: 2 })).toBe(true);
    expect(reached('shuffles=2', {}, { shuffles: 1 })).toBe(false);
  });
});
