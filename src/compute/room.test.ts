import { expect, it, vi } from 'vitest';
import type { Device } from './device.ts';
import { noRoomFor, roomFor } from './room.ts';

/** A device with room for so many bytes. */
function deviceWith(room: number) {
  let held = 0;
  let failed = false;
  return {
    held: () => held,
    pushErrorScope(): undefined {
      failed = false;
    },
    popErrorScope: () => Promise.resolve(failed ? ({} as GPUError) : null),
    createBuffer({ size }: GPUBufferDescriptor) {
      held += size;
      failed ||= held > room;
      return { destroy: () => void (held -= size) } as unknown as GPUBuffer;
    },
  };
}

vi.stubGlobal('GPUBufferUsage', { STORAGE: 128 });
const sizes = { layers: [100, 100, 100, 100], output: 48, largest: 60 };

it('says how many layers there is room for, beside the output matrix, and gives all of it back', async () => {
  for (const [room, fit] of [
    [1000, 4],
    [448, 4],
    [447, 3],
    [148, 1],
    [147, 0],
    [40, 0],
  ] as const) {
    const device = deviceWith(room);
    expect(await roomFor(device, sizes, 60), `${room}`).toBe(fit);
    expect(device.held()).toBe(0);
  }
});

it('of a model that does not fit it says how many layers would alone', async () => {
  const model = { sizes: () => sizes };
  const asked = async (room: number) => {
    const device = deviceWith(room) as unknown as GPUDevice;
    const gpu = { device } as unknown as Device['gpu'];
    return noRoomFor(model, { gpu, tensorBytesLimit: 60 }, 0);
  };
  expect(await asked(1000)).toBeNull();
  const none = await asked(447);
  expect(none?.reason.key).toBe('files.room');
  expect(none?.fit).toBe(4);
  expect((await asked(248))?.fit).toBe(2);
  expect((await asked(99))?.fit).toBe(0);
});
