import { beforeAll, expect, it, vi } from 'vitest';
import { type Frame, maxErrorOf } from '../state/frame.ts';
import { patched } from '../state/patch.ts';
import { defaultSpec, type Spec } from '../state/spec.ts';
import { startQuietly } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const small = patched(defaultSpec, { length: 16, dim: 16, heads: 2 });

let pipeline: Pipeline;
const frames: Frame[] = [];
let maxError: number | null = null;
let computing = false;

beforeAll(async () => {
  pipeline = await startQuietly('auto', {
    show: (frame) => void frames.push(frame),
    computing: (now) => {
      computing = now;
    },
    checked: (check) => {
      maxError = check && maxErrorOf(check);
    },
  });
});

const withBase = (base: number): Spec => patched(small, { params: { base } });

it('runs on WebGPU, and the adapter has a name', () => {
  expect(pipeline.device().backend).toBe('webgpu');
  expect(pipeline.device().adapter).not.toBe('');
});

it('computes the newest of many requests and skips those overtaken', async () => {
  await pipeline.request(small);
  const before = pipeline.stats().runs;
  await Promise.all(Array.from({ length: 120 }, (_, i) => pipeline.request(withBase(100 + i))));
  expect(frames.at(-1)?.spec.params.base).toBe(219);
  expect(pipeline.stats().runs - before).toBeLessThanOrEqual(2);
});

it('does not compute once more what is shown or on its way', async () => {
  const before = pipeline.stats().runs;
  const first = pipeline.request(withBase(777));
  await Promise.resolve();
  await Promise.all([first, pipeline.request(withBase(777))]);
  const count = frames.length;
  await pipeline.request(withBase(777));
  expect(pipeline.stats().runs).toBe(before + 1);
  expect(frames).toHaveLength(count);
  await pipeline.request(withBase(777), { stages: true });
  expect(pipeline.stats().runs).toBe(before + 2);
});

it('answers what is asked of a larger picture than the one shown with null', async () => {
  await pipeline.request(small);
  const { length } = small;
  expect(await pipeline.block('attention', 0, 0, 1, length)).toHaveLength(length);
  expect(await pipeline.block('attention', 0, 0, 1, length + 1)).toBeNull();
  expect(await pipeline.block('attention', length, 0, 1, 1)).toBeNull();
});

it('a step of the sinusoid takes at most seven dispatches and reads nothing back', async () => {
  await pipeline.request(withBase(500));
  const before = pipeline.stats();
  await pipeline.request(withBase(501));
  const after = pipeline.stats();
  // One more dispatch measures the maps: eight in all, which is the goal.
  expect(after.dispatches - before.dispatches).toBeLessThanOrEqual(7);
  expect(after.bytesRead - before.bytesRead).toBe(0);
});

it('a long line is computed in pieces, with the numbers of the float64 pass', async () => {
  const long = patched(small, { length: 700, encoding: 'rope', mask: 'window', window: 300 });
  await pipeline.request(long);
  const frame = frames.at(-1);
  expect(frame?.spec).toBe(long);
  for (const row of [0, 63, 64, 311, 699]) {
    const exact = frame?.exactRow(row)?.weights ?? [];
    const read = (await pipeline.block('attention', row, 0, 1, 700)) ?? [];
    const worst = Array.from(read, (weight, key) => Math.abs(weight - (exact[key] ?? Number.NaN)));
    expect(Math.max(...worst)).toBeLessThanOrEqual(1e-5);
  }
});

it('gives up a picture that takes long for a newer one, and leaves nothing of it', async () => {
  // The weights of the block are kept from then on.
  await pipeline.request(small, { stages: true });
  await pipeline.request(small);
  const before = [pipeline.memory().tensors, frames.length];
  const long = pipeline.request(patched(small, { length: 4096 }), { stages: true });
  await vi.waitFor(() => expect(computing).toBe(true));
  await pipeline.request(small);
  await long;
  expect(computing).toBe(false);
  expect(frames.slice(before[1]).map(({ spec }) => spec.length)).toEqual([16]);
  // What was kept of the picture before may be made anew.
  expect(pipeline.memory().tensors).toBeLessThanOrEqual(before[0] ?? 0);
});

