import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Died, Late } from '../../threads/thread.ts';
import { type Answer, type Answers, askOnce, type FileThread, type Question } from '../apart.ts';
import { refusal } from '../refusal.ts';
import { refused } from '../testing.ts';
import { openApart } from './apart.ts';
import { bert } from './testing.ts';
import { tokenizerOf } from './tokenizer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Threads as the browser starts them, without one: what is not answered is late. */
function threads(answerTo: (question: Question) => Answer | Error | null) {
  const all: { stopped: boolean }[] = [];
  const start = (): FileThread => {
    const thread = { stopped: false };
    all.push(thread);
    return {
      ask: async (question, milliseconds) => {
        const answer = answerTo(question);
        if (answer instanceof Error) throw answer;
        if (answer) return answer;
        return new Promise((_, reject) => {
          setTimeout(() => reject(new Late()), milliseconds);
        });
      },
      stop: () => {
        thread.stopped = true;
      },
    };
  };
  return { all, start };
}

const file = { kind: 'tokenizer', file: new Blob() } as const;
const tokenizer = tokenizerOf(JSON.stringify(bert));
const answered = (answer: Answers[Question['kind']]): Answer => ({ kind: 'answered', answer });
const well = (question: Question): Answer => {
  if (question.kind === 'tokenizer') return answered({ kind: 'WordPiece', size: 11 });
  return answered(question.kind === 'encode' ? tokenizer.encode(question.text) : null);
};

it('answers with what the thread says', async () => {
  const { start, all } = threads(well);
  const apart = await openApart(file, start);
  expect(apart).toMatchObject({ kind: 'WordPiece', size: 11 });
  expect((await apart.encode('playing')).ids).toEqual([1, 4, 5, 2]);
  apart.stop();
  expect(all).toEqual([{ stopped: true }]);
});

it('a file that takes longer than five seconds is refused, and its thread ended', async () => {
  const { start, all } = threads((question) =>
    question.kind === 'tokenizer' ? null : well(question),
  );
  const said = refused(openApart(file, start));
  await vi.advanceTimersByTimeAsync(5000);
  expect((await said).said).toBe(
    'Reading this tokenizer took longer than 5 seconds, so it was stopped.',
  );
  expect(all).toEqual([{ stopped: true }]);
});

it('after a text that takes longer the next one begins with a new thread', async () => {
  const { start, all } = threads((question) =>
    question.kind === 'encode' && question.text === 'endless' ? null : well(question),
  );
  const apart = await openApart(file, start);
  const said = refused(apart.encode('endless'));
  await vi.advanceTimersByTimeAsync(5000);
  expect((await said).key).toBe('files.tokenizer.slow.text');
  expect((await apart.encode('play')).ids).toEqual([1, 4, 2]);
  expect(all).toEqual([{ stopped: true }, { stopped: false }]);
});

it('a header that takes longer than five seconds is refused, and its thread ended', async () => {
  const { start, all } = threads(({ kind }) => (kind === 'header' ? null : answered(null)));
  const question = { kind: 'header', bytes: new Uint8Array(2), size: 10 } as const;
  const said = refused(askOnce(start, question, 'files.header.slow', undefined));
  await vi.advanceTimersByTimeAsync(5000);
  expect((await said).key).toBe('files.header.slow');
  expect(all).toEqual([{ stopped: true }]);
});

it('what the thread refuses is refused here with the same sentence', async () => {
  const error = refusal('files.tokenizer.step', { step: 'NFKC' });
  const { start } = threads((question) =>
    question.kind === 'tokenizer'
      ? { kind: 'refused', told: structuredClone(error.told) }
      : well(question),
  );
  expect(await refused(openApart(file, start))).toEqual({
    key: 'files.tokenizer.step',
    said: error.message,
  });
});

it('a thread that runs out of memory, or cannot be started, is told', async () => {
  const dying = threads((question) =>
    question.kind === 'tokenizer' ? new Died() : well(question),
  );
  expect((await refused(openApart(file, dying.start))).key).toBe('files.heavy');
  const none = threads(() => new Died());
  expect((await refused(openApart(file, none.start))).key).toBe('files.thread');
});

it('who gives up does not wait', async () => {
  const { start, all } = threads((question) =>
    question.kind === 'tokenizer' ? null : well(question),
  );
  const controller = new AbortController();
  const opening = openApart(file, start, controller.signal);
  controller.abort(new Error('given up'));
  await expect(opening).rejects.toThrow('given up');
  expect(all).toEqual([{ stopped: true }]);
});

it('asks the thread one thing at a time, whatever is asked meanwhile', async () => {
  let asked = 0;
  let most = 0;
  const start = (): FileThread => ({
    ask: async (question) => {
      asked += 1;
      most = Math.max(most, asked);
      await Promise.resolve();
      asked -= 1;
      return well(question);
    },
    stop: () => {},
  });
  const apart = await openApart(file, start);
  const [first, labels, last] = await Promise.all([
    apart.encode('playing'),
    apart.labels([1]),
    apart.encode('playing'),
  ]);
  expect([first.ids, labels, last.ids]).toEqual([[1, 4, 5, 2], null, [1, 4, 5, 2]]);
  expect(most).toBe(1);
});
