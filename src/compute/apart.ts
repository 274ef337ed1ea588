/**
 * The pipeline without WebGPU, in a thread of its own (`worker.ts`): what it computes there takes as
 * long as it takes, and the page goes on. The thread is ended where a person stops a picture, or a
 * newer one has waited too long; what else was asked of it is asked of the next.
 */
import { pageAddress } from '../bytes/pageAddress.ts';
import { Missing } from '../encodings/missing.ts';
import { type OpenedTable, openedTable, openedTableVersion } from '../encodings/openedTable.ts';
import { racerOf } from '../race/recorded/winners.ts';
import type { FallbackReason, Frame } from '../state/frame.ts';
import { type OpenedModel, openedModel, openedModelVersion } from '../state/openedModel.ts';
import { heldRaced, heldRacedVersion, type RacedModel } from '../state/raced.ts';
import { schemeOf } from '../state/spec.ts';
import { Stopped } from '../state/stopped.ts';
import type { Localized } from '../text/locale.ts';
import { startWorker } from '../threads/thread.ts';
import type { Device, Memory } from './device.ts';
import { type FrameData, withFloat64 } from './float64.ts';
import { largestLength } from './largest.ts';
import type { Beside, Pipeline, PipelineEvents } from './pipeline.ts';
// oxlint-disable-next-line import/default -- the bundler makes it
import address from './worker.ts?worker&url';

/** A method of the pipeline that answers. */
type Method = Exclude<
  keyof Pipeline,
  'stop' | 'cell' | 'device' | 'memory' | 'stats' | 'largestLength'
>;

export interface Call {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

/** First what the thread starts with; then calls, and what a person opened in between. */
export type ToThread =
  | { readonly start: FallbackReason; readonly page: string }
  | { readonly table: OpenedTable }
  | { readonly model: OpenedModel | null }
  | { readonly raced: readonly RacedModel[] }
  | { readonly calls: readonly Call[] };

export type ThreadEvents = Omit<PipelineEvents, 'show'> & { show(frame: FrameData): void };

export type Failure =
  | { readonly missing: Localized }
  /** Of a kind that the browser hands from thread to thread. */
  | { readonly error: unknown };

/** Every message brings the thread's counts of tensors, buffers and runs along. */
export type FromThread = {
  readonly memory: Memory;
  readonly stats: ReturnType<Pipeline['stats']>;
} & (
  | { readonly event: keyof ThreadEvents; readonly given: readonly unknown[] }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: Failure }
);

