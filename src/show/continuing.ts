/**
 * A language model goes on with the text, token by token. All that it writes is one step of the history; a
 * change that anyone else makes ends it where it is.
 */
import { createStore } from 'zustand/vanilla';
import { Missing } from '../encodings/missing.ts';
import { chances } from '../explain/order.ts';
import { drawnToken } from '../explain/sample.ts';
import { readIds } from '../files/ids.ts';
import { openedModel } from '../state/openedModel.ts';
import type { Look } from '../state/page.ts';
import { change, continuing, finish, specStore } from '../state/store.ts';
import type { Localized } from '../text/locale.ts';
import { localized } from '../text/t.ts';
import { textOf, tokensOf } from './opened.ts';
import { answers } from './shown.ts';

interface Continuation {
  readonly going: boolean;
  /** Tokens written, and how many it is to be. */
  readonly done: number;
  readonly of: number;
  /** Milliseconds of each but the first, which takes the whole text. */
  readonly each: readonly number[];
  /** Why it ended before it was to; null as long as it did not. */
  readonly ended: 'end' | Localized | null;
}

export const continuationStore = createStore<Continuation>(() => ({
  going: false,
  done: 0,
  of: 0,
  each: [],
  ended: null,
}));

/** Of the one that goes on. */
let stopped: AbortController | null = null;

export function stopContinuing(): void {
  stopped?.abort();
  answers.cancelModel();
}

/** A device that is lost comes back after a while; so often it is asked again. */
const mostRetries = 20;
const retryMs = 500;

/** Goes on with the text of the model that is open. @param look  for how long, and by what chance */
export async function continueText(look: Pick<Look, 'goOn' | 'sampling' | 'draw'>): Promise<void> {
  stopped?.abort();
  const own = new AbortController();
  stopped = own;
  const of = Number(look.goOn);
  continuationStore.setState({ going: true, done: 0, of, each: [], ended: null });
  try {
    await go(of, Number(look.sampling), chances(look.draw), own.signal);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    continuationStore.setState({ ended: error.reason });
  } finally {
    finishIfOwn();
    if (stopped === own) {
      continuationStore.setState({ going: false });
      await answers.forgetLine();
    }
  }
}

async function go(
  of: number,
  temperature: number,
  chance: () => number,
  signal: AbortSignal,
): Promise<void> {
  let { spec } = specStore.getState();
  const { text } = spec;
  const line = await idsOf(text);
  const ends = openedModel()?.ends ?? [];
  const isOver = () => signal.aborted || specStore.getState().spec !== spec;
  const made: number[] = [];
  while (made.length < of) {
    const since = performance.now();
    const logits = await following([...line, ...made], isOver);
    if (isOver()) return;
    if (!logits) {
      continuationStore.setState({ ended: localized('language.goOn.lost') });
      return;
    }
    const id = drawnToken(logits, temperature, chance());
    if (ends.includes(id)) {
      continuationStore.setState({ ended: 'end' });
      return;
    }
    made.push(id);
    const more = await textOf(made);
    if (isOver()) return;
    change(specStore, { text: text + more }, { gesture: continuing });
    ({ spec } = specStore.getState());
    const took = performance.now() - since;
    continuationStore.setState(({ each }) => ({
      done: made.length,
      each: made.length > 1 ? [...each, took] : each,
    }));
  }
}

async function idsOf(text: string): Promise<readonly number[]> {
  const known = await tokensOf(text);
  // What closes a line is not gone on with.
  if (known) return known.ids.slice(0, known.ids.length - known.closing);
  const read = readIds(text);
  return 'bad' in read ? [] : read.ids;
}

/** Null where it is over, or the device does not come back. */
async function following(
  ids: readonly number[],
  isOver: () => boolean,
): Promise<Float32Array | null> {
  const { spec } = specStore.getState();
  for (let retry = 0; retry < mostRetries && !isOver(); retry++) {
    const logits = await answers.following(spec, ids);
    if (logits) return logits;
    await new Promise((resolve) => {
      setTimeout(resolve, retryMs);
    });
  }
  return null;
}

/** What was written is a step; a gesture of someone else goes on. */
function finishIfOwn(): void {
  if (specStore.getState().gesture?.name === continuing) finish(specStore);
}
