/**
 * The thread of a file that was opened: reads headers and tokenizers, and cuts texts. Whatever the
 * file makes it do, the page goes on, and ends it after a while.
 */
import type { Answer, Answers, Question } from './apart.ts';
import { headersHere } from './headers.ts';
import { Refusal } from './refusal.ts';
import { ggufTokenizer } from './tokenizer/gguf.ts';
import { type Tokenizer, tokenizerOf } from './tokenizer/tokenizer.ts';

let tokenizer: Tokenizer | null = null;

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  void answerTo(data)
    .then((answer): Answer => ({ kind: 'answered', answer }), failure)
    .then((answer) => postMessage(answer));
});

async function answerTo(question: Question): Promise<Answers[Question['kind']]> {
  switch (question.kind) {
    case 'start':
      return null;
    case 'header':
      return headersHere.safetensors(question.bytes, question.size);
    case 'gguf':
      return headersHere.gguf(question.bytes, question.size);
    case 'tokenizer':
      return taken(tokenizerOf(await question.file.text()));
    case 'ggufTokenizer':
      return taken(ggufTokenizer(question.bytes, question.size));
    case 'encode':
      return here().encode(question.text);
    case 'labels':
      return here().labels(question.ids);
    case 'text':
      return here().text(question.ids);
  }
}

function here(): Tokenizer {
  if (!tokenizer) throw new Error('tokenizer: asked before it was opened');
  return tokenizer;
}

/** Texts are cut with it from now on. */
function taken(opened: Tokenizer): Pick<Tokenizer, 'kind' | 'size'> {
  tokenizer = opened;
  return { kind: opened.kind, size: opened.size };
}

function failure(error: unknown): Answer {
  if (error instanceof Refusal) return { kind: 'refused', told: error.told };
  // Too long a text or list, or too deep a call: the engine's own limits.
  if (error instanceof RangeError) return { kind: 'heavy' };
  return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
}
