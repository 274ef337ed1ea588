/** A tokenizer in a thread of its own; after a text that it is stopped at, the next begins anew. */
import { askThread, type Question, type StartThread, startedThread } from '../apart.ts';
import type { Encoded, Tokenizer } from './tokenizer.ts';

export interface TokenizerApart extends Pick<Tokenizer, 'kind' | 'size'> {
  /** @throws Refusal where the text takes too long; the next text begins with a new thread */
  encode(text: string, signal?: AbortSignal): Promise<Encoded>;
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
  return {
    ...opened,
    async encode(text, stopped) {
      if (!alive) ({ thread } = await started(tokenizer, start, stopped));
      alive = true;
      try {
        const question = { kind: 'encode', text } as const;
        return await askThread<'encode'>(thread, question, 'files.tokenizer.slow.text', stopped);
      } catch (error) {
        thread.stop();
        alive = false;
        throw error;
      }
    },
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
