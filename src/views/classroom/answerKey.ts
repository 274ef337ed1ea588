/**
 * The right answers of a lesson, read from the page: it shows each question's state in turn, as it would
 * show it to a student, and then again what it showed before. Nothing of that is a step of the history.
 */
import type { NamedLesson } from '../../lessons/lessons.ts';
import { placeState } from '../../lessons/place.ts';
import { answerOf, type Result } from '../../lessons/result.ts';
import { shownStore } from '../../show/shown.ts';
import type { Frame } from '../../state/frame.ts';
import type { Spec } from '../../state/spec.ts';
import { sideOf, specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { liveOf, shows } from '../lessons/live.ts';
import { questionOf } from '../lessons/useQuestion.ts';

/** By the number of its step. */
export type AnswerKey = ReadonlyMap<number, Result>;

/** The steps of a lesson that ask for a prediction, by their numbers. */
export function questionsOf({ steps }: NamedLesson) {
  return steps.flatMap((step, at) => {
    const question = questionOf(step);
    return question ? [{ number: at + 1, step, question }] : [];
  });
}

/**
 * @param told  how many of them are there, after each
 * @param gone  whether nobody waits for them any more
 */
export async function answerKey(
  lesson: NamedLesson,
  told: (key: AnswerKey) => void,
  gone: () => boolean,
): Promise<void> {
  const { spec, side, gesture } = specStore.getState();
  const { locale, beside, race } = viewStore.getState();
  const key = new Map<number, Result>();
  try {
    for (const { number, question } of questionsOf(lesson)) {
      if (gone()) return;
      const goal = placeState(lesson, number, locale, question.reveals);
      // As while something is dragged: none of it is a step.
      specStore.setState({
        spec: goal.spec,
        side: sideOf(goal.look),
        gesture: { name: 'answers', from: spec, patch: {} },
      });
      viewStore.setState({ beside: goal.look.beside, race: goal.look.race });
      key.set(number, await read(goal.spec, gone, (frame) => answerOf(question, liveOf(frame))));
      told(new Map(key));
    }
  } finally {
    viewStore.setState({ beside, race });
    specStore.setState({ spec, side, gesture });
  }
}

/** Reads from the picture of a Spec once it is there; a number that is not there yet is waited for. */
function read<T>(spec: Spec, gone: () => boolean, ask: (frame: Frame) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let asked: Frame | null = null;
    const stop = shownStore.subscribe(() => look());
    const end = (finish: () => void) => {
      stop();
      finish();
    };
    function look(): void {
      const { frame, settled } = shownStore.getState();
      if (gone()) end(() => reject(new RangeError('answers: nobody waits for them')));
      if (!frame || !settled || frame === asked || !shows(frame, spec)) return;
      asked = frame;
      ask(frame).then(
        (found) => end(() => resolve(found)),
        (error: unknown) => {
          // It is asked for again with the next picture.
          if (!(error instanceof RangeError)) end(() => reject(error));
        },
      );
    }
    look();
  });
}
