/** What a lens asks of the pass on show, beyond its three maps. Read back: a few numbers a position. */

/** One number for each offset key − query, −(length−1)…length−1, over the cells of that diagonal. */
export interface Diagonals {
  readonly mean: Float32Array;
  readonly least: Float32Array;
  readonly most: Float32Array;
}

/** The two positions whose vectors lie nearest to one another. */
export interface Nearest {
  readonly first: number;
  readonly second: number;
  /** Euclidean, on the GPU. */
  readonly distance: number;
  /** How many positions were compared, from the first on. */
  readonly compared: number;
}

/** The table on its principal components, largest variance first. */
export interface Components {
  /** [position, 3]. */
  readonly points: Float32Array;
  /** Part of the variance that each component carries, 0…1. */
  readonly shares: readonly number[];
}

/** The table by the backend's own sine of a float32 angle, [rows, columns] from the first position. */
export interface PlainTable {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

export interface LensAnswers {
  readonly similarityDiagonals: Diagonals;
  /** Of the logits of the head on show, before the mask. */
  readonly logitDiagonals: Diagonals;
  readonly nearest: Nearest;
  readonly components: Components;
  readonly plainTable: PlainTable;
}

/** Answers a lens about the frame on show; null where its scheme has no such thing. */
export type AskLens = <K extends keyof LensAnswers>(name: K) => Promise<LensAnswers[K] | null>;
