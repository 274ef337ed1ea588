import { expect, it } from 'vitest';
import { patiently, poured } from './patience.ts';
import { fileSource } from './source.ts';
import { float32, refused, safetensorsBytes, tensorsIn } from './testing.ts';

it('a file from disk is read only where it is asked for', async () => {
  const bytes = safetensorsBytes({
    words: float32(
      [1000, 4],
      Array.from({ length: 4000 }, () => 1),
    ),
    'wpe.weight': float32([2, 4], [1, 2, 3, 4, 5, 6, 7, 8]),
  });
  const source = fileSource(new Blob([bytes]), 'model.safetensors');
  const file = await tensorsIn(source);
  expect([...(await file.read('wpe.weight', { rows: [1, 2] }))]).toEqual([5, 6, 7, 8]);
  expect(source.size).toBe(bytes.length);
  expect(source.bytesRead).toBeLessThan(400);
});

it('an empty file is said to be empty', async () => {
  expect((await refused(tensorsIn(fileSource(new Blob([]), 'x.npy')))).key).toBe('files.empty');
});

it('a range outside the file is a mistake of the caller', () => {
  const source = fileSource(new Blob(['four']), 'x');
  expect(() => source.read(2, 5)).toThrow('[2, 5) must lie inside [0, 4)');
});

it('a read that was called off ends with the reason it was called off', async () => {
  const reason = new Error('another file');
  const source = fileSource(new Blob(['four']), 'x');
  await expect(source.read(0, 4, AbortSignal.abort(reason))).rejects.toBe(reason);
});

/** A stream of `count` pieces of `size` bytes, one each `every` milliseconds. */
function dripping(count: number, size: number, every: number) {
  let left = count;
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((done) => setTimeout(done, every));
      if (cancelled) return;
      controller.enqueue(new Uint8Array(size));
      left--;
      if (left === 0) controller.close();
    },
    cancel() {
      cancelled = true;
    },
  });
  return { stream, cancelled: () => cancelled };
}

const read = (stream: ReadableStream<Uint8Array>, length: number, patience: number) =>
  patiently({ name: 'disk', patience, signal: undefined }, (clock) =>
    poured(stream, length, clock, 'disk', () => {}),
  );

it('a stream that drips is given up and closed', async () => {
  const { stream, cancelled } = dripping(1000, 10, 20);
  const { key, said } = await refused(read(stream, 10_000, 200));
  expect(key).toBe('files.stalled');
  expect(said).toBe(
    'disk sent nothing, or almost nothing, for 0.2 seconds, so reading was stopped. Try again.',
  );
  expect(cancelled()).toBe(true);
});

it('a stream that flows may take its time', async () => {
  expect(await read(dripping(4, 4096, 350).stream, 4 * 4096, 1000)).toHaveLength(4 * 4096);
});
