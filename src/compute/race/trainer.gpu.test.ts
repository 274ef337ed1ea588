/** The golden on WebGPU: of its cases as many as a software adapter has time for. */
import { getBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as operations from '../../encodings/operations.ts';
import { provideTensors } from '../../encodings/tensors.ts';
import { leaveTestDevice } from '../../testing/device.ts';
import { raceSuite } from '../../testing/race.suite.ts';
import { openTrainingGpu } from './openGpu.ts';

/** `npm run race-webgpu` has all of them. */
const brief = import.meta.env.MODE !== 'measure';

raceSuite(
  'webgpu',
  async () => {
    provideTensors(operations);
    await leaveTestDevice();
    await openTrainingGpu();
    return getBackend();
  },
  brief,
);
