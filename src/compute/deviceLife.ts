/** The life of a device: it can fail, and be lost and opened again. */
import type { FallbackReason, Problem } from '../state/frame.ts';
import { type Device, openGpu } from './device.ts';

export interface DeviceLife {
  readonly now: Device;
  /** Settles when there is a device again; null while there is one. */
  readonly reopening: Promise<void> | null;
  /** Null where the device is lost on the way. */
  onOne<T>(work: () => Promise<T>): Promise<T | null>;
}

export interface Told {
  /** Null while there is none: everything that was on the old one is gone. */
  device(device: Device | null): void;
  problem(problem: Problem): void;
  /** There is none any more: nothing is answered from now on. */
  gone(reason: FallbackReason): void;
  /** Does again what was on the old one. */
  again(): Promise<void>;
}

/** A read that fails may be heard of before the device that was lost. */
const lostMs = 200;

export function deviceLife(opened: Device, told: Told): DeviceLife {
  let now = opened;
  let reopening: Promise<void> | null = null;
  adopt();
  told.device(now);

  /** Watches a device for what can happen to it. */
  function adopt(): void {
    const watched = now.gpu?.device;
    if (!watched) return;
    watched.addEventListener('uncapturederror', ({ error }) => {
      told.problem({ kind: 'gpu-error', message: error.message });
    });
    void watched.lost.then(() => recover(watched));
  }

  async function recover(lost: GPUDevice): Promise<void> {
    if (now.gpu?.device !== lost) return;
    const since = performance.now();
    told.problem({ kind: 'lost' });
    told.device(null);
    reopening = reopen();
    await reopening;
    reopening = null;
    await told.again();
    told.problem({ kind: 'recovered', milliseconds: performance.now() - since });
  }

  async function reopen(): Promise<void> {
    const { closeWebGpu } = await import('./webgpu.ts');
    closeWebGpu();
    const found = await openGpu();
    if (typeof found === 'string') {
      told.gone(found);
      return new Promise(() => {});
    }
    now = found;
    adopt();
    // Told before any waiting run goes on: a run needs the new device's painter.
    told.device(now);
  }

  return {
    get now() {
      return now;
    },
    get reopening() {
      return reopening;
    },
    async onOne(work) {
      const on = now;
      try {
        const made = await work();
        return on === now && !reopening ? made : null;
      } catch (error) {
        if (on !== now || reopening || (await isLost(on))) return null;
        throw error;
      }
    },
  };
}

async function isLost({ gpu }: Device): Promise<boolean> {
  const patience = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), lostMs);
  });
  return gpu ? Promise.race([gpu.device.lost.then(() => true), patience]) : false;
}
