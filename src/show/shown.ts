/**
 * What is shown: the frame, what measures and paints it, and what is said about it. Set by
 * main.tsx; read by the views, which never see a tensor.
 */
import { createStore } from 'zustand/vanilla';
import type { Painter } from '../paint/painter.ts';
import type { Asked } from '../state/asked.ts';
import type { Check, DeviceInfo, Frame, ModelState, Problem } from '../state/frame.ts';
import type { MapName } from '../state/view.ts';

export const mapNames = [
  'positions',
  'similarity',
  'attention',
] as const satisfies readonly MapName[];

export interface Shown {
  readonly painter: Painter | null;
  readonly frame: Frame | null;
  /** Whether a picture is on its way. */
  readonly computing: boolean;
  /** Whether a person stopped it, and there is no older picture to go back to. */
  readonly stopped: boolean;
  /** Nothing newer is on its way: time to read a row, or to check. */
  readonly settled: boolean;
  readonly device: DeviceInfo | null;
  /** How far the maps lie from float64; null while that is worked out. */
  readonly check: Check | null;
  readonly problem: Problem | null;
  /** The files of a trained model, or its layers. */
  readonly model: ModelState;
  /** A passing word, such as that the link is copied. */
  readonly word: string | null;
  /** Shows a newer version of the page, by a reload; null while there is none. */
  readonly newer: (() => void) | null;
}

export const shownStore = createStore<Shown>(() => ({
  painter: null,
  frame: null,
  computing: false,
  stopped: false,
  settled: false,
  device: null,
  check: null,
  problem: null,
  model: { kind: 'absent' },
  word: null,
  newer: null,
}));

/** What the page does for its views. */
export interface Actions extends Asked {
  /** Gives up the picture that is being computed. */
  stop(): void;
  /** Asks for the picture once more, after something it needed could not be had. */
  again(): void;
}

let actions: Actions | null = null;
let provide: (given: Actions) => void;
/** Whoever asks before there is a pipeline waits for it. */
const provided = new Promise<Actions>((resolve) => {
  provide = resolve;
});

export function provideActions(given: Actions): void {
  actions = given;
  provide(given);
}

export const askAgain = (): void => actions?.again();
export const stopComputing = (): void => actions?.stop();

/** Questions about the frame shown that have not been answered yet, or are about to be asked. */
let unanswered = 0;
const aboutFrame: readonly (keyof Asked)[] = ['cell', 'block', 'lens'];

/** Whether nothing is asked that is still on its way. */
export const allAnswered = (): boolean => unanswered === 0;

/**
 * Does something once nothing has changed for a while; until then the page does not rest.
 *
 * @returns what gives it up
 */
export function afterPause(milliseconds: number, work: () => void): () => void {
  let waits = true;
  unanswered += 1;
  const over = () => {
    if (waits) unanswered -= 1;
    waits = false;
  };
  const timer = setTimeout(() => {
    work();
    over();
  }, milliseconds);
  return () => {
    clearTimeout(timer);
    over();
  };
}

/** Asks what computes, by the names of its questions. */
export const answers = new Proxy({} as Asked, {
  get:
    (_, name: keyof Asked) =>
    async (...given: never[]) => {
      const counts = aboutFrame.includes(name) ? 1 : 0;
      unanswered += counts;
      try {
        const question: (...asked: never[]) => unknown = (await provided)[name];
        return await question(...given);
      } finally {
        unanswered -= counts;
      }
    },
});
