/** When what is asked for is run: one at a time, and the newest wins. Knows nothing of what it is. */

export interface Runs<Request> {
  /** The one that waits; one that is overtaken while it waits is never run. */
  readonly pending: Request | null;
  /** Resolves when this one, or a later one, was run. */
  run(next: Request): Promise<void>;
  /** Resolves when what was asked for was run. */
  last(): Promise<void>;
  /** Gives up the one that waits. */
  drop(): void;
  /** Resolves when none is run and none waits. */
  free(): Promise<void>;
}

export interface Running<Request> {
  run(next: Request): Promise<void>;
  /** Whether anything is being run. */
  busy(busy: boolean): void;
  /** What a run has to wait for; null where it need not. */
  waitFor(): Promise<void> | null;
}

export function newestRuns<Request>(given: Running<Request>): Runs<Request> {
  let pending: Request | null = null;
  let running: Promise<void> | null = null;

  async function drain(): Promise<void> {
    // A turn of the queue first: requests made in the same turn become one run.
    await Promise.resolve();
    given.busy(true);
    try {
      while (pending) {
        await given.waitFor();
        const next: Request = pending;
        pending = null;
        try {
          await given.run(next);
        } catch (error) {
          // What overtook it is run all the same.
          if (!pending) throw error;
        }
      }
    } finally {
      running = null;
      given.busy(false);
    }
  }

  return {
    get pending() {
      return pending;
    },
    run(next) {
      pending = next;
      return (running ??= drain());
    },
    last: async () => running ?? undefined,
    drop: () => {
      pending = null;
    },
    async free() {
      // A run that fails is heard of where it was asked for.
      for (let on = given.waitFor() ?? running; on; on = given.waitFor() ?? running)
        await on.catch(() => {});
    },
  };
}
