import { getBackend, setBackend } from '@tensorflow/tfjs';
import { afterAll } from 'vitest';
import * as operations from '../../encodings/operations.ts';
import { provideTensors } from '../../encodings/tensors.ts';
import { raceSuite } from '../../testing/race.suite.ts';
import { registerLoops } from './loops.ts';

let undo = () => {};
afterAll(() => undo());

raceSuite('cpu', async () => {
  await setBackend('cpu');
  provideTensors(operations);
  undo = registerLoops();
  return getBackend();
});
