import { tensor3d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { countedBias } from '../../encodings/counted.ts';
import { testDevice } from '../../testing/device.ts';
import { worstDifference } from '../../testing/golden.ts';
import { readBack } from '../../testing/scheme.ts';

it('adds up hundreds of gates on the GPU without losing digits, and stops at the limit', async () => {
  expect((await testDevice('auto')).backend).toBe('webgpu');
  const length = 600;
  const products = Float32Array.from({ length: length * length }, (_, cell) => 3 * Math.sin(cell));
  for (const most of [512, 40]) {
    const ramp = Float32Array.from({ length: length * most }, (_, cell) => cell % most);
    const got = await readBack(() =>
      countedBias(tensor3d(products, [1, length, length]), tensor3d(ramp, [1, length, most]), 1),
    );
    const wanted = new Float64Array(length * length);
    for (let query = 0; query < length; query++) {
      let count = 0;
      for (let key = query; key >= 0; key--) {
        count += 1 / (1 + Math.exp(-(products[query * length + key] ?? Number.NaN)));
        wanted[query * length + key] = Math.min(count, most - 1);
      }
    }
    // A float32 near 400 is itself off by 1.5e-5, and each of 600 gates by 3e-8; adding them up
    // in float32 would lose some 1e-4.
    expect(worstDifference(got, Array.from(wanted))).toBeLessThanOrEqual(3.3e-5);
  }
});
