/** The thread in which what a person opened is read. */
import { askOnce, type FileThread } from '../files/apart.ts';
import type { ReadHeader } from '../files/safetensors.ts';
// oxlint-disable-next-line import/default -- the bundler makes it
import address from '../files/worker.ts?worker&url';
import { startThread } from '../threads/thread.ts';

export const startFileThread = (): FileThread => startThread(address);

export const readHeader: ReadHeader = (bytes, size, signal) =>
  askOnce<'header'>(startFileThread, { kind: 'header', bytes, size }, 'files.header.slow', signal);
