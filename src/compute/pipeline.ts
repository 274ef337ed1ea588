/**
 * Turns the newest Spec into a Frame, and answers what is asked about it. Owns every tensor; when
 * things are run, the device, and where numbers come from have files of their own.
 */
import { pageAddress } from '../bytes/pageAddress.ts';
import type { Encoded } from '../files/tokenizer/tokenizer.ts';
import { finished } from '../gpu/finished.ts';
import type { Section } from '../gpu/tape.ts';
import { racerOf } from '../race/recorded/winners.ts';
import type { Asked } from '../state/asked.ts';
import type { Fitted } from '../state/fitted.ts';
import type { Check, FallbackReason, Frame, ModelState, Problem } from '../state/frame.ts';
import { fields, type Spec, schemeOf } from '../state/spec.ts';
import { specKey } from '../state/specKey.ts';
import { Stopped } from '../state/stopped.ts';
import { turn } from '../threads/pause.ts';
import { checkShown } from './check.ts';
import { type Device, type Memory, memoryOf } from './device.ts';
import { deviceLife } from './deviceLife.ts';
import { experiments } from './experiments.ts';
import { type FrameData, withFloat64 } from './float64.ts';
import { frameOf } from './frames.ts';
import { createInputs } from './inputs.ts';
import { languageSource } from './languageSource.ts';
import { largestLength } from './largest.ts';
import { lensAnswers } from './lenses.ts';
import { createModel, sentencesOf } from './model.ts';
import { openedAttention, openedEmbedding, openedLayer } from './openedLayer.ts';
import { lookAt } from './openedTable.ts';
import { permuted } from './permute.ts';
import {
  type CurrentFrame,
  free,
  keptPicture,
  keptRival,
  keptTerms,
  type Looked,
  viewNamed,
} from './picture.ts';
import { quantitiesOf, readQuantity } from './read.ts';
import { readCells, readPart } from './readPart.ts';
import { newestRuns } from './runs.ts';
import { type Sources, seededSource, trainedSource } from './source.ts';
import { thumbnailOf } from './thumbnail.ts';
import { type PassKind, timedPass } from './timing.ts';

export interface PipelineEvents {
  /**
   * Draws the frame, at once or, where it took long, with a turn for whatever else waits; whatever
   * the one before was made of is freed meanwhile.
   */
  show(frame: Frame, tookLong: boolean, data: FrameData): Promise<void> | void;
  /** Everything drawn from the old device is gone; null while there is no device. */
  device(device: Device | null): void;
  /** Whether a picture is being computed. */
  computing(computing: boolean): void;
  /** The frame shown is the newest that was asked for, and is painted. */
  settled(): void;
  /** How far the frame shown lies from float64; null while that is being worked out. */
  checked(check: Check | null): void;
  /** How far the files of a trained model have come, or its layers. */
  model(state: ModelState): void;
  problem(problem: Problem): void;
  /** What can be shown in place of what cannot, where nothing is yet; it is to be asked for. */
  instead(nearest: Fitted): void;
}

export interface Pipeline extends Asked {
  /**
   * Asks for a Spec, and for the schemes beside it; resolves once a frame that shows them, or a
   * later one, is painted.
   */
  request(spec: Spec, beside?: Partial<Beside>): Promise<void>;
  /**
   * Gives up the picture that is being computed; the one before it stays. Who asked is told.
   *
   * @returns whether there was anything to give up
   */
  stop(): boolean;
  /** Milliseconds of the pass over all heads of a Spec, for the benchmark. */
  timedPass(spec: Spec, kind: PassKind): Promise<number>;
  device(): Device;
  /** The largest length of which one head fits on the device. */
  largestLength(): number;
  memory(): Memory;
  stats(): { readonly runs: number; readonly dispatches: number; readonly bytesRead: number };
}

/** Without a newer run for as long, a frame is settled: sooner than anyone reads a number. */
const settleMs = 80;
/** And then its maps are held against float64. */
const checkMs = 200;

/** A picture that takes longer than this is given up for a newer one; others are shown on the way. */
const patienceMs = 1000;

/** After a picture that took longer than this to compute, whatever else waits comes before it is drawn. */
const longMs = 100;

/** What is looked at beside the plate itself. */
export interface Beside extends Looked {
  readonly rivals: readonly Spec[];
  /** The text in the tokens of a model from a file; null where there is no tokenizer. */
  readonly tokens: Encoded | null;
}

interface Request extends Omit<Beside, 'tokens'> {
  readonly spec: Spec;
  /** The same for all that ask for the same numbers. */
  readonly key: string;
  /** Null once it has been given. */
  answer: Promise<void> | null;
  /** A person doesn't want to wait for it any longer. */
  stopped: boolean;
}

