/**
 * Starts what computes: with WebGPU where the page itself is, without it in a thread of its own. The
 * thread takes over too where the GPU is lost and none comes back.
 */
import type { FallbackReason } from '../state/frame.ts';
import type { Pipeline, PipelineEvents } from './pipeline.ts';
import { withSuccessor } from './successor.ts';

/** Also fetches the code, all at once, before anything is started. */
export async function prepareCompute(
  gpu: 'auto' | 'off',
): Promise<(events: PipelineEvents) => Promise<Pipeline>> {
  if (gpu === 'off') return fallback('off');
  if (!('gpu' in navigator)) return fallback('unsupported');
  const [{ openGpu }, { startPipeline }] = await Promise.all([
    import('./device.ts'),
    import('./pipeline.ts'),
    // Opening the device waits for it, and says so where it cannot be had.
    import('./webgpu.ts').catch(() => null),
  ]);
  return async (events) => {
    const device = await openGpu();
    const inThread = async (reason: FallbackReason) => (await fallback(reason))(events);
    if (typeof device === 'string') return inThread(device);
    return withSuccessor((gone) => startPipeline(device, events, gone), inThread);
  };
}

async function fallback(reason: FallbackReason) {
  const { startApart } = await import('./apart.ts');
  return (events: PipelineEvents) => startApart(reason, events);
}