interface Waiting extends Call {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** A picture that has taken as long is given up for a newer one. */
const patienceMs = 5000;

/** Resolves when the thread has its device. */
export async function startApart(
  reason: FallbackReason,
  events: PipelineEvents,
): Promise<Pipeline> {
  let counted: Pick<FromThread, 'memory' | 'stats'> | null = null;
  let device: Device | null = null;
  let shown: Frame | null = null;
  /** Whether the thread has the tensors of the frame shown. */
  let isHeld = true;
  let newest: object | null = null;
  let asked = 0;
  let tables = 0;
  let models = 0;
  let raced = 0;
  let overtaking: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Map<number, Waiting>();
  const pictures = () => [...waiting.values()].filter(({ method }) => method === 'request');
  let opening: { resolve(): void; reject(error: Error): void };
  const open = new Promise<void>((resolve, reject) => {
    opening = { resolve, reject };
  });
  let thread: Worker | null = started();

  function started(): Worker {
    const worker = startWorker(address);
    worker.addEventListener('message', ({ data }: MessageEvent<FromThread>) => {
      counted = data;
      if ('event' in data) {
        const hear: (...given: never[]) => void = heard[data.event];
        hear(...(data.given as never[])); // as the pipeline in there told it
        return;
      }
      const call = waiting.get(data.id);
      waiting.delete(data.id);
      if ('result' in data) call?.resolve(data.result);
      else if ('missing' in data.failure) call?.reject(new Missing(data.failure.missing));
      else call?.reject(data.failure.error);
    });
    worker.addEventListener('error', ({ message }) => {
      const error = new Error(message || 'the thread that computes has ended');
      opening.reject(error);
      giveUp([...waiting.values()], error);
    });
    send({ start: reason, page: pageAddress() }, worker);
    return worker;
  }

  const heard: ThreadEvents = {
    ...events,
    device(found) {
      // Another thread has another device, and the page keeps its picture.
      if (device === null) events.device(found);
      device = found;
      opening.resolve();
    },
    computing(computing) {
      if (pictures().length > 0) events.computing(computing);
    },
    show(data) {
      clearTimeout(overtaking);
      overtaking = undefined;
      // No one has asked for a picture: it was computed again to answer questions, and is shown already.
      if (pictures().length === 0) return;
      shown = withFloat64(data);
      void events.show(shown, false, data);
    },
  };

  /** Ends the thread at whatever it is; what is still waited for is asked of a new one. */
  function restart(): void {
    clearTimeout(overtaking);
    overtaking = undefined;
    thread?.terminate();
    thread = null;
    tables = 0;
    models = 0;
    raced = 0;
    isHeld = shown === null;
    if (waiting.size > 0) post([...waiting.values()]);
  }

  function giveUp(some: readonly Waiting[], error: Error): void {
    for (const call of some) {
      waiting.delete(call.id);
      call.reject(error);
    }
    events.computing(false);
    restart();
  }

  function post(some: readonly Call[]): void {
    thread ??= started();
    const table = openedTable();
    if (table && tables !== openedTableVersion()) {
      tables = openedTableVersion();
      send({ table }, thread);
    }
    if (models !== openedModelVersion()) {
      models = openedModelVersion();
      send({ model: openedModel() }, thread);
    }
    if (raced !== heldRacedVersion()) {
      raced = heldRacedVersion();
      send({ raced: heldRaced() }, thread);
    }
    const again = !isHeld && shown && pictures().length === 0 ? [requestOf(shown)] : [];
    isHeld = true;
    const calls = [...again, ...some].map(({ id, method, args }) => ({ id, method, args }));
    send({ calls }, thread);
  }

  function ask<T>(method: Method, ...args: readonly unknown[]): Promise<T> {
    asked += 1;
    const call = { id: asked, method, args };
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.set(call.id, { ...call, resolve, reject });
    });
    post([call]);
    return answer as Promise<T>; // the method's own answer
  }

  await open;
  const onDevice = (): Device => {
    if (!device) throw new Error('apart: the thread has its device');
    return device;
  };
  return {
    async request(spec, beside = {}) {
      const own = {};
      newest = own;
      // Its formula is needed on this side as well.
      const all = [spec, ...(beside.rivals ?? [])];
      await Promise.all(
        all.flatMap((each) =>
          [schemeOf(each).load?.(each.params) ?? [], racerOf(each) ?? []].flat(),
        ),
      );
      if (newest !== own) return;
      if (pictures().length > 0) overtaking ??= setTimeout(restart, patienceMs);
      await ask('request', spec, beside);
    },
    stop() {
      const given = pictures();
      if (given.length > 0) giveUp(given, new Stopped());
      return given.length > 0;
    },
    async cell(map, row, column) {
      const matrix = shown?.maps[map];
      if (matrix?.kind !== 'memory' || row >= matrix.rows || column >= matrix.columns) return null;
      return matrix.data[row * matrix.columns + column] ?? null;
    },
    read: (...args) => ask('read', ...args),
    quantities: () => ask('quantities'),
    block: (...args) => ask('block', ...args),
    lens: (...args) => ask('lens', ...args),
    thumbnail: (...args) => ask('thumbnail', ...args),
    permute: (...args) => ask('permute', ...args),
    cancelModel: () => void ask('cancelModel'),
    losses: (...args) => ask('losses', ...args),
    settleModel: () => ask('settleModel'),
    following: (...args) => ask('following', ...args),
    forgetLine: () => ask('forgetLine'),
    sentences: (...args) => ask('sentences', ...args),
    pieces: (...args) => ask('pieces', ...args),
    lookAtTable: (...args) => ask('lookAtTable', ...args),
    embedOpened: (...args) => ask('embedOpened', ...args),
    attendOpened: (...args) => ask('attendOpened', ...args),
    runOpenedLayer: (...args) => ask('runOpenedLayer', ...args),
    timedPass: (...args) => ask('timedPass', ...args),
    stream: (...args) => ask('stream', ...args),
    apart: (...args) => ask('apart', ...args),
    byDistance: (...args) => ask('byDistance', ...args),
    entropies: (...args) => ask('entropies', ...args),
    moved: (...args) => ask('moved', ...args),
    device: onDevice,
    largestLength: () => largestLength(onDevice(), 1),
    memory: () => counted?.memory ?? { tensors: 0, bytesAllocated: 0, bytesPooled: 0 },
    stats: () => counted?.stats ?? { runs: 0, dispatches: 0, bytesRead: 0 },
  };
}

function send(message: ToThread, to: Worker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  to.postMessage(message);
}

/** What asks for the picture that a frame is of; nobody waits for the answer. */
function requestOf({ spec, line, rivals, stages, model }: Frame): Call {
  const beside: Beside = {
    rivals: rivals.map(({ frame }) => frame.spec),
    stages: stages !== null,
    terms: (stages?.terms.length ?? 0) > 0,
    model: model !== null,
    tokens: model?.own ? { ids: model.ids, labels: line.tokens, closing: 0 } : null,
  };
  return { id: 0, method: 'request', args: [spec, beside] };
}
