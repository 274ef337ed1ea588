/** What is worked out about a table that a person opened, beside sinusoids of the same width. */
import type { ModelDescription } from '../files/families/description.ts';
import type { EndWeights, LayerWeights, QueryKeyWeights } from '../files/languageModel.ts';
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

/** Tokens of a model that was opened, before its first layer. */
export interface OpenedEmbedding {
  readonly description: ModelDescription;
  readonly ends: EndWeights;
  /** [count, embeddingWidth] */
  readonly tokens: Float32Array;
  /** Rows of its learned table, of that size; null where it has none. */
  readonly table: Float32Array | null;
}

/** What goes into a layer of it. */
interface OpenedStream {
  readonly description: ModelDescription;
  /** 0…layers − 1. */
  readonly layer: number;
  /** [count, width] */
  readonly stream: Float32Array;
}

/** One head of a layer, and what goes into the layer. */
export interface OpenedHead extends OpenedStream {
  readonly weights: QueryKeyWeights;
  /** 0…heads − 1. */
  readonly head: number;
}

/** All of a layer, and what goes into it. */
export interface OpenedLayer extends OpenedStream {
  readonly weights: LayerWeights;
}
