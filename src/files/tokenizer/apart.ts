/** A tokenizer in a thread of its own; after a text that it is stopped at, the next begins anew. */
import {
  type Answers,
  askThread,
  type Question,
  type StartThread,
  startedThread,
} from '../apart.ts';
import type { Encoded, Tokenizer } from './tokenizer.ts';

export interface TokenizerApart extends Pick<Tokenizer, 'kind' | 'size'> {
  /** @throws Refusal where the text takes too long; the next text begins with a new thread */
  encode(text: string, signal?: AbortSignal): Promise<Encoded>;
  /** Ids as people read them. */
  labels(ids: readonly number[], signal?: AbortSignal): Promise<readonly string[]>;
  /** The text of ids in a row, as far as its characters are whole. */
  text(ids: readonly number[], signal?: AbortSignal): Promise<string>;
  /** Ends the thread; it is not to be asked after that. */
  stop(): void;
}

type Opening = 'tokenizer' | 'ggufTokenizer';
/** Out of which file it comes. */
export type TokenizerQuestion = Extract<Question, { readonly kind: Opening }>;

/** @throws Refusal */
export async function openApart(
  tokenizer: TokenizerQuestion,
  start: StartThread,
  signal?: AbortSignal,
): Promise<TokenizerApart> {
  let { thread, opened } = await started(tokenizer, start, signal);
  let alive = true;
  /** The thread answers one question at a time, in their order. */
  let last: Promise<unknown> = Promise.resolve();
  function ask<K extends 'encode' | 'labels' | 'text'>(
    question: Extract<Question, { readonly kind: K }>,
    stopped: AbortSignal | undefined,
  ): Promise<Answers[K]> {
    const answer = last.then(() => askNow<K>(question, stopped));
    last = answer.catch(() => {});
    return answer;
  }
  async function askNow<K extends 'encode' | 'labels' | 'text'>(
    question: Extract<Question, { readonly kind: K }>,
    stopped: AbortSignal | undefined,
  ): Promise<Answers[K]> {
    if (!alive) ({ thread } = await started(tokenizer, start, stopped));
    alive = true;
    try {
      return await askThread<K>(thread, question, 'files.tokenizer.slow.text', stopped);
    } catch (error) {
      thread.stop();
      alive = false;
      throw error;
    }
  }
  return {
    ...opened,
    encode: (text, stopped) => ask<'encode'>({ kind: 'encode', text }, stopped),
    labels: (ids, stopped) => ask<'labels'>({ kind: 'labels', ids }, stopped),
    text: (ids, stopped) => ask<'text'>({ kind: 'text', ids }, stopped),
    stop: () => thread.stop(),
  };
}

async function started(tokenizer: TokenizerQuestion, start: StartThread, signal?: AbortSignal) {
  const thread = await startedThread(start);
  try {
    const opened = await askThread<Opening>(thread, tokenizer, 'files.tokenizer.slow', signal);
    return { thread, opened };
  } catch (error) {
    thread.stop();
    throw error;
  }
}
