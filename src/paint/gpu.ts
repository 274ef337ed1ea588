/**
 * The painter for matrices in GPU buffers: what is drawn is never read back. It refuses matrices in
 * memory, and expects sizes that the device's limits allow.
 */
import type { Matrix } from '../fields/matrix.ts';
import { curveBlockBytes, curveWgsl, writeCurve } from './curve.ts';
import { heatmapBlockBytes, heatmapWgsl, writeHeatmap } from './heatmap.ts';
import { checkedJob } from './job.ts';
import { extentOfSlot, groupsFor, measureWgsl, slotWords } from './measure.ts';
import {
  type Job,
  type Measurement,
  mostMeasured,
  type Painter,
  type Painting,
} from './painter.ts';
import { present } from './present.ts';

const format: GPUTextureFormat = 'rgba8unorm';
const slotBytes = 4 * slotWords;

export function gpuPainter(device: GPUDevice): Painter {
  const counts = { dispatches: 0, draws: 0, bytesRead: 0 };
  const pipelines = {
    heatmap: renderPipeline(device, heatmapWgsl),
    curve: renderPipeline(device, curveWgsl),
  };
  const measuring = device.createComputePipeline({
    label: 'measure',
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: measureWgsl }) },
  });
  const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage;
  /** Stands where a job or a measurement has fewer buffers than the shader. */
  const nothing = device.createBuffer({ size: slotBytes, usage: STORAGE });
  const measurements = new Set<Measurement>();
  /** One a painting of a call, kept for the next. */
  const surfaces: GPUCanvasContext[] = [];
  let blocks = device.createBuffer({ size: 8 * heatmapBlockBytes, usage: STORAGE | COPY_DST });

  function surfaceOf(i: number, { width, height }: Job): GPUCanvasContext {
    const surface = surfaces[i] ?? newSurface(device);
    surfaces[i] = surface;
    if (surface.canvas.width !== width) surface.canvas.width = width;
    if (surface.canvas.height !== height) surface.canvas.height = height;
    return surface;
  }

  /** Writes all blocks into the buffer at once; returns where each begins. */
  function writeBlocks(jobs: readonly Job[]): number[] {
    const sizes = jobs.map(blockBytes);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (total > blocks.size) {
      blocks.destroy();
      blocks = device.createBuffer({ size: 2 * total, usage: STORAGE | COPY_DST });
    }
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
    device.queue.writeBuffer(blocks, 0, words);
    return begins;
  }

  function draw(encoder: GPUCommandEncoder, job: Job, begin: number, surface: GPUCanvasContext) {
    const pipeline = pipelines[job.kind];
    const bindings = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: blocks, offset: begin, size: blockBytes(job) } },
        { binding: 1, resource: onGpu(job.matrix) },
        { binding: 2, resource: { buffer: slotsOf(job) ?? nothing } },
      ],
    });
    const pass = encoder.beginRenderPass({
      colorAttachments: [
        { view: surface.getCurrentTexture().createView(), loadOp: 'clear', storeOp: 'store' },
      ],
    });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.draw(3);
    pass.end();
    counts.draws += 1;
  }

  function paint(paintings: readonly Painting[]): void {
    if (paintings.length === 0) return;
    const jobs = paintings.map(({ job }) => job);
    jobs.forEach(checkedJob);
    const begins = writeBlocks(jobs);
    const encoder = device.createCommandEncoder();
    const drawn = paintings.map(({ canvas, job }, i) => {
      const surface = surfaceOf(i, job);
      draw(encoder, job, begins[i] ?? 0, surface);
      return { canvas, surface };
    });
    device.queue.submit([encoder.finish()]);
    for (const { canvas, surface } of drawn) present(canvas, bitmapOf(surface));
  }

  function measure(matrices: readonly Matrix[]): Measurement {
    if (matrices.length > mostMeasured) {
      throw new Error(`measure: at most ${mostMeasured} matrices, got ${matrices.length}`);
    }
    const slots = device.createBuffer({
      label: 'extents',
      size: mostMeasured * slotBytes,
      usage: STORAGE | COPY_SRC,
    });
    if (matrices.length > 0) dispatch(matrices, slots);

    const measurement: Measurement = {
      slot(i) {
        if (!matrices[i]) throw new Error(`slot: ${matrices.length} were measured, asked for ${i}`);
        return { kind: 'gpu', buffer: slots, index: i };
      },
      async read() {
        const size = matrices.length * slotBytes;
        if (size === 0) return [];
        const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
        const encoder = device.createCommandEncoder();
        encoder.copyBufferToBuffer(slots, 0, staging, 0, size);
        device.queue.submit([encoder.finish()]);
        try {
          await staging.mapAsync(GPUMapMode.READ);
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
        slots.destroy();
        measurements.delete(measurement);
      },
    };
    measurements.add(measurement);
    return measurement;
  }

  function dispatch(matrices: readonly Matrix[], slots: GPUBuffer): void {
    const bound = Array.from({ length: mostMeasured }, (_, i) => {
      const matrix = matrices[i];
      return { binding: i + 1, resource: matrix ? onGpu(matrix) : { buffer: nothing } };
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(measuring);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout: measuring.getBindGroupLayout(0),
        entries: [{ binding: 0, resource: { buffer: slots } }, ...bound],
      }),
    );
    const values = Math.max(...matrices.map(({ rows, columns }) => rows * columns));
    pass.dispatchWorkgroups(groupsFor(values), matrices.length);
    pass.end();
    device.queue.submit([encoder.finish()]);
    counts.dispatches += 1;
  }

  function stop(): void {
    for (const measurement of measurements) measurement.stop();
    for (const surface of surfaces) surface.unconfigure();
    surfaces.length = 0;
    blocks.destroy();
    nothing.destroy();
  }

  return { counts, measure, paint, settled: () => device.queue.onSubmittedWorkDone(), stop };
}

function renderPipeline(device: GPUDevice, code: string): GPURenderPipeline {
  const module = device.createShaderModule({ code });
  return device.createRenderPipeline({
    layout: 'auto',
    vertex: { module },
    fragment: { module, targets: [{ format }] },
  });
}

function newSurface(device: GPUDevice): GPUCanvasContext {
  const context = new OffscreenCanvas(1, 1).getContext('webgpu');
  if (!context) throw new Error('gpuPainter: this browser has no webgpu context');
  context.configure({ device, format, alphaMode: 'premultiplied' });
  return context;
}

function bitmapOf({ canvas }: GPUCanvasContext): ImageBitmap {
  if (!(canvas instanceof OffscreenCanvas)) throw new Error('gpuPainter: not its own surface');
  return canvas.transferToImageBitmap();
}

function blockBytes(job: Job): number {
  return job.kind === 'heatmap' ? heatmapBlockBytes : curveBlockBytes;
}

/** The matrix's values alone: the buffer that lends them may be larger. */
function onGpu(matrix: Matrix): GPUBufferBinding {
  if (matrix.kind !== 'gpu') throw new Error('gpuPainter: the matrix is in memory');
  return { buffer: matrix.buffer, size: 4 * matrix.rows * matrix.columns };
}

function slotsOf({ scale, extent }: Job): GPUBuffer | null {
  if (scale.domain.kind === 'fixed' || !extent) return null;
  if (extent.kind !== 'gpu') throw new Error('gpuPainter: the extent is in memory');
  return extent.buffer;
}
