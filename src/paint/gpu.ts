/**
 * The painter for matrices in GPU buffers: what is drawn is never read back. It refuses matrices in
 * memory, and expects sizes that the device's limits allow.
 */
import type { GpuMatrix, Matrix } from '../fields/matrix.ts';
import { answered, finished } from '../gpu/finished.ts';
import { type Commands, Tape } from '../gpu/tape.ts';
import { curveBlockBytes, curveConstants, curveCorners, curveWgsl, writeCurve } from './curve.ts';
import {
  heatmapBlockBytes,
  heatmapConstants,
  heatmapWgsl,
  workOf,
  writeHeatmap,
} from './heatmap.ts';
import { checkedJob } from './job.ts';
import {
  extentOfSlot,
  groupsFor,
  listOf,
  type Measured,
  measureWgsl,
  mostCells,
  mostTogether,
  slotWords,
} from './measure.ts';
import type { Job, Measurement, Painter, Painting } from './painter.ts';
import { present } from './present.ts';

const format: GPUTextureFormat = 'rgba8unorm';
const slotBytes = 4 * slotWords;
/** Pixels and the cells under them, of all that is drawn at once: more is drawn in pieces. */
const lightWork = 1_000_000;

export function gpuPainter(device: GPUDevice): Painter {
  const counts = { dispatches: 0, draws: 0, bytesRead: 0 };
  const pipelineOf = renderPipelines(device);
  const measuring = device.createComputePipeline({
    label: 'measure',
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: measureWgsl }) },
  });
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage;
  /** Bound where a job has fewer buffers than the shader expects. */
  const nothing = device.createBuffer({ size: slotBytes, usage: STORAGE });
  /** Where the cells lie while they are measured. */
  let cells: GPUBuffer | null = null;
  const measurements = new Set<Measurement>();
  /** One for each painting of a call, kept for later calls. */
  const surfaces: GPUCanvasContext[] = [];
  let blocks = device.createBuffer({ size: 8 * heatmapBlockBytes, usage: STORAGE | COPY_DST });
  const tape = new Tape(device, { lightWork });
  /** Pictures that are drawn in pieces, by the canvas that waits for them. */
  const waiting = new Map<HTMLCanvasElement, Piecewise>();
  const working = new Set<Promise<void>>();
  /** Slots that are still being filled. */
  const unmeasured = new Set<GPUBuffer>();
  /** What was recorded in an earlier one is not wanted any more. */
  let era = 0;

  function surfaceOf(i: number, { width, height }: Job): GPUCanvasContext {
    const surface = surfaces[i] ?? newSurface(device);
    surfaces[i] = surface;
    if (surface.canvas.width !== width) surface.canvas.width = width;
    if (surface.canvas.height !== height) surface.canvas.height = height;
    return surface;
  }

  /** The buffer that all small pictures share, large enough for these. */
  function blocksFor(jobs: readonly Job[]): GPUBuffer {
    const total = jobs.reduce((sum, job) => sum + blockBytes(job), 0);
    if (total > blocks.size) {
      blocks.destroy();
      blocks = device.createBuffer({ size: 2 * total, usage: STORAGE | COPY_DST });
    }
    return blocks;
  }

  /** Writes all blocks into a buffer at once; returns where each begins. */
  function writeBlocks(jobs: readonly Job[], buffer: GPUBuffer): number[] {
    const sizes = jobs.map(blockBytes);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const words = new Uint32Array(total / 4);
    let next = 0;
    const begins = jobs.map((job, i) => {
      const begin = next;
      next += sizes[i] ?? 0;
      const block = words.subarray(begin / 4, next / 4);
      if (job.kind === 'heatmap') writeHeatmap(job, block);
      else writeCurve(job, block);
      return begin;
    });
    device.queue.writeBuffer(buffer, 0, words);
    return begins;
  }

  /** Draws rows of a job's pixels. */
  function draw(
    encoder: GPUCommandEncoder,
    job: Job,
    block: { readonly buffer: GPUBuffer; readonly begin: number },
    onto: GPUTexture,
    { from, count }: Rows = { from: 0, count: job.height },
  ) {
    const pipeline = pipelineOf(job);
    const { buffer, begin } = block;
    const bindings = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer, offset: begin, size: blockBytes(job) } },
        { binding: 1, resource: { buffer: onGpu(job.matrix).buffer } },
        { binding: 2, resource: { buffer: slotsOf(job) ?? nothing } },
      ],
    });
    const pass = encoder.beginRenderPass({
      colorAttachments: [
        { view: onto.createView(), loadOp: from === 0 ? 'clear' : 'load', storeOp: 'store' },
      ],
    });
    pass.setScissorRect(0, from, job.width, count);
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.draw(job.kind === 'curve' ? curveCorners(job) : 3);
    pass.end();
    if (from === 0) counts.draws += 1;
  }

  function paint(paintings: readonly Painting[]): void {
    if (paintings.length === 0) return;
    const jobs = paintings.map(({ job }) => job);
    jobs.forEach(checkedJob);
    for (const { canvas } of paintings) waiting.delete(canvas);
    // What is still being measured is drawn after it.
    const isEarly = jobs.some((job) => unmeasured.has(slotsOf(job) ?? nothing));
    if (isEarly || jobs.reduce((sum, job) => sum + workOf(job), 0) > lightWork) {
      track(paintInPieces(paintings));
      return;
    }
    const buffer = blocksFor(jobs);
    const begins = writeBlocks(jobs, buffer);
    const encoder = device.createCommandEncoder();
    const drawn = paintings.map(({ canvas, job }, i) => {
      const surface = surfaceOf(i, job);
      draw(encoder, job, { buffer, begin: begins[i] ?? 0 }, textureOf(surface, device));
      return { canvas, surface };
    });
    device.queue.submit([encoder.finish()]);
    for (const { canvas, surface } of drawn) present(canvas, bitmapOf(surface));
  }

  /** Draws offscreen, in pieces; the pictures that are still wanted then appear together. */
  async function paintInPieces(paintings: readonly Painting[]): Promise<void> {
    const jobs = paintings.map(({ job }) => job);
    const own: Piecewise = {};
    for (const { canvas } of paintings) waiting.set(canvas, own);
    const size = jobs.reduce((sum, job) => sum + blockBytes(job), 0);
    const buffer = device.createBuffer({ size, usage: STORAGE | COPY_DST });
    const begins = writeBlocks(jobs, buffer);
    const { RENDER_ATTACHMENT, COPY_SRC: SOURCE } = GPUTextureUsage;
    const drawn = paintings.map(({ canvas, job }, i) => {
      const { width, height } = job;
      const texture = device.createTexture({
        size: [width, height],
        format,
        usage: RENDER_ATTACHMENT | SOURCE,
      });
      const wanted = () => waiting.get(canvas) === own;
      tape.section(
        () => !wanted(),
        () =>
          tape.add({
            name: job.kind,
            work: workOf(job),
            parts: height,
            // Where it is given up its buffers may be gone.
            encode: (commands, from, count) =>
              wanted() &&
              draw(commands.encoder(), job, { buffer, begin: begins[i] ?? 0 }, texture, {
                from,
                count,
              }),
          }),
      );
      return { canvas, job, texture, wanted };
    });
    await tape.play();
    const ready = drawn.filter(({ wanted }) => wanted());
    const encoder = device.createCommandEncoder();
    const shown = ready.map(({ canvas, job, texture }, i) => {
      const surface = surfaceOf(i, job);
      const [from, onto] = [{ texture }, { texture: textureOf(surface, device) }];
      encoder.copyTextureToTexture(from, onto, [job.width, job.height]);
      waiting.delete(canvas);
      return { canvas, surface };
    });
    device.queue.submit([encoder.finish()]);
    for (const { canvas, surface } of shown) present(canvas, bitmapOf(surface));
    for (const { texture } of drawn) texture.destroy();
    buffer.destroy();
  }

  async function painted(): Promise<void> {
    while (working.size > 0) await Promise.all(working);
    await finished(device);
  }

  function measure(matrices: readonly Matrix[]): Measurement {
    const slots = device.createBuffer({
      label: 'extents',
      size: Math.max(matrices.length, 1) * slotBytes,
      usage: STORAGE | COPY_SRC | COPY_DST,
    });
    const lists: GPUBuffer[] = [];
    const begun = era;
    let stopped = false;
    const isOver = () => stopped || era !== begun;
    const { of } = tape.section(isOver, () => {
      for (const batch of batchesOf(matrices)) {
        const list = device.createBuffer({ size: 16 * mostTogether, usage: UNIFORM | COPY_DST });
        device.queue.writeBuffer(list, 0, listOf(batch.parts));
        lists.push(list);
        tape.add({
          name: 'measure',
          work: batch.cells,
          parts: 1,
          // Where it is given up its buffers may be gone.
          encode: (commands) => !isOver() && look(commands, batch, list, slots),
        });
      }
    });
    const done = () => {
      unmeasured.delete(slots);
      for (const list of lists) list.destroy();
    };
    const played = tape.play();
    if (tape.empty) {
      done();
    } else {
      unmeasured.add(slots);
      track(played.finally(done));
    }

    const measurement: Measurement = {
      slot(i) {
        if (!matrices[i]) throw new Error(`slot: ${matrices.length} were measured, asked for ${i}`);
        return { kind: 'gpu', buffer: slots, index: i };
      },
      async read() {
        const size = matrices.length * slotBytes;
        if (size === 0) return [];
        if (unmeasured.has(slots)) {
          await played;
          if (of.dropped || isOver()) throw new Error('measure: given up');
        }
        const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
        const encoder = device.createCommandEncoder();
        encoder.copyBufferToBuffer(slots, 0, staging, 0, size);
        device.queue.submit([encoder.finish()]);
        try {
          await answered(device, staging.mapAsync(GPUMapMode.READ));
          const words = new Uint32Array(staging.getMappedRange());
          counts.bytesRead += size;
          return matrices.map((_, i) =>
            extentOfSlot(words.subarray(i * slotWords, (i + 1) * slotWords)),
          );
        } finally {
          staging.destroy();
        }
      },
      stop() {
        stopped = true;
        slots.destroy();
        measurements.delete(measurement);
      },
    };
    measurements.add(measurement);
    return measurement;
  }

  function look(commands: Commands, { parts }: Batch, list: GPUBuffer, slots: GPUBuffer): void {
    cells ??= device.createBuffer({ size: 4 * mostCells, usage: STORAGE | COPY_DST });
    const encoder = commands.encoder();
    for (const { buffer, from, at, count } of parts) {
      encoder.copyBufferToBuffer(buffer, 4 * from, cells, 4 * at, 4 * count);
    }
    const pass = commands.compute();
    pass.setPipeline(measuring);
    const bound = [slots, list, cells];
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout: measuring.getBindGroupLayout(0),
        entries: bound.map((buffer, binding) => ({ binding, resource: { buffer } })),
      }),
    );
    const longest = Math.max(...parts.map(({ count }) => count));
    pass.dispatchWorkgroups(groupsFor(longest), parts.length);
    counts.dispatches += 1;
  }

  /** What `painted` waits for. */
  function track(work: Promise<void>): void {
    const tracked = work.finally(() => working.delete(tracked));
    working.add(tracked);
  }

  function forget(): void {
    era += 1;
    waiting.clear();
  }

  function stop(): void {
    forget();
    for (const measurement of measurements) measurement.stop();
    for (const surface of surfaces) surface.unconfigure();
    surfaces.length = 0;
    blocks.destroy();
    nothing.destroy();
    cells?.destroy();
  }

  return { counts, measure, paint, forget, painted, stop };
}