/** @param gone  told where the GPU is lost and none comes back; nothing is answered from then on */
export function startPipeline(
  opened: Device,
  events: PipelineEvents,
  gone: (reason: FallbackReason) => void = () => {},
): Pipeline {
  const inputs = createInputs();
  const model = createModel(pageAddress(), (state) => events.model(state));
  const language = languageSource(
    (state) => events.model(state),
    () => life.now,
    async () => {
      // One that fails is heard of where it was asked for.
      await runs.last().catch(() => {});
    },
  );
  const sources: Sources = {
    seeded: seededSource(inputs),
    'use-lite': trainedSource(model),
    file: language,
  };
  let shown: CurrentFrame | null = null;
  let newest: Request | null = null;
  /** What the frame shown was asked for by. */
  let shownFor: Request | null = null;
  let count = 0;
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const life = deviceLife(opened, {
    problem: (problem) => events.problem(problem),
    gone,
    device(device) {
      events.device(device);
      if (device) return;
      cancelRestTimers();
      if (shown) free(shown);
      shown = null;
      for (const source of Object.values(sources)) source.forget();
    },
    async again() {
      if (newest) await compute(newest);
    },
  });
  const runs = newestRuns<Request>({
    run,
    busy: (busy) => events.computing(busy),
    waitFor: () => life.reopening,
  });

  async function request(spec: Spec, beside: Partial<Beside> = {}): Promise<void> {
    if (beside.tokens) language.know(spec.text, beside.tokens);
    const asked = requestFor(spec, beside);
    // What is shown, or on its way, is not computed once more.
    if (newest?.key === asked.key && !life.reopening) {
      if (newest.answer) return newest.answer;
      if (shown && newest === shownFor) return;
    }
    return compute(asked);
  }

  function compute(asked: Request): Promise<void> {
    const before = newest;
    newest = asked;
    asked.answer = answered(asked, before).finally(() => {
      asked.answer = null;
    });
    return asked.answer;
  }

  async function answered(asked: Request, before: Request | null): Promise<void> {
    const { spec, rivals } = asked;
    const loading = [
      ...[spec, ...rivals].map((each) => schemeOf(each).load?.(each.params) ?? null),
      racerOf(spec),
      sources[spec.model].load(),
    ].filter((load) => load !== null);
    try {
      if (loading.length > 0) await Promise.all(loading);
    } catch (error) {
      if (newest !== asked) return;
      newest = before;
      throw error;
    }
    // Overtaken while its table was on the way, it is not computed.
    await (newest === asked ? runs.run(asked) : runs.last());
    if (asked.stopped) throw new Stopped();
  }

  async function run(next: Request): Promise<void> {
    const { rivals, ...looked } = next;
    const device = life.now;
    const source = sources[next.spec.model];
    // Closed while it waited.
    if (source.closed?.()) return;
    const spec = source.fitted(next.spec);
    const reason = source.problem(spec);
    if (reason) {
      events.problem({ kind: 'missing', reason });
      if (!shown && source.nearest) events.instead(source.nearest(spec));
      return;
    }
    const largest = largestLength(device, 1);
    if (spec.length > largest) {
      events.problem({ kind: 'too-large', largest });
      return;
    }
    count += 1;
    cancelRestTimers();
    events.checked(null);
    const since = performance.now();
    const isGivenUp = () =>
      next.stopped || source.closed?.() || device !== life.now || life.reopening !== null;
    const isOvertaken = () => runs.pending !== null && performance.now() - since > patienceMs;
    const isWanted = () => !isGivenUp() && !isOvertaken();
    await source.prepare([spec, ...rivals], looked, isWanted);
    if (!isWanted()) {
      rest();
      return;
    }
    const isOver = (remaining: number) =>
      isGivenUp() || (runs.pending !== null && performance.now() - since + remaining > patienceMs);
    const { made, of: section } = recorded(device, isOver, () => {
      const picture = keptPicture(spec, looked, source);
      const beside = rivals.map((rival) => {
        const own = sources[rival.model];
        return keptRival(own.fitted(rival), picture.maps, own);
      });
      return { ...picture, rivals: beside };
    });
    await device.gpu?.backend.play();
    let data: FrameData | null = null;
    if (section?.dropped) {
      // Given up halfway, what is kept for the next time was not computed either.
      for (const each of Object.values(sources)) each.forgetKept();
    } else {
      try {
        data = await frameOf(spec, made, sources, device);
      } catch (error) {
        if (device === life.now) throw error;
      }
    }
    const tookLong = performance.now() - since > longMs;
    if (tookLong) await turn();
    // Given up, or the device went on the way: recovery computes it again.
    if (isGivenUp() || data === null) {
      free(made);
      rest();
      return;
    }
    const previous = shown;
    shownFor = next;
    shown = { frame: withFloat64(data), ...made };
    const drawn = events.show(shown.frame, tookLong, data);
    if (previous) free(previous);
    await drawn;
    if (device.gpu) await finished(device.gpu.device);
    rest();
  }

  /** What waits for the changes to stop, of the frame shown. */
  function rest(): void {
    if (runs.pending || !shown) return;
    const { frame } = shown;
    const later = (milliseconds: number, work: () => void) =>
      timers.add(setTimeout(work, milliseconds));
    later(settleMs, () => events.settled());
    later(checkMs, () => {
      void check(frame).catch(() => {
        // The device was lost while reading; the check runs again after recovery.
      });
    });
  }

  function cancelRestTimers(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  }

  async function check(frame: Frame): Promise<void> {
    const current = () => shown?.frame === frame && !life.reopening;
    if (!shown || !current()) return;
    const found = await checkShown(shown, life.now, current);
    if (found && current()) events.checked(found);
  }

  /** Between runs. */
  async function alone<T>(work: () => Promise<T>): Promise<T> {
    await runs.free();
    return work();
  }

  /** Between runs; null where the device is lost on the way. */
  function onOne<T>(work: () => Promise<T>): Promise<T | null> {
    return alone(() => life.onOne(work));
  }

  function newestSpec(): Spec {
    const spec = shown?.frame.spec ?? newest?.spec;
    if (!spec) throw new Error('pipeline: asked before the first frame');
    return spec;
  }

  return {
    request,
    read: (name) =>
      alone(() => {
        const spec = newestSpec();
        return readQuantity(name, spec, sources[spec.model], life.now);
      }),
    quantities: () =>
      alone(async () => {
        const spec = newestSpec();
        return quantitiesOf(spec, sources[spec.model], life.now);
      }),
    async cell(map, row, column) {
      const matrix = shown?.frame.maps[map];
      if (!matrix || row >= matrix.rows || column >= matrix.columns) return null;
      const index = row * matrix.columns + column;
      if (matrix.kind === 'memory') return matrix.data[index] ?? null;
      return (await readCells(matrix.buffer, matrix.from + index, 1, life.now))?.[0] ?? null;
    },
    async block(name, top, left, rows, columns) {
      if (!shown) return null;
      const { spec } = shown.frame;
      const source = sources[spec.model];
      if (name.startsWith('term ')) shown.terms ??= keptTerms(spec, source);
      const view = viewNamed(shown, source, name);
      // Asked of a picture that a smaller one has replaced meanwhile.
      if (!view || top + rows > view.rows || left + columns > view.columns) return null;
      return readPart(view, [top, left], [rows, columns], life.now);
    },
    lens: (name, rival) =>
      onOne(async () => {
        if (!shown) return null;
        const of = rival === undefined ? { ...shown, spec: shown.frame.spec } : shown.rivals[rival];
        return of ? lensAnswers[name]({ ...of, inputs, parts: shown.model }) : null;
      }),
    permute: (order) =>
      alone(async () => {
        const spec = newestSpec();
        if (spec.model !== 'seeded') throw new RangeError('permute: only with model seeded');
        return permuted(spec, inputs, order);
      }),
    thumbnail: (encoding) => onOne(() => thumbnailOf(encoding)),
    lookAtTable: (table) => onOne(() => lookAt(table)),
    embedOpened: (tokens) => onOne(() => openedEmbedding(tokens)),
    attendOpened: (head) => onOne(() => openedAttention(head)),
    runOpenedLayer: (layer) => onOne(() => openedLayer(layer)),
    ...experiments(onOne, () => largestLength(life.now, 1)),
    timedPass: (spec, kind) => alone(() => timedPass(spec, inputs, kind)),
    cancelModel() {
      model.cancel();
      language.cancel();
    },
    losses: async (spec, tokens) => {
      if (tokens) language.know(spec.text, tokens);
      await language.load();
      return onOne(() => language.losses(spec));
    },
    following: async (spec, ids) => {
      await language.load();
      return onOne(() => language.following(spec, ids));
    },
    forgetLine: () => alone(async () => language.forgetLine()),
    settleModel: () => alone(() => language.settle()),
    stop() {
      if (!newest || newest === shownFor) return false;
      newest.stopped = true;
      runs.drop();
      newest = shownFor;
      return true;
    },
    async sentences(spec, texts) {
      await model.load();
      if (texts.some((text) => model.tokens(text).ids.length === 0)) return null;
      return onOne(() => sentencesOf(model, spec, texts));
    },
    async pieces(texts) {
      await model.load();
      return texts.map((text) => model.tokens(text));
    },
    device: () => life.now,
    largestLength: () => largestLength(life.now, 1),
    memory: () => memoryOf(life.now),
    stats: () => ({
      runs: count,
      dispatches: life.now.gpu?.backend.dispatches ?? 0,
      bytesRead: life.now.gpu?.backend.bytesRead ?? 0,
    }),
  };
}

/** All that a Spec holds. */
const allNames = [...fields.map(({ name }) => name), 'params'] as const;

function requestFor(
  spec: Spec,
  { rivals = [], stages = false, terms = false, model = false }: Partial<Beside>,
): Request {
  const more = [rivals.map((rival) => specKey(rival, allNames)), stages, terms, model];
  const key = specKey(spec, allNames, ...more);
  return { spec, rivals, stages, terms, model, key, answer: null, stopped: false };
}

/** Records what a picture takes, to be given up as one where it is computed in pieces. */
function recorded<T>({ gpu }: Device, isOver: Section['isOver'], work: () => T) {
  return gpu?.backend.tape.section(isOver, work) ?? { made: work(), of: null };
}
