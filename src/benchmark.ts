/**
 * The page's own benchmark: its slider step beside the straightforward ways to draw the same
 * numbers, in the same page, step for step. The others stand in for the page's painter, so all of
 * them share the Spec store, the pipeline and the views. Leaves the Spec as it was.
 */
import { line, select } from 'd3';
import type { Matrix } from './fields/matrix.ts';
import { placeOf, unitOf } from './fields/scale.ts';
import type { CurveJob, Job, Measurement, Painter } from './paint/painter.ts';
import type { Spec } from './state/spec.ts';
import { change, finish, specStore } from './state/store.ts';
import { stage } from './views/stage.ts';

/** What main.tsx lends: the running pipeline, without its tensors. */
export interface BenchmarkParts {
  request(spec: Spec): Promise<void>;
  stats(): { readonly runs: number; readonly dispatches: number; readonly bytesRead: number };
  device(): GPUDevice | null;
}

export interface BenchmarkOptions {
  /** Lengths of the table, ascending. */
  readonly lengths: readonly number[];
  /** Counted steps of a method at a length, at most; fewer where time is short. */
  readonly steps: number;
  /** For everything; what there is no time for is reported as unfinished. */
  readonly budgetMs: number;
  readonly dim: number;
  readonly heads: number;
  readonly dragLength: number;
  readonly dragEvents: number;
  readonly dragGapMs: number;
  /** Rectangles above which SVG is not tried: a browser's memory ends before its patience. */
  readonly mostRectangles: number;
  /** A step of SVG that is bound to take longer is not tried. */
  readonly longestStepMs: number;
}

const defaults: BenchmarkOptions = {
  lengths: [64, 256, 512, 1024, 2048],
  steps: 12,
  budgetMs: 240_000,
  dim: 64,
  heads: 8,
  dragLength: 512,
  dragEvents: 120,
  dragGapMs: 4,
  mostRectangles: 700_000,
  longestStepMs: 6_000,
};

export type MethodName = 'page' | 'image-data' | 'svg';

export type Row = { readonly length: number; readonly method: MethodName } & (
  | {
      readonly finished: true;
      readonly steps: number;
      /** Milliseconds from the slider's event to the end of the frame that shows it. */
      readonly median: number;
      readonly p95: number;
      /** Medians over the page's own at this length. */
      readonly ratio: number;
      /** The same, up to the last pixel drawn: without the wait for the screen. */
      readonly drawnMedian: number;
      readonly drawnRatio: number;
      /** Of one step, medians. */
      readonly bytesRead: number;
      readonly dispatches: number;
      /** Draw calls, images or rectangles. */
      readonly draws: number;
    }
  | { readonly finished: false; readonly reason: string }
);

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

export interface Dragged {
  readonly runs: number;
  /** From the first event to the last. */
  readonly eventsMs: number;
  /** From the last event until the frame that shows it is drawn, and until the screen has it. */
  readonly drawnMs: number;
  readonly settledMs: number;
  /** Events that were never shown because the time was up. */
  readonly givenUp: number;
}

export interface Benchmark {
  readonly backend: string;
  readonly adapter: string;
  readonly devicePixelRatio: number;
  readonly dim: number;
  readonly heads: number;
  readonly rows: readonly Row[];
  readonly drag: Drag;
}

interface Sample {
  readonly drawn: number;
  readonly painted: number;
  readonly bytesRead: number;
  readonly dispatches: number;
  readonly draws: number;
}

interface Method {
  readonly name: MethodName;
  readonly painter: Painter;
  /** Puts what it draws on before the page, and takes it away. */
  enter(): void;
  leave(): void;
}

/** One step of the history, however many events: it ends on the Spec it began with. */
const gesture = 'benchmark';
const warmUps = 2;
/** The methods take turns, so that a busy moment of the machine hits all of them. */
const rounds = 3;
const fewestSteps = 3;
const dragBudgetMs = 30_000;
/** Steps as slow as this are taken in one turn: a warm-up for each would cost too much. */
const slowMs = 1_500;

