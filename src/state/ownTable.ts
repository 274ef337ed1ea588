/** What is worked out about a table that a person opened, beside sinusoids as wide. */
import type { OwnTable } from '../encodings/ownTable.ts';
import type { Components, Spectra } from './lens.ts';

/** As many rows as are looked at: as many as BERT's table has. */
export const mostLookedAt = 512;

/** One table, its first rows. */
export interface TableLook {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], row-major. */
  readonly table: Float32Array;
  /** Cosines of all pairs of rows, [rows, rows]; NaN for a row of zeros. */
  readonly similarity: Float32Array;
  /** Null where not all numbers are finite. */
  readonly components: Components | null;
}

export interface OwnLook {
  readonly own: TableLook;
  readonly sinusoids: TableLook;
  /** Null where not all numbers are finite. */
  readonly spectra: Spectra | null;
}

/** Null where the device was lost on the way. */
export type LookAtTable = (table: OwnTable) => Promise<OwnLook | null>;

/** One head of the first attention layer of a file, and the tokens that meet it. */
export interface OwnHead {
  readonly count: number;
  readonly width: number;
  /** [count, width] */
  readonly tokens: Float32Array;
  readonly positions: Float32Array;
  /** [width], added to every token; null where there is none. */
  readonly segment: Float32Array | null;
  readonly norm: { readonly weight: Float32Array; readonly bias: Float32Array };
  /** Added to the variance before its root. */
  readonly epsilon: number;
  /** weight [width, width] as x · weight, bias [width]: all heads. */
  readonly query: Weights;
  readonly key: Weights;
  readonly heads: number;
  /** 0…heads − 1. */
  readonly head: number;
  readonly causal: boolean;
}

interface Weights {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** Weights of one head, [query, key]; null where the device was lost on the way. */
export type AttendOwn = (head: OwnHead) => Promise<Float32Array | null>;
