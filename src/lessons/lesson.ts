/**
 * What a lesson is, and how one is written. A lesson is one file, `NAME.lesson.ts`; its name is the
 * lesson's id in links and scripts. Nothing else has to name it: contents, link, script, tests and the
 * story that walks every lesson find it by being there (`lessons.ts`).
 *
 * ```ts
 * export default defineLesson({
 *   part: 'lesson',
 *   place: 3,
 *   title: { en: 'Clocks', 'zh-CN': '时钟' },
 *   line: { en: 'Each pair of channels turns at a speed of its own.', 'zh-CN': '…' },
 *   minutes: 12,
 *   aims: [{ en: 'Say what the base changes.', 'zh-CN': '…' }],
 *   mistakes: [{ en: 'Even and odd are channels, not positions.', 'zh-CN': '…' }],
 *   steps: [ … ],
 * });
 * ```
 *
 * A **step** is what the page shows (a link's query), what to look at there, a few sentences, and
 * something to do. The order within a lesson: predict → reveal → why the guess was off, in one line →
 * play. The last step is free play.
 *
 * - **State.** `shows` is the query of a link: `encoding=rope&length=64&room=attend&stage=scores`. It
 *   is read onto the defaults of the page, never onto the step before: each step stands for itself, and
 *   the reader's changes end where the next step begins (Back brings them back). Its `room` is the room
 *   beside the text: encode, attend, compare, model or race. `hide=how,headMaps` takes parts of that room
 *   away, `hide=positionMap` a map of the plate, which makes the others larger. Where it gives no
 *   `text`, the text is the page's opening one in the reader's language; one that differs by language
 *   makes the whole query `{ en, 'zh-CN' }`. The trained encoder reads English only; with `room=model` it
 *   has the positions that it was trained with, others are `room=model&model=use-lite&encoding=none`.
 *   With `room=race` the names are those of the race, and its racers are trained when the answer is asked
 *   for: keep it to a few seconds.
 * - **Numbers.** No number is written into a lesson that the page can compute: `truth` reads it from
 *   the page (`Live`), and what is said about it is a function of it. `figures.ts` writes numbers.
 *   A prediction is about the step's state; when the answer is asked for, that state is shown again,
 *   with `reveals` merged into it.
 * - **Words.** One idea per sentence, the field's terms, `*word*` for emphasis. Sentences must be true
 *   in the state that the step shows; what depends on numbers goes into `explain`. English and Chinese
 *   each as a native would put it; another language falls back to English.
 */
import type { Apart, DistanceKind, Stream } from '../state/experiment.ts';
import type { BlockName, Permutation, StageName } from '../state/frame.ts';
import type { Diagonals, LensAnswers } from '../state/lens.ts';
import type { Look } from '../state/page.ts';
import type { SpecPatch } from '../state/patch.ts';
import type { RaceState } from '../state/race.ts';
import type { Spec } from '../state/spec.ts';
import type { MapName } from '../state/view.ts';
import type { Localized } from '../text/locale.ts';

export interface Lesson {
  /** A lesson of the course, or a page that answers one question. */
  readonly part: 'lesson' | 'question';
  /** Its number within its part, from 1. */
  readonly place: number;
  readonly title: Localized;
  /** What it is about: one line of the contents. */
  readonly line: Localized;
  /** How long a class takes over it. */
  readonly minutes: number;
  /** What one can do afterwards; for the teacher. */
  readonly aims: readonly Localized[];
  /** What people often get wrong, and what is right; for the teacher. */
  readonly mistakes: readonly Localized[];
  readonly steps: readonly Step[];
}

export interface Step {
  /** The heading, a few words. */
  readonly title: Localized;
  /** Paragraphs of one to three sentences: four in all, at most. */
  readonly says: readonly Localized[];
  /** The query of a link; see above. */
  readonly shows: string | Localized;
  /** What is marked on the page; in the Encode and Attend rooms also where the crosshair stands. */
  readonly point?: Target;
  /** The controls that are in sight below the maps, by name; the others are in the drawer. */
  readonly controls?: readonly string[];
  readonly does: Doing;
}

/**
 * A map, or part of one: a row, a column, or with both a cell, counted from the first that is shown. In
 * the Attend room a map is a stage by its name.
 */
export interface Place {
  readonly map: MapName | StageName;
  readonly row?: number;
  readonly column?: number;
}

/** What a step points at. A control has the name of what it sets: `base`, `length`, `mask`. */
export type Target = Place | { readonly control: string };

/** What the reader does in a step. */
export type Doing = Choose | GuessNumber | PickCell | PickColour | DrawCurve | Try | Play;

interface Prediction<Found> {
  readonly ask: Localized;
  /** What would give the answer away is covered until the answer is shown. */
  readonly veil?: readonly Place[];
  /** Merged into the step's query when the answer is shown: `base=20`, `hide=ownFile`. */
  readonly reveals?: string;
  /** Reads from the page what the answer follows from. */
  truth(page: Live): Promise<Found>;
}

/** One of two to four answers. */
export interface Choose<Found = unknown> extends Omit<Prediction<Found>, 'truth'> {
  readonly kind: 'choose';
  readonly options: readonly Localized[];
  /** Left out where a principle decides, and no number. */
  truth?(page: Live): Promise<Found>;
  /** The index of the right answer. */
  right(found: Found): number;
  /** One or two sentences on why it is so, and why what was chosen is not. */
  explain(chosen: number, found: Found): Localized;
}