/** @throws RangeError for an option that there is not, or of another type */
export async function runBenchmark(given: unknown, parts: BenchmarkParts): Promise<Benchmark> {
  const options = optionsOf(given);
  const { painter, device } = stage.getState();
  if (!painter || !device) throw new Error('bench: there is no device just now');
  const original = specStore.getState().spec;
  const { dim, heads } = options;
  try {
    const drag = await measuredDrag(options, painter, parts);
    const rows = await measuredRows(options, painter, parts);
    const { backend, adapter } = device;
    return {
      backend,
      adapter,
      devicePixelRatio: globalThis.devicePixelRatio,
      dim,
      heads,
      rows,
      drag,
    };
  } finally {
    if (stage.getState().device === device) stage.setState({ painter });
    change(specStore, original, { gesture });
    finish(specStore);
    await parts.request(original);
  }
}

function optionsOf(given: unknown): BenchmarkOptions {
  const asked = given ?? {};
  if (typeof asked !== 'object') throw new RangeError('bench: the options are an object');
  const numbers = (value: unknown): value is number[] =>
    Array.isArray(value) &&
    value.every((entry) => Number.isInteger(entry) && entry >= 1 && entry <= 4096);
  for (const [name, value] of Object.entries(asked)) {
    if (!Object.hasOwn(defaults, name)) {
      throw new RangeError(
        `bench: no option ${name}; there are ${Object.keys(defaults).join(', ')}`,
      );
    }
    const fits = name === 'lengths' ? numbers(value) : typeof value === 'number' && value > 0;
    if (!fits) throw new RangeError(`${name}: ${JSON.stringify(value)} is not what it takes`);
  }
  return { ...defaults, ...asked };
}

async function measuredRows(
  options: BenchmarkOptions,
  painter: Painter,
  parts: BenchmarkParts,
): Promise<Row[]> {
  const methods: readonly Method[] = [
    { name: 'page', painter, enter() {}, leave() {} },
    readBack('image-data', painter, parts, () => canvasSurface()),
    readBack('svg', painter, parts, () => svgSurface()),
  ];
  const until = performance.now() + options.budgetMs;
  const rows: Row[] = [];
  for (const [i, length] of options.lengths.entries()) {
    const share = (until - performance.now()) / (options.lengths.length - i);
    rows.push(...(await measuredLength(length, share, rows, methods, options, painter, parts)));
  }
  return rows;
}

async function measuredLength(
  length: number,
  share: number,
  before: readonly Row[],
  methods: readonly Method[],
  options: BenchmarkOptions,
  painter: Painter,
  parts: BenchmarkParts,
): Promise<Row[]> {
  const { dim, heads, steps } = options;
  change(
    specStore,
    { encoding: 'sinusoidal', params: {}, mask: 'causal', head: 1, start: 0, length, dim, heads },
    { gesture },
  );
  const reasons = new Map<MethodName, string>();
  const perRound = new Map<MethodName, readonly number[]>();
  const samples = new Map<MethodName, Sample[]>(methods.map(({ name }) => [name, []]));
  const stepOf = (method: Method) => stepped(method, nextBase(), painter, parts);

  if (share < 1000) for (const { name } of methods) reasons.set(name, 'the time was up');
  const refusal = reasonAgainst(length, before, options);
  if (refusal !== null) reasons.set('svg', refusal);
  for (let round = 0; round < rounds; round += 1) {
    for (const method of methods) {
      const due = perRound.get(method.name);
      if (reasons.has(method.name) || due?.[round] === 0) continue;
      method.enter();
      stage.setState({ painter: method.painter });
      try {
        let usual = 0;
        for (let i = 0; i < (round === 0 ? warmUps : 1); i += 1) {
          usual = (await stepOf(method)).painted;
        }
        const plan = due ?? planned(share / methods.length, usual, steps);
        perRound.set(method.name, plan);
        for (let i = 0; i < (plan[round] ?? 0); i += 1) {
          samples.get(method.name)?.push(await stepOf(method));
        }
      } catch (error) {
        reasons.set(method.name, error instanceof Error ? error.message : String(error));
      } finally {
        method.leave();
        stage.setState({ painter });
      }
    }
  }
  for (const { painter: stood } of methods) if (stood !== painter) stood.stop();
  const own = samples.get('page') ?? [];
  return methods.map(({ name }) =>
    rowOf(length, name, samples.get(name) ?? [], own, reasons.get(name)),
  );
}

