/** What a lens asks of the pass shown, beyond its three maps. Read back: a few numbers a position. */
import type { Spectrum } from '../fields/spectrum.ts';

/** One number for each offset key − query, −(length−1)…length−1, over the cells of that diagonal. */
export interface Diagonals {
  readonly mean: Float32Array;
  readonly least: Float32Array;
  readonly most: Float32Array;
}

/** Of each position the one whose vector lies nearest to it; rows count from the first shown. */
export interface Nearest {
  /** Euclidean, on the GPU; as many as were compared, from the first row on. */
  readonly distances: Float32Array;
  /** The row of the nearest, the first of several that are equally near. */
  readonly partners: Int32Array;
}

/** The table on its principal components, three for drawing, largest variance first. */
export interface Components {
  /** [position, component]: 0 where a table has fewer components. */
  readonly points: Float32Array;
  /** Part of the variance that each carries, 0…1; all 0 where nothing varies. */
  readonly shares: readonly number[];
}

/** How the variance of the table along its positions is spread over periods. */
export interface Spectra {
  /** Positions that were looked at, from the first shown on: as many as have a row, at most 512. */
  readonly rows: number;
  readonly table: Spectrum;
  /** Of sinusoids of the same width, at the same positions. */
  readonly sinusoids: Spectrum;
  /** Of the principal components, with their parts of the variance, largest first. */
  readonly components: readonly { readonly share: number; readonly spectrum: Spectrum }[];
}

/** Waves by the backend's own sine of a float32 angle, [rows, columns] from the first position. */
export interface PlainTable {
  readonly rows: number;
  readonly columns: number;
  /** NaN in a channel that carries no wave. */
  readonly data: Float32Array;
}

/** The part of the table that is held against float64: as much as a small picture can show. */
export const precisionRows = 64;
export const precisionColumns = 128;

/** How far two maps lie apart, and where most. */
export interface Difference {
  /** Largest |a − b|; Infinity where one has a number and the other −∞. */
  readonly largest: number;
  readonly row: number;
  readonly column: number;
}

/**
 * What a convention's two forms leave the same. `map` is what is compared: the position map and
 * similarity (or bias), attention without a mask and with the causal one. `related`: after the
 * permutation, or the transposition, that the convention names.
 */
export interface ProofLine extends Difference {
  readonly map: 'positions' | 'similarity' | 'open' | 'causal';
  readonly related: boolean;
}

/** Of the weights shown: what each key receives and how widely each query spreads. */
export interface Marginals {
  /** Mean weight over the queries that see the key; NaN where none does. */
  readonly attended: Float32Array;
  /** Of each query's weights, in bits. */
  readonly entropy: Float32Array;
  /** The most it could be: log₂ of the number of keys that the query sees. */
  readonly largest: Float32Array;
  /** How many queries see each key, and how many keys each query sees. */
  readonly seenBy: Float32Array;
  readonly sees: Float32Array;
}

/**
 * The trained encoder with the positions in force, held against itself with those it was trained
 * with. Heads are in one row, those of layer 1 first.
 */
export interface Surgery {
  /** Largest |Δ attention| of each head. */
  readonly heads: Float32Array;
  /** Cosine of the two sentence vectors. */
  readonly cosine: number;
  /** Largest |Δ| of the sentence vector. */
  readonly sentence: number;
}

/** How far each head of the trained encoder goes by the offset key − query alone; as above. */
export interface Positional {
  /**
   * Part of the variance of a head's weights, over all its cells, that is explained by their mean
   * at each offset (R²), 0…1; NaN where all weights are equal. Weights at random give 2/(n + 1).
   */
  readonly shares: Float32Array;
  /** Mean weight at the offsets −(n−1)…n−1, of each head. */
  readonly means: readonly Float32Array[];
}

/**
 * Of each head of a language model, those of layer 1 first, the mean weight that `state/headKinds.ts` says,
 * 0…1, of a line of more than one token.
 */
export interface HeadsByKind {
  readonly previous: Float32Array;
  readonly sink: Float32Array;
  /** Null where no token of the line repeats an earlier one. */
  readonly induction: Float32Array | null;
}

/** One number for each bin of offsets; NaN where the format of the ids has no number. */
export interface FarCurve {
  /** As RoPE's parameter names it; null for a bias. */
  readonly scaling: string | null;
  /** Whose bias it is, counted from 0; null for RoPE, which turns all heads alike. */
  readonly head: number | null;
  /** In which format position ids are held. */
  readonly ids: 'exact' | 'bfloat16' | 'float16';
  readonly mean: Float32Array;
  readonly least: Float32Array;
  readonly most: Float32Array;
}

/**
 * The score of two identical unit vectors by their offset, or what a bias adds to it, over every whole
 * offset of each bin.
 */
export interface Far {
  /** Bin b holds the offsets from edges[b] up to, not with, edges[b + 1]. */
  readonly edges: Int32Array;
  /** The scaling in force first; of a bias the heads in turn. */
  readonly curves: readonly FarCurve[];
  /**
   * Largest difference of the first curve from float64, and over how many offsets it was looked for; of
   * a bias that between what the pass adds and the formula, relative where the bias is beyond 1.
   */
  readonly largest: number;
  readonly checked: number;
}

/** As many bins to a doubling; fewer where offsets are counted one by one. */
const binsPerDoubling = 25.6;

export const farthest = 2 ** 20;

/** From 1 to the farthest, evenly spread on a log axis; of those, the ones up to `reach`. */
export function farEdges(reach = farthest): Int32Array {
  const edges = [1];
  for (let bin = 1; (edges.at(-1) ?? 0) < farthest; bin++) {
    const edge = Math.round(2 ** (bin / binsPerDoubling));
    if (edge > (edges.at(-1) ?? 0)) edges.push(Math.min(edge, farthest));
  }
  return Int32Array.from(edges.filter((edge) => edge <= reach));
}

export interface LensAnswers {
  readonly marginals: Marginals;
  readonly similarityDiagonals: Diagonals;
  readonly attentionDiagonals: Diagonals;
  /** Of the logits of the head shown, before the mask. */
  readonly logitDiagonals: Diagonals;
  readonly nearest: Nearest;
  readonly components: Components;
  readonly plainTable: PlainTable;
  readonly spectra: Spectra;
  /** One proof for each convention of the scheme. */
  readonly conventions: readonly (readonly ProofLine[])[];
  readonly surgery: Surgery;
  readonly positional: Positional;
  readonly headKinds: HeadsByKind;
  readonly far: Far;
  /** The same as far as there is time for while a slider is dragged. */
  readonly farMeanwhile: Far;
}
