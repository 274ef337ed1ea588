/** The four terms of the scores against their golden, on both backends. */
import { setBackend, stack, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { unmasked } from '../attention/mask.ts';
import { partsOf, tensorOf, viewOf } from '../attention/matrixView.ts';
import { termsOf } from '../attention/terms.ts';
import { sequence } from '../encodings/encoding.ts';
import golden from '../golden/score_decomposition.json';
import { testDevice } from '../testing/device.ts';
import {
  arrayOf,
  attentionTolerance,
  caseOf,
  numbersOf,
  worstDifference,
} from '../testing/golden.ts';
import { backends, readBack } from '../testing/scheme.ts';

for (const backend of backends) {
  describe(`the score decomposition on ${backend}`, () => {
    beforeAll(async () => {
      const device = await testDevice(backend === 'webgpu' ? 'auto' : 'off');
      if (backend === 'cpu') await setBackend('cpu');
      else expect(device.backend).toBe('webgpu');
    });

    const names = ['content_content', 'content_position', 'position_content', 'position_position'];
    for (const [term, name] of names.entries()) {
      it(`has the golden’s ${name}`, async () => {
        const { inputs, extra } = caseOf(golden, 'four_terms');
        const given = (key: string, width: number) =>
          tensor2d(numbersOf(inputs, key), [numbersOf(inputs, key).length / width, width]);
        const got = await readBack(() => {
          const source = {
            x: viewOf(given('x', 8)),
            table: given('p', 8),
            positions: sequence(0, 6),
            mask: unmasked,
          };
          const queryKey = stack([given('wq', 4), given('wk', 4)]) as Tensor3D;
          const part = partsOf(termsOf(source, queryKey, {}, { first: 0, count: 1 }), 4)[term];
          return part && tensorOf(part);
        });
        expect(worstDifference(got, arrayOf(extra, name))).toBeLessThanOrEqual(attentionTolerance);
      });
    }
  });
}
