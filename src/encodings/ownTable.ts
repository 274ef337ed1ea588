/**
 * The table that a person opened, held in memory while the page is open. It is in no link: a file
 * stays where it is.
 */

/** A matrix of numbers, one row a position. */
export interface OwnTable {
  /** The tensor's name and that of its file, as people are told it. */
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], row-major. */
  readonly data: Float32Array;
}

let table: OwnTable | null = null;

/** Null until one is opened. */
export function ownTable(): OwnTable | null {
  return table;
}

/** The table in force from the next computation on. */
export function setOwnTable(opened: OwnTable): void {
  table = opened;
}
