import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { describedBy } from '../files/families/index.ts';
import { fitTogether } from './fitted.ts';
import { asTrained } from './model.ts';
import { setOpenedModel } from './openedModel.ts';
import { patched } from './patch.ts';
import { defaultSpec } from './spec.ts';

beforeAll(() => loadEncodings());

it('layers and heads beyond the model that is open become its last, and each is said', () => {
  const config = new URL('../golden/checkpoints/llama/config.json', import.meta.url);
  setOpenedModel({ ...describedBy(readFileSync(config, 'utf8')), name: 'llama', places: [] });
  const trained = asTrained({ ...defaultSpec, model: 'file' });
  expect(fitTogether(trained).notices).toEqual([]);
  const asked = { ...trained, layer: 99, head: 17, layers: '2-99', changedHeads: '7.9, 3' };
  const { spec, notices } = fitTogether(asked);
  const [depth, heads] = [3, 4];
  expect(spec).toMatchObject({
    layer: depth,
    head: heads,
    layers: '2-3',
    changedHeads: '3.4, 3',
  });
  expect(notices.map((notice) => ('field' in notice ? notice.field : ''))).toEqual([
    'head',
    'layer',
    'layers',
    'changedHeads',
  ]);
  expect(fitTogether({ ...trained, layers: '7-3' })).toMatchObject({
    spec: { layers: '' },
    notices: [{ field: 'layers' }],
  });
  expect(() => patched(trained, { layers: '99' })).toThrow(RangeError);
  expect(() => patched(trained, { changedHeads: '3.5' })).toThrow('4 heads');
});
