/**
 * The Spec that is shown, with the steps that undo and redo go through. Every change goes through
 * the functions here; computing and drawing only listen.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Notice } from '../text/notice.ts';
import { fitTogether } from './fitted.ts';
import { asTrained } from './model.ts';
import { type Look, roomOf } from './page.ts';
import { merged, type SpecPatch } from './patch.ts';
import { defaultSpec, type Spec, sameSpec } from './spec.ts';

interface Steps {
  readonly spec: Spec;
  /** The Specs that undo goes back to, the latest last. */
  readonly past: readonly Spec[];
  /** The Specs that redo goes on to, the next first. */
  readonly future: readonly Spec[];
}

/** The Model room has a Spec and steps of its own, and so has the race, of its text; the other rooms share theirs. */
export type Side = 'plate' | 'model' | 'race';

export function sideOf(look: Pick<Look, 'room' | 'beside'>): Side {
  const room = roomOf(look);
  return room === 'model' || room === 'race' ? room : 'plate';
}

/** The Specs and steps of the sides that are not shown; of none before it is first turned to. */
type Elsewhere = Readonly<Partial<Record<Side, Steps>>>;

export interface History extends Steps {
  /** What is being dragged or typed: all of it is one step. */
  readonly gesture: Gesture | null;
  /** Whose steps these are. */
  readonly side: Side;
  readonly elsewhere: Elsewhere;
  /** What had to give way in the last change, or in the gesture so far. */
  readonly adjusted: readonly Notice[];
  /** Nothing that a person does on the page changes the Spec; links, scripts and visits do. */
  readonly frozen: boolean;
}

interface Gesture {
  readonly name: string;
  /** The Spec before the gesture. */
  readonly from: Spec;
  /** All that the gesture has changed so far. */
  readonly patch: SpecPatch;
}

export type SpecStore = StoreApi<History>;

/** The gesture of a text that a model goes on with: its picture is made when it is whole. */
export const continuing = 'continuing';

/** More steps than this are forgotten, the oldest first. */
export const maxSteps = 500;

const none = { past: [], future: [] };

export function createSpecStore(spec: Spec = defaultSpec): SpecStore {
  return createStore<History>(() => ({
    spec,
    ...none,
    gesture: null,
    side: 'plate',
    elsewhere: {},
    adjusted: [],
    frozen: false,
  }));
}

/** The page's own. */
export const specStore = createSpecStore();

/**
 * Changes some fields; sizes that no longer go together are settled, and the notices say how. A
 * combination that the scheme rejects is kept, for `problemOf` to name.
 *
 * With `gesture`, changes until `finish` are one step, each made to the Spec before the gesture:
 * what had to give way comes back when the drag does.
 * @throws RangeError for a field that does not exist or a value out of range
 */
export function change(
  store: SpecStore,
  patch: SpecPatch,
  options: { readonly gesture?: string } = {},
): readonly Notice[] {
  if (store.getState().frozen) return [];
  const name = options.gesture;
  if (store.getState().gesture?.name !== name) finish(store);
  const { spec, gesture } = store.getState();
  const from = gesture?.from ?? spec;
  const all = gesture ? joined(gesture.patch, patch) : patch;
  const { spec: next, notices } = fitTogether(merged(from, all));
  if (name === undefined) put(store, next, notices);
  else {
    store.setState({ spec: next, gesture: { name, from, patch: all }, adjusted: notices });
  }
  return notices;
}

/** Shows a whole Spec that a person chose, as one step; none if it asks for what is shown. */
export function put(store: SpecStore, next: Spec, adjusted: readonly Notice[] = []): void {
  if (!store.getState().frozen) showSpec(store, next, adjusted);
}

/** The same for links and scripts, to which nothing is frozen. */
export function showSpec(store: SpecStore, next: Spec, adjusted: readonly Notice[] = []): void {
  finish(store);
  const { spec, past } = store.getState();
  if (sameSpec(spec, next)) store.setState({ adjusted });
  else {
    store.setState({ spec: next, past: [...past, spec].slice(-maxSteps), future: [], adjusted });
  }
}

/** Ends the gesture, if there is one: what it changed is now a step. */
export function finish(store: SpecStore): void {
  const { spec, past, gesture } = store.getState();
  if (gesture === null) return;
  if (sameSpec(gesture.from, spec)) store.setState({ gesture: null });
  else {
    store.setState({ past: [...past, gesture.from].slice(-maxSteps), future: [], gesture: null });
  }
}

/** Controls are there to be seen, or to be moved again; what was being moved is a step. */
export function freeze(store: SpecStore, frozen: boolean): void {
  finish(store);
  store.setState({ frozen });
}

export function undo(store: SpecStore): void {
  if (store.getState().frozen) return;
  finish(store);
  jump(store, -1);
}

export function redo(store: SpecStore): void {
  if (store.getState().frozen) return;
  finish(store);
  jump(store, 1);
}

/**
 * Turns to the Spec and the steps of a side, which may be the one shown. Begins a gesture, so
 * that what changes with it is the same step; `finish` ends it.
 */
export function turn(store: SpecStore, side: Side): void {
  finish(store);
  const { spec, past, future, elsewhere, side: from } = store.getState();
  const here: Steps = { spec, past, future };
  const first = side === 'model' ? asTrained(spec) : defaultSpec;
  const there = side === from ? here : (elsewhere[side] ?? { spec: first, ...none });
  store.setState({
    ...there,
    side,
    elsewhere: { ...elsewhere, [from]: here },
    gesture: { name: 'turn', from: there.spec, patch: {} },
    adjusted: [],
  });
}

/**
 * Goes to a Spec that the address bar brought: to its step if it is one of the past or the
 * future, the nearest first; otherwise it is a new step.
 */
export function replace(store: SpecStore, next: Spec): void {
  finish(store);
  const { spec, past, future } = store.getState();
  if (sameSpec(spec, next)) return;
  const back = past.findLastIndex((step) => sameSpec(step, next)) - past.length;
  const on = future.findIndex((step) => sameSpec(step, next)) + 1;
  if (-back <= past.length && (on === 0 || -back <= on)) jump(store, back);
  else if (on > 0) jump(store, on);
  else showSpec(store, next);
}

function jump(store: SpecStore, steps: number): void {
  const { spec, past, future } = store.getState();
  const line = [...past, spec, ...future];
  const at = past.length + steps;
  const next = line[at];
  if (next === undefined) return;
  store.setState({
    spec: next,
    past: line.slice(0, at),
    future: line.slice(at + 1),
    adjusted: [],
  });
}

function joined(before: SpecPatch, after: SpecPatch): SpecPatch {
  if (after.encoding !== undefined) return { ...before, params: {}, ...after };
  return { ...before, ...after, params: { ...before.params, ...after.params } };
}
