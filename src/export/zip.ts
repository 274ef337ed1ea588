/** Several files as one zip archive, packed in turns with whatever else the page has to do. */
import { Zip, ZipDeflate } from 'fflate';
import type { Pause } from '../threads/pause.ts';

export interface Packed {
  readonly name: string;
  readonly parts: readonly (string | Uint8Array)[];
}

/** Bytes between two turns: some ten milliseconds' work. */
const atOnce = 1 << 19;

/** Files are asked for one after another, so that only one of them is there at a time. */
export async function zipped(files: AsyncIterable<Packed>, pause: Pause): Promise<Blob> {
  const pieces: BlobPart[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  for await (const { name, parts } of files) {
    const file = new ZipDeflate(name, { level: 3 });
    zip.add(file);
    for (const part of parts) {
      const bytes = typeof part === 'string' ? new TextEncoder().encode(part) : part;
      for (let from = 0; from < bytes.length; from += atOnce) {
        file.push(bytes.subarray(from, from + atOnce));
        await pause();
      }
    }
    file.push(new Uint8Array(), true);
  }
  zip.end();
  return new Blob(pieces);
}
