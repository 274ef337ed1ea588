/**
 * The central type: what a positional encoding is and where it acts in the attention pass.
 * A scheme is one file that fills this in; adding a scheme is adding a file. No scheme here.
 */
import type { Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Localized } from '../text/locale.ts';
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

/** A run of neighbouring heads: only those that are looked at are computed. */
export interface Heads {
  readonly first: number;
  readonly count: number;
}

/** Where a scheme acts in the pass. All optional; NoPE has none. Pure; run inside a tidy. */
export interface Hooks {
  /** [position, dModel], added to the token vectors. */
  readonly table?: (positions: Positions) => Tensor2D;
  /** Turns queries or keys [batch, head, position, dHead]; same shape back. */
  readonly rotate?: (x: Tensor4D, positions: Positions, role: 'query' | 'key') => Tensor4D;
  /**
   * What the position map of a rotary scheme shows: cos and sin of the angles
   * [position, dHead], in the scheme's pairing.
   */
  readonly rotation?: (positions: Positions) => Tensor2D;
  /** Angles [position, dHead / 2], each in [0, 2π). */
  readonly angles?: (positions: Positions) => Tensor2D;
  /** [head, query, key], added to the logits after the 1/√dHead scaling. */
  readonly bias?: (queries: Positions, keys: Positions, heads: Heads) => Tensor3D;
  /** The bias of every head against the offset key − query: [head, 2·length − 1]. */
  readonly curve?: (length: number) => Tensor2D;
  /** A scheme's learned tables by name, for reading. */
  readonly weights?: Readonly<Record<string, (positions: Positions) => Tensor2D>>;
  /** Angular frequency of each pair in rad per position; rotary schemes. */
  readonly frequencies?: Float64Array;
}

/** The scheme's float64 formula, cell by cell: the honest half. */
export interface Exact {
  /** What the position map shows at (row, column): a table cell, a cos or sin, a bias. */
  cell(row: number, column: number): number;
  /** TeX: the formula with the numbers of that cell filled in, down to its value. */
  steps(row: number, column: number): string;
  /** Rotary: the angle of a pair at a position, in radians, not reduced. */
  angle?(position: number, pair: number): number;
  /** Rotary: the two channels of a pair. */
  channels?(pair: number): readonly [number, number];
  /** Bias: the number added for a query and key at these positions. */
  bias?(head: number, query: number, key: number): number;
}

export interface Encoding<S extends ParamSchema = ParamSchema> {
  /** Equals the file name. */
  readonly id: string;
  readonly family: Family;
  readonly source: {
    readonly authors: string;
    readonly year: number;
    readonly title: string;
    readonly url: string;
  };
  readonly text: {
    readonly name: Localized;
    readonly idea: Localized;
    readonly lookFor: Localized;
  };
  /** The formula as it is shown, TeX; for some schemes it depends on the parameters. */
  tex(params: ParamsOf<S>): string;
  readonly params: S;
  /** Why this combination cannot work, or null. */
  check?(params: ParamsOf<S>, dims: Dims): Localized | null;
  hooks(params: ParamsOf<S>, dims: Dims, normal: SeededNormal): Hooks;
  exact?(params: ParamsOf<S>, dims: Dims, normal: SeededNormal): Exact;
  /** Which wave a channel of the position map carries, where it carries one. */
  wave?(channel: number, params: ParamsOf<S>, dims: Dims): 'sin' | 'cos' | null;
}

/** Any scheme, its parameters no longer known by name. */
export interface AnyEncoding extends Omit<Encoding, 'tex' | 'check' | 'hooks' | 'exact' | 'wave'> {
  tex(params: ParamValues): string;
  check?(params: ParamValues, dims: Dims): Localized | null;
  hooks(params: ParamValues, dims: Dims, normal: SeededNormal): Hooks;
  exact?(params: ParamValues, dims: Dims, normal: SeededNormal): Exact;
  wave?(channel: number, params: ParamValues, dims: Dims): 'sin' | 'cos' | null;
}

/** Declares a scheme; the registry holds it without the names of its parameters. */
export function defineEncoding<const S extends ParamSchema>(encoding: Encoding<S>): AnyEncoding {
  // Values reach a scheme only through its own schema (state/spec.ts), so the narrowing is safe.
  return encoding;
}

/** Positions start, start + 1, … of a text. */
export function sequence(start: number, length: number): Positions {
  return { length, axes: 1, values: Float64Array.from({ length }, (_, p) => start + p) };
}
