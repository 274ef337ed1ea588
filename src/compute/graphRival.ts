/**
 * The graph model as the page's own benchmark meets it: a thread that answers with the vector of a
 * sentence and the time that it took. Nothing of it is loaded before the benchmark asks.
 */
import type { DeviceInfo } from '../state/frame.ts';
import type { Spec } from '../state/spec.ts';
import { startThread, type Thread } from '../threads/thread.ts';
// oxlint-disable-next-line import/default -- the bundler makes it
import threadAddress from './graphWorker.ts?worker&url';
import type { Pipeline } from './pipeline.ts';

export type GraphQuestion =
  | { readonly kind: 'open'; readonly backend: DeviceInfo['backend']; readonly base: string }
  | { readonly kind: 'sentence'; readonly ids: readonly number[] };

export type GraphAnswer =
  | { readonly kind: 'opened' }
  | ({ readonly kind: 'sentence' } & TimedSentence)
  | { readonly kind: 'failed'; readonly reason: string };

interface TimedSentence {
  /** From the token ids until the vector is read back. */
  readonly milliseconds: number;
  /** [512], of length 1. */
  readonly vector: Float32Array;
}

export interface GraphRival {
  /** Rejects where the backend does not run the graph, or does not answer in time. */
  sentence(ids: readonly number[]): Promise<TimedSentence>;
  /** Ends the thread, and its device with it. */
  stop(): void;
}

/**
 * What the benchmark needs of the trained encoder, from the running pipeline.
 *
 * @param trained  positions as the graph has them
 */
export function modelParts(running: Pick<Pipeline, 'pieces' | 'sentences'>, trained: Spec) {
  return {
    ids: async (texts: readonly string[]) =>
      (await running.pieces(texts)).map(({ ids }) => Array.from(ids)),
    async page(text: string) {
      const vector = await running.sentences(trained, [text]);
      if (!vector) throw new Error('bench: the device is gone');
      return vector;
    },
    openGraph: (backend: DeviceInfo['backend']) => openGraph(backend, document.baseURI),
  };
}

/** Compiling every program of a software adapter takes this long, and more is hanging. */
const patienceMs = 90_000;

/**
 * @param base  the address of the page, under which the model's files lie
 * Rejects where the backend cannot be opened, or the files not be had.
 */
async function openGraph(backend: DeviceInfo['backend'], base: string): Promise<GraphRival> {
  const thread = startThread<GraphQuestion, GraphAnswer>(threadAddress);
  try {
    await answered(thread, { kind: 'open', backend, base });
  } catch (error) {
    thread.stop();
    throw error;
  }
  return {
    async sentence(ids) {
      const answer = await answered(thread, { kind: 'sentence', ids });
      if (answer.kind !== 'sentence') throw new Error('graph: it answered something else');
      return answer;
    },
    stop: () => thread.stop(),
  };
}

async function answered(
  thread: Thread<GraphQuestion, GraphAnswer>,
  question: GraphQuestion,
): Promise<GraphAnswer> {
  const answer = await thread.ask(question, patienceMs);
  if (answer.kind === 'failed') throw new Error(answer.reason);
  return answer;
}
