/**
 * The thread of a tokenizer that was opened: reads the file and cuts texts. Whatever the file makes
 * it do, the page goes on, and ends it after a while.
 */
import { Refusal } from '../refusal.ts';
import type { Answer, Question } from './apart.ts';
import { type Tokenizer, tokenizerOf } from './tokenizer.ts';

let tokenizer: Tokenizer | null = null;

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  void answerTo(data)
    .catch(failure)
    .then((answer) => postMessage(answer));
});

async function answerTo(question: Question): Promise<Answer> {
  if (question.kind === 'start') return { kind: 'started' };
  if (question.kind === 'open') {
    tokenizer = tokenizerOf(await question.file.text());
    return { kind: 'opened', tokenizer: tokenizer.kind, size: tokenizer.size };
  }
  if (!tokenizer) throw new Error('tokenizer: asked before it was opened');
  return { kind: 'encoded', encoded: tokenizer.encode(question.text) };
}

function failure(error: unknown): Answer {
  if (error instanceof Refusal) return { kind: 'refused', told: error.told };
  // Too long a text or list, or too deep a call: the engine's own limits.
  if (error instanceof RangeError) return { kind: 'heavy' };
  return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
}