/** How many steps of a method are counted in each round. */
function planned(shareMs: number, usualMs: number, most: number): readonly number[] {
  const affordable = Math.floor(shareMs / Math.max(usualMs, 1)) - warmUps - rounds;
  const count = Math.min(Math.max(affordable, fewestSteps), most);
  if (usualMs > slowMs) return [count, ...Array<number>(rounds - 1).fill(0)];
  return Array<number>(rounds).fill(Math.ceil(count / rounds));
}

function rowOf(
  length: number,
  method: MethodName,
  samples: readonly Sample[],
  own: readonly Sample[],
  reason: string | undefined,
): Row {
  if (reason !== undefined || samples.length === 0) {
    return { length, method, finished: false, reason: reason ?? 'no step was counted' };
  }
  const of = (name: keyof Sample, among = samples) => median(among.map((sample) => sample[name]));
  return {
    length,
    method,
    finished: true,
    steps: samples.length,
    median: rounded(of('painted')),
    p95: rounded(
      quantile(
        samples.map(({ painted }) => painted),
        0.95,
      ),
    ),
    ratio: rounded(of('painted') / of('painted', own)),
    drawnMedian: rounded(of('drawn')),
    drawnRatio: rounded(of('drawn') / of('drawn', own)),
    bytesRead: of('bytesRead'),
    dispatches: of('dispatches'),
    draws: of('draws'),
  };
}

/** Why SVG is not tried at a length, or null. */
function reasonAgainst(
  length: number,
  before: readonly Row[],
  options: BenchmarkOptions,
): string | null {
  const rectangles = rectanglesAt(length, options);
  if (rectangles > options.mostRectangles) {
    return `${rectangles} rectangles; above ${options.mostRectangles} it is not tried`;
  }
  const last = before.findLast(({ method }) => method === 'svg');
  if (!last?.finished) return last ? `it did not finish at length ${last.length}` : null;
  const expected = (last.median * rectangles) / rectanglesAt(last.length, options);
  if (expected <= options.longestStepMs) return null;
  return `${rectangles} rectangles would take about ${Math.round(expected / 1000)} s a step, from ${Math.round(last.median)} ms at length ${last.length}`;
}

function rectanglesAt(length: number, { dim }: BenchmarkOptions): number {
  return length * dim + 2 * length * length;
}

let base = 10_000;

/** Of a Spec that was never computed: nothing can come from a cache. */
function nextBase(): number {
  base += 1;
  return base;
}

/** What a slider does with one event; resolves when the screen has it. */
async function stepped(
  method: Method,
  value: number,
  painter: Painter,
  parts: BenchmarkParts,
): Promise<Sample> {
  const before = costOf(method, painter, parts);
  const start = performance.now();
  const spec = moved(value);
  await parts.request(spec);
  await method.painter.settled();
  const drawn = performance.now() - start;
  await onScreen();
  const painted = performance.now() - start;
  if (stage.getState().shown?.frame.spec !== spec) throw new Error('it was not shown');
  const after = costOf(method, painter, parts);
  return {
    drawn,
    painted,
    bytesRead: after.bytesRead - before.bytesRead,
    dispatches: after.dispatches - before.dispatches,
    draws: after.draws - before.draws,
  };
}

function moved(value: number): Spec {
  change(specStore, { params: { base: value } }, { gesture });
  return specStore.getState().spec;
}

