/** The four terms of the scores against their golden, on both backends. */
import { setBackend, tensor2d, unstack } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attend } from '../attention/attention.ts';
import { unmasked } from '../attention/mask.ts';
import { termsOf } from '../attention/terms.ts';
import { sequence } from '../encodings/encoding.ts';
import golden from '../golden/score_decomposition.json';
import {
  arrayOf,
  attentionTolerance,
  caseOf,
  numbersOf,
  worstDifference,
} from '../testing/golden.ts';
import { backends, numbers } from '../testing/scheme.ts';
import { openDevice } from './device.ts';

for (const backend of backends) {
  describe(`the score decomposition on ${backend}`, () => {
    beforeAll(async () => {
      const device = await openDevice(backend === 'webgpu' ? 'auto' : 'off');
      if (backend === 'cpu') await setBackend('cpu');
      else expect(device.backend).toBe('webgpu');
    });

    const names = ['content_content', 'content_position', 'position_content', 'position_position'];
    for (const [term, name] of names.entries()) {
      it(`has the golden’s ${name}`, async () => {
        const { inputs, extra } = caseOf(golden, 'four_terms');
        const given = (key: string, width: number) =>
          tensor2d(numbersOf(inputs, key), [numbersOf(inputs, key).length / width, width]);
        const got = await numbers(() => {
          const table = given('p', 8);
          const asked = {
            tokens: given('x', 8),
            wq: given('wq', 4),
            wk: given('wk', 4),
            positions: sequence(0, 6),
            heads: { first: 0, count: 1 },
            mask: unmasked,
          };
          const { products, scale } = attend(asked, {}, table);
          return unstack(termsOf(asked, table, products, scale))[term];
        });
        expect(worstDifference(got, arrayOf(extra, name))).toBeLessThanOrEqual(attentionTolerance);
      });
    }
  });
}
