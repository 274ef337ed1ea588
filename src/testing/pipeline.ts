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

const withEncoder = new Map<
  'auto' | 'off',
  Promise<(heard: Partial<PipelineEvents>) => Pipeline>
>();

/**
 * One for all files of a page, and for each kind of device: the sentence encoder is fetched and put on
 * the device once.
 *
 * @param heard  the events that the test is about; a test before hears nothing any more
 */
export async function startWithEncoder(
  gpu: 'auto' | 'off',
  heard: Partial<PipelineEvents> = {},
): Promise<Pipeline> {
  await testDevice(gpu);
  const listen = withEncoder.get(gpu) ?? listening(gpu);
  withEncoder.set(gpu, listen);
  return (await listen)(heard);
}

async function listening(gpu: 'auto' | 'off') {
  let events: PipelineEvents = nothing;
  const pipeline = await startQuietly(gpu, {
    show: (...told) => events.show(...told),
    checked: (check) => events.checked(check),
  });
  return (heard: Partial<PipelineEvents>) => {
    events = { ...nothing, ...heard };
    return pipeline;
  };
}
