/** Which backend trains a race faster: measured where there is a choice, for some steps of its first racer. */
import { setBackend } from '@tensorflow/tfjs-core';
import { taskNamed } from '../../race/tasks.ts';
import type { RaceConfig } from '../../state/race.ts';
import { startTrainer } from './trainer.ts';
import { transformerOf } from './transformer.ts';

/** Steps that are timed, after one that compiles whatever it needs. */
const timed = 3;

/** Milliseconds of a step of one racer on a backend, which is the current one afterwards. */
async function stepOn(backend: string, config: RaceConfig): Promise<number> {
  await setBackend(backend);
  const task = taskNamed(config.task);
  const [racer] = config.racers;
  if (!racer) throw new Error('pace: a race without racers');
  const trainer = startTrainer(transformerOf(config, racer, task.vocabulary(config)));
  // What is learned from matters as little as what is learned.
  const batch = task.batch(() => 0.5, config.batch, config.length, config);
  await trainer.step(batch, 0);
  const begun = performance.now();
  for (let step = 0; step < timed; step++) await trainer.step(batch, 0);
  trainer.stop();
  return (performance.now() - begun) / timed;
}

/** Whether WebGPU, which is open, takes less than the loops of the CPU. */
export async function isGpuFaster(config: RaceConfig): Promise<boolean> {
  const onCpu = await stepOn('cpu', config);
  return (await stepOn('webgpu', config)) < onCpu;
}

/**
 * Whether WebGPU is worth a trial: a software adapter computes on the very CPU that the loops use, at
 * a twentieth of their speed.
 */
export async function hasHardware(): Promise<boolean> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  if (!adapter) return false;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = `${vendor} ${architecture} ${device} ${description}`;
  return !isFallbackAdapter && !/swiftshader|llvmpipe|lavapipe|basic render/i.test(name);
}
