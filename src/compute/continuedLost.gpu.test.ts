/** A device that is lost while a language model goes on with a line: the same question is answered on the next. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { defaultSpec } from '../state/spec.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { openGolden } from '../testing/checkpoints.ts';
import { worstDifference } from '../testing/golden.ts';
import { startQuietly } from '../testing/pipeline.ts';

let opened: GPUDevice | null = null;
// Called with the adapter as `this` below.
// oxlint-disable-next-line typescript/unbound-method
const request = GPUAdapter.prototype.requestDevice;

beforeAll(() => {
  vi.spyOn(GPUAdapter.prototype, 'requestDevice').mockImplementation(async function remember(
    this: GPUAdapter,
    descriptor?: GPUDeviceDescriptor,
  ) {
    opened = await request.call(this, descriptor);
    return opened;
  });
});

afterAll(() => vi.restoreAllMocks());

it('asked again after a lost device it says the same, and goes on from there', async () => {
  const told: string[] = [];
  const pipeline = await startQuietly('auto', { problem: ({ kind }) => told.push(kind) });
  expect(pipeline.device().backend).toBe('webgpu');
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
  opened?.destroy();
  await asked;
  await vi.waitFor(() => expect(told.at(-1)).toBe('recovered'), 10_000);
  expect(await pipeline.following(spec, longer)).toEqual(wanted);
  expect(await pipeline.following(spec, [...longer, 5])).toHaveLength(wanted?.length ?? 0);
});
