/**
 * The table that a person opened, held in memory while the page is open. It is in no link: a file
 * stays where it is.
 */

/** A matrix of numbers, one row a position. */
export interface OpenedTable {
  /** The tensor's name and that of its file, as people are told it. */
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], row-major. */
  readonly data: Float32Array;
}

let table: OpenedTable | null = null;
let version = 0;

/** Null until one is opened. */
export function openedTable(): OpenedTable | null {
  return table;
}

/** Another number for each table that was opened; 0 until one is. */
export function openedTableVersion(): number {
  return version;
}

/** The table in force from the next computation on. */
export function setOpenedTable(opened: OpenedTable): void {
  table = opened;
  version += 1;
}
