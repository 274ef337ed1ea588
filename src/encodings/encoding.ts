/**
 * The central type: what a positional encoding is and where it acts in the attention pass.
 * A scheme is one file that fills this in; adding a scheme is adding a file. No scheme here.
 */
import type { Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Locale, Localized } from '../text/locale.ts';
import { textIn } from '../text/t.ts';
import type { Code, NoCode } from './code.ts';
import type { ParamSchema, ParamsOf, ParamValues } from './params.ts';
import type { SeededNormal } from './seeded.ts';

export type Family = 'none' | 'additive' | 'rotary' | 'bias' | 'contextual';

/** The sizes a scheme works with. `dHead = dModel / nHeads`, a whole number. */
export interface Dims {
  readonly length: number;
  readonly start: number;
  readonly dModel: number;
  readonly nHeads: number;
  readonly dHead: number;
}

/**
 * Where the tokens stand: `values[p * axes + a]`, plain numbers (whole ones below 2²⁰ in a
 * text). Kernels upload what they need.
 */
export interface Positions {
  readonly length: number;
  readonly axes: number;
  readonly values: Float64Array;
}

/** What a pass knows of content when a scheme adds to its scores. */
export interface ScoreContext {
  /** What queries and keys are projected from, [position, dModel]. */
  readonly input: Tensor2D;
  /** As they enter the product, [head, position, dHead]. */
  readonly query: Tensor3D;
  readonly key: Tensor3D;
  /** Q·Kᵀ, not scaled, [head, query, key]. */
  readonly products: Tensor3D;
  readonly positions: Positions;
  readonly heads: Heads;
  readonly causal: boolean;
}

/** The same for one query in float64, of one head. */
export interface ExactScoreContext {
  readonly head: number;
  /** Index of the query among the keys, from 0. */
  readonly row: number;
  /** What the query and the keys are projected from: the vector of each position, [dModel]. */
  readonly input: (position: number) => ArrayLike<number>;
  readonly query: Float64Array;
  /** one vector per key, [dHead] each. */
  readonly keys: readonly Float64Array[];
  /** q·k of the row, not scaled. */
  readonly products: Float64Array;
  readonly causal: boolean;
}

/** A run of neighbouring heads: only those that are looked at are computed. */
export interface Heads {
  readonly first: number;
  readonly count: number;
}

/** Where a scheme acts in the pass. All optional; NoPE has none. Pure; run inside a tidy. */
export interface Hooks {
  /** [position, dModel], added to the token vectors. */
  readonly table?: (positions: Positions) => Tensor2D;
  /**
   * Turns queries or keys [batch, head, position, dHead]; same shape back, or one with other channels
   * if it is the same for both. Keys that several query heads share may come back one for each.
   *
   * @param heads  which of the scheme's heads these are
   */
  readonly rotate?: (
    x: Tensor4D,
    positions: Positions,
    role: 'query' | 'key',
    heads: Heads,
  ) => Tensor4D;
  /**
   * What the position map of a rotary scheme shows: cos and sin of the angles
   * [position, 2 · pairs], in the scheme's pairing.
   */
  readonly rotation?: (positions: Positions) => Tensor2D;
  /** The same for the keys of a head, where they are turned otherwise than queries (xPos). */
  readonly keyRotation?: (positions: Positions, head: number) => Tensor2D;
  /** Angles [position, pairs], each in [0, 2π). */
  readonly angles?: (positions: Positions) => Tensor2D;
  /** [head, query, key], added to the logits after the 1/√dHead scaling. */
  readonly bias?: (queries: Positions, keys: Positions, heads: Heads) => Tensor3D;
  /** The bias of every head against the offset key − query: [head, 2·length − 1]. */
  readonly curve?: (length: number) => Tensor2D;
  /** What the content adds to the logits after scaling, [head, query, key]; contextual schemes. */
  readonly score?: (context: ScoreContext) => Tensor3D;
  /**
   * What the position map of a contextual scheme shows: its relative vectors,
   * [dHead, 2·length − 1] at offsets key − query, or what `sides` says.
   */
  readonly vectors?: (length: number) => Tensor2D;
  /** Added to weights · V, [head, query, dHead], from the weights [head, query, key] (Shaw). */
  readonly values?: (weights: Tensor3D, heads: Heads) => Tensor3D;
  /** What multiplies Q·Kᵀ; 1/√dHead where it is not given. */
  readonly scale?: number;
  /** A scheme's learned tables by name, for reading. */
  readonly weights?: Readonly<Record<string, (positions: Positions) => Tensor2D>>;
  /** Angular frequency of each pair in rad per position; rotary schemes. */
  readonly frequencies?: Float64Array;
}

