/** What `race-results.mjs` trains: a race in Node, by the engine of the page's own thread. */
import { setBackend } from '@tensorflow/tfjs';
import { startEngine } from '../src/compute/race/engine.ts';
import { registerLoops } from '../src/compute/race/loops.ts';
import { loadEncodings } from '../src/encodings/index.ts';
import * as operations from '../src/encodings/operations.ts';
import { provideTensors } from '../src/encodings/tensors.ts';
import { raceConfigOf } from '../src/state/race.ts';
import type { KeptRace } from '../src/state/raceWeights.ts';

await loadEncodings();
await setBackend('cpu');
provideTensors(operations);
registerLoops();

/** Trains a race to its end. @param settings  as those of a link */
export async function trained(settings: object): Promise<KeptRace> {
  const engine = startEngine(raceConfigOf(settings), 'cpu', () => {}, null, 1);
  await engine.run();
  const kept = await engine.keep();
  engine.stop();
  return kept;
}
