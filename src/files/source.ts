/**
 * Bytes by range, wherever they lie. A source reads what is asked for and nothing else; it never
 * holds more than twice as many bytes as were asked for.
 */
import { patience, patiently, poured } from './patience.ts';

export interface Source {
  /** The file's own name, for people. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** How many bytes came so far, those of a read that is under way included. */
  readonly bytesRead: number;
  /**
   * The bytes [from, to) in a buffer of their own.
   *
   * @throws Refusal where the file or server fails; the signal's reason when it was aborted
   */
  read(from: number, to: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** A file from disk. */
export function fileSource(file: Blob, name: string): Source {
  let bytesRead = 0;
  return {
    name,
    size: file.size,
    get bytesRead() {
      return bytesRead;
    },
    read(from, to, signal) {
      checkRange(from, to, file.size);
      return patiently({ name, patience, signal }, (clock) =>
        poured(file.slice(from, to).stream(), to - from, clock, name, (bytes) => {
          bytesRead += bytes;
        }),
      );
    },
  };
}

/** @throws Error when a range is not inside the file: that is a mistake of ours */
export function checkRange(from: number, to: number, size: number): void {
  if (!(from >= 0 && from <= to && to <= size)) {
    throw new Error(`source: [${from}, ${to}) must lie inside [0, ${size})`);
  }
}
