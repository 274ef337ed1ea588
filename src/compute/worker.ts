/** The thread of the pipeline without WebGPU: answers what `apart.ts` asks, and tells what happens. */
import { setPageAddress } from '../bytes/pageAddress.ts';
import { loadEncodings } from '../encodings/index.ts';
import { Missing } from '../encodings/missing.ts';
import { setOpenedTable } from '../encodings/openedTable.ts';
import type { FallbackReason } from '../state/frame.ts';
import { setOpenedModel } from '../state/openedModel.ts';
import { holdRaced } from '../state/raced.ts';
import '../text/later.ts';
import { locales } from '../text/locale.ts';
import { loadLocale } from '../text/t.ts';
import type { Call, Failure, FromThread, ThreadEvents, ToThread } from './apart.ts';
import { openFallbackDevice } from './device.ts';
import type { FrameData } from './float64.ts';
import { type Pipeline, startPipeline } from './pipeline.ts';

let pipeline: Promise<Pipeline>;
/** Once it is there. */
let running: Pipeline | null = null;

addEventListener('message', ({ data }: MessageEvent<ToThread>) => {
  if ('start' in data) {
    setPageAddress(data.page);
    pipeline = started(data.start);
  } else if ('raced' in data) data.raced.forEach(holdRaced);
  else if ('table' in data) setOpenedTable(data.table);
  else if ('model' in data) setOpenedModel(data.model);
  else for (const call of data.calls) void answer(call);
});

async function started(reason: FallbackReason): Promise<Pipeline> {
  await Promise.all([loadEncodings(), ...locales().map(loadLocale)]);
  const device = await openFallbackDevice(reason);
  running = startPipeline(device, {
    device: (found) => tell('device', found),
    computing: (computing) => tell('computing', computing),
    settled: () => tell('settled'),
    checked: (check) => tell('checked', check),
    model: (state) => tell('model', state),
    problem: (problem) => tell('problem', problem),
    instead: (nearest) => tell('instead', nearest),
    show: (_, __, data) => say({ event: 'show', given: [data] }, buffersIn(data)),
  });
  return running;
}

async function answer({ id, method, args }: Call): Promise<void> {
  const on = await pipeline;
  const ask: (...given: never[]) => unknown = on[method];
  try {
    const result = await ask(...(args as never[])); // as they were given for the method
    say({ id, result });
  } catch (error) {
    const failure: Failure = error instanceof Missing ? { missing: error.reason } : { error };
    say({ id, failure });
  }
}

function tell<E extends keyof ThreadEvents>(event: E, ...given: Parameters<ThreadEvents[E]>): void {
  say({ event, given });
}

type Said<T> = T extends unknown ? Omit<T, 'memory' | 'stats'> : never;

function say(message: Said<FromThread>, transfer: Transferable[] = []): void {
  const counted = {
    memory: running?.memory() ?? { tensors: 0, bytesAllocated: 0, bytesPooled: 0 },
    stats: running?.stats() ?? { runs: 0, dispatches: 0, bytesRead: 0 },
  };
  postMessage({ ...message, ...counted }, { transfer });
}

/** What a frame is drawn from, handed over: in here it is its tensors that are asked about. */
function buffersIn({ maps, stages, rivals, model }: FrameData): Transferable[] {
  const found: Transferable[] = [];
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ('data' in part && part.data instanceof Float32Array) found.push(part.data.buffer);
    else Object.values(part).forEach(look);
  };
  [maps, stages, model, ...rivals.map(({ differences }) => differences)].forEach(look);
  return [...found, ...rivals.flatMap(({ frame }) => buffersIn(frame))];
}
