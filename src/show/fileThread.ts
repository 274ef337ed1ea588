/** The thread in which what a person opened is read. */
import { askOnce, type FileThread } from '../files/apart.ts';
import type { ReadHeaders } from '../files/headers.ts';
// oxlint-disable-next-line import/default -- the bundler makes it
import address from '../files/worker.ts?worker&url';
import { startThread } from '../threads/thread.ts';

export const startFileThread = (): FileThread => startThread(address);

const slow = 'files.header.slow';

export const headersApart: ReadHeaders = {
  safetensors: (bytes, size, signal) =>
    askOnce<'header'>(startFileThread, { kind: 'header', bytes, size }, slow, signal),
  gguf: (bytes, size, signal) =>
    askOnce<'gguf'>(startFileThread, { kind: 'gguf', bytes, size }, slow, signal),
};
