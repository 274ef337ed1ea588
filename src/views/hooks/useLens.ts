/** What lenses share: answers about the current frame, and drawing that follows the crosshair. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Cross } from '../../show/cross.ts';
import { onCross, readout } from '../../show/readout.ts';
import { afterPause, answers } from '../../show/shown.ts';
import type { Frame } from '../../state/frame.ts';
import type { LensAnswers } from '../../state/lens.ts';
import { useFrame, useShown } from './stores.ts';

export interface LensProps {
  readonly frame: Frame;
}

/** An answer, and the frame that it is about. */
export interface Answer<T> {
  readonly frame: Frame;
  readonly answer: T | null;
}
export type Answered<K extends keyof LensAnswers> = Answer<LensAnswers[K]>;

/**
 * Asks about each frame once the changes have stopped; the last answer stays until the next is
 * there. Null before the first.
 */
export function useAnswer<K extends keyof LensAnswers>(name: K): Answered<K> | null {
  return useSettled(useCallback(() => answers.lens(name), [name]));
}

/** A slider that is held still for less goes on being dragged: a question that takes long would hold it up. */
const restMs = 300;

type Ask<T> = (frame: Frame) => Promise<T | null>;

/**
 * @param ask  the same function until the question is another
 * @param meanwhile  a quicker question with answers of the same kind, asked while changes go on: of the
 *   frames that come before its answer is there, none
 */
export function useSettled<T>(ask: Ask<T>, meanwhile?: Ask<T>): Answer<T> | null {
  const frame = useFrame();
  const settled = useShown((now) => now.settled);
  const [answered, setAnswered] = useState<Answer<T> | null>(null);
  const asking = useRef(false);
  useEffect(() => {
    if (!frame) return;
    if (settled) {
      let overtaken = false;
      const begin = () =>
        void ask(frame).then((answer) => {
          if (!overtaken) setAnswered({ frame, answer });
        });
      const giveUp = meanwhile ? afterPause(restMs, begin) : begin();
      return () => {
        overtaken = true;
        giveUp?.();
      };
    }
    if (!meanwhile || asking.current) return;
    asking.current = true;
    void meanwhile(frame)
      .then((answer) => setAnswered({ frame, answer }))
      .finally(() => {
        asking.current = false;
      });
  }, [frame, settled, ask, meanwhile]);
  return answered;
}

/** Draws after each render and whenever the crosshair moves, before the next frame of the screen. */
export function useCrossDrawing(draw: (cross: Cross, frame: Frame) => void): void {
  const latest = useRef(draw);
  useEffect(() => {
    latest.current = draw;
    drawNow(draw);
  });
  useEffect(() => {
    let asked = 0;
    const stop = onCross(() => {
      asked ||= requestAnimationFrame(() => {
        asked = 0;
        drawNow(latest.current);
      });
    });
    return () => {
      cancelAnimationFrame(asked);
      stop();
    };
  }, []);
}

function drawNow(draw: (cross: Cross, frame: Frame) => void): void {
  const { cross, frame } = readout.getState();
  if (cross && frame) draw(cross, frame);
}
