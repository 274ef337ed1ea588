/** A pipeline for tests of what it computes: those that draw nothing need not say so event by event. */
import { type Pipeline, type PipelineEvents, startPipeline } from '../compute/pipeline.ts';
import { started, testDevice } from './device.ts';

const nothing: PipelineEvents = {
  show: () => {},
  computing: () => {},
  device: () => {},
  settled: () => {},
  model: () => {},
  checked: () => {},
  problem: () => {},
  instead: () => {},
};

/** @param heard  the events that the test is about */
export async function startQuietly(
  gpu: 'auto' | 'off',
  heard: Partial<PipelineEvents> = {},
): Promise<Pipeline> {
  const device = await testDevice(gpu);
  started.pipelines += 1;
  return startPipeline(device, { ...nothing, ...heard });
}
