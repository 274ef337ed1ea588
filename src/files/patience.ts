/**
 * Waiting that ends: whatever is read must keep coming, or it is given up with a sentence. Knows
 * neither files nor servers.
 */
import { refusal } from './refusal.ts';

/** How long nothing may come before it is given up, in milliseconds. */
export const patience = 4000;
/** Fewer bytes than these within one patience are as good as none. */
const crumb = 4096;

export interface Clock {
  /** Aborted when patience ends, when the caller gives up, and when the work is over. */
  readonly signal: AbortSignal;
  /** Begins the wait anew: something came. */
  wind(): void;
}

export interface Waiting {
  /** Whose bytes are waited for, as the sentence names it. */
  readonly name: string;
  readonly patience: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs work under a clock.
 *
 * @throws Refusal when the clock was not wound in time; the signal's reason when it was aborted
 */
export async function patiently<T>(
  waiting: Waiting,
  work: (clock: Clock) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const giveUp = () => controller.abort(waiting.signal?.reason);
  const run = () =>
    controller.abort(
      refusal('files.stalled', { name: waiting.name, seconds: waiting.patience / 1000 }),
    );
  let timer = setTimeout(run, waiting.patience);
  const wind = () => {
    clearTimeout(timer);
    timer = setTimeout(run, waiting.patience);
  };
  waiting.signal?.addEventListener('abort', giveUp);
  if (waiting.signal?.aborted) giveUp();
  try {
    signal.throwIfAborted();
    return await Promise.race([work({ signal, wind }), endOf(signal)]);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    waiting.signal?.removeEventListener('abort', giveUp);
    // What is still on its way is no longer wanted: an answer that was refused is not downloaded.
    controller.abort();
  }
}

function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/**
 * Pours a stream into one buffer.
 *
 * @param length  how many bytes it must have, no more and no fewer
 * @param count   told the size of each piece as it comes
 * @throws Refusal when the stream breaks off or does not end
 */
export async function poured(
  stream: ReadableStream<Uint8Array>,
  length: number,
  clock: Clock,
  name: string,
  count: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  const reader = stream.getReader();
  // A stream that is broken already cannot be closed, and need not be.
  clock.signal.addEventListener('abort', () => void reader.cancel().catch(() => {}));
  let got = 0;
  let wound = 0;
  for (;;) {
    const piece = await reader.read().catch(() => {
      throw refusal('files.stopped', { name, got, wanted: length });
    });
    if (piece.done) break;
    count(piece.value.length);
    if (got + piece.value.length > length) throw refusal('files.more', { name, wanted: length });
    bytes.set(piece.value, got);
    got += piece.value.length;
    if (got - wound >= crumb) {
      clock.wind();
      wound = got;
    }
  }
  if (got < length) throw refusal('files.stopped', { name, got, wanted: length });
  return bytes;
}