/** The scheme's float64 formula, cell by cell: the honest half. */
export interface Exact {
  /** What the position map shows at (row, column): a table cell, a cos or sin, a bias. */
  cell(row: number, column: number): number;
  /** Rotary: the same for the keys of a head, where they are turned otherwise than queries. */
  keyCell?(row: number, column: number, head: number): number;
  /** TeX: the formula with the numbers of that cell filled in, down to its value. */
  steps(row: number, column: number): string;
  /** NumPy lines that compute that cell, the last of them `value = …`; without the import. */
  numpy(row: number, column: number): string;
  /** Every scheme whose map is waves in pairs, sine and cosine of one angle: how many pairs. */
  readonly pairs?: number;
  /** The angle of a pair at a position, in radians, not reduced; where there are pairs. */
  angle?(position: number, pair: number): number;
  /**
   * The two channels of a pair; where there are pairs. Rotary: cosine and then sine, as they turn;
   * additive: sine and then cosine.
   */
  channels?(pair: number): readonly [number, number];
  /** Rotary: what multiplies cos and sin of a pair at a position; 1 where it is not given. */
  gain?(position: number, pair: number, role: 'query' | 'key'): number;
  /**
   * Rotary: the length of a pair from the channel of q or k that it is made of, where each channel
   * becomes a pair (PoPE). Where it is not given, two channels of q or k are a pair and turn.
   */
  readonly radius?: (projected: number) => number;
  /** Rotary: what is added to the angle of a head's keys, rad; 0 where it is not given. */
  readonly keyPhase?: (pair: number, head: number) => number;
  /** Bias: the number added for a query and key at these positions. */
  bias?(head: number, query: number, key: number): number;
  /** The same as NumPy lines. */
  numpyBias?(head: number, query: number, key: number): string;
  /** Contextual: what is added to the row of a query, after scaling, one number per key. */
  score?(context: ExactScoreContext): Float64Array;
  /** One of those numbers as NumPy lines. */
  numpyScore?(context: ExactScoreContext, key: number): string;
  /** What multiplies Q·Kᵀ; 1/√dHead where it is not given. */
  readonly scale?: number;
}

/** Two ways in which papers and code write a scheme, and what relates them. */
export interface Convention {
  /** The parameter that switches between the two, and its values. */
  readonly param: string;
  readonly values: readonly [string, string];
  /**
   * channels, head channels: the second has the first's channels in another order, of the whole
   * table or within each head. transpose: the bias of one is that of the other read backwards.
   * none: nothing that could be permuted; whether they agree is a matter of softmax and mask.
   */
  readonly relation: 'channels' | 'head channels' | 'transpose' | 'none';
  /** Channel i of the second is channel order[i] of the first; for the two kinds of channels. */
  readonly order?: (dims: Dims, params: ParamValues) => readonly number[];
  /** Who writes it which way, and what that means. */
  readonly says: Localized;
}

/** A ready-made choice of parameters, named after the model that uses it. */
export interface Preset {
  readonly name: Localized;
  /** Some of the scheme's parameters; the others are at their defaults. */
  readonly params: ParamValues;
  /** The sizes that go with them, where there are no others. */
  readonly sizes?: Pick<Dims, 'dModel' | 'nHeads'>;
}

/** What a scheme says of itself, and who wrote it. */
export interface About {
  readonly source: {
    readonly authors: string | Localized;
    /** Null where it bears no date. */
    readonly year: number | null;
    readonly title: string;
    readonly url: string;
  };
  readonly text: {
    readonly name: Localized;
    readonly idea: Localized;
    readonly lookFor: Localized;
  };
}

/** Authors and year, as they are cited: “Vaswani et al., 2017”. */
export function citation({ authors, year }: About['source'], locale: Locale): string {
  const names = typeof authors === 'string' ? authors : textIn(authors, locale);
  return year === null ? names : `${names}, ${year}`;
}

