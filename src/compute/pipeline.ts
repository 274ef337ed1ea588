/**
 * Turns the newest Spec into a Frame. At most one run is in flight and one is pending; a Spec that
 * is overtaken while it waits is never computed. Owns the device and every tensor.
 */
import { keep, sub, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { type ExactPass, exactPass } from '../attention/exact.ts';
import { type MatrixView, tensorOf as planeTensor, viewOf } from '../attention/matrixView.ts';
import { weightColumns } from '../attention/weights.ts';
import type { Exact } from '../encodings/encoding.ts';
import { seededNormal } from '../encodings/seeded.ts';
import type { AxisName, Matrix } from '../fields/matrix.ts';
import { finished } from '../gpu/finished.ts';
import type { Section } from '../gpu/tape.ts';
import type { Experiments } from '../state/experiment.ts';
import { problemOf } from '../state/fitted.ts';
import {
  type BlockName,
  type Check,
  type Frame,
  type ModelParts,
  type ModelState,
  type Permutation,
  type Pieces,
  type Problem,
  type Rival,
  type StageName,
  type Stages,
  stageNames,
} from '../state/frame.ts';
import type { AskLens } from '../state/lens.ts';
import type { AttendOwn, LookAtTable, RunOwnLayer } from '../state/ownTable.ts';
import { dimsOf, familyOf, type Spec, schemeOf } from '../state/spec.ts';
import { Stopped } from '../state/stopped.ts';
import type { Thumbnail } from '../state/thumbnail.ts';
import { inBoth } from '../text/t.ts';
import { checkFrame } from './check.ts';
import { type Device, largestLength, type Memory, memoryOf, openDevice } from './device.ts';
import { createExperiments } from './experiments.ts';
import { createInputs, fusesSideBySide } from './inputs.ts';
import { lensAnswers } from './lenses.ts';
import { type MapPlanes, mapPlanes, positionAxes } from './maps.ts';
import { createModel, orderOf, sentencesOf } from './model.ts';
import { type ModelTensors, modelMaps, modelParts, modelStages } from './modelPicture.ts';
import { ownAttention, ownLayer } from './ownAttention.ts';
import { lookAt } from './ownTable.ts';
import { maskOf } from './pass.ts';
import { pauses } from './pause.ts';
import { permuted } from './permute.ts';
import {
  free,
  type Picture,
  planeNamed,
  type RivalTensors,
  type Shown,
  tensorsIn,
} from './picture.ts';
import { type Quantity, readQuantity } from './read.ts';
import { readCells, readPart } from './readPart.ts';
import { type StagePlanes, stageAxes, stagePlanes, termPlanes } from './stages.ts';
import { thumbnailOf } from './thumbnail.ts';
import { type PassKind, timedPass } from './timing.ts';

export interface PipelineEvents {
  /** Draws the frame; whatever the one before was made of is freed afterwards. */
  show(frame: Frame): void;
  /** Everything drawn from the old device is gone; null while there is no device. */
  device(device: Device | null): void;
  /** Whether a picture is being computed. */
  computing(computing: boolean): void;
  /** The frame on show is the newest that was asked for, and is painted. */
  settled(): void;
  /** How far the frame on show lies from float64; null while that is being worked out. */
  checked(check: Check | null): void;
  /** How far the files of the trained encoder have come. */
  model(state: ModelState): void;
  problem(problem: Problem): void;
}

export interface Pipeline {
  /**
   * Asks for a Spec, and for the schemes beside it; resolves once a frame that shows them, or a
   * later one, is painted.
   */
  request(spec: Spec, beside?: Partial<Beside>): Promise<void>;
  /** @throws RangeError for anything but the name of a quantity of the frame on show */
  read(name: unknown): Promise<Quantity>;
  /** The GPU's value of one cell of a map of the frame on show, or of a rival's by its place. */
  cell(map: keyof MapPlanes, row: number, column: number, rival?: number): Promise<number | null>;
  /** Part of a map of the frame on show, row-major, for a table of numbers. */
  block(
    map: BlockName,
    top: number,
    left: number,
    rows: number,
    columns: number,
  ): Promise<Float32Array | null>;
  /** Answers a lens about the frame on show; null where there is no such thing, or no frame. */
  lens: AskLens;
  /** A small picture of a scheme, between runs; null when the device is lost on the way. */
  thumbnail(encoding: string): Promise<Thumbnail | null>;
  /**
   * The permutation experiment on the frame on show: the largest difference between the outputs of
   * the tokens in another order, put back, and the originals.
   * @throws RangeError for an order that is not one of 0…length − 1
   */
  permute(order?: unknown): Promise<Permutation>;
  readonly experiments: Experiments;
  /** Gives up the download of the trained encoder; what waits for it is told. */
  cancelModel(): void;
  /**
   * Gives up the picture that is being computed; the one before it stays. Who asked is told.
   *
   * @returns whether there was anything to give up
   */
  stop(): boolean;
  /**
   * The vectors of several texts by the trained encoder, with the positions of a Spec,
   * [text, 512]; null where its files are not here, or a text has no tokens.
   */
  sentences(spec: Spec, texts: readonly string[]): Promise<Float32Array | null>;
  /** What the trained encoder takes texts for: at most 128 tokens each. */
  pieces(texts: readonly string[]): Promise<readonly Pieces[]>;
  /** What there is to see in a table that a person opened, between runs. */
  lookAtTable: LookAtTable;
  /** One head of a layer of a file that a person opened, between runs. */
  attendOwn: AttendOwn;
  /** A whole layer of it. */
  runOwnLayer: RunOwnLayer;
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

/** What is looked at beside the plate itself. */
export interface Beside {
  readonly rivals: readonly Spec[];
  readonly stages: boolean;
  /** The terms of the scores as maps, with the stages. */
  readonly terms: boolean;
  /** Everything that only the trained encoder has. */
  readonly model: boolean;
}

interface Request extends Beside {
  readonly spec: Spec;
  /** A person doesn't want to wait for it any longer. */
  stopped: boolean;
}

/** A read that fails may be heard of before the device that was lost. */
const lostMs = 200;

export async function startPipeline(
  gpu: 'auto' | 'off',
  events: PipelineEvents,
): Promise<Pipeline> {
  const inputs = createInputs();
  const model = createModel(document.baseURI, (state) => events.model(state));
  let device = await openDevice(gpu);
  let shown: Shown | null = null;
  let newest: Request | null = null;
  let pending: Request | null = null;
  let running: Promise<void> | null = null;
  /** While there is no device: settles when there is one again. */
  let reopening: Promise<void> | null = null;
  let runs = 0;
  /** What the frame on show was asked for by. */
  let shownFor: Request | null = null;
  const timers = new Set<ReturnType<typeof setTimeout>>();
  adopt();
  events.device(device);

  /** Watches a device for what can happen to it. */
  function adopt(): void {
    const watched = device.gpu?.device;
    if (!watched) return;
    watched.addEventListener('uncapturederror', ({ error }) => {
      events.problem({ kind: 'gpu-error', message: error.message });
    });
    void watched.lost.then(() => recover(watched));
  }

  async function recover(lost: GPUDevice): Promise<void> {
    if (device.gpu?.device !== lost) return;
    const since = performance.now();
    events.problem({ kind: 'lost' });
    events.device(null);
    hurry();
    drop();
    inputs.clear();
    model.forget();
    reopening = reopen();
    await reopening;
    reopening = null;
    if (newest) await request(newest.spec, newest);
    events.problem({ kind: 'recovered', milliseconds: performance.now() - since });
  }

  async function reopen(): Promise<void> {
    const { closeWebGpu } = await import('./webgpu.ts');
    closeWebGpu();
    device = await openDevice(gpu);
    adopt();
    // Before any run that waits: it needs something to draw on.
    events.device(device);
  }

  function drop(): void {
    if (shown) free(shown);
    shown = null;
  }

  async function request(
    spec: Spec,
    { rivals = [], stages = false, terms = false, model: whole = false }: Partial<Beside> = {},
  ): Promise<void> {
    const asked: Request = { spec, rivals, stages, terms, model: whole, stopped: false };
    const before = newest;
    newest = asked;
    const loading = [spec, ...rivals].flatMap((each) => schemeOf(each).load?.(each.params) ?? []);
    const files = spec.model === 'use-lite' ? model.load() : null;
    if (files) loading.push(files);
    try {
      if (loading.length > 0) await Promise.all(loading);
    } catch (error) {
      if (newest !== asked) return;
      newest = before;
      throw error;
    }
    // Overtaken while its table was on the way, it is not computed.
    if (newest === asked) pending = asked;
    running ??= drain();
    await running;
    if (asked.stopped) throw new Stopped();
  }

  async function drain(): Promise<void> {
    // A turn of the queue first: requests made in the same turn become one run.
    await Promise.resolve();
    events.computing(true);
    try {
      while (pending) {
        if (reopening) await reopening;
        const next = pending;
        pending = null;
        await run(next);
      }
    } finally {
      running = null;
      events.computing(false);
    }
  }

  async function run(next: Request): Promise<void> {
    const { rivals, ...looked } = next;
    const spec = fittedToModel(next.spec);
    if (spec.model === 'use-lite') {
      const reason = model.line(spec).count === 0 ? inBoth('model.empty') : problemOf(spec);
      if (reason) {
        events.problem({ kind: 'missing', reason });
        return;
      }
    }
    const largest = largestLength(device, 1);
    if (spec.length > largest) {
      events.problem({ kind: 'too-large', largest });
      return;
    }
    runs += 1;
    hurry();
    events.checked(null);
    const on = device;
    const since = performance.now();
    if (spec.model === 'seeded') {
      const wanted = () => !next.stopped && on === device;
      await inputs.prepare([spec, ...rivals], looked.stages, pauses(), wanted);
    }
    if (next.stopped || on !== device) {
      rest();
      return;
    }
    const { made, of: section } = recorded(
      (remaining) =>
        next.stopped ||
        on !== device ||
        (pending !== null && performance.now() - since + remaining > patienceMs),
      () => {
        const picture = keptPicture(spec, looked);
        const beside = rivals.map((rival) => keptRival(fittedToModel(rival), picture.maps));
        return { picture, beside };
      },
    );
    const { picture, beside } = made;
    await on.gpu?.backend.play();
    let frame: Frame | null = null;
    if (section?.dropped) {
      // Given up halfway, what is kept for the next time was not computed either.
      inputs.places.clear();
      model.forgetReference();
    }
    try {
      if (!section?.dropped) frame = await frameOf(spec, picture, beside);
    } catch (error) {
      if (on === device) throw error;
    }
    // Given up, or the device went on the way: recovery computes it again.
    if (on !== device || reopening || next.stopped || frame === null) {
      free({ ...picture, rivals: beside });
      rest();
      return;
    }
    const previous = shown;
    shownFor = next;
    shown = { frame, ...picture, rivals: beside };
    events.show(shown.frame);
    if (previous) free(previous);
    if (on.gpu) await finished(on.gpu.device);
    rest();
  }

  /** What waits for the changes to stop, of the frame on show. */
  function rest(): void {
    if (pending || !shown) return;
    const { frame } = shown;
    later(settleMs, () => events.settled());
    later(checkMs, () => {
      void check(frame).catch(() => {
        // The device was lost while reading; the check runs again after recovery.
      });
    });
  }

  /** Records what a picture takes, to be given up as one where it is computed in pieces. */
  function recorded<T>(isOver: Section['isOver'], work: () => T) {
    return device.gpu?.backend.tape.section(isOver, work) ?? { made: work(), of: null };
  }

  function fittedToModel(spec: Spec): Spec {
    return spec.model === 'use-lite' ? model.fitted(spec) : spec;
  }

  /** All that is drawn of one and the same pass, kept. */
  function keptPicture(spec: Spec, looked: Partial<Beside> = {}): Picture {
    let made: Picture | undefined;
    tidy(() => {
      made = spec.model === 'use-lite' ? modelPicture(spec, looked) : seededPicture(spec, looked);
      for (const tensor of tensorsIn({ ...made, rivals: [] })) keep(tensor);
    });
    if (!made) throw new Error('pipeline: the pass made no maps');
    return made;
  }

  function seededPicture(spec: Spec, { stages, terms }: Partial<Beside>): Picture {
    return {
      ...(stages ? stagePlanes(spec, inputs) : { maps: mapPlanes(spec, inputs), stages: null }),
      terms: stages && terms ? termPlanes(spec, inputs) : null,
      model: null,
    };
  }

  function modelPicture(spec: Spec, { stages, model: whole }: Partial<Beside>): Picture {
    const pass = model.pass(spec);
    return {
      maps: modelMaps(pass),
      stages: stages ? modelStages(pass) : null,
      terms: [],
      model: whole ? modelParts(model, pass) : null,
    };
  }

  function keptTerms(spec: Spec): readonly MatrixView[] {
    let terms: readonly MatrixView[] = [];
    tidy(() => {
      terms = termPlanes(spec, inputs);
      for (const { tensor } of terms) keep(tensor);
    });
    return terms;
  }

  function keptRival(spec: Spec, first: MapPlanes): RivalTensors {
    const { maps } = keptPicture(spec);
    const difference = (map: 'similarity' | 'attention') =>
      tidy(() => keep<Tensor2D>(sub(planeTensor(maps[map]), planeTensor(first[map]))));
    return {
      spec,
      maps,
      differences: { similarity: difference('similarity'), attention: difference('attention') },
    };
  }

  async function matrixOf(
    plane: MatrixView,
    rowAxis: AxisName,
    columnAxis: AxisName,
  ): Promise<Matrix> {
    const { tensor, from, rows, columns } = plane;
    const shape = { rows, columns, rowAxis, columnAxis };
    if (device.gpu) {
      return { kind: 'gpu', buffer: device.gpu.backend.lend(tensor), from, ...shape };
    }
    const data = Float32Array.from(await tensor.data());
    return { kind: 'memory', data: data.subarray(from, from + rows * columns), ...shape };
  }

  async function matricesOf(spec: Spec, maps: MapPlanes): Promise<Frame['maps']> {
    const [positionRows, positionColumns] = positionAxes(spec);
    return {
      positions: maps.positions && (await matrixOf(maps.positions, positionRows, positionColumns)),
      similarity: await matrixOf(maps.similarity, 'position', 'position'),
      attention: await matrixOf(maps.attention, 'query', 'key'),
    };
  }

  async function stagesOf(
    { scale, maps, heads }: StagePlanes,
    terms: Picture['terms'],
  ): Promise<Stages> {
    const found: Partial<Record<StageName, Matrix | null>> = {};
    for (const name of stageNames) {
      const plane = maps[name];
      found[name] = plane && (await matrixOf(plane, ...stageAxes(name)));
    }
    return {
      scale,
      // Every name was filled in above.
      maps: found as Stages['maps'],
      heads: await squares(heads),
      terms: await squares(terms ?? []),
    };
  }

  function squares(planes: readonly MatrixView[]): Promise<Matrix[]> {
    return Promise.all(planes.map((plane) => matrixOf(plane, 'query', 'key')));
  }

  async function modelPartsOf(
    { heads, streams, change, sentence }: ModelTensors,
    { text }: Spec,
  ): Promise<ModelParts> {
    return {
      heads: await Promise.all(heads.map(squares)),
      streams: await Promise.all(streams.map((stream) => matrixOf(stream, 'position', 'channel'))),
      change: await matrixOf(viewOf(change), 'query', 'key'),
      sentence: await matrixOf(sentence, 'count', 'channel'),
      ids: [...model.tokens(text).ids],
    };
  }

  async function rivalOf({ spec, maps, differences }: RivalTensors): Promise<Rival> {
    return {
      frame: await frameOf(spec, { maps, stages: null, terms: null, model: null }, []),
      differences: {
        similarity: await matrixOf(viewOf(differences.similarity), 'position', 'position'),
        attention: await matrixOf(viewOf(differences.attention), 'query', 'key'),
      },
    };
  }

  async function frameOf(
    spec: Spec,
    { maps: planes, stages: parts, terms, model: whole }: Picture,
    beside: readonly RivalTensors[],
  ): Promise<Frame> {
    const maps = await matricesOf(spec, planes);
    const rivals: Rival[] = [];
    for (const each of beside) rivals.push(await rivalOf(each));
    const stages = parts && (await stagesOf(parts, terms));
    const scheme = schemeOf(spec);
    const dims = dimsOf(spec);
    const formula = scheme.exact?.(spec.params, dims, seededNormal(spec.seed)) ?? null;
    const exact = spec.order === 'forward' ? formula : formula && inOrder(formula, spec);
    const { line, vectors } =
      spec.model === 'use-lite' ? { line: model.line(spec), vectors: null } : inputs.text(spec);
    // Written for one block of seeded weights in full precision.
    const float64 =
      vectors !== null && spec.layer === 1 && spec.precision === 'float32'
        ? float64Pass(spec, exact, line.ids, vectors)
        : null;
    return {
      spec,
      line,
      maps,
      exact,
      rivals,
      stages,
      model: whole && (await modelPartsOf(whole, spec)),
      exactRow: (query) => float64?.row(query) ?? null,
      prepareRows: async (pause) => (await float64?.prepare(pause)) ?? false,
    };
  }

  function float64Pass(
    spec: Spec,
    exact: Exact | null,
    ids: readonly number[],
    vectors: Float32Array,
  ): ExactPass {
    const dims = dimsOf(spec);
    const first = (spec.head - 1) * dims.dHead;
    const shape = fusesSideBySide(spec) ? { rows: 2 * dims.dModel } : {};
    return exactPass({
      ...dims,
      head: spec.head - 1,
      family: familyOf(spec),
      exact,
      ids,
      vectors,
      columns: (name, from, count) =>
        weightColumns(name, spec.weights, spec.seed, dims.dModel, first + from, count, shape),
      mask: maskOf(spec, inputs),
      fusion: spec.fusion,
      gain: spec.gain,
      temperature: spec.temperature,
    });
  }

  /** Null where the device is lost on the way. */
  async function betweenRuns<T>(work: () => Promise<T>): Promise<T | null> {
    await untilFree();
    const on = device;
    try {
      const made = await work();
      return on === device && !reopening ? made : null;
    } catch (error) {
      if (await isLost(on)) return null;
      throw error;
    }
  }

  async function untilFree(): Promise<void> {
    // A run that fails is heard of where it was asked for.
    for (let busy = reopening ?? running; busy; busy = reopening ?? running) {
      await busy.catch(() => {});
    }
  }

  function later(milliseconds: number, work: () => void): void {
    timers.add(setTimeout(work, milliseconds));
  }

  /** What waits for the changes to stop waits anew. */
  function hurry(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  }

  async function check(frame: Frame): Promise<void> {
    const current = () => shown?.frame === frame && !reopening;
    if (!shown || !current()) return;
    const found = await checkFrame(frame, shown.maps, device, current);
    if (found && current()) events.checked(found);
  }

  return {
    request,
    read: async (name) => {
      if (reopening) await reopening;
      if (running) await running;
      if (!newest) throw new Error('pipeline: read before the first frame');
      const { spec } = shown?.frame ?? newest;
      return readQuantity(name, spec, { inputs, model }, device);
    },
    cell: async (map, row, column, rival) => {
      const frame = rival === undefined ? shown?.frame : shown?.frame.rivals[rival]?.frame;
      const matrix = frame?.maps[map];
      if (!matrix || row >= matrix.rows || column >= matrix.columns) return null;
      const index = row * matrix.columns + column;
      if (matrix.kind === 'memory') return matrix.data[index] ?? null;
      return (await readCells(matrix.buffer, matrix.from + index, 1, device))?.[0] ?? null;
    },
    block: async (map, top, left, rows, columns) => {
      if (!shown) return null;
      if (map.startsWith('term ')) shown.terms ??= keptTerms(shown.frame.spec);
      const plane = planeNamed(shown, inputs, map);
      return plane && readPart(plane, [top, left], [rows, columns], device);
    },
    lens: async (name) => {
      if (reopening) await reopening;
      if (running) await running;
      if (!shown) return null;
      try {
        const asked = {
          spec: shown.frame.spec,
          maps: shown.maps,
          inputs,
          parts: shown.model,
        };
        return await lensAnswers[name](asked);
      } catch (error) {
        // A device lost on the way has no answer; whoever asked asks again about the next frame.
        if (reopening || !shown) return null;
        throw error;
      }
    },
    thumbnail: (encoding) => betweenRuns(() => thumbnailOf(encoding)),
    lookAtTable: (table) => betweenRuns(() => lookAt(table)),
    attendOwn: (head) => betweenRuns(() => ownAttention(head)),
    runOwnLayer: (layer) => betweenRuns(() => ownLayer(layer)),
    timedPass: async (spec, kind) => {
      if (running) await running;
      return timedPass(spec, inputs, kind);
    },
    permute: async (order) => {
      if (reopening) await reopening;
      if (running) await running;
      if (!newest) throw new Error('pipeline: permute before the first frame');
      const { spec } = shown?.frame ?? newest;
      if (spec.model !== 'seeded') throw new RangeError('permute: only with model seeded');
      return permuted(spec, inputs, order);
    },
    cancelModel: () => model.cancel(),
    stop() {
      if (!newest || newest === shownFor) return false;
      newest.stopped = true;
      [pending, newest] = [null, shownFor];
      return true;
    },
    sentences: async (spec, texts) => {
      await model.load();
      if (texts.some((text) => model.tokens(text).ids.length === 0)) return null;
      return betweenRuns(() => sentencesOf(model, spec, texts));
    },
    pieces: async (texts) => {
      await model.load();
      return texts.map((text) => model.tokens(text));
    },
    experiments: createExperiments({
      free: untilFree,
      isLost: async () => reopening !== null || isLost(device),
      largestLength: () => largestLength(device, 1),
    }),
    device: () => device,
    largestLength: () => largestLength(device, 1),
    memory: () => memoryOf(device),
    stats: () => ({
      runs,
      dispatches: device.gpu?.backend.dispatches ?? 0,
      bytesRead: device.gpu?.backend.bytesRead ?? 0,
    }),
  };
}

/**
 * The formula where the tokens are given other positions: the rows of a table are theirs. What a
 * rotation or a bias map shows is the scheme itself, whatever the tokens.
 */
function inOrder(exact: Exact, spec: Spec): Exact {
  const { start } = spec;
  const order = orderOf(spec);
  const from = (row: number) => order[row] ?? row;
  if (familyOf(spec) === 'additive') {
    return {
      ...exact,
      cell: (row, column) => exact.cell(from(row), column),
      steps: (row, column) => exact.steps(from(row), column),
    };
  }
  return {
    ...exact,
    bias: (head, query, key) =>
      exact.bias?.(head, start + from(query - start), start + from(key - start)) ?? 0,
  };
}

async function isLost({ gpu }: Device): Promise<boolean> {
  const patience = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), lostMs);
  });
  return gpu ? Promise.race([gpu.device.lost.then(() => true), patience]) : false;
}
