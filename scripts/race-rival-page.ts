/** The race's side of `race-rival.mjs`, in the page: a step of training on WebGPU, as the race's thread takes it. */
import { getBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { openTrainingGpu } from '../src/compute/race/openGpu.ts';
import { startTrainer } from '../src/compute/race/trainer.ts';
import { transformerOf } from '../src/compute/race/transformer.ts';
import { loadEncodings } from '../src/encodings/index.ts';
import * as operations from '../src/encodings/operations.ts';
import { provideTensors } from '../src/encodings/tensors.ts';
import { taskNamed } from '../src/race/tasks.ts';
import { raceConfigOf } from '../src/state/raceConfig.ts';

await loadEncodings();
provideTensors(operations);
await openTrainingGpu();
const config = raceConfigOf({ racers: 'rope', causal: true });
const { length, batch: sequences, dim, heads, racers } = config;
const task = taskNamed(config.task);
const vocabulary = task.vocabulary(config);
const [racer] = racers;
if (!racer) throw new Error('race-rival: no racer');
const batch = task.batch(() => 0.5, sequences, length, config);
const trainer = startTrainer(transformerOf(config, racer, vocabulary));

Object.assign(window, {
  backend: getBackend(),
  sizes: { length, sequences, dim, heads, vocabulary },
  step: () => trainer.step(batch, 0.001),
});
