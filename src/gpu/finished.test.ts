import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answered, finished } from './finished.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Stands for a device that looks for finished work only when something is submitted, as Firefox. */
function lazyDevice({ submissions = 1 } = {}) {
  const waiting: (() => void)[] = [];
  let submitted = 0;
  const queue = {
    submit: () => {
      submitted += 1;
      if (submitted >= submissions) for (const resolve of waiting.splice(0)) resolve();
    },
    onSubmittedWorkDone: () => new Promise<void>((resolve) => waiting.push(resolve)),
  };
  return { device: { queue } as unknown as GPUDevice, submitted: () => submitted };
}

it('asks again by empty submissions where the answer does not come by itself', async () => {
  const { device, submitted } = lazyDevice({ submissions: 3 });
  let done = false;
  void finished(device).then(() => {
    done = true;
  });
  await vi.advanceTimersByTimeAsync(2);
  expect(done).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toBe(true);
  await vi.advanceTimersByTimeAsync(50);
  expect(submitted()).toBe(3);
});

it('asks ever more rarely, and is late by half of what it took at most', async () => {
  const { device, submitted } = lazyDevice({ submissions: 1000 });
  void finished(device);
  const asked: number[] = [];
  for (let ms = 1; ms <= 1000; ms++) {
    const before = submitted();
    await vi.advanceTimersByTimeAsync(1);
    if (submitted() > before) asked.push(ms);
  }
  expect(asked.slice(0, 3)).toEqual([1, 2, 3]);
  expect(asked.length).toBeLessThan(20);
  const late = asked.map((ms, i) => ms - (asked[i - 1] ?? 0) - (asked[i - 1] ?? 0) / 2);
  expect(Math.max(...late)).toBeLessThanOrEqual(1);
});

it('submits nothing where the answer comes at once', async () => {
  const { device, submitted } = lazyDevice();
  expect(await answered(device, Promise.resolve('numbers'))).toBe('numbers');
  await vi.advanceTimersByTimeAsync(50);
  expect(submitted()).toBe(0);
});

it('hands on a refusal, and stops asking', async () => {
  const { device, submitted } = lazyDevice();
  await expect(answered(device, Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  await vi.advanceTimersByTimeAsync(50);
  expect(submitted()).toBe(0);
});
