import { describe, expect, it } from 'vitest';
import { startPresenting, stopPresenting } from './presenting.ts';
import { defaultSpec } from './spec.ts';
import { change, createSpecStore, finish, put, redo, showSpec, undo } from './store.ts';
import { createViewStore } from './view.ts';

describe('presenting', () => {
  it('is in the projector’s colours, night as it is, and gives the theme back', () => {
    for (const [chosen, shown] of [
      ['light', 'projector'],
      ['dark', 'dark'],
      ['projector', 'projector'],
    ] as const) {
      const [specs, views] = [createSpecStore(), createViewStore({ theme: chosen })];
      startPresenting(specs, views);
      expect(views.getState()).toMatchObject({ present: true, theme: shown });
      stopPresenting(specs, views);
      expect(views.getState()).toMatchObject({ present: false, theme: chosen, themeAfter: null });
    }
  });

  it('freezes what a person can do, and neither links nor scripts', () => {
    const [specs, views] = [createSpecStore(), createViewStore()];
    change(specs, { length: 20 });
    undo(specs);
    change(specs, { length: 30 }, { gesture: 'length' });
    startPresenting(specs, views);
    // What was being dragged is a step, and no more is added to it.
    const { spec, past, gesture } = specs.getState();
    expect([spec.length, past.length, gesture]).toEqual([30, 1, null]);
    change(specs, { length: 40 });
    change(specs, { length: 50 }, { gesture: 'length' });
    finish(specs);
    put(specs, { ...defaultSpec, length: 60 });
    undo(specs);
    redo(specs);
    expect(specs.getState().spec).toBe(spec);
    showSpec(specs, { ...defaultSpec, length: 70 });
    expect(specs.getState().spec.length).toBe(70);
    stopPresenting(specs, views);
    undo(specs);
    expect(specs.getState().spec.length).toBe(30);
  });

  it('leaves the controls of a locked link as they are', () => {
    const [specs, views] = [createSpecStore(), createViewStore({ locked: true })];
    startPresenting(specs, views);
    stopPresenting(specs, views);
    change(specs, { length: 9 });
    expect(specs.getState().spec.length).toBe(defaultSpec.length);
  });
});
