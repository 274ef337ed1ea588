/** What comes of a guess: whether it is right, how far off, and the one line that says why. */
import type { Spec } from '../state/spec.ts';
import type { Localized } from '../text/locale.ts';
import type { Cell, Choose, DrawCurve, GuessNumber, Live, PickCell, PickColour } from './lesson.ts';

export type Question = Choose | GuessNumber | PickCell | PickColour | DrawCurve;

/** An option's index, a number, a cell, or one number for each place along the axis. */
export type Guess = number | Cell | readonly number[];

export interface Result {
  readonly right: boolean;
  readonly explain: Localized;
  /** Of numbers: what was guessed, what is so, and how far they lie apart. */
  readonly numbers?: { readonly guess: number; readonly truth: number };
  /** Of a choice: the right one. */
  readonly option?: number;
  /** Of a cell: the right one. */
  readonly cell?: Cell;
  /** Of a curve: the true one, and the mean distance to it. */
  readonly curve?: { readonly truth: readonly number[]; readonly mean: number };
}

/** How many places the axis of a curve has. */
export function placesOf(question: DrawCurve, spec: Spec): number {
  return question.count?.(spec) ?? spec.length;
}

/** Whether something that was kept elsewhere is a guess for this question, about this Spec. */
export function isGuess(question: Question, value: unknown, spec: Spec): value is Guess {
  const isNumber = (each: unknown) => typeof each === 'number' && Number.isFinite(each);
  switch (question.kind) {
    case 'choose':
      return Number.isInteger(value) && Object.hasOwn(question.options, Number(value));
    case 'number':
    case 'colour':
      return isNumber(value);
    case 'cell': {
      const { row, column } = Object(value) as Record<string, unknown>;
      return isNumber(row) && isNumber(column);
    }
    case 'curve':
      return (
        Array.isArray(value) && value.length === placesOf(question, spec) && value.every(isNumber)
      );
  }
}

/** What the right answer is, for a key: that of the guess that hits it. */
export async function answerOf(question: Question, page: Live): Promise<Result> {
  switch (question.kind) {
    case 'choose': {
      const { option = 0 } = await resultOf(question, 0, page);
      return resultOf(question, option, page);
    }
    case 'number':
    case 'cell':
    case 'colour':
    case 'curve':
      return resultOf(question, await question.truth(page), page);
  }
}

/** Reads the truth from the page and holds the guess against it. */
export async function resultOf(question: Question, guess: Guess, page: Live): Promise<Result> {
  switch (question.kind) {
    case 'choose': {
      const found = (await question.truth?.(page)) ?? null;
      const option = question.right(found);
      const chosen = Number(guess);
      return { right: chosen === option, option, explain: question.explain(chosen, found) };
    }
    case 'number':
    case 'colour': {
      const truth = await question.truth(page);
      const typed = Number(guess);
      return {
        right: Math.abs(typed - truth) <= question.near(truth),
        numbers: { guess: typed, truth },
        explain: question.explain(typed, truth),
      };
    }
    case 'cell': {
      const valued = async (cell: Cell) => ({
        ...cell,
        value: await page.cell(question.map, cell.row, cell.column),
      });
      const [picked, truth] = await Promise.all([
        valued(guess as Cell),
        question.truth(page).then(valued),
      ]);
      return {
        // Of cells with the same value each is as good.
        right: picked.value === truth.value,
        numbers: { guess: picked.value, truth: truth.value },
        cell: truth,
        explain: question.explain(picked, truth),
      };
    }
    case 'curve': {
      const truth = await question.truth(page);
      const drawn = guess as readonly number[];
      const apart = truth.map((value, at) => Math.abs((drawn[at] ?? Number.NaN) - value));
      const largest = Math.max(...apart);
      const mean = apart.reduce((sum, each) => sum + each, 0) / apart.length;
      const [least, most] = question.range;
      return {
        // A hand that draws is right when it is off by a twentieth of the range.
        right: mean <= (most - least) / 20,
        curve: { truth, mean },
        explain: question.explain({ mean, largest, at: apart.indexOf(largest) }, truth),
      };
    }
  }
}
