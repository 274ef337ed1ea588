/** Long work on the main thread, in pieces: whatever else waits has its turn between them. */

/** Called often: does nothing while a piece is short, and lets the queue run once it is not. */
export type Pause = () => Promise<void> | undefined;

/** Resolves when whatever else waits has had its turn. */
export const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

/** @param most  milliseconds of a piece; a third of what is felt as a delay */
export function pauses(most = 16): Pause {
  let begun = performance.now();
  return () => {
    if (performance.now() - begun < most) return undefined;
    return turn().then(() => {
      begun = performance.now();
    });
  };
}
