/** The length follows the text until it is set; what had to give way is said once. */
import { expect, it } from 'vitest';
import { tokenize } from '../text/tokens.ts';
import { patched } from './patch.ts';
import { defaultSpec } from './spec.ts';
import { change, createSpecStore, finish, undo } from './store.ts';
import { ownLength, typeText, withText } from './typing.ts';
import { readSpec, writeSpec } from './url.ts';
import { createViewStore, tellAdjusted } from './view.ts';

const nine = 'the cat that chased the mouse ate the cheese';

it('a sentence of nine words has nine rows, and typing is one step', () => {
  const store = createSpecStore();
  for (let end = 1; end <= nine.length; end++) typeText(store, nine.slice(0, end));
  finish(store);
  expect(store.getState().spec).toMatchObject({ text: nine, length: 9 });
  expect(store.getState().past).toEqual([defaultSpec]);
  typeText(store, '');
  finish(store);
  typeText(store, 'dog bites man');
  expect(store.getState().spec.length).toBe(3);
  undo(store);
  undo(store);
  expect(store.getState().spec).toMatchObject({ text: nine, length: 9 });
});

it('a length that was set stays, and so does that of a link or a script', () => {
  const store = createSpecStore();
  change(store, { length: 24 });
  typeText(store, nine);
  expect(store.getState().spec.length).toBe(24);
  // An old link without a length means 40 positions, as it always has.
  const { spec } = readSpec(`text=${nine.replaceAll(' ', '+')}`);
  expect(spec.length).toBe(40);
  expect(withText(spec, 'dog bites man').length).toBe(40);
  expect(patched(defaultSpec, { text: nine }).length).toBe(40);
  expect(patched(defaultSpec, { text: nine, length: 12 }).length).toBe(12);
});

it('the link of a text that was typed has its length, and goes on following', () => {
  const typed = withText(defaultSpec, nine);
  const { query } = writeSpec(typed);
  expect(query).toContain('length=9');
  const { spec } = readSpec(query);
  expect(spec).toEqual(typed);
  expect(withText(spec, `${nine} now`).length).toBe(10);
});

it('the way back is one position for each token, 512 at most', () => {
  expect(ownLength(defaultSpec)).toBe(40);
  expect(ownLength({ ...defaultSpec, text: nine })).toBe(9);
  expect(ownLength({ ...defaultSpec, text: nine, tokens: 'characters' })).toBe(
    tokenize(nine, 'characters').length,
  );
  expect(ownLength({ ...defaultSpec, text: 'word '.repeat(3000) })).toBe(512);
  expect(ownLength({ ...defaultSpec, text: '' })).toBe(1);
});

it('the start gives way to a longer text, and the trained encoder has its own length', () => {
  const far = { ...defaultSpec, length: 3, start: 2 ** 20 - 3, text: 'dog bites man' };
  expect(withText(far, nine)).toMatchObject({ length: 9, start: 2 ** 20 - 9 });
  expect(withText({ ...far, model: 'use-lite' }, nine)).toMatchObject({ text: nine, length: 3 });
});

it('says what gave way: at once where it is typed, once where it is dragged', () => {
  const specs = createSpecStore();
  const views = createViewStore();
  tellAdjusted(specs, views);
  const said = () =>
    views
      .getState()
      .notices.map((notice) => [notice.field, notice.value, 'used' in notice && notice.used]);
  change(specs, { heads: 5 });
  expect(said()).toEqual([['heads', '5', '4']]);
  for (const dim of [65, 66]) change(specs, { dim }, { gesture: 'dim' });
  expect(said()).toEqual([['heads', '5', '4']]);
  finish(specs);
  expect(said()).toEqual([['heads', '4', '3']]);
  change(specs, { heads: 2 });
  change(specs, { seed: 9 });
  undo(specs);
  expect(said()).toEqual([['heads', '4', '3']]);
});
