/** The float64 goldens and how a number is held against them. For tests only. */
import type { ParamValues } from '../encodings/params.ts';

export interface GoldenCase {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly inputs?: unknown;
  readonly shape: number[];
  readonly data: (number | null)[];
  readonly extra?: unknown;
}

export interface Golden {
  readonly tolerance: { readonly abs: number; readonly rel: number };
  readonly cases: readonly GoldenCase[];
}

/** What float32 may be off by, on encodings and on attention. */
export const encodingTolerance = 2e-6;
export const attentionTolerance = 2e-5;

export function caseOf(golden: Golden, name: string): GoldenCase {
  const found = golden.cases.find((each) => each.name === name);
  if (!found) throw new Error(`golden: no case "${name}"`);
  return found;
}

/** An array of a case's inputs or extra results, by name. */
export function arrayOf(holder: unknown, name: string): (number | null)[] {
  const entry = (holder as Record<string, { data: (number | null)[] }> | undefined)?.[name];
  if (!entry) throw new Error(`golden: no array "${name}"`);
  return entry.data;
}

/** An array without masked entries. */
export function numbersOf(holder: unknown, name: string): number[] {
  return arrayOf(holder, name).map((value) => value ?? Number.NEGATIVE_INFINITY);
}

/** The largest difference of two whole arrays; null in a golden is −∞ and must be −∞ here. */
export function worstDifference(
  got: ArrayLike<number>,
  wanted: readonly (number | null)[],
): number {
  if (got.length !== wanted.length) return Number.POSITIVE_INFINITY;
  return wanted.reduce<number>((worst, value, i) => {
    const number = got[i] ?? Number.NaN;
    if (value === null)
      return number === Number.NEGATIVE_INFINITY ? worst : Number.POSITIVE_INFINITY;
    const difference = Math.abs(number - value);
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }, 0);
}

/** The passes of golden/attention.json, each full and causal: their prefix, scheme and parameters. */
export const goldenPasses: readonly (readonly [string, string, ParamValues])[] = [
  ['none', 'none', {}],
  ['sinusoidal', 'sinusoidal', {}],
  ['rope_half', 'rope', { pairing: 'half' }],
  ['rope_interleaved', 'rope', { pairing: 'interleaved' }],
  ['alibi', 'alibi', {}],
];
