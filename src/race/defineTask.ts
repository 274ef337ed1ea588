/** What a task declares in a file `NAME.task.ts` of `tasks/`, and what all of them have in common. */
import type { RaceConfig } from '../state/race.ts';
import type { Localized } from '../text/locale.ts';
import type { Batch, Task } from './task.ts';

/** A place that waits for its answer. */
export const blank = '_';

/** One row of tokens; `null` where nothing is asked. */
export interface Sequence {
  readonly ids: readonly number[];
  readonly targets: readonly (number | null)[];
}

interface Declared {
  readonly name: RaceConfig['task'];
  readonly text: {
    readonly name: Localized;
    /** What is asked, in one sentence. */
    readonly asks: Localized;
    /** Why its answer hangs on the order. */
    readonly why: Localized;
  };
  /** How each token is written, by its id. */
  readonly symbols: (config: RaceConfig) => readonly string[];
  /** @param length  how many tokens, 4 or more */
  readonly sequence: (random: () => number, length: number, config: RaceConfig) => Sequence;
}

/** A task with the words and signs that a reader is told it in. */
export type ToldTask = Task & Pick<Declared, 'text' | 'symbols'>;

export function defineTask({ name, text, symbols, sequence }: Declared): ToldTask {
  const vocabulary = (config: RaceConfig) => symbols(config).length;
  return {
    name,
    text,
    symbols,
    vocabulary,
    batch(random, size, length, config): Batch {
      const ids = new Int32Array(size * length);
      const targets = new Int32Array(size * length);
      const counted = new Uint8Array(size * length);
      for (let row = 0; row < size; row++) {
        const made = sequence(random, length, config);
        ids.set(made.ids, row * length);
        made.targets.forEach((target, position) => {
          if (target === null) return;
          targets[row * length + position] = target;
          counted[row * length + position] = 1;
        });
      }
      return { vocabulary: vocabulary(config), length, ids, targets, counted };
    },
  };
}

/** A whole number below `count`, each as likely. */
export const drawn = (random: () => number, count: number): number => Math.floor(random() * count);

/** That many of them. */
export const row = (random: () => number, length: number, count: number): number[] =>
  Array.from({ length }, () => drawn(random, count));

/**
 * A question and its answer. An encoder finds blanks after the question; a decoder, which must not
 * see what is to come, has each token of the answer before it when it gives the next, as a language
 * model does.
 *
 * @param answer  as long as there is room for at most: length − question
 * @param empty   the id of the blank
 */
export function answered(
  question: readonly number[],
  answer: readonly number[],
  { length, empty, causal }: { length: number; empty: number; causal: boolean },
): Sequence {
  const places = length - question.length;
  const before = causal ? [empty, ...answer] : [];
  return {
    ids: [...question, ...Array.from({ length: places }, (_, at) => before[at] ?? empty)],
    targets: [
      ...question.map(() => null),
      ...Array.from({ length: places }, (_, at) => answer[at] ?? null),
    ],
  };
}

export const letters: readonly string[] = [...'abcdefgh'];
export const digits: readonly string[] = [...'0123456789'];
