/** A device that is lost, whatever was being done on it: the same numbers come from the next. */
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type DeviceInfo, type Frame, maxErrorOf, type Problem } from '../state/frame.ts';
import { patched } from '../state/patch.ts';
import { defaultSpec, type Spec } from '../state/spec.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { openGolden } from '../testing/checkpoints.ts';
import { leaveTestDevice } from '../testing/device.ts';
import { worstDifference } from '../testing/golden.ts';
import { startQuietly } from '../testing/pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const small = patched(defaultSpec, { length: 16, dim: 16, heads: 2 });
const withBase = (base: number): Spec => patched(small, { params: { base } });

let pipeline: Pipeline;
const frames: Frame[] = [];
const problems: Problem[] = [];
const devices: (DeviceInfo | null)[] = [];
const opened: GPUDevice[] = [];
let maxError: number | null = null;
// Called with the adapter as `this` below.
// oxlint-disable-next-line typescript/unbound-method
const request = GPUAdapter.prototype.requestDevice;

beforeAll(async () => {
  vi.spyOn(GPUAdapter.prototype, 'requestDevice').mockImplementation(async function remember(
    this: GPUAdapter,
    descriptor?: GPUDeviceDescriptor,
  ) {
    const device = await request.call(this, descriptor);
    opened.push(device);
    return device;
  });
  await leaveTestDevice();
  pipeline = await startQuietly('auto', {
    show: (frame) => void frames.push(frame),
    device: (device) => devices.push(device),
    checked: (check) => {
      maxError = check && maxErrorOf(check);
    },
    problem: (problem) => problems.push(problem),
  });
  expect(pipeline.device().backend).toBe('webgpu');
});

beforeEach(() => {
  problems.length = 0;
});

afterAll(async () => {
  vi.restoreAllMocks();
  await leaveTestDevice();
});

const recovered = () =>
  vi.waitFor(() => expect(problems.at(-1)?.kind).toBe('recovered'), { timeout: 10_000 });

it('comes back from a lost device with the same numbers', async () => {
  await pipeline.request(small);
  const before = await pipeline.read('weights');
  // The check holds a tensor of its own while it reads.
  await vi.waitFor(() => expect(maxError).not.toBeNull(), 5000);
  const tensors = pipeline.memory().tensors;
  opened.at(-1)?.destroy();
  await recovered();
  expect(devices.slice(-2).map((device) => device?.backend ?? null)).toEqual([null, 'webgpu']);
  const after = await pipeline.read('weights');
  expect(after.data).toEqual(before.data);
  await vi.waitFor(() => expect(maxError).not.toBeNull(), 5000);
  expect(pipeline.memory().tensors).toBe(tensors);
});

it('a device lost in the middle of a drag loses nothing', async () => {
  const all = Array.from({ length: 20 }, async (_, i) => {
    await new Promise((resolve) => setTimeout(resolve, 8 * i));
    if (i === 10) opened.at(-1)?.destroy();
    await pipeline.request(withBase(1000 + i));
  });
  await Promise.all(all);
  await recovered();
  await pipeline.request(withBase(1019));
  expect(frames.at(-1)?.spec.params.base).toBe(1019);
  expect(await pipeline.cell('positions', 3, 1)).toBeCloseTo(Math.cos(3), 6);
});

it('a thumbnail comes again', async () => {
  const before = await pipeline.thumbnail('rope');
  const lost = pipeline.thumbnail('rope');
  opened.at(-1)?.destroy();
  // It may have been read just before.
  expect([null, before]).toContainEqual(await lost);
  await recovered();
  expect(await pipeline.thumbnail('rope')).toEqual(before);
});

it('a language model that goes on with a line says the same, and goes on from there', async () => {
  const { model, expected } = await openGolden('llama');
  const spec = {
    ...fileAsTrained(defaultSpec, model.description),
    text: expected.ids.join(' '),
  };
  await pipeline.request(spec);
  const { ids } = expected;
  const before = await pipeline.following(spec, ids);
  expect(worstDifference(before ?? [], expected.cases[0]?.logits_last ?? [])).toBeLessThan(1e-4);
  const longer = [...ids, 3];
  const wanted = await pipeline.following(spec, longer);
  // In the middle of the next question: what it says of the lost device is nothing, or was read just before.
  const asked = pipeline.following(spec, [...longer, 5]);
  opened.at(-1)?.destroy();
  await asked;
  await recovered();
  expect(await pipeline.following(spec, longer)).toEqual(wanted);
  expect(await pipeline.following(spec, [...longer, 5])).toHaveLength(wanted?.length ?? 0);
});
