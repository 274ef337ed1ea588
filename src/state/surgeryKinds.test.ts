import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { describedBy } from '../files/families/index.ts';
import { asksForPositions, readAddress, writeAddress } from './address.ts';
import { asTrained } from './model.ts';
import { setOpenedModel } from './openedModel.ts';
import { defaultPage } from './page.ts';
import { defaultSpec, type Spec } from './spec.ts';
import { surgeriesOf, withSurgery } from './surgeryKinds.ts';

beforeAll(() => loadEncodings());

/** The Spec of a tiny checkpoint that is open, as it was trained. */
function opened(family: string): Spec {
  const config = readFileSync(
    new URL(`../golden/checkpoints/${family}/config.json`, import.meta.url),
    'utf8',
  );
  setOpenedModel({ ...describedBy(config), name: family, places: [] });
  return asTrained({ ...defaultSpec, model: 'file' });
}

it('the two halves of the pairs are all of them, and no pair is in both', () => {
  const spec = opened('llama');
  expect(withSurgery('fastest', spec).pairs).toBe('1-3');
  expect(withSurgery('slowest', spec).pairs).toBe('4-6');
});

it('is done in the layers and heads that are named; as trained is so everywhere', () => {
  const spec = { ...opened('llama'), layers: '2', changedHeads: '2.1' };
  expect(withSurgery('off', spec)).toMatchObject({
    encoding: 'none',
    layers: '2',
    changedHeads: '2.1',
  });
  expect(withSurgery('trained', spec)).toMatchObject({
    encoding: 'rope',
    layers: '',
    changedHeads: '',
  });
});

it('what a model does not have is not offered', () => {
  const ofTable = ['trained', 'rows', 'off', 'reversed', 'sinusoids', 'alibi'];
  expect(surgeriesOf(opened('gpt2'))).toEqual(ofTable);
  expect(surgeriesOf(opened('bloom'))).not.toContain('alibi');
});

it('a link says what the positions are, also where they are the default of the page', () => {
  const page = { ...defaultPage, room: 'model' } as const;
  const trained = opened('gpt2');
  for (const kind of surgeriesOf(trained)) {
    const spec = withSurgery(kind, trained);
    const { search } = writeAddress(spec, page);
    expect(asksForPositions(search), kind).toBe(true);
    setOpenedModel(null);
    expect(readAddress(search).spec, kind).toEqual(spec);
    opened('gpt2');
  }
  expect(asksForPositions('?room=model&model=file&text=12%2015&head=2')).toBe(false);
});
