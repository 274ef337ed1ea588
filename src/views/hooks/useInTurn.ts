/** Questions about the current frame, asked one after another; a newer frame takes over. */
import { useEffect, useState } from 'react';
import type { Frame } from '../../state/frame.ts';
import { useFrame, useShown } from './stores.ts';

export interface Turn<Q, A> {
  readonly frame: Frame;
  readonly questions: readonly Q[];
  /** As many as have come, in the order of the questions; null where there is no such thing. */
  readonly answers: readonly (A | null)[];
}

/**
 * @param questionsOf  the same function until the questions are others; so is `ask`
 * @param going        false stops after the question that is being answered
 */
export function useInTurn<Q, A>(
  questionsOf: (frame: Frame) => readonly Q[],
  ask: (question: Q, frame: Frame) => Promise<A | null>,
  going = true,
): Turn<Q, A> | null {
  const frame = useFrame();
  const settled = useShown((now) => now.settled);
  const [turn, setTurn] = useState<Turn<Q, A> | null>(null);
  useEffect(() => {
    if (!frame || !settled || !going) return;
    let overtaken = false;
    const questions = questionsOf(frame);
    const answerAll = async () => {
      const answers: (A | null)[] = [];
      for (const question of questions) {
        answers.push(await ask(question, frame));
        if (overtaken) return;
        setTurn({ frame, questions, answers: [...answers] });
      }
    };
    void answerAll();
    return () => {
      overtaken = true;
    };
  }, [frame, settled, going, questionsOf, ask]);
  return turn;
}
