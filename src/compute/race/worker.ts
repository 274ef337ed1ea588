/**
 * The thread of a race: answers what `race.ts` asks, and tells each new state. Trains on WebGPU where
 * that is faster, or wanted; where its device is lost it goes on from the last good state.
 */
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { setPageAddress } from '../../bytes/pageAddress.ts';
import { encodingOf, loadEncodings } from '../../encodings/index.ts';
import { setOpenedTable } from '../../encodings/openedTable.ts';
import * as operations from '../../encodings/operations.ts';
import { provideTensors } from '../../encodings/tensors.ts';
import type { RaceConfig, RaceState } from '../../state/race.ts';
import type { KeptRace } from '../../state/raceWeights.ts';
import type { OpenedGpu } from '../webgpu.ts';
import { type Engine, startEngine } from './engine.ts';
import { registerLoops } from './loops.ts';
import { hasHardware, isGpuFaster } from './pace.ts';
import type { Asked, FromThread, ToThread } from './race.ts';

let engine: Promise<Engine>;

addEventListener('message', ({ data }: MessageEvent<ToThread>) => {
  if ('start' in data) {
    setPageAddress(data.page);
    if (data.table) setOpenedTable(data.table);
    engine = started(data.start, data.from);
    engine.then(
      () => say({ started: true }),
      (error: unknown) => say({ started: false, error }),
    );
  } else void answer(data);
});

async function started(config: RaceConfig, from: KeptRace | null): Promise<Engine> {
  await loadEncodings(config.racers.map(({ encoding }) => encoding));
  await Promise.all(
    config.racers.flatMap(({ encoding, params }) => encodingOf(encoding).load?.(params) ?? []),
  );
  provideTensors(operations);
  registerLoops();
  return begun(config, from);
}

async function begun(config: RaceConfig, from: KeptRace | null): Promise<Engine> {
  const gpu = await gpuFor(config);
  if (!gpu) await setBackend('cpu');
  let lost = false;
  const tell = (state: RaceState) => {
    if (!lost) say({ state });
  };
  const made = startEngine(config, gpu ? 'webgpu' : 'cpu', tell, from);
  void gpu?.device.lost.then(() => {
    lost = true;
    engine = begunAgain(config, made, from);
  });
  return made;
}

/** The device that trains, current; null where that is the CPU. */
async function gpuFor(config: RaceConfig): Promise<OpenedGpu | null> {
  const { backend } = config;
  if (backend === 'cpu' || !('gpu' in navigator)) return null;
  if (backend === 'auto' && !(await hasHardware())) return null;
  const { closeWebGpu, openTrainingGpu } = await import('./openGpu.ts');
  const gpu = await openTrainingGpu();
  if (!gpu || backend === 'webgpu' || (await isGpuFaster(config))) return gpu;
  closeWebGpu();
  gpu.device.destroy();
  return null;
}

/** A lost device takes its weights with it: the last good ones are here. */
async function begunAgain(
  config: RaceConfig,
  lost: Engine,
  from: KeptRace | null,
): Promise<Engine> {
  const { closeWebGpu } = await import('./openGpu.ts');
  closeWebGpu();
  return begun(config, (await lost.lastGood()) ?? from);
}

/** A read that fails may be heard of before the device that was lost. */
const lostMs = 200;

async function answer(asked: Asked): Promise<void> {
  const { id, method, args } = asked;
  const before = engine;
  try {
    const on = await before;
    const ask: (...given: never[]) => unknown = on[method];
    say({ id, result: await ask(...(args as never[])) }); // as they were given for the method
  } catch (error) {
    await new Promise((resolve) => setTimeout(resolve, lostMs));
    // What was asked of a device that was lost is asked of the next one.
    if (engine !== before) await answer(asked);
    else say({ id, error });
  }
}

function say(message: FromThread): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  postMessage(message);
}