it('stops when it is told to, and the picture before stays', async () => {
  await pipeline.request(small);
  const before = [pipeline.memory().tensors, frames.length];
  const long = pipeline.request(patched(small, { length: 4096, encoding: 'rope' }));
  await vi.waitFor(() => expect(computing).toBe(true));
  const told = long.then(
    () => null,
    (error: unknown) => String(error),
  );
  expect(pipeline.stop()).toBe(true);
  expect(await told).toContain('stopped');
  // There is nothing more to stop.
  expect(pipeline.stop()).toBe(false);
  expect(frames).toHaveLength(before[1] ?? 0);
  expect(pipeline.memory().tensors).toBe(before[0]);
  // And what is asked for next is computed whole.
  await pipeline.request(patched(small, { encoding: 'rope' }));
  const cell = await pipeline.cell('attention', 3, 1);
  expect(cell).toBeCloseTo(frames.at(-1)?.exactRow(3)?.weights[1] ?? Number.NaN, 6);
});

it('holds the map against float64 once the changes have stopped', async () => {
  await pipeline.request(patched(small, { start: 1_000_000 }));
  await vi.waitFor(() => expect(maxError).not.toBeNull(), 5000);
  expect(maxError).toBeLessThanOrEqual(1e-6);
});

it('rows of weights sum to 1, and masked weights are exactly 0', async () => {
  await pipeline.request(patched(small, { length: 64, encoding: 'rope' }));
  const { shape, data } = await pipeline.read('weights');
  expect(shape).toEqual([2, 64, 64]);
  for (let row = 0; row < 128; row++) {
    const weights = data.subarray(64 * row, 64 * row + 64);
    expect(Math.abs(weights.reduce((a, b) => a + b) - 1)).toBeLessThanOrEqual(1e-5);
    expect(weights.subarray((row % 64) + 1).every((weight) => weight === 0)).toBe(true);
  }
  const logits = await pipeline.read('logits');
  expect(logits.data[1]).toBe(Number.NEGATIVE_INFINITY);
});

it('reads the cell of a map as the GPU has it', async () => {
  await pipeline.request(withBase(10000));
  expect(await pipeline.cell('positions', 3, 1)).toBeCloseTo(Math.cos(3), 6);
  expect(await pipeline.cell('positions', 16, 0)).toBeNull();
});

it('refuses a quantity that does not exist, and one the scheme does not have', async () => {
  await expect(pipeline.read('nonsense')).rejects.toThrow(RangeError);
  await expect(pipeline.read('angles')).rejects.toThrow('sinusoidal has no "angles"');
  await expect(pipeline.read('constructor')).rejects.toThrow(RangeError);
});

it('says the shape of every quantity before it is read', async () => {
  const patches = [
    { encoding: 'sinusoidal', fusion: 'concat' },
    { encoding: 'rope', head: 2 },
    { encoding: 'alibi' },
    { encoding: 'transformer-xl' },
  ];
  for (const patch of patches) {
    await pipeline.request(patched(small, { ...patch, length: 6 }));
    for (const { name, shape } of await pipeline.quantities()) {
      expect((await pipeline.read(name)).shape, `${patch.encoding} ${name}`).toEqual(shape);
    }
  }
});

it('leaves neither tensors nor bytes behind after many different frames', async () => {
  await pipeline.request(small);
  const before = pipeline.memory();
  for (let i = 0; i < 60; i++) {
    const encoding =
      ['sinusoidal', 'rope', 'alibi', 'none', 'learned', 'circular'][i % 6] ?? 'none';
    await pipeline.request(patched(small, { encoding, length: 8 + i, dim: 16 + 4 * (i % 5) }));
  }
  await pipeline.request(small);
  const after = pipeline.memory();
  expect(after.tensors).toBe(before.tensors);
  expect(after.bytesPooled).toBeLessThanOrEqual(64 * 2 ** 20);
});
