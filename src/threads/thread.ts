/**
 * Work in a thread of its own that answers one question at a time, and that can be ended whatever
 * it is at. Knows no question.
 */

import { threadAddress } from './inside.ts';

/** Not in every browser, and not in TypeScript's own library. */
interface TrustedTypes {
  readonly trustedTypes?: { createPolicy<Rules>(name: string, rules: Rules): Rules };
}

/** The page's security policy takes the address of a script from such a policy only. */
const addresses = { createScriptURL: (address: string) => address };
const { trustedTypes } = globalThis as TrustedTypes;
const policy = trustedTypes?.createPolicy('whereabouts-threads', addresses) ?? addresses;

/** No answer within the time that it was given. */
export class Late extends Error {}
/** The thread could not be started, or died. */
export class Died extends Error {}

export interface Thread<Question, Answer> {
  /**
   * Rejects with `Late` where no answer comes in time, with `Died` where none can come: the thread
   * is of no more use then, and is to be stopped.
   */
  ask(question: Question, milliseconds: number): Promise<Answer>;
  stop(): void;
}

/** @param address  a script of the page's own, as the bundler names it; its name in a single file */
export function startWorker(address: string): Worker {
  // From a disk a browser starts no thread that is a module.
  return import.meta.env.MODE === 'single'
    ? new Worker(policy.createScriptURL(threadAddress(address)))
    : new Worker(policy.createScriptURL(address), { type: 'module' });
}

export function startThread<Question, Answer>(address: string): Thread<Question, Answer> {
  const worker = startWorker(address);
  return {
    ask(question, milliseconds) {
      const over = new AbortController();
      const { signal } = over;
      const answer = new Promise<Answer>((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Late(`no answer within ${milliseconds / 1000} s`)),
          milliseconds,
        );
        signal.addEventListener('abort', () => clearTimeout(late));
        worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => resolve(data), {
          signal,
        });
        worker.addEventListener(
          'error',
          ({ message }) => reject(new Died(message || 'the thread did not start')),
          { signal },
        );
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
        worker.postMessage(question);
      });
      return answer.finally(() => over.abort());
    },
    stop: () => worker.terminate(),
  };
}