export interface Encoding<S extends ParamSchema = ParamSchema> extends About {
  /** Equals the file name. */
  readonly id: string;
  readonly family: Family;
  /**
   * The formula as it is shown, TeX; for some schemes it depends on the parameters.
   *
   * @param learned  whether numbers of it are those that a racer has learned
   */
  tex(params: ParamsOf<S>, learned?: boolean): string;
  readonly params: S;
  /** Its own, beside those after models (`state/modelPresets.ts`); empty where there are only these. */
  readonly presets?: readonly Preset[];
  readonly conventions?: readonly Convention[];
  /** Where it depends on the parameters; `family` is then that of the defaults. */
  familyFor?(params: ParamsOf<S>): Family;
  /** Where what it says of itself depends on the parameters. */
  aboutFor?(params: ParamsOf<S>): About;
  /**
   * Fetches what the parameters name and hooks need; null where all is here. Whoever computes waits
   * for it. Rejects with `Missing`.
   */
  load?(params: ParamsOf<S>): Promise<void> | null;
  /** Of what the parameters name and do not hold: another number once it is another. */
  versionFor?(params: ParamsOf<S>): number;
  /** How many rows its table has, where it ends; hooks give NaN for the positions behind. */
  rowsFor?(params: ParamsOf<S>): number | null;
  /**
   * What its numbers take of the length of the line, where they do: as long as this stays the same, a
   * longer line changes nothing of the positions before.
   */
  lengthFor?(params: ParamsOf<S>, dims: Dims): number;
  /** Where the tokens stand, for schemes of more than one axis; else start, start + 1, … */
  place?(params: ParamsOf<S>, dims: Dims): Positions;
  /** The row and column, from 0, of the patch of an image that stands at a position; else null. */
  patchAt?(params: ParamsOf<S>, position: number): readonly [row: number, column: number] | null;
  /** Whether every number of the position map lies in −1…1: then that is its scale. */
  readonly bounded?: boolean;
  /** Where that depends on the parameters. */
  boundedFor?(params: ParamsOf<S>): boolean;
  /** What rows and columns of `vectors` are; channels by offset where it is not given. */
  readonly sides?: readonly ['channel' | 'head' | 'profile', 'offset' | 'count' | 'channel'];
  /**
   * Only of schemes made for a causal mask: what they show without one, in a sentence.
   */
  readonly withoutMask?: Localized;
  /** Why this combination cannot work, or null. */
  check?(params: ParamsOf<S>, dims: Dims): Localized | null;
  hooks(params: ParamsOf<S>, dims: Dims, normal: SeededNormal): Hooks;
  exact?(params: ParamsOf<S>, dims: Dims, normal: SeededNormal): Exact;
  /** Which wave a channel of the position map carries, where it carries one. */
  wave?(channel: number, params: ParamsOf<S>, dims: Dims): 'sin' | 'cos' | null;
  /** The scheme in the scripts that reproduce a state. */
  code?(params: ParamsOf<S>, dims: Dims): Code | NoCode;
}

/** Any scheme, its parameters no longer known by name. */
export interface AnyEncoding
  extends Omit<
    Encoding,
    | 'tex'
    | 'check'
    | 'hooks'
    | 'exact'
    | 'wave'
    | 'code'
    | 'familyFor'
    | 'aboutFor'
    | 'load'
    | 'versionFor'
    | 'rowsFor'
    | 'lengthFor'
    | 'boundedFor'
    | 'place'
    | 'patchAt'
  > {
  familyFor?(params: ParamValues): Family;
  aboutFor?(params: ParamValues): About;
  load?(params: ParamValues): Promise<void> | null;
  versionFor?(params: ParamValues): number;
  rowsFor?(params: ParamValues): number | null;
  lengthFor?(params: ParamValues, dims: Dims): number;
  boundedFor?(params: ParamValues): boolean;
  place?(params: ParamValues, dims: Dims): Positions;
  patchAt?(params: ParamValues, position: number): readonly [row: number, column: number] | null;
  tex(params: ParamValues, learned?: boolean): string;
  check?(params: ParamValues, dims: Dims): Localized | null;
  hooks(params: ParamValues, dims: Dims, normal: SeededNormal): Hooks;
  exact?(params: ParamValues, dims: Dims, normal: SeededNormal): Exact;
  wave?(channel: number, params: ParamValues, dims: Dims): 'sin' | 'cos' | null;
  code?(params: ParamValues, dims: Dims): Code | NoCode;
}

/** Declares a scheme; the registry holds it without the names of its parameters. */
export function defineEncoding<const S extends ParamSchema>(encoding: Encoding<S>): AnyEncoding {
  // Values reach a scheme only through its own schema (state/spec.ts), so the narrowing is safe.
  return encoding;
}

/** Positions [from, to) of a line, counted from 0. */
export function cutPositions({ axes, values }: Positions, from: number, to: number): Positions {
  return { length: to - from, axes, values: values.subarray(from * axes, to * axes) };
}

/** Positions start, start + 1, … of a text. */
export function sequence(start: number, length: number): Positions {
  return { length, axes: 1, values: Float64Array.from({ length }, (_, p) => start + p) };
}
