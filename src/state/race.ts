/**
 * The race: small Transformers trained on the same task, which differ in their encoding alone. Its
 * configuration, each option declared once, and what is known of a race at a time. No tensors.
 */
import type { ParamValues } from '../encodings/params.ts';
import type { Localized } from '../text/locale.ts';
import { anyText, choice, flag, real, type ValuesOf, whole } from './options.ts';
import type { KeptRace } from './raceWeights.ts';

export const mostRacers = 6;

export const taskNames = [
  'copy',
  'reverse',
  'previous',
  'shift',
  'induction',
  'sort',
  'addition',
  'first',
  'counting',
  'parentheses',
  'text',
] as const;

export const raceOptions = [
  /** As `state/compare.ts` writes schemes: `rope(base=500000);alibi`. */
  anyText('racers', 'sinusoidal;rope;none', 1000),
  choice('task', 'reverse', taskNames),
  /** Blocks of each racer. */
  whole('depth', 1, 1, 4),
  /** dModel, a multiple of `heads`. */
  whole('dim', 32, 16, 128, 'log'),
  whole('heads', 4, 1, 8),
  /** Positions of the sequences that they are trained on; they are asked for up to eight times as many. */
  whole('length', 16, 4, 64, 'log'),
  /** Whether a position sees those before it alone. */
  flag('causal'),
  whole('steps', 300, 1, 20_000, 'log'),
  /** The largest learning rate; one that is far too large is there to be seen. */
  real('rate', 0.01, 0.00001, 1000),
  /** Sequences of a step. */
  whole('batch', 16, 1, 128, 'log'),
  /** Of the first weights and of the data. */
  whole('seed', 7, 0, 2 ** 32 - 1, 'log'),
  /** What it is trained with; auto is the faster one. */
  choice('backend', 'auto', ['auto', 'cpu', 'webgpu']),
  /** What the task `text` is learned from. */
  anyText('text', '', 100_000),
] as const;

export type RaceOptions = ValuesOf<(typeof raceOptions)[number]>;

/**
 * all     every weight
 * tables  what its encoding learns, and nothing else
 * rest    all but that
 * A number: all but that, and a change of that rank added to it.
 */
export type Trains = 'all' | 'tables' | 'rest' | number;

/** One of the Transformers: its encoding, with all of its parameters. */
export interface Racer {
  readonly encoding: string;
  readonly params: ParamValues;
  /** All where it is not given. */
  readonly trains?: Trains;
  /** What it is called, where that is not its encoding. */
  readonly label?: Localized;
}

export interface RaceConfig extends Omit<RaceOptions, 'racers'> {
  /** Two to `mostRacers`; one races alone. */
  readonly racers: readonly Racer[];
  /** The longest sequences that racers are asked for; left out, 8 times the trained length. */
  readonly longest?: number;
}

export interface RacerState {
  readonly encoding: string;
  /** Steps that it has made; where it diverged, those of the state it was put back to. */
  readonly step: number;
  /** The step whose loss was no number any more: it is trained no further; null where it did not diverge. */
  readonly diverged: number | null;
  /** Mean cross-entropy of the last step, nats; NaN before the first. */
  readonly loss: number;
  /** Share of counted positions that were right in the last evaluation, 0…1; NaN before the first. */
  readonly accuracy: number;
  /** The same before its first step, where it began with the weights of another; else NaN. */
  readonly before: number;
  /** The same at the trained length and at 2, 4 and 8 times it. */
  readonly byLength: readonly { readonly length: number; readonly accuracy: number }[];
  /** The same at each position of the trained length; NaN where nothing is counted. */
  readonly byPosition: readonly number[];
}

/** A racer of which nothing is known yet, but for its encoding. */
export const unmeasured: Omit<RacerState, 'encoding'> = {
  step: 0,
  diverged: null,
  loss: Number.NaN,
  accuracy: Number.NaN,
  before: Number.NaN,
  byLength: [],
  byPosition: [],
};

/**
 * ready     nothing has been trained
 * diverged  all racers have: their states are the last good ones
 */
export type RaceStatus = 'ready' | 'running' | 'paused' | 'done' | 'stopped' | 'diverged';

export interface RaceState {
  readonly status: RaceStatus;
  /** Steps that all racers have made. */
  readonly step: number;
  readonly steps: number;
  /** Of all racers together, while it runs; 0 before. */
  readonly stepsPerSecond: number;
  /** What it is computed with: webgpu or cpu; empty until that is known. */
  readonly backend: string;
  /** The step that a race that diverged can be gone on with from; null where that is not at hand. */
  readonly lastGood: number | null;
  readonly racers: readonly RacerState[];
}

/** What a racer makes of one sequence. */
export interface Inspection {
  /** Ids, [position]. */
  readonly tokens: readonly number[];
  /** What is right; −1 where nothing is counted. */
  readonly targets: readonly number[];
  readonly predicted: readonly number[];
  /** Of each layer and head, [query, key] row by row. */
  readonly attention: readonly (readonly Float32Array[])[];
  /** Cosine similarity of its position table, [position, position]; null without a table. */
  readonly table: Float32Array | null;
}

export interface Race {
  start(): void;
  pause(): void;
  /** Trains that many steps more, and is paused then. */
  step(count: number): Promise<void>;
  /** What all racers have learned now; while they are trained, after a step. */
  keep(): Promise<KeptRace>;
  /** The same of the last evaluation after which no loss was above what it began with. */
  lastGood(): Promise<KeptRace | null>;
  /** Ends it; the state stays as it is. */
  stop(): void;
  state(): RaceState;
  /** @returns what ends it */
  watch(listener: (state: RaceState) => void): () => void;
  /** @param tokens  ids of a sequence; one of the task's own where it is not given */
  inspect(racer: number, tokens?: readonly number[]): Promise<Inspection>;
}
