/**
 * Turns the newest Spec into a Frame. At most one run is in flight and one is pending; a Spec that
 * is overtaken while it waits is never computed. Owns the device and every tensor.
 */
import {
  dispose,
  gather,
  keep,
  slice,
  sub,
  type Tensor2D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { exactPass } from '../attention/exact.ts';
import { weightColumns } from '../attention/weights.ts';
import type { Exact } from '../encodings/encoding.ts';
import { seededNormal } from '../encodings/seeded.ts';
import type { AxisName, Matrix } from '../fields/matrix.ts';
import type { Experiments } from '../state/experiment.ts';
import { problemOf } from '../state/fitted.ts';
import {
  type BlockName,
  betweenNames,
  type ExactRow,
  type Frame,
  type ModelParts,
  type ModelState,
  matrixNames,
  type Permutation,
  type Pieces,
  type Problem,
  type Rival,
  type StageName,
  type Stages,
  stageNames,
} from '../state/frame.ts';
import type { AskLens } from '../state/lens.ts';
import type { AttendOwn, LookAtTable } from '../state/ownTable.ts';
import { dimsOf, familyOf, type Spec, schemeOf } from '../state/spec.ts';
import type { Thumbnail } from '../state/thumbnail.ts';
import { inBoth } from '../text/t.ts';
import { type Device, largestLength, type Memory, memoryOf, openDevice } from './device.ts';
import { createExperiments } from './experiments.ts';
import { createInputs, fusesSideBySide, type Inputs } from './inputs.ts';
import { lensAnswers } from './lenses.ts';
import { type MapTensors, mapTensors, positionAxes, shownPass } from './maps.ts';
import { createModel, orderOf, sentencesOf } from './model.ts';
import { type ModelTensors, modelMaps, modelParts, modelStages } from './modelPicture.ts';
import { ownAttention } from './ownAttention.ts';
import { lookAt } from './ownTable.ts';
import { maskOf } from './pass.ts';
import { permuted } from './permute.ts';
import { type Quantity, readQuantity } from './read.ts';
import { type StageTensors, stageAxes, stageTensors } from './stages.ts';
import { thumbnailOf } from './thumbnail.ts';
import { type PassKind, timedPass } from './timing.ts';

export interface PipelineEvents {
  /** Draws the frame; whatever the one before was made of is freed afterwards. */
  show(frame: Frame): void;
  /** Everything drawn from the old device is gone; null while there is no device. */
  device(device: Device | null): void;
  /** The frame on show is the newest that was asked for, and is painted. */
  settled(): void;
  /** The largest |GPU − exact| of the frame on show; null while that is being worked out. */
  checked(maxError: number | null): void;
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
  read(name: string): Promise<Quantity>;
  /** The GPU's value of one cell of a map of the frame on show, or of a rival's by its place. */
  cell(map: keyof MapTensors, row: number, column: number, rival?: number): Promise<number | null>;
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
  permute(order?: readonly number[]): Promise<Permutation>;
  readonly experiments: Experiments;
  /** Gives up the download of the trained encoder; what waits for it is told. */
  cancelModel(): void;
  /**
   * The vectors of several texts by the trained encoder, with the positions of a Spec,
   * [text, 512]; null where its files are not here, or a text has no tokens.
   */
  sentences(spec: Spec, texts: readonly string[]): Promise<Float32Array | null>;
  /** What the trained encoder takes texts for: at most 128 tokens each. */
  pieces(texts: readonly string[]): Promise<readonly Pieces[]>;
  /** What there is to see in a table that a person opened, between runs. */
  lookAtTable: LookAtTable;
  /** One head of the first layer of a file that a person opened, between runs. */
  attendOwn: AttendOwn;
  /** Milliseconds of the pass over all heads of a Spec, for the benchmark. */
  timedPass(spec: Spec, kind: PassKind): Promise<number>;
  device(): Device;
  /** The largest length of which one head fits on the device. */
  largestLength(): number;
  memory(): Memory;
  stats(): { readonly runs: number; readonly dispatches: number; readonly bytesRead: number };
}

const settleMs = 200;

/** What is looked at beside the plate itself. */
export interface Beside {
  readonly rivals: readonly Spec[];
  readonly stages: boolean;
  /** Everything that only the trained encoder has. */
  readonly model: boolean;
}

interface Request extends Beside {
  readonly spec: Spec;
}

/** The frame on show and every tensor it is drawn from. */
interface Shown extends Picture {
  readonly frame: Frame;
  readonly rivals: readonly RivalTensors[];
}

/** What a frame is drawn from. */
interface Picture {
  readonly tensors: MapTensors;
  readonly parts: StageTensors | null;
  readonly model: ModelTensors | null;
}

interface RivalTensors {
  readonly spec: Spec;
  readonly tensors: MapTensors;
  readonly differences: Readonly<Record<'similarity' | 'attention', Tensor2D>>;
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
  let checkTimer: ReturnType<typeof setTimeout> | undefined;
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
    clearTimeout(checkTimer);
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
    { rivals = [], stages = false, model: whole = false }: Partial<Beside> = {},
  ): Promise<void> {
    const [asked, before] = [{ spec, rivals, stages, model: whole }, newest];
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
  }

  async function drain(): Promise<void> {
    // A turn of the queue first: requests made in the same turn become one run.
    await Promise.resolve();
    try {
      while (pending) {
        if (reopening) await reopening;
        const next = pending;
        pending = null;
        await run(next);
      }
    } finally {
      running = null;
    }
  }

  async function run({ spec: asked, rivals, stages, model: whole }: Request): Promise<void> {
    const spec = fittedToModel(asked);
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
    clearTimeout(checkTimer);
    events.checked(null);
    const on = device;
    const picture = keptPicture(spec, stages, whole);
    const beside = rivals.map((rival) => keptRival(fittedToModel(rival), picture.tensors));
    let frame: Frame | null = null;
    try {
      frame = await frameOf(spec, picture, beside);
    } catch (error) {
      if (on === device) throw error;
    }
    // The device went while the numbers were on their way: recovery computes them again.
    if (on !== device || reopening || frame === null) {
      free({ ...picture, rivals: beside });
      return;
    }
    const previous = shown;
    shown = { frame, ...picture, rivals: beside };
    events.show(shown.frame);
    if (previous) free(previous);
    await device.gpu?.device.queue.onSubmittedWorkDone().catch(() => {});
    if (pending || on !== device) return;
    events.settled();
    checkLater(spec);
  }

  function fittedToModel(spec: Spec): Spec {
    return spec.model === 'use-lite' ? model.fitted(spec) : spec;
  }

  /** All that is drawn of one and the same pass, kept. */
  function keptPicture(spec: Spec, stages: boolean, whole: boolean): Picture {
    let made: Picture | undefined;
    tidy(() => {
      made =
        spec.model === 'use-lite' ? modelPicture(spec, stages, whole) : seededPicture(spec, stages);
      for (const tensor of tensorsIn({ ...made, rivals: [] })) keep(tensor);
    });
    if (!made) throw new Error('pipeline: the pass made no maps');
    return made;
  }

  function seededPicture(spec: Spec, stages: boolean): Picture {
    const pass = shownPass(spec, inputs);
    const tensors = mapTensors(spec, inputs, pass);
    return { tensors, parts: stages ? stageTensors(spec, inputs, pass) : null, model: null };
  }

  function modelPicture(spec: Spec, stages: boolean, whole: boolean): Picture {
    const pass = model.pass(spec);
    return {
      tensors: modelMaps(pass),
      parts: stages ? modelStages(pass) : null,
      model: whole ? modelParts(model, pass) : null,
    };
  }

  function keptRival(spec: Spec, first: MapTensors): RivalTensors {
    const { tensors } = keptPicture(spec, false, false);
    const difference = (map: 'similarity' | 'attention') =>
      tidy(() => keep<Tensor2D>(sub(tensors[map], first[map])));
    return {
      spec,
      tensors,
      differences: { similarity: difference('similarity'), attention: difference('attention') },
    };
  }

  async function matrixOf(
    tensor: Tensor2D,
    rowAxis: AxisName,
    columnAxis: AxisName,
  ): Promise<Matrix> {
    const [rows, columns] = tensor.shape;
    const shape = { rows, columns, rowAxis, columnAxis };
    if (device.gpu) return { kind: 'gpu', buffer: device.gpu.backend.lend(tensor), ...shape };
    return { kind: 'memory', data: Float32Array.from(await tensor.data()), ...shape };
  }

  async function matricesOf(spec: Spec, tensors: MapTensors): Promise<Frame['maps']> {
    const [positionRows, positionColumns] = positionAxes(spec);
    device.gpu?.backend.flush();
    return {
      positions:
        tensors.positions && (await matrixOf(tensors.positions, positionRows, positionColumns)),
      similarity: await matrixOf(tensors.similarity, 'position', 'position'),
      attention: await matrixOf(tensors.attention, 'query', 'key'),
    };
  }

  async function stagesOf({ maps, heads, terms }: StageTensors): Promise<Stages> {
    const found: Partial<Record<StageName, Matrix | null>> = {};
    for (const name of stageNames) {
      const tensor = maps[name];
      found[name] = tensor && (await matrixOf(tensor, ...stageAxes(name)));
    }
    const squares = (tensors: readonly Tensor2D[]) =>
      Promise.all(tensors.map((tensor) => matrixOf(tensor, 'query', 'key')));
    return {
      // Every name was filled in above.
      maps: found as Stages['maps'],
      heads: await squares(heads),
      terms: await squares(terms),
    };
  }

  async function modelPartsOf(
    { heads, streams, change, sentence }: ModelTensors,
    { text }: Spec,
  ): Promise<ModelParts> {
    const squares = (tensors: readonly Tensor2D[]) =>
      Promise.all(tensors.map((tensor) => matrixOf(tensor, 'query', 'key')));
    return {
      heads: await Promise.all(heads.map(squares)),
      streams: await Promise.all(streams.map((stream) => matrixOf(stream, 'position', 'channel'))),
      change: await matrixOf(change, 'query', 'key'),
      sentence: await matrixOf(sentence, 'count', 'channel'),
      ids: [...model.tokens(text).ids],
    };
  }

  async function rivalOf({ spec, tensors, differences }: RivalTensors): Promise<Rival> {
    return {
      frame: await frameOf(spec, { tensors, parts: null, model: null }, []),
      differences: {
        similarity: await matrixOf(differences.similarity, 'position', 'position'),
        attention: await matrixOf(differences.attention, 'query', 'key'),
      },
    };
  }

  async function frameOf(
    spec: Spec,
    { tensors, parts, model: whole }: Picture,
    beside: readonly RivalTensors[],
  ): Promise<Frame> {
    const maps = await matricesOf(spec, tensors);
    const rivals: Rival[] = [];
    for (const each of beside) rivals.push(await rivalOf(each));
    const stages = parts && (await stagesOf(parts));
    const scheme = schemeOf(spec);
    const dims = dimsOf(spec);
    const formula = scheme.exact?.(spec.params, dims, seededNormal(spec.seed)) ?? null;
    const exact =
      spec.order === 'forward' ? formula : formula && inOrder(formula, orderOf(spec), spec.start);
    const { line, vectors } =
      spec.model === 'use-lite' ? { line: model.line(spec), vectors: null } : inputs.text(spec);
    let pass: ((query: number) => ExactRow | null) | null = null;
    return {
      spec,
      line,
      maps,
      exact,
      rivals,
      stages,
      model: whole && (await modelPartsOf(whole, spec)),
      exactRow(query) {
        // Written for one block of seeded weights in full precision.
        if (!vectors || spec.layer > 1 || spec.precision !== 'float32') return null;
        const columns = (name: 'wq' | 'wk') =>
          weightColumns(
            name,
            spec.weights,
            spec.seed,
            dims.dModel,
            (spec.head - 1) * dims.dHead,
            dims.dHead,
            fusesSideBySide(spec) ? { rows: 2 * dims.dModel } : {},
          );
        pass ??= exactPass({
          ...dims,
          head: spec.head - 1,
          family: familyOf(spec),
          exact,
          ids: line.ids,
          vectors,
          wq: columns('wq'),
          wk: columns('wk'),
          mask: maskOf(spec, inputs),
          fusion: spec.fusion,
          gain: spec.gain,
          temperature: spec.temperature,
        });
        return pass(query);
      },
    };
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

  /** Once the changes have stopped, holds the position map against the float64 formula. */
  function checkLater(spec: Spec): void {
    checkTimer = setTimeout(() => {
      void check(spec).catch(() => {
        // The device was lost while reading; the check runs again after recovery.
      });
    }, settleMs);
  }

  async function check(spec: Spec): Promise<void> {
    const current = shown;
    const exact = current?.frame.exact;
    const positions = current?.tensors.positions;
    if (!exact || !positions) {
      events.checked(0);
      return;
    }
    const [rows, columns] = positions.shape;
    const sample = sampleOf(rows, columns);
    const read = tidy(() => gather(positions, tensor1d(Int32Array.from(sample), 'int32')));
    const data = await read.data().finally(() => read.dispose());
    if (shown?.frame.spec !== spec) return;
    let worst = 0;
    sample.forEach((row, place) => {
      for (let column = 0; column < columns; column++) {
        const wanted = exact.cell(row, column);
        if (!Number.isFinite(wanted)) continue;
        // A bias grows without bound; float32 keeps its relative precision.
        const scale = Math.max(1, Math.abs(wanted));
        worst = Math.max(worst, Math.abs((data[place * columns + column] ?? 0) - wanted) / scale);
      }
    });
    events.checked(worst);
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
      return readCell(matrix.buffer, index, device);
    },
    block: async (map, top, left, rows, columns) => {
      const tensor = shown && tensorOf(shown, inputs, map);
      if (!tensor) return null;
      const part = tidy(() => slice(tensor, [top, left], [rows, columns]));
      try {
        return Float32Array.from(await part.data());
      } catch {
        // The device was lost on the way: there is no such part any more.
        return null;
      } finally {
        part.dispose();
      }
    },
    lens: async (name) => {
      if (reopening) await reopening;
      if (running) await running;
      if (!shown) return null;
      try {
        const asked = {
          spec: shown.frame.spec,
          tensors: shown.tensors,
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

/** The tensor behind a name of the frame on show. */
function tensorOf(
  { frame, tensors, parts, model }: Shown,
  inputs: Inputs,
  name: BlockName,
): Tensor2D | null {
  if (name === 'positions' || name === 'similarity' || name === 'attention') return tensors[name];
  const [kind, index] = name.split(' ');
  if (kind === 'stream') return model?.streams[Number(index)] ?? null;
  if (kind === 'layer') return model?.heads.flat()[Number(index)] ?? null;
  if (name === 'change') return model?.change ?? null;
  if (!parts) return null;
  if (kind === 'head') return parts.heads[Number(index)] ?? null;
  if (kind === 'term') return parts.terms[Number(index)] ?? null;
  const { spec } = frame;
  const matrix = matrixNames.find((each) => each === name);
  if (matrix) return spec.model === 'seeded' ? inputs.block(spec, spec.layer)[matrix] : null;
  const between = betweenNames.find((each) => each === name);
  if (between) return parts.between?.[between] ?? null;
  return parts.maps[name as StageName] ?? null;
}

function tensorsIn({ tensors, rivals, parts, model }: Omit<Shown, 'frame'>): Tensor2D[] {
  const all = [
    tensors,
    ...rivals.flatMap((rival) => [rival.tensors, rival.differences]),
    ...(parts
      ? [parts.maps, parts.heads, parts.terms, ...(parts.between ? [parts.between] : [])]
      : []),
    ...(model
      ? [
          ...model.heads,
          model.streams,
          [model.change, model.sentence, model.surgery, model.positional],
        ]
      : []),
  ];
  return all.flatMap((each) => Object.values(each)).filter((tensor) => tensor !== null);
}

function free(shown: Omit<Shown, 'frame'>): void {
  dispose(tensorsIn(shown));
}

/** The formula where the tokens are given other positions: order[i] counts from `start`. */
function inOrder(exact: Exact, order: readonly number[], start: number): Exact {
  const from = (row: number) => order[row] ?? row;
  return {
    ...exact,
    cell: (row, column) => exact.cell(from(row), column),
    steps: (row, column) => exact.steps(from(row), column),
    keyCell: (row, column) => exact.keyCell?.(from(row), column) ?? exact.cell(from(row), column),
    bias: (head, query, key) =>
      exact.bias?.(head, start + from(query - start), start + from(key - start)) ?? 0,
  };
}

/** Rows of a map to check: all of a small one, 64 evenly spread of a large one, ends included. */
function sampleOf(rows: number, columns: number): number[] {
  const count = rows * columns <= 2 ** 16 ? rows : Math.min(rows, 64);
  return Array.from({ length: count }, (_, i) =>
    Math.round((i * (rows - 1)) / Math.max(count - 1, 1)),
  );
}

async function isLost({ gpu }: Device): Promise<boolean> {
  const patience = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), lostMs);
  });
  return gpu ? Promise.race([gpu.device.lost.then(() => true), patience]) : false;
}

/** Four bytes from a buffer; null when the device is lost on the way. */
async function readCell(buffer: GPUBuffer, index: number, { gpu }: Device): Promise<number | null> {
  if (!gpu) return null;
  const { device, backend } = gpu;
  backend.bytesRead += 4;
  const staging = device.createBuffer({
    size: 4,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 4 * index, staging, 0, 4);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    return new Float32Array(staging.getMappedRange())[0] ?? null;
  } catch {
    return null;
  } finally {
    staging.destroy();
  }
}
