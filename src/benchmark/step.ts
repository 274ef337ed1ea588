/**
 * What is measured: one event of the slider, from the change of the Spec to the screen, and what it
 * cost. The way of drawing is a stand-in for the page's painter; all else is the page's own.
 */
import type { Painter } from '../paint/painter.ts';
import { shownStore } from '../show/shown.ts';
import type { Spec } from '../state/spec.ts';
import { change, specStore } from '../state/store.ts';
import type { BenchmarkOptions } from './options.ts';

/** What main.tsx lends: the running pipeline, without its tensors. */
export interface BenchmarkParts {
  request(spec: Spec): Promise<void>;
  /** Milliseconds of one pass over all heads. */
  pass(spec: Spec, kind: 'page' | 'composed'): Promise<number>;
  stats(): { readonly runs: number; readonly dispatches: number; readonly bytesRead: number };
  device(): GPUDevice | null;
}

export type MethodName = 'page' | 'image-data' | 'svg';

export interface Method {
  readonly name: MethodName;
  readonly painter: Painter;
  /** Puts what it draws on before the page, and takes it away. */
  enter(): void;
  leave(): void;
}

export interface Sample {
  readonly drawn: number;
  readonly painted: number;
  readonly bytesRead: number;
  readonly dispatches: number;
  readonly draws: number;
}

/** One step of the history, however many events: it ends on the Spec it began with. */
export const gesture = 'benchmark';

/** Steps that are not counted, before those that are. */
export const warmUps = 2;

/** The page as it is. */
export function pageMethod(painter: Painter): Method {
  return { name: 'page', painter, enter() {}, leave() {} };
}

/** The Spec that every method draws, at a length; a step changes its base. */
export function showLength(length: number, { dim, heads }: BenchmarkOptions): void {
  change(
    specStore,
    { encoding: 'sinusoidal', params: {}, mask: 'causal', head: 1, start: 0, length, dim, heads },
    { gesture },
  );
}

let base = 10_000;

/** Of a Spec that was never computed: nothing can come from a cache. */
export function nextBase(): number {
  base += 1;
  return base;
}

/** What a slider does with one event; resolves when the screen has it. */
export async function stepped(
  method: Method,
  value: number,
  painter: Painter,
  parts: BenchmarkParts,
): Promise<Sample> {
  const before = costOf(method, painter, parts);
  const start = performance.now();
  const spec = moved(value);
  await parts.request(spec);
  await method.painter.painted();
  const drawn = performance.now() - start;
  await onScreen();
  const painted = performance.now() - start;
  if (shownStore.getState().frame?.spec !== spec) throw new Error('it was not shown');
  const after = costOf(method, painter, parts);
  return {
    drawn,
    painted,
    bytesRead: after.bytesRead - before.bytesRead,
    dispatches: after.dispatches - before.dispatches,
    draws: after.draws - before.draws,
  };
}

export function moved(value: number): Spec {
  change(specStore, { params: { base: value } }, { gesture });
  return specStore.getState().spec;
}

/** All that was spent so far: by the pipeline, the page's painter and the one that stands in. */
function costOf(method: Method, painter: Painter, parts: BenchmarkParts) {
  const { dispatches, bytesRead } = parts.stats();
  const painters = new Set([painter.counts, method.painter.counts]);
  const sum = (name: 'dispatches' | 'bytesRead' | 'draws') =>
    [...painters].reduce((total, counts) => total + counts[name], 0);
  return {
    dispatches: dispatches + sum('dispatches'),
    bytesRead: bytesRead + sum('bytesRead'),
    draws: sum('draws'),
  };
}

/** Resolves when the next frame has been laid out and painted. */
export function onScreen(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => void task().then(resolve));
  });
}

/** A turn of the event loop, without the 4 ms that nested timers wait. */
export function task(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
