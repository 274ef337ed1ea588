/** What is worked out about a table that a person opened, beside sinusoids of the same width. */
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

export interface OpenedLook {
  readonly own: TableLook;
  readonly sinusoids: TableLook;
  /** Null where not all numbers are finite. */
  readonly spectra: Spectra | null;
}

/** What goes into a layer of a file, before its first norm, and how the layer is to be taken. */
interface OpenedStream {
  readonly shape: 'bert' | 'gpt2';
  readonly count: number;
  readonly width: number;
  readonly heads: number;
  /** Added to the variance before its root. */
  readonly epsilon: number;
  /** [count, width] */
  readonly stream: Float32Array;
}

/** weight [in, out] as x · weight, bias [out]. */
interface Weights {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** One head of a layer, and what goes into it. */
export interface OpenedHead extends OpenedStream {
  readonly norm: Weights;
  /** Of all heads. */
  readonly query: Weights;
  readonly key: Weights;
  /** 0…heads − 1. */
  readonly head: number;
}

/** All of a layer, and what goes into it. */
export interface OpenedLayer extends Omit<OpenedHead, 'head'> {
  readonly value: Weights;
  readonly out: Weights;
  /** BERT's after the attention, GPT-2's before the feed-forward. */
  readonly between: Weights;
  /** [width, inner] and back. */
  readonly wide: Weights;
  readonly narrow: Weights;
}