/** All that was spent so far: by the pipeline, the page's painter and the one that stands in. */
function costOf(method: Method, painter: Painter, parts: BenchmarkParts) {
  const { dispatches, bytesRead } = parts.stats();
  const painters = new Set([painter.counts, method.painter.counts]);
  const sum = (name: 'dispatches' | 'bytesRead' | 'draws') =>
    [...painters].reduce((total, counts) => total + counts[name], 0);
  return {
    dispatches: dispatches + sum('dispatches'),
    bytesRead: bytesRead + sum('bytesRead'),
    draws: sum('draws'),
  };
}

/** Resolves when the next frame has been laid out and painted. */
function onScreen(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => void task().then(resolve));
  });
}

/** A turn of the event loop, without the 4 ms that nested timers wait. */
function task(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}

interface Surface {
  readonly element: HTMLElement | SVGElement;
  /**
   * @param data  [rows × columns] of the job's matrix
   * @param unit  place of a value on the job's scale, 0…1
   * @returns     how many images, rectangles or lines it took
   */
  draw(job: Job, data: Float32Array, unit: (value: number) => number): number;
}

/**
 * The straightforward way: each map is read back whole and drawn from memory, one pixel or one
 * rectangle a cell in the page's colours, and one line for the profile under it. It takes the
 * extents that the page measures.
 */
