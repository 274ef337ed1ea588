import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BoundedPool } from './pool.ts';

/** Stands for a device's allocator: counts bytes, and nothing is computed with it. */
function allocator() {
  const live = new Set<object>();
  const device = {
    createBuffer({ size, usage }: { size: number; usage: number }) {
      const buffer = { size, usage, destroy: () => live.delete(buffer) };
      live.add(buffer);
      return buffer;
    },
  };
  return { device: device as unknown as GPUDevice, live };
}

it('hands a freed buffer of the same size and use out again', () => {
  const { device, live } = allocator();
  const pool = new BoundedPool(device);
  const first = pool.acquireBuffer(64, 1);
  pool.releaseBuffer(first);
  expect(pool.acquireBuffer(64, 1)).toBe(first);
  expect(pool.acquireBuffer(64, 2)).not.toBe(first);
  expect(live.size).toBe(2);
});

it('keeps freed bytes below its limit whatever is asked for, and counts them right', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ size: fc.integer({ min: 4, max: 400 }), keep: fc.boolean() })),
      (asks) => {
        const { device, live } = allocator();
        const pool = new BoundedPool(device, 1000);
        const held: GPUBuffer[] = [];
        for (const { size, keep } of asks) {
          const buffer = pool.acquireBuffer(size, 1);
          if (keep) held.push(buffer);
          else pool.releaseBuffer(buffer);
          expect(pool.numBytesPooled).toBeLessThanOrEqual(1000);
        }
        for (const buffer of held) pool.releaseBuffer(buffer);
        expect(pool.numBytesUsed).toBe(0);
        expect(pool.numBytesPooled).toBeLessThanOrEqual(1000);
        expect(pool.getNumFreeBuffers()).toBe(live.size);
        pool.dispose();
        expect(live.size).toBe(0);
      },
    ),
  );
});

it('keeps no more than a few hundred, the newest, however small they are', () => {
  const { device, live } = allocator();
  const pool = new BoundedPool(device);
  for (let size = 1; size <= 1000; size++) pool.releaseBuffer(pool.acquireBuffer(size, 1));
  expect(live.size).toBe(256);
  expect(pool.acquireBuffer(1000, 1)).toBeDefined();
  expect(live.size).toBe(256);
});

it('says so when a buffer is freed twice', () => {
  const pool = new BoundedPool(allocator().device);
  const buffer = pool.acquireBuffer(64, 1);
  pool.releaseBuffer(buffer);
  expect(() => pool.releaseBuffer(buffer)).toThrow('not in use');
});

it('destroys nothing while it is held, for what waits to be submitted may use it', () => {
  const { device, live } = allocator();
  const pool = new BoundedPool(device, 100);
  pool.held = true;
  for (const size of [80, 90, 100]) pool.releaseBuffer(pool.acquireBuffer(size, 1));
  expect(live.size).toBe(3);
  expect(pool.acquireBuffer(90, 1).size).toBe(90);
  expect(live.size).toBe(3);
  pool.held = false;
  expect(pool.numBytesPooled).toBeLessThanOrEqual(100);
  expect(live.size).toBe(2);
});