/** Made when the first job of its kind and constants comes. */
function renderPipelines(device: GPUDevice): (job: Job) => GPURenderPipeline {
  const modules = {
    heatmap: device.createShaderModule({ code: heatmapWgsl }),
    curve: device.createShaderModule({ code: curveWgsl }),
  };
  const made = new Map<string, GPURenderPipeline>();
  return (job) => {
    const module = modules[job.kind];
    const constants = job.kind === 'heatmap' ? heatmapConstants(job) : curveConstants(job);
    const key = `${job.kind} ${Object.values(constants).join(' ')}`;
    const pipeline =
      made.get(key) ??
      device.createRenderPipeline({
        layout: 'auto',
        vertex: { module, ...(job.kind === 'curve' && { constants }) },
        fragment: { module, constants, targets: [{ format }] },
      });
    made.set(key, pipeline);
    return pipeline;
  };
}

function newSurface(device: GPUDevice): GPUCanvasContext {
  const context = new OffscreenCanvas(1, 1).getContext('webgpu');
  if (!context) throw new Error('gpuPainter: this browser has no webgpu context');
  configure(context, device);
  return context;
}

function configure(surface: GPUCanvasContext, device: GPUDevice): void {
  const { RENDER_ATTACHMENT, COPY_DST } = GPUTextureUsage;
  const usage = RENDER_ATTACHMENT | COPY_DST;
  surface.configure({ device, format, usage, alphaMode: 'premultiplied' });
}

