/**
 * Pairs of sentences of the same words, and how alike two sentence vectors are. Knows nothing of
 * what makes the vectors.
 */
import type { Pieces } from '../state/frame.ts';

/** Two sentences. */
export type Pair = readonly [first: string, second: string];

/** English, each pair of the same tokens of the encoder in two orders. */
export const presets: readonly Pair[] = [
  // Who does what to whom.
  ['dog bites man', 'man bites dog'],
  ['the cat chased the mouse', 'the mouse chased the cat'],
  ['Mary told John a secret', 'John told Mary a secret'],
  ['London is bigger than Paris', 'Paris is bigger than London'],
  // What is denied, and of whom.
  ['she is not happy that he is here', 'she is happy that he is not here'],
  ['not all birds can fly', 'all birds can not fly'],
  // What came first, and why.
  ['he ate before he slept', 'he slept before he ate'],
  ['they danced because it rained', 'it rained because they danced'],
  ['a train from Rome to Milan', 'a train from Milan to Rome'],
  // What a word belongs to.
  ['a red house with a blue door', 'a blue house with a red door'],
  ['only she ate the cake', 'she ate only the cake'],
  ['the man who left saw her', 'the man saw her who left'],
  // A question, and no sentence at all.
  ['you are late', 'are you late'],
  ['colorless green ideas sleep furiously', 'furiously sleep ideas green colorless'],
];

/** The longest sentence of the reader's own pair, in UTF-16 units. */
export const longestOwn = 120;

const divider = '|';

/** The reader's own pair as it stands in a link: `first|second`. */
export function ownPair(text: string): Pair {
  const at = text.indexOf(divider);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Written so that `ownPair` reads it. The encoder reads a full-width bar as the plain one. */
export function ownText([first, second]: Pair): string {
  return first === '' && second === ''
    ? ''
    : `${first.replaceAll(divider, '｜')}${divider}${second}`;
}

export interface Likeness {
  /** Of the two sentence vectors, −1…1. */
  readonly cosine: number;
  /** Largest |first − second| of a channel. */
  readonly difference: number;
}

/** Of two vectors of the same length, in float64. */
export function likenessOf(first: Float32Array, second: Float32Array): Likeness {
  let [product, firsts, seconds, difference] = [0, 0, 0, 0];
  first.forEach((a, channel) => {
    const b = second[channel] ?? Number.NaN;
    product += a * b;
    firsts += a * a;
    seconds += b * b;
    // Math.max keeps a NaN.
    difference = Math.max(difference, Math.abs(a - b));
  });
  return { cosine: product / Math.sqrt(firsts * seconds), difference };
}

/** What the encoder's float64 reference allows a number of a sentence vector, and a cosine. */
export const tolerance = 2e-5;

/** Whether two orders give the same vector, as far as float32 can tell. */
export function isOrderBlind({ cosine, difference }: Likeness): boolean {
  return Math.abs(1 - cosine) <= tolerance && difference <= tolerance;
}

type Sentence = Pick<Pieces, 'ids' | 'pieces'>;

/** The pieces of the first that the second lacks, as often as it lacks them. */
export function lacking(first: Sentence, second: Sentence): readonly string[] {
  const left = Array.from(second.ids);
  return first.pieces.filter((_, place) => {
    const at = left.indexOf(first.ids[place] ?? 0);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** What two sentences are to each other: the same tokens in another order is what is asked for. */
export type Relation = 'order' | 'same' | 'other';

export function relationOf(first: Sentence, second: Sentence): Relation {
  const [a, b] = [Array.from(first.ids), Array.from(second.ids)];
  if (a.length === b.length && a.every((id, place) => id === b[place])) return 'same';
  const lacks = lacking(first, second).length + lacking(second, first).length;
  return lacks === 0 ? 'order' : 'other';
}

/** Several of them side by side, and how far apart they get. */
export interface Summary {
  readonly blind: number;
  readonly all: number;
  readonly least: number;
  readonly most: number;
  /** The largest difference of any. */
  readonly difference: number;
}

/** Null for none. */
export function summaryOf(all: readonly Likeness[]): Summary | null {
  if (all.length === 0) return null;
  const cosines = all.map(({ cosine }) => cosine);
  return {
    blind: all.filter(isOrderBlind).length,
    all: all.length,
    least: Math.min(...cosines),
    most: Math.max(...cosines),
    difference: Math.max(...all.map(({ difference }) => difference)),
  };
}
