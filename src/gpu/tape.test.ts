import { expect, it } from 'vitest';
import { pieceMs, type Step, Tape } from './tape.ts';

/** Stands for a GPU that does `speed` units of work in a millisecond of its own clock. */
function machine(speed: number) {
  let [now, queued] = [0, 0];
  const submissions: string[][] = [];
  let parts: string[] = [];
  const pieces: number[] = [];
  const pass = { end: () => {} };
  const device = {
    createCommandEncoder: () => ({ beginComputePass: () => pass, finish: () => ({}) }),
    queue: {
      submit: () => {
        if (parts.length > 0) submissions.push(parts);
        parts = [];
      },
      onSubmittedWorkDone: () => {
        now += queued;
        pieces.push(queued);
        queued = 0;
        return Promise.resolve();
      },
    },
  } as unknown as GPUDevice;
  const step = (name: string, work: number, count = 64, always = false): Step => ({
    name,
    work,
    parts: count,
    always,
    encode: (commands, from, some) => {
      commands.compute();
      parts.push(`${name} ${from}–${from + some}`);
      queued += (work * some) / count / speed;
    },
  });
  const tape = new Tape(device, { clock: () => now });
  return { tape, step, submissions, pieces, now: () => now };
}

it('submits what is light at once, in one submission, and waits for none of it', () => {
  const { tape, step, submissions, now } = machine(1000);
  for (const name of ['a', 'b', 'c']) tape.add(step(name, 1000));
  void tape.play();
  expect(submissions).toEqual([['a 0–64', 'b 0–64', 'c 0–64']]);
  expect(tape.empty).toBe(true);
  expect(now()).toBe(0);
});

it('runs what is heavy in pieces that no one feels, all parts once and in order', async () => {
  for (const speed of [5000, 40_000, 1e6]) {
    const { tape, step, submissions, pieces } = machine(speed);
    const work = 2000 * speed;
    tape.add(step('heavy', work, 4096));
    tape.add(step('next', 10, 1));
    await tape.play();
    const ran = submissions.flat().map((part) => part.split(' ')[1]?.split('–').map(Number) ?? []);
    const heavy = ran.slice(0, -1);
    expect(heavy.map(([from]) => from)).toEqual([0, ...heavy.slice(0, -1).map(([, to]) => to)]);
    expect(heavy.at(-1)?.[1]).toBe(4096);
    expect(submissions.at(-1)?.at(-1)).toBe('next 0–1');
    // The first goes by what a slow processor does; a slower one is found out by it.
    expect(Math.max(...pieces.slice(1))).toBeLessThanOrEqual(2 * pieceMs);
    expect(pieces.length).toBeLessThan((4 * 2000) / pieceMs);
  }
});

it('gives up what is over between two pieces, but for what may be kept, and goes on with the rest', async () => {
  const { tape, step, submissions } = machine(1000);
  let over = false;
  const { of } = tape.section(
    () => over,
    () => {
      tape.add(step('old', 1e7, 4096));
      tape.add(step('upload', 0, 1, true));
      tape.add(step('older', 1e7, 4096));
    },
  );
  const played = tape.play();
  over = true;
  tape.add(step('new', 1000));
  await played;
  expect(of.dropped).toBe(true);
  const ran = submissions.flat();
  expect(ran.filter((part) => part.startsWith('old '))).toHaveLength(1);
  expect(ran.filter((part) => part.startsWith('older'))).toHaveLength(0);
  expect(ran.slice(-2)).toEqual(['upload 0–1', 'new 0–64']);
});

it('asks how much longer it takes', async () => {
  const { tape, step } = machine(1000);
  const remaining: number[] = [];
  tape.section(
    (ms) => {
      remaining.push(ms);
      return false;
    },
    () => tape.add(step('heavy', 2e6, 4096)),
  );
  await tape.play();
  expect(remaining.length).toBeGreaterThan(2);
});
