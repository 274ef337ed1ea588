/** A pipeline for tests of what it computes: those that draw nothing need not say so event by event. */
import { openDevice } from '../compute/device.ts';
import { type Pipeline, type PipelineEvents, startPipeline } from '../compute/pipeline.ts';

const nothing: PipelineEvents = {
  show: () => {},
  computing: () => {},
  device: () => {},
  settled: () => {},
  model: () => {},
  checked: () => {},
  problem: () => {},
};

/** @param heard  the events that the test is about */
export async function startQuietly(
  gpu: 'auto' | 'off',
  heard: Partial<PipelineEvents> = {},
): Promise<Pipeline> {
  return startPipeline(await openDevice(gpu), { ...nothing, ...heard });
}
