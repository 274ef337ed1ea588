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