/** What is drawn on next. Firefox forgets what a surface is for when its picture is taken. */
function textureOf(surface: GPUCanvasContext, device: GPUDevice): GPUTexture {
  try {
    return surface.getCurrentTexture();
  } catch {
    configure(surface, device);
    return surface.getCurrentTexture();
  }
}

function bitmapOf({ canvas }: GPUCanvasContext): ImageBitmap {
  if (!(canvas instanceof OffscreenCanvas)) throw new Error('gpuPainter: not its own surface');
  return canvas.transferToImageBitmap();
}

/** Stands for one call: a canvas waits for the pictures of the latest. */
type Piecewise = object;

/** Rows of pixels. */
interface Rows {
  readonly from: number;
  readonly count: number;
}

function blockBytes(job: Job): number {
  return job.kind === 'heatmap' ? heatmapBlockBytes : curveBlockBytes;
}

/** Parts of matrices that are measured together. */
interface Batch {
  readonly parts: (Measured & { readonly buffer: GPUBuffer; readonly from: number })[];
  cells: number;
}

function batchesOf(matrices: readonly Matrix[]): Batch[] {
  const batches: Batch[] = [];
  matrices.forEach((matrix, slot) => {
    const { buffer, from, rows, columns } = onGpu(matrix);
    for (let done = 0, count = 0; done < rows * columns; done += count) {
      let batch = batches.at(-1);
      if (!batch || batch.cells === mostCells || batch.parts.length === mostTogether) {
        batch = { parts: [], cells: 0 };
        batches.push(batch);
      }
      count = Math.min(rows * columns - done, mostCells - batch.cells);
      batch.parts.push({ buffer, from: from + done, at: batch.cells, count, slot });
      batch.cells += count;
    }
  });
  return batches;
}

function onGpu(matrix: Matrix): GpuMatrix {
  if (matrix.kind !== 'gpu') throw new Error('gpuPainter: the matrix is in memory');
  return matrix;
}

function slotsOf({ scale, extent }: Job): GPUBuffer | null {
  if (scale.domain.kind === 'fixed' || !extent) return null;
  if (extent.kind !== 'gpu') throw new Error('gpuPainter: the extent is in memory');
  return extent.buffer;
}
