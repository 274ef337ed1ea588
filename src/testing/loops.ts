/** Racers in a test are trained as those of the page without a GPU: on tfjs's CPU backend, by plain loops. */
import { setBackend } from '@tensorflow/tfjs';
import { afterAll, beforeAll } from 'vitest';
import { registerLoops } from '../compute/race/loops.ts';
import * as operations from '../encodings/operations.ts';
import { provideTensors } from '../encodings/tensors.ts';

/** For all tests of a file; afterwards tfjs has its own operations again. */
export function trainByLoops(): void {
  let undo = () => {};
  beforeAll(async () => {
    await setBackend('cpu');
    provideTensors(operations);
    undo = registerLoops();
  });
  afterAll(() => undo());
}
