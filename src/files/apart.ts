/**
 * What a file that was opened makes the page compute, in a thread of its own (`worker.ts`), which is
 * ended when it does not answer. Starts no thread itself: it is given a way to.
 */
import { Died, Late, type Thread } from '../threads/thread.ts';
import type { GgufHeader, Unfinished } from './gguf.ts';
import { type FileText, refusal, refusalOf, type Told } from './refusal.ts';
import type { Stored } from './stored.ts';
import type { Encoded, Tokenizer } from './tokenizer/tokenizer.ts';

export type Question =
  | { readonly kind: 'start' }
  /** The header of a safetensors file of `size` bytes. */
  | { readonly kind: 'header'; readonly bytes: Uint8Array; readonly size: number }
  /** The bytes at the front of a GGUF file of `size` bytes. */
  | { readonly kind: 'gguf'; readonly bytes: Uint8Array; readonly size: number }
  | { readonly kind: 'tokenizer'; readonly file: Blob }
  /** That of a GGUF file of `size` bytes, out of all of its header. */
  | { readonly kind: 'ggufTokenizer'; readonly bytes: Uint8Array; readonly size: number }
  | { readonly kind: 'encode'; readonly text: string }
  | { readonly kind: 'labels'; readonly ids: readonly number[] }
  | { readonly kind: 'text'; readonly ids: readonly number[] };

/** What comes of each question, where nothing goes wrong. */
export interface Answers {
  readonly start: null;
  readonly header: readonly Stored[];
  readonly gguf: GgufHeader | Unfinished;
  readonly tokenizer: Pick<Tokenizer, 'kind' | 'size'>;
  readonly ggufTokenizer: Pick<Tokenizer, 'kind' | 'size'>;
  readonly encode: Encoded;
  readonly labels: readonly string[];
  readonly text: string;
}

export type Answer =
  | { readonly kind: 'answered'; readonly answer: Answers[keyof Answers] }
  | { readonly kind: 'refused'; readonly told: Told }
  /** More than the engine can hold. */
  | { readonly kind: 'heavy' }
  | { readonly kind: 'failed'; readonly reason: string };

export type FileThread = Thread<Question, Answer>;
export type StartThread = () => FileThread;

/** Milliseconds for all that a file makes the page compute at once. */
const patience = 5000;
/** The thread's own script may have to come over a slow line first. */
const startPatience = 30_000;

/** @throws Refusal where there can be none */
export async function startedThread(start: StartThread): Promise<FileThread> {
  const thread = start();
  await thread.ask({ kind: 'start' }, startPatience).catch(() => {
    thread.stop();
    throw refusal('files.thread');
  });
  return thread;
}

type Slow = Extract<FileText, `${string}.slow` | `${string}.slow.text`>;

/**
 * @param slow  what is said where it takes too long
 * @throws Refusal; the thread is of no more use after one that is not the file's
 */
export async function askThread<K extends Question['kind']>(
  thread: FileThread,
  question: Extract<Question, { readonly kind: K }>,
  slow: Slow,
  signal: AbortSignal | undefined,
): Promise<Answers[K]> {
  const answer = await Promise.race([thread.ask(question, patience), endOf(signal)]).catch(
    (error: unknown) => {
      if (error instanceof Late) throw refusal(slow, { seconds: patience / 1000 });
      if (error instanceof Died) throw refusal('files.heavy');
      throw error;
    },
  );
  if (answer.kind === 'refused') throw refusalOf(answer.told);
  if (answer.kind === 'heavy') throw refusal('files.heavy');
  if (answer.kind === 'failed') throw new Error(`${question.kind}: ${answer.reason}`);
  return answer.answer as Answers[K]; // `worker.ts` answers what it was asked
}

/** One question, and the thread is ended. @throws Refusal */
export async function askOnce<K extends Question['kind']>(
  start: StartThread,
  question: Extract<Question, { readonly kind: K }>,
  slow: Slow,
  signal: AbortSignal | undefined,
): Promise<Answers[K]> {
  const thread = await startedThread(start);
  try {
    return await askThread<K>(thread, question, slow, signal);
  } finally {
    thread.stop();
  }
}

/** Rejects with the signal's reason; never where there is none. */
function endOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