function readBack(
  name: MethodName,
  page: Painter,
  parts: BenchmarkParts,
  surfaceFor: (kind: Job['kind']) => Surface,
): Method {
  const counts = { dispatches: 0, draws: 0, bytesRead: 0 };
  const overlay = document.createElement('div');
  const surfaces = new Map<HTMLCanvasElement, Surface>();
  /** Read once, however often it is drawn. */
  const reads = new WeakMap<Matrix, Promise<Float32Array>>();
  let measured: Measurement | null = null;
  let drawing: Promise<void> = Promise.resolve();

  function surfaceOver(canvas: HTMLCanvasElement, kind: Job['kind']): Surface {
    const found = surfaces.get(canvas);
    if (found) return found;
    const surface = surfaceFor(kind);
    surfaces.set(canvas, surface);
    overlay.append(surface.element);
    const { left, top, width, height } = canvas.getBoundingClientRect();
    // A style attribute in markup is refused by the page's policy; this way is not.
    surface.element.style.cssText = `position:fixed;left:${left}px;top:${top}px;width:${width}px;height:${height}px;image-rendering:pixelated`;
    return surface;
  }

  async function draw(
    canvas: HTMLCanvasElement,
    job: Job,
    measurement: Measurement | null,
  ): Promise<void> {
    const reading = reads.get(job.matrix) ?? readWhole(job.matrix);
    reads.set(job.matrix, reading);
    // Both are on their way at once.
    const [data, extents] = await Promise.all([reading, measurement?.read() ?? []]);
    const { domain } = job.scale;
    const slot = job.extent?.kind === 'gpu' ? job.extent.index : 0;
    const extent = job.extent?.kind === 'memory' ? job.extent.extent : extents[slot];
    const largest = domain.kind === 'fixed' ? domain.max : (extent?.largest ?? 1);
    const unit = (value: number) => unitOf(job.scale, largest, value);
    counts.draws += surfaceOver(canvas, job.kind).draw(job, data, unit);
  }

  async function readWhole(matrix: Matrix): Promise<Float32Array> {
    if (matrix.kind === 'memory') return matrix.data;
    const device = parts.device();
    if (!device) throw new Error('bench: the device is gone');
    const size = 4 * matrix.rows * matrix.columns;
    const staging = device.createBuffer({
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    try {
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(matrix.buffer, 0, staging, 0, size);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      counts.bytesRead += size;
      return new Float32Array(staging.getMappedRange().slice(0));
    } finally {
      staging.destroy();
    }
  }

  const painter: Painter = {
    counts,
    measure(matrices) {
      const measurement = page.measure(matrices);
      let read: ReturnType<Measurement['read']> | undefined;
      measured = {
        ...measurement,
        read: () => {
          read ??= measurement.read();
          return read;
        },
      };
      return measured;
    },
    paint(paintings) {
      const measurement = measured;
      const before = drawing;
      drawing = Promise.all(
        paintings.map(({ canvas, job }) => draw(canvas, job, measurement)),
      ).then(() => before);
      // It is awaited by `settled`, where a failure is told.
      drawing.catch(() => undefined);
    },
    settled: () => drawing,
    stop() {
      overlay.replaceChildren();
      surfaces.clear();
      measured = null;
      drawing = Promise.resolve();
    },
  };
  return {
    name,
    painter,
    enter: () => document.body.append(overlay),
    leave: () => overlay.remove(),
  };
}

function canvasSurface(): Surface {
  const element = document.createElement('canvas');
  const context = element.getContext('2d');
  if (!context) throw new Error('bench: this browser has no 2d context');
  const sized = (width: number, height: number) => {
    if (element.width !== width) element.width = width;
    if (element.height !== height) element.height = height;
  };
  return {
    element,
    draw(job, data, unit) {
      const { rows, columns } = job.matrix;
      if (job.kind === 'curve') {
        sized(job.width, job.height);
        context.clearRect(0, 0, job.width, job.height);
        context.strokeStyle = hexOf(job.colours.line);
        context.lineWidth = job.lineWidth;
        context.stroke(new Path2D(lineOf(job, data, unit)));
        return 1;
      }
      sized(columns, rows);
      const image = new ImageData(columns, rows);
      const pixels = new Uint32Array(image.data.buffer);
      for (let cell = 0; cell < pixels.length; cell += 1) {
        pixels[cell] = job.table[placeOf(unit(data[cell] ?? 0))] ?? 0;
      }
      context.putImageData(image, 0, 0);
      return 1;
    },
  };
}

function svgSurface(): Surface {
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  element.setAttribute('preserveAspectRatio', 'none');
  return {
    element,
    draw(job, data, unit) {
      const { rows, columns } = job.matrix;
      if (job.kind === 'curve') {
        select(element)
          .attr('viewBox', `0 0 ${job.width} ${job.height}`)
          .selectAll('path')
          .data([lineOf(job, data, unit)])
          .join('path')
          .attr('fill', 'none')
          .attr('stroke', hexOf(job.colours.line))
          .attr('d', (path) => path);
        return 1;
      }
      const names = Array.from(job.table, hexOf);
      select(element)
        .attr('viewBox', `0 0 ${columns} ${rows}`)
        .selectAll('rect')
        .data(data)
        .join((enter) =>
          enter
            .append('rect')
            .attr('x', (_, cell) => cell % columns)
            .attr('y', (_, cell) => Math.floor(cell / columns))
            .attr('width', 1)
            .attr('height', 1),
        )
        .attr('fill', (value) => names[placeOf(unit(value))] ?? 'none');
      return rows * columns;
    },
  };
}

/** A profile as the path of an SVG. */
function lineOf(job: CurveJob, data: Float32Array, unit: (value: number) => number): string {
  const { columns } = job.matrix;
  const path = line<number>(
    (_, column) => ((column + 0.5) * job.width) / columns,
    (value) => (1 - unit(value)) * job.height,
  );
  return path(data.subarray(job.row * columns, (job.row + 1) * columns)) ?? '';
}

/** `#rrggbb` of a packed colour. */
function hexOf(colour: number): string {
  const bytes = [colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255];
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

async function measuredDrag(
  options: BenchmarkOptions,
  painter: Painter,
  parts: BenchmarkParts,
): Promise<Drag> {
  const { dragLength: length, dragEvents: events, dragGapMs: gapMs, dim, heads, steps } = options;
  const page: Method = { name: 'page', painter, enter() {}, leave() {} };
  change(
    specStore,
    { encoding: 'sinusoidal', params: {}, mask: 'causal', head: 1, start: 0, length, dim, heads },
    { gesture },
  );
  const alone: number[] = [];
  for (let i = 0; i < warmUps + steps; i += 1) {
    const { drawn } = await stepped(page, nextBase(), painter, parts);
    if (i >= warmUps) alone.push(drawn);
  }
  const settled = async (spec: Spec) => {
    await parts.request(spec);
    await painter.settled();
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

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that a share of all are not above. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
