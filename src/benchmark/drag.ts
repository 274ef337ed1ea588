/**
 * A drag of the slider, event after event at their times: as the page takes them, where the latest
 * wins, and with every event computed and drawn in turn.
 */
import type { Painter } from '../paint/painter.ts';
import type { Spec } from '../state/spec.ts';
import type { BenchmarkOptions } from './options.ts';
import { median, rounded } from './statistics.ts';
import {
  type BenchmarkParts,
  moved,
  nextBase,
  onScreen,
  pageMethod,
  showLength,
  stepped,
  task,
  warmUps,
} from './step.ts';

export interface Drag {
  readonly length: number;
  readonly heads: number;
  readonly events: number;
  readonly gapMs: number;
  /** One step awaited on its own, the median of some. */
  readonly oneStepMs: number;
  readonly latestWins: Dragged;
  /** Every event computed and awaited in turn. */
  readonly naive: Dragged;
}

interface Dragged {
  readonly runs: number;
  /** From the first event to the last. */
  readonly eventsMs: number;
  /** From the last event until the frame that shows it is drawn, and until the screen has it. */
  readonly drawnMs: number;
  readonly settledMs: number;
  /** Events that were never shown because the time was up. */
  readonly givenUp: number;
}

const dragBudgetMs = 30_000;

export async function measuredDrag(
  options: BenchmarkOptions,
  painter: Painter,
  parts: BenchmarkParts,
): Promise<Drag> {
  const { dragLength: length, dragEvents: events, dragGapMs: gapMs, heads, steps } = options;
  const page = pageMethod(painter);
  showLength(length, options);
  const alone: number[] = [];
  for (let i = 0; i < warmUps + steps; i += 1) {
    const { drawn } = await stepped(page, nextBase(), painter, parts);
    if (i >= warmUps) alone.push(drawn);
  }
  const settled = async (spec: Spec) => {
    await parts.request(spec);
    await painter.painted();
  };
  let latest: Promise<void> = Promise.resolve();
  const latestWins = await dragged(options, parts, (value) => {
    latest = settled(moved(value));
    return latest;
  });
  let queue: Promise<void> = Promise.resolve();
  let givenUp = 0;
  const until = performance.now() + dragBudgetMs;
  const naive = await dragged(options, parts, (value) => {
    queue = queue.then(async () => {
      if (performance.now() > until) givenUp += 1;
      else await settled(moved(value));
    });
    return queue;
  });
  return {
    length,
    heads,
    events,
    gapMs,
    oneStepMs: rounded(median(alone)),
    latestWins,
    naive: { ...naive, givenUp },
  };
}

/**
 * Sends slider events at their times.
 *
 * @param event  takes one, and resolves when it is drawn
 */
async function dragged(
  { dragEvents: events, dragGapMs: gapMs }: BenchmarkOptions,
  parts: BenchmarkParts,
  event: (value: number) => Promise<void>,
): Promise<Dragged> {
  await onScreen();
  const { runs } = parts.stats();
  const start = performance.now();
  let last: Promise<void> = Promise.resolve();
  for (let i = 0; i < events; i += 1) {
    const wait = start + i * gapMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    else await task();
    last = event(nextBase());
    // An earlier one's failure is the last one's too.
    last.catch(() => undefined);
  }
  const from = performance.now();
  await last;
  const drawnMs = performance.now() - from;
  await onScreen();
  return {
    runs: parts.stats().runs - runs,
    eventsMs: rounded(from - start),
    drawnMs: rounded(drawnMs),
    settledMs: rounded(performance.now() - from),
    givenUp: 0,
  };
}
