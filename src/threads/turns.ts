/**
 * Work on the host that takes long, as a generator which yields where it may be interrupted: run at
 * once where the answer is needed now, or with a turn for everything else in between.
 */

/** The answer at once. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * The answer, with turns for the page in between; null once it is no longer wanted.
 *
 * @param pause  lets everything else have its turn where it is time
 */
export async function inTurns<T>(
  work: Generator<void, T>,
  pause: () => Promise<void> | undefined,
  wanted: () => boolean = () => true,
): Promise<T | null> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    const turn = pause();
    if (!turn) continue;
    await turn;
    if (!wanted()) return null;
  }
}
