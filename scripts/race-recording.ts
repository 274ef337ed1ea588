/** What `race-results.mjs` trains: a race in Node, by the engine of the page's own thread. */
import { setBackend } from '@tensorflow/tfjs';
import { writeFloat32 } from '../src/bytes/float32.ts';
import { startEngine } from '../src/compute/race/engine.ts';
import { registerLoops } from '../src/compute/race/loops.ts';
import { loadEncodings } from '../src/encodings/index.ts';
import * as operations from '../src/encodings/operations.ts';
import { provideTensors } from '../src/encodings/tensors.ts';
import { drawSequence } from '../src/race/drawSequence.ts';
import type { Winner } from '../src/race/recorded/winners.ts';
import { taskNamed } from '../src/race/tasks.ts';
import { taskNames } from '../src/state/race.ts';
import { raceConfigOf } from '../src/state/raceConfig.ts';
import type { KeptRace } from '../src/state/raceWeights.ts';

await loadEncodings();
await setBackend('cpu');
provideTensors(operations);
registerLoops();

/** All but the one that needs a text. */
export const tasks = taskNames.filter((task) => task !== 'text');

/** Trains a race to its end. @param settings  as those of a link */
export async function trained(settings: object): Promise<KeptRace> {
  const engine = startEngine(raceConfigOf(settings), 'cpu', () => {}, null, 1);
  await engine.run();
  const kept = await engine.keep();
  engine.stop();
  return kept;
}

/** A row of letters, and the same again: the second time each letter has been followed before. */
const saidTwice = 'gbdhcegbdhce';

/** A race of one, with what it has learned. */
export async function winner(settings: Winner['settings']): Promise<Winner> {
  const config = raceConfigOf(settings);
  const { state, weights } = await trained(settings);
  const [racer, learned, ended] = [config.racers[0], weights[0], state.racers[0]];
  if (!racer || !learned || !ended) throw new Error('race-recording: nobody raced');
  const { depth, dim, heads, causal, length, task } = config;
  const symbols = taskNamed(task).symbols(config);
  const { tokens } = drawSequence(config, length, 1);
  return {
    settings,
    ...racer,
    depth,
    dim,
    heads,
    causal,
    symbols,
    text: task === 'induction' ? saidTwice : tokens.map((id) => symbols[id] ?? '').join(''),
    accuracy: Number(ended.accuracy.toFixed(4)),
    parameters: learned.parameters,
    weights: writeFloat32(learned.weights),
  };
}
