import { expect, it, vi } from 'vitest';
import { fitting } from './room.ts';

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
    expect(await fitting(device, sizes, 60), `${room}`).toBe(fit);
    expect(device.held()).toBe(0);
  }
});
