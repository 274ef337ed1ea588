/**
 * A student's answer as the short text that a link carries, `answer=…`: what was guessed, a ticket that
 * tells one student's answer from another's without saying whose it is, a check that finds what was
 * cut off or put under another question, and a name if one was typed. Sends nothing, and stores nothing.
 *
 * ```
 * c1~4k2zq~9f3x1        the second option
 * n0.25~4k2zq~0aa1z~Mia  a number, with a name
 * p3.30~4k2zq~77ab      a cell: row 3, column 30
 * k0.62~4k2zq~1b3d    a colour, as the number that it stands for
 * dAAb9~4k2zq~c0de      a curve: for each place along its axis one of 64 heights
 * ```
 */
import type { Spec } from '../state/spec.ts';
import { wellFormed } from '../text/tokens.ts';
import type { DrawCurve } from './lesson.ts';
import { type Guess, isGuess, type Question } from './result.ts';

/** Which question: a lesson, and the number of its step. */
export interface QuestionPlace {
  readonly lesson: string;
  readonly step: number;
}

export interface Answer {
  readonly guess: Guess;
  /** The same for all answers of one student to one question. */
  readonly ticket: string;
  /** Empty unless one was typed. */
  readonly name: string;
}

/** In characters. */
export const longestName = 24;
/** The longest answer: a curve over as many places as there may be, and a name. */
export const longestAnswer = 400;

/** A name as it is kept: on one line, and short. */
export function tidyName(typed: string): string {
  const oneLine = wellFormed(typed).replace(/[\s\p{Cc}]+/gu, ' ');
  return Array.from(oneLine.trim()).slice(0, longestName).join('').trim();
}

export function writeAnswer(place: QuestionPlace, question: Question, answer: Answer): string {
  const said = `${letters[question.kind]}${guessText(question, answer.guess)}`;
  const name = tidyName(answer.name);
  const parts = [said, answer.ticket, checkOf(place, said, answer.ticket, name)];
  return [...parts, ...(name === '' ? [] : [name])].join('~');
}

/** Whose answer it is by its ticket; null where it is not whole, or was to another question. */
export function ticketOf(place: QuestionPlace, text: string): string | null {
  const { said, ticket, check, name } = partsOf(text);
  return check !== '' && check === checkOf(place, said, ticket, name) ? ticket : null;
}

/** @returns null where it is not whole, or no answer to this question about this Spec */
export function readAnswer(
  place: QuestionPlace,
  question: Question,
  spec: Spec,
  text: string,
): Answer | null {
  if (ticketOf(place, text) === null) return null;
  const { said, ticket, name } = partsOf(text);
  if (said[0] !== letters[question.kind]) return null;
  const guess = guessIn(question, said.slice(1));
  return isGuess(question, guess, spec) ? { guess, ticket, name } : null;
}

/**
 * The ticket of a student for a question. Two of the same student's cannot be told to be of one.
 *
 * @param secret  a number that only the student's own device has
 */
export function ticketFor({ lesson, step }: QuestionPlace, secret: number): string {
  return short(hashOf(`${secret} ${lesson} ${step}`), 5);
}

const letters = { choose: 'c', number: 'n', cell: 'p', colour: 'k', curve: 'd' } as const;

function partsOf(text: string) {
  const [said = '', ticket = '', check = '', ...name] = text.split('~');
  return { said, ticket, check, name: name.join('~') };
}

function checkOf({ lesson, step }: QuestionPlace, ...parts: readonly string[]): string {
  return short(hashOf([lesson, step, ...parts].join('~')), 5);
}

function guessText(question: Question, guess: Guess): string {
  if (typeof guess === 'number') return String(guess);
  if ('row' in guess) return `${guess.row}.${guess.column}`;
  if (question.kind !== 'curve') throw new Error(`answer: a curve for a ${question.kind}`);
  const [least, most] = question.range;
  const level = (value: number) => Math.round(((value - least) / (most - least)) * lastLevel);
  return guess
    .map((value) => heights[Math.min(Math.max(level(value), 0), lastLevel)] ?? '')
    .join('');
}

function guessIn(question: Question, text: string): unknown {
  switch (question.kind) {
    case 'choose':
    case 'number':
    case 'colour':
      return /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/.test(text) ? Number(text) : null;
    case 'cell': {
      const [, row, column] = /^(\d{1,5})\.(\d{1,5})$/.exec(text) ?? [];
      return row === undefined ? null : { row: Number(row), column: Number(column) };
    }
    case 'curve':
      return Array.from(text, (character) => heightOf(question, character));
  }
}

const heights = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const lastLevel = heights.length - 1;

function heightOf({ range: [least, most] }: DrawCurve, character: string): number {
  const level = heights.indexOf(character);
  return level < 0 ? Number.NaN : least + (level / lastLevel) * (most - least);
}

/** FNV-1a over the characters. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  // What differs in the last character alone differs in all digits.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The last digits of a number, in letters that no program that finds links takes for a full stop. */
function short(hash: number, digits: number): string {
  return hash.toString(36).padStart(digits, '0').slice(-digits);
}
