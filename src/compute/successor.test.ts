import { expect, it } from 'vitest';
import { defaultSpec } from '../state/spec.ts';
import type { Pipeline } from './pipeline.ts';
import { withSuccessor } from './successor.ts';

/** Stands for a pipeline: nothing is computed, and `request` ends when it is told to. */
function standIn(name: string) {
  const asked: string[] = [];
  let end = (): void => {};
  const pipeline = {
    request: ({ length }: { length: number }) => {
      asked.push(`request ${length}`);
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    },
    read: async (quantity: string) => {
      asked.push(`read ${quantity}`);
      return name;
    },
    largestLength: () => name.length,
  } as unknown as Pipeline;
  return { pipeline, asked, end: () => end() };
}

it('asks the next for what is still waited for, and for the newest picture', async () => {
  const [first, next] = [standIn('gpu'), standIn('thread')];
  let gone: (reason: 'no-adapter') => void = () => {};
  const pipeline = withSuccessor(
    (tell) => {
      gone = tell;
      return first.pipeline;
    },
    async (reason) => {
      expect(reason).toBe('no-adapter');
      return next.pipeline;
    },
  );
  const before = pipeline.request({ ...defaultSpec, length: 5 });
  first.end();
  await before;
  expect(await pipeline.read('positions')).toBe('gpu');
  const newest = pipeline.request({ ...defaultSpec, length: 7 });
  let isShown = false;
  void newest.then(() => {
    isShown = true;
  });
  expect(pipeline.largestLength()).toBe(3);
  gone('no-adapter');
  await Promise.resolve();
  await Promise.resolve();
  expect(next.asked).toEqual(['request 7']);
  // The first has nothing to say any more.
  first.end();
  await Promise.resolve();
  expect(isShown).toBe(false);
  next.end();
  await newest;
  expect(await pipeline.read('positions')).toBe('thread');
  expect(pipeline.largestLength()).toBe(6);
});

it('where nothing is waited for, the picture is asked for again all the same', async () => {
  const [first, next] = [standIn('gpu'), standIn('thread')];
  let gone: (reason: 'failed') => void = () => {};
  const pipeline = withSuccessor(
    (tell) => {
      gone = tell;
      return first.pipeline;
    },
    async () => next.pipeline,
  );
  const shown = pipeline.request({ ...defaultSpec, length: 5 });
  first.end();
  await shown;
  gone('failed');
  await Promise.resolve();
  await Promise.resolve();
  expect(next.asked).toEqual(['request 5']);
});
