import { getBackend, setBackend } from '@tensorflow/tfjs';
import * as operations from '../../encodings/operations.ts';
import { provideTensors } from '../../encodings/tensors.ts';
import { raceSuite } from '../../testing/race.suite.ts';

raceSuite('cpu', async () => {
  await setBackend('cpu');
  provideTensors(operations);
  return getBackend();
});
