/** The thread of a race: answers what `race.ts` asks, and tells each new state. */
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { setPageAddress } from '../../bytes/pageAddress.ts';
import { encodingOf, loadEncodings } from '../../encodings/index.ts';
import { setOpenedTable } from '../../encodings/openedTable.ts';
import * as operations from '../../encodings/operations.ts';
import { provideTensors } from '../../encodings/tensors.ts';
import type { RaceConfig } from '../../state/race.ts';
import type { KeptRace } from '../../state/raceWeights.ts';
import { type Engine, startEngine } from './engine.ts';
import { registerLoops } from './loops.ts';
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
  await setBackend('cpu');
  provideTensors(operations);
  registerLoops();
  return startEngine(config, 'cpu', (state) => say({ state }), from);
}

async function answer({ id, method, args }: Asked): Promise<void> {
  try {
    const on = await engine;
    const ask: (...given: never[]) => unknown = on[method];
    say({ id, result: await ask(...(args as never[])) }); // as they were given for the method
  } catch (error) {
    say({ id, error });
  }
}

function say(message: FromThread): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  postMessage(message);
}
