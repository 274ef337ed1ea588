import { expect, it } from 'vitest';
import { readPlaywright, readVitest, slowest } from './reports.mjs';

const vitest = {
  numPassedTests: 1,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    {
      name: '/somewhere/src/rope.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: 'turns', status: 'passed', duration: 1200 },
        { fullName: 'scales', status: 'failed', duration: 80 },
      ],
    },
    { name: '/somewhere/src/broken.test.ts', status: 'failed', assertionResults: [] },
  ],
};

const spec = (title: string, ...durations: number[]) => ({
  file: 'open.story.ts',
  title,
  tests: [{ results: durations.map((duration) => ({ duration })) }],
});

const playwright = {
  stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 3 },
  suites: [
    { specs: [spec('opens', 300)], suites: [{ specs: [spec('in a dark browser', 2000, 500)] }] },
  ],
};

it('counts a file that cannot be loaded as a failure, and what is to be written as skipped', () => {
  expect(readVitest(vitest).count).toEqual({ passed: 1, failed: 2, skipped: 3 });
});

it('counts a story that passes only sometimes as a failure', () => {
  expect(readPlaywright(playwright).count).toEqual({ passed: 2, failed: 2, skipped: 3 });
});

it('names the slowest tests of all runners, slowest first', () => {
  const tests = [...readVitest(vitest).tests, ...readPlaywright(playwright).tests];
  expect(slowest(tests, 3)).toEqual([
    '   2.5 s  open.story.ts › in a dark browser',
    '   1.2 s  rope.test.ts › turns',
    '   0.3 s  open.story.ts › opens',
  ]);
});
