import { describe, expect, it } from 'vitest';
import { problemOf } from './fitted.ts';
import { defaultParams, defaultSpec } from './spec.ts';
import { change, createSpecStore, finish, maxSteps, put, redo, replace, undo } from './store.ts';
import { createViewStore, dismiss, notify, point, zoom } from './view.ts';

describe('history', () => {
  it('goes back and forth through 150 steps', () => {
    const store = createSpecStore();
    for (let seed = 100; seed < 250; seed += 1) change(store, { seed });
    for (let step = 0; step < 150; step += 1) undo(store);
    expect(store.getState()).toMatchObject({ spec: defaultSpec, past: [] });
    undo(store);
    for (let step = 0; step < 150; step += 1) {
      redo(store);
      expect(store.getState().spec.seed).toBe(100 + step);
    }
    redo(store);
    expect(store.getState().future).toEqual([]);
  });

  it('forgets the future with a new change, and the oldest steps in the end', () => {
    const store = createSpecStore();
    for (let seed = 100; seed < 100 + maxSteps + 20; seed += 1) change(store, { seed });
    expect(store.getState().past.length).toBe(maxSteps);
    undo(store);
    change(store, { seed: 1 });
    expect(store.getState().future).toEqual([]);
  });

  it('makes no step of a change that changes nothing', () => {
    const store = createSpecStore();
    change(store, { length: defaultSpec.length });
    expect(store.getState().past).toEqual([]);
  });
});

describe('a gesture', () => {
  it('is one step, however many changes it makes', () => {
    const store = createSpecStore();
    for (let length = 41; length <= 80; length += 1)
      change(store, { length }, { gesture: 'length' });
    expect(store.getState().spec.length).toBe(80);
    finish(store);
    expect(store.getState().past).toEqual([defaultSpec]);
    undo(store);
    expect(store.getState().spec).toEqual(defaultSpec);
    redo(store);
    expect(store.getState().spec.length).toBe(80);
  });

  it('that begins anew is a new step, and so is another one', () => {
    const store = createSpecStore();
    change(store, { length: 50 }, { gesture: 'length' });
    finish(store);
    change(store, { length: 60 }, { gesture: 'length' });
    change(store, { seed: 8 }, { gesture: 'seed' });
    change(store, { mask: 'none' });
    expect(store.getState().past.map(({ length, seed }) => [length, seed])).toEqual([
      [40, 7],
      [50, 7],
      [60, 7],
      [60, 8],
    ]);
  });

  it('is undone while it is still going on', () => {
    const store = createSpecStore();
    change(store, { length: 50 }, { gesture: 'length' });
    undo(store);
    expect(store.getState()).toMatchObject({ spec: defaultSpec, gesture: null });
  });

  it('that ends where it began is no step', () => {
    const store = createSpecStore();
    change(store, { seed: 8 });
    undo(store);
    change(store, { length: 50 }, { gesture: 'length' });
    change(store, { length: 40 }, { gesture: 'length' });
    finish(store);
    expect(store.getState()).toMatchObject({ spec: defaultSpec, past: [], gesture: null });
    expect(store.getState().future.length).toBe(1);
  });

  it('gives back what had to give way', () => {
    const store = createSpecStore({ ...defaultSpec, head: 3 });
    for (const dim of [65, 66, 68]) change(store, { dim }, { gesture: 'dim' });
    expect(store.getState().spec).toMatchObject({ dim: 68, heads: 4, head: 3 });
  });

  it('can change several fields in turn', () => {
    const store = createSpecStore();
    change(store, { length: 50, params: { base: 20 } }, { gesture: 'pinch' });
    change(store, { start: 9, params: { layout: 'block' } }, { gesture: 'pinch' });
    expect(store.getState().spec).toMatchObject({
      length: 50,
      start: 9,
      params: { base: 20, layout: 'block' },
    });
  });

  it('drops the parameters of the encoding it leaves', () => {
    const store = createSpecStore();
    change(store, { params: { layout: 'block' } }, { gesture: 'choose' });
    change(store, { encoding: 'alibi' }, { gesture: 'choose' });
    expect(store.getState().spec).toMatchObject({
      encoding: 'alibi',
      params: defaultParams('alibi'),
    });
  });
});

describe('a change', () => {
  it('settles sizes and says how', () => {
    const store = createSpecStore();
    const notices = change(store, { dim: 66 });
    expect(store.getState().spec).toMatchObject({ dim: 66, heads: 3 });
    expect(notices).toMatchObject([{ field: 'heads', used: '3' }]);
  });

  it('keeps what a scheme rejects, for the controls to show', () => {
    const store = createSpecStore();
    change(store, { encoding: 'rope', dim: 68 });
    expect(store.getState().spec.dim).toBe(68);
    expect(problemOf(store.getState().spec)).not.toBeNull();
  });

  it('of a value out of range is our mistake', () => {
    const store = createSpecStore();
    expect(() => change(store, { length: 0 })).toThrow('length: 0 is not in 1…4096');
    expect(store.getState().spec).toBe(defaultSpec);
  });
});

describe('what the address bar brings', () => {
  it('is a step of the past, of the future, or a new one', () => {
    const store = createSpecStore();
    for (const seed of [1, 2, 3]) change(store, { seed });
    replace(store, { ...defaultSpec, seed: 1 });
    expect(store.getState().past.length).toBe(1);
    expect(store.getState().future.map(({ seed }) => seed)).toEqual([2, 3]);
    replace(store, { ...defaultSpec, seed: 3 });
    expect(store.getState().past.map(({ seed }) => seed)).toEqual([7, 1, 2]);
    replace(store, { ...defaultSpec, seed: 99 });
    expect(store.getState().past.at(-1)?.seed).toBe(3);
    put(store, { ...defaultSpec, seed: 99 });
    expect(store.getState().past.length).toBe(4);
  });
});

describe('the view', () => {
  it('tells no one when the cursor stays in its cell', () => {
    const view = createViewStore();
    let told = 0;
    view.subscribe(() => {
      told += 1;
    });
    point(view, { map: 'attention', row: 1, column: 2 });
    point(view, { map: 'attention', row: 1, column: 2 });
    point(view, null);
    point(view, null);
    expect(told).toBe(2);
  });

  it('zooms one axis and leaves the others', () => {
    const view = createViewStore();
    zoom(view, { rows: { first: 2, end: 9 } });
    zoom(view, { channels: { first: 0, end: 4 } });
    expect(view.getState().windows).toEqual({
      rows: { first: 2, end: 9 },
      positions: null,
      channels: { first: 0, end: 4 },
    });
  });

  it('shows notices until they are dismissed', () => {
    const view = createViewStore();
    const first = { kind: 'unknown', field: 'a', value: '1' } as const;
    const second = { kind: 'unknown', field: 'b', value: '2' } as const;
    notify(view, [first, second]);
    dismiss(view, first);
    expect(view.getState().notices).toEqual([second]);
    dismiss(view);
    expect(view.getState().notices).toEqual([]);
  });
});