/** A number that is typed. */
export interface GuessNumber extends Prediction<number> {
  readonly kind: 'number';
  readonly unit?: Localized;
  /** Decimals with which the truth is written. */
  readonly decimals: number;
  /** How far from the truth is still right: an absolute distance. */
  near(truth: number): number;
  explain(guess: number, truth: number): Localized;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** With what stands there. */
interface CellValue extends Cell {
  readonly value: number;
}

/** A cell that is picked on a map; one with the same value as the right one is right too. */
export interface PickCell extends Prediction<Cell> {
  readonly kind: 'cell';
  readonly map: MapName | StageName;
  /** The row in which to look; the picked cell's column counts then. */
  readonly row?: number;
  explain(guess: CellValue, truth: CellValue): Localized;
}

/**
 * The colour of a cell, picked on the scale of its map; the guess is the number that the colour stands
 * for. The scale's ends are known beforehand (`fixed`).
 */
export interface PickColour extends Omit<GuessNumber, 'kind' | 'unit'> {
  readonly kind: 'colour';
  readonly cell: Cell & { readonly map: MapName | StageName };
}

/** How far a drawn curve is from the true one. */
interface Gap {
  /** Mean and largest |drawn − true|, and the place along the axis where it is largest. */
  readonly mean: number;
  readonly largest: number;
  readonly at: number;
}

/** A curve that is drawn over an axis; the truth has one number for each place along it. */
export interface DrawCurve extends Prediction<readonly number[]> {
  readonly kind: 'curve';
  /** What the curve is of: `Similarity to position 0`. */
  readonly curve: Localized;
  /** What runs along the axis, and the number of its first place. */
  readonly axis: Localized;
  readonly first: number;
  /** How many places there are; left out, one for each position. */
  count?(spec: Spec): number;
  /** Least and largest value that can be drawn. */
  readonly range: readonly [least: number, most: number];
  explain(gap: Gap, truth: readonly number[]): Localized;
}

/** A state that the reader brings about. */
export interface Try<Found = unknown> {
  readonly kind: 'try';
  readonly ask: Localized;
  /** A query that reaches it, from the step's state on: `shuffles=1`, `encoding=rope`. */
  readonly reach: string;
  /** What else is as good; left out, all that `reach` names must be as it says. */
  reached?(spec: Spec, look: Look): boolean;
  truth?(page: Live): Promise<Found>;
  /** What is now to be seen. */
  explain(found: Found): Localized;
}

/** Free play, with ideas that are a click away. */
export interface Play {
  readonly kind: 'play';
  readonly ask: Localized;
  /** Each a query that is merged into the step's. */
  readonly ideas: readonly { readonly name: Localized; readonly shows: string }[];
}

/** A matrix of the page, row-major. */
export interface Numbers {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/**
 * The running page, for `truth`: the numbers of the picture that is shown, and what its views ask. Maps
 * and stages by their names; stages, heads and terms only where the Attend or Model room is beside the
 * text. What there is not rejects.
 */
export interface Live {
  readonly spec: Spec;
  /** One per position. */
  readonly tokens: readonly string[];
  matrix(name: BlockName): Promise<Numbers>;
  row(name: BlockName, row: number): Promise<Float32Array>;
  cell(name: BlockName, row: number, column: number): Promise<number>;
  /** Tokens in another order, outputs put back: order[i] is where the token at place i came from. */
  permute(order: readonly number[]): Promise<Permutation>;
  lens<K extends keyof LensAnswers>(name: K): Promise<LensAnswers[K]>;
  /** The means by distance of the state with a patch. */
  byDistance(of: DistanceKind, patch?: SpecPatch): Promise<Diagonals>;
  /** How far the attention of the state with a patch lies from that without. */
  apart(patch: SpecPatch): Promise<Apart>;
  stream(patch?: SpecPatch): Promise<Stream>;
  /** The trained encoder's vectors of texts, with the state's positions. */
  sentences(texts: readonly string[]): Promise<readonly Float32Array[]>;
  /** How the race that is set ends: it is run to its end, unless it has been. */
  race(): Promise<RaceState>;
}

export const defineLesson = (lesson: Lesson): Lesson => lesson;

/** A choice that a number of the page decides; `truth` is left out where a principle does. */
export function choose<Found = null>(doing: Omit<Choose<Found>, 'kind'>): Choose {
  return { kind: 'choose', ...doing };
}

export function guessNumber(doing: Omit<GuessNumber, 'kind'>): GuessNumber {
  return { kind: 'number', ...doing };
}

export function pickCell(doing: Omit<PickCell, 'kind'>): PickCell {
  return { kind: 'cell', ...doing };
}

export function pickColour(doing: Omit<PickColour, 'kind' | 'truth'>): PickColour {
  const { map, row, column } = doing.cell;
  return { kind: 'colour', truth: (page) => page.cell(map, row, column), ...doing };
}

export function drawCurve(doing: Omit<DrawCurve, 'kind'>): DrawCurve {
  return { kind: 'curve', ...doing };
}

export function tryOut<Found = null>(doing: Omit<Try<Found>, 'kind'>): Try {
  return { kind: 'try', ...doing };
}

export function play(doing: Omit<Play, 'kind'>): Play {
  return { kind: 'play', ...doing };
}
