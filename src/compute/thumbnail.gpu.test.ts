import { beforeAll, expect, it, vi } from 'vitest';
import { encodings } from '../encodings/index.ts';
import { type Frame, maxErrorOf } from '../state/frame.ts';
import { patched } from '../state/patch.ts';
import { defaultSpec } from '../state/spec.ts';
import { startQuietly } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const small = patched(defaultSpec, { length: 16, dim: 16, heads: 2 });

let pipeline: Pipeline;
let frame: Frame | null = null;
let maxError: number | null = null;

beforeAll(async () => {
  pipeline = await startQuietly('auto', {
    show: (shown) => {
      frame = shown;
    },
    checked: (check) => {
      maxError = check && maxErrorOf(check);
    },
  });
  await pipeline.request(small);
});

it('runs on WebGPU', () => {
  expect(pipeline.device().backend).toBe('webgpu');
});

it('is the table of the formula, 24 positions of 32 channels', async () => {
  const thumbnail = await pipeline.thumbnail('sinusoidal');
  expect(thumbnail).toMatchObject({ rows: 24, columns: 32, kind: 'positions' });
  const { data } = thumbnail ?? { data: new Float32Array() };
  expect(data.length).toBe(24 * 32);
  data.forEach((value, i) => {
    const [position, channel] = [Math.floor(i / 32), i % 32];
    const angle = position / 10_000 ** ((channel - (channel % 2)) / 32);
    // The goal, as in the maps.
    const wanted = channel % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-6);
  });
});

it('is the rotation of a rotary scheme, and what a bias adds to the scores', async () => {
  expect(await pipeline.thumbnail('rope')).toMatchObject({ rows: 24, columns: 16 });
  const bias = await pipeline.thumbnail('alibi');
  expect(bias).toMatchObject({ rows: 24, columns: 24, kind: 'similarity' });
  // Two heads have the slopes 1/16 and 1/256.
  expect([1, 24, 23].map((i) => bias?.data[i])).toEqual([-1 / 16, -1 / 16, -23 / 16]);
});

it('shows nothing where nothing is added', async () => {
  const { data = null } = (await pipeline.thumbnail('none')) ?? {};
  expect(data).toEqual(new Float32Array(24 * 24));
});

it('is there for every scheme, and leaves nothing behind', async () => {
  await vi.waitFor(() => expect(maxError).not.toBeNull(), 5000);
  const before = { tensors: pipeline.memory().tensors, frame, runs: pipeline.stats().runs };
  for (const { id } of encodings) {
    const thumbnail = await pipeline.thumbnail(id);
    expect(thumbnail?.rows, id).toBeGreaterThan(0);
    expect(thumbnail?.data.length, id).toBe((thumbnail?.rows ?? 0) * (thumbnail?.columns ?? 0));
  }
  expect({ tensors: pipeline.memory().tensors, frame, runs: pipeline.stats().runs }).toEqual(
    before,
  );
  expect(await pipeline.cell('positions', 3, 1)).toBeCloseTo(Math.cos(3), 6);
});

it('waits for a run, and the run does not mind', async () => {
  const run = pipeline.request(patched(small, { length: 20 }));
  const thumbnail = await pipeline.thumbnail('sinusoidal');
  await run;
  expect(thumbnail?.data[1]).toBe(1);
  expect(frame?.spec.length).toBe(20);
});
