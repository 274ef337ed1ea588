/**
 * A tokenizer in a thread of its own (`worker.ts`), which is ended when it does not answer. Starts
 * no thread itself: it is given one.
 */
import { Died, Late, type Thread } from '../../threads/thread.ts';
import { type FileText, refusal, refusalOf, type Told } from '../refusal.ts';
import type { Encoded, Tokenizer } from './tokenizer.ts';

export type Question =
  | { readonly kind: 'start' }
  | { readonly kind: 'open'; readonly file: Blob }
  | { readonly kind: 'encode'; readonly text: string };

export type Answer =
  | { readonly kind: 'started' }
  | {
      readonly kind: 'opened';
      readonly tokenizer: Tokenizer['kind'];
      readonly size: number;
    }
  | { readonly kind: 'encoded'; readonly encoded: Encoded }
  | { readonly kind: 'refused'; readonly told: Told }
  /** More than the engine can hold. */
  | { readonly kind: 'heavy' }
  | { readonly kind: 'failed'; readonly reason: string };

export type TokenizerThread = Thread<Question, Answer>;

export interface TokenizerApart extends Pick<Tokenizer, 'kind' | 'size'> {
  /** @throws Refusal where the text takes too long; the next text begins with a new thread */
  encode(text: string, signal?: AbortSignal): Promise<Encoded>;
  /** Ends the thread; it is not to be asked after that. */
  stop(): void;
}

/** Milliseconds for all that a file makes the page compute at once. */
const patience = 5000;
/** The thread's own script may have to come over a slow line first. */
const startPatience = 30_000;

/**
 * @param start  begins a thread with `worker.ts` in it
 * @throws Refusal
 */
export async function openApart(
  file: Blob,
  start: () => TokenizerThread,
  signal?: AbortSignal,
): Promise<TokenizerApart> {
  let { thread, ...opened } = await started(file, start, signal);
  let alive = true;
  return {
    kind: opened.tokenizer,
    size: opened.size,
    async encode(text, stopped) {
      if (!alive) ({ thread } = await started(file, start, stopped));
      alive = true;
      try {
        const question = { kind: 'encode', text } as const;
        const answer = await asked(thread, question, 'files.tokenizer.slow.text', stopped);
        if (answer.kind !== 'encoded') throw new Error(`tokenizer: ${answer.kind} for a text`);
        return answer.encoded;
      } catch (error) {
        thread.stop();
        alive = false;
        throw error;
      }
    },
    stop: () => thread.stop(),
  };
}

async function started(file: Blob, start: () => TokenizerThread, signal?: AbortSignal) {
  const thread = start();
  try {
    await thread.ask({ kind: 'start' }, startPatience).catch(() => {
      throw refusal('files.tokenizer.thread');
    });
    const question = { kind: 'open', file } as const;
    const answer = await asked(thread, question, 'files.tokenizer.slow', signal);
    if (answer.kind !== 'opened') throw new Error(`tokenizer: ${answer.kind} for a file`);
    return { ...answer, thread };
  } catch (error) {
    thread.stop();
    throw error;
  }
}

type Slow = Extract<FileText, `files.tokenizer.slow${string}`>;

async function asked(
  thread: TokenizerThread,
  question: Question,
  slow: Slow,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const answer = await Promise.race([thread.ask(question, patience), endOf(signal)]).catch(
    (error: unknown) => {
      if (error instanceof Late) throw refusal(slow, { seconds: patience / 1000 });
      if (error instanceof Died) throw refusal('files.tokenizer.heavy');
      throw error;
    },
  );
  if (answer.kind === 'refused') throw refusalOf(answer.told);
  if (answer.kind === 'heavy') throw refusal('files.tokenizer.heavy');
  if (answer.kind === 'failed') throw new Error(`tokenizer: ${answer.reason}`);
  return answer;
}

/** Rejects with the signal's reason; never where there is none. */
function endOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
