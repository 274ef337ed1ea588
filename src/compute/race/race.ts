/**
 * A race in a thread of its own, as the page sees it: the page stays quick, whatever is trained. In a
 * tab that nobody sees it pauses, and goes on when it is seen again.
 */
import { pageAddress } from '../../bytes/pageAddress.ts';
import { type OpenedTable, openedTable } from '../../encodings/openedTable.ts';
import type { Inspection, Race, RaceConfig, RaceState } from '../../state/race.ts';
import type { KeptRace } from '../../state/raceWeights.ts';
import { startWorker } from '../../threads/thread.ts';
import type { Engine } from './engine.ts';
// oxlint-disable-next-line import/default -- the bundler makes it
import address from './worker.ts?worker&url';

export interface Asked {
  readonly id: number;
  readonly method: keyof Engine;
  readonly args: readonly unknown[];
}

export type ToThread =
  | {
      readonly start: RaceConfig;
      readonly from: KeptRace | null;
      readonly page: string;
      readonly table: OpenedTable | null;
    }
  | Asked;

export type FromThread =
  | { readonly started: true }
  | { readonly started: false; readonly error: unknown }
  | { readonly state: RaceState }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: unknown };

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * Rejects where the thread cannot be had, or a scheme lacks what it needs; with a RangeError where
 * what it is to go on from is of another race.
 *
 * @param from  what it goes on from; null to begin
 */
export async function startRace(config: RaceConfig, from: KeptRace | null = null): Promise<Race> {
  const worker = startWorker(address);
  const listeners = new Set<(state: RaceState) => void>();
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let state: RaceState;
  let hiddenWhileRunning = false;

  function hear(newer: RaceState): void {
    state = newer;
    for (const listener of listeners) listener(newer);
  }

  /** Nothing comes of what is still waited for. */
  function end(error: unknown): void {
    worker.terminate();
    document.removeEventListener('visibilitychange', followSight);
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
  }

  function ask<T>(method: keyof Engine, ...args: readonly unknown[]): Promise<T> {
    if (state.status === 'stopped') return Promise.reject(new Error('race: it is stopped'));
    asked += 1;
    const id = asked;
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
    send({ id, method, args }, worker);
    return answer as Promise<T>; // the method's own answer
  }

  /** Errors of what nobody waits for are the page's. */
  const ignore = (answer: Promise<unknown>) => void answer.catch(reportError);

  function followSight(): void {
    if (document.hidden && state.status === 'running') {
      hiddenWhileRunning = true;
      ignore(ask('pause'));
    } else if (!document.hidden && hiddenWhileRunning) {
      hiddenWhileRunning = false;
      ignore(ask('run'));
    }
  }

  await new Promise<void>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromThread>) => {
      if ('state' in data) hear(data.state);
      else if ('started' in data) {
        if (data.started) resolve();
        else reject(data.error);
      } else {
        const call = waiting.get(data.id);
        waiting.delete(data.id);
        if ('error' in data) call?.reject(data.error);
        else call?.resolve(data.result);
      }
    });
    worker.addEventListener('error', ({ message }) => {
      const error = new Error(message || 'the thread that trains has ended');
      reject(error);
      end(error);
    });
    send({ start: config, from, page: pageAddress(), table: openedTable() }, worker);
  }).catch((error: unknown) => {
    end(error);
    throw error;
  });
  document.addEventListener('visibilitychange', followSight);

  return {
    start: () => ignore(ask('run')),
    pause() {
      hiddenWhileRunning = false;
      ignore(ask('pause'));
    },
    step: (count) => ask('step', count),
    keep: () => ask('keep'),
    lastGood: () => ask('lastGood'),
    stop() {
      if (state.status === 'stopped') return;
      hear({ ...state, status: 'stopped' });
      end(new Error('race: it is stopped'));
    },
    state: () => state,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    inspect: (racer, tokens): Promise<Inspection> => ask('inspect', racer, tokens),
  };
}

function send(message: ToThread, to: Worker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  to.postMessage(message);
}
