/**
 * What the tests of painters share: a device with both painters, matrices on it, and the pixels of
 * a canvas.
 */
import { afterAll } from 'vitest';
import { lookupTable, palettes, specialColours } from '../fields/colour.ts';
import type { GpuMatrix, MemoryMatrix } from '../fields/matrix.ts';
import { packed } from '../fields/oklab.ts';
import { whole } from '../fields/window.ts';
import { gpuPainter } from './gpu.ts';
import { memoryPainter } from './memory.ts';
import type { CurveJob, HeatmapJob, Job } from './painter.ts';

export const tables = {
  diverging: lookupTable(palettes.paper.diverging),
  sequential: lookupTable(palettes.paper.sequential),
};

/** A device, or an error: a painter's test without a GPU tests nothing. */
export async function requestDevice(): Promise<{ adapter: GPUAdapter; device: GPUDevice }> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('requestDevice: this browser has no WebGPU adapter');
  return { adapter, device: await adapter.requestDevice() };
}

/** A device and both painters for the tests of a file; they are freed after the last one. */
export async function painters() {
  const { adapter, device } = await requestDevice();
  const errors: string[] = [];
  device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  const gpu = gpuPainter(device);
  const memory = memoryPainter();
  afterAll(() => {
    gpu.stop();
    device.destroy();
  });

  /** Paints a job of a matrix with both, each with its own extent; the pixels of each. */
  function painted<J extends Job>(matrix: MemoryMatrix, given: J) {
    const lent = onDevice(device, matrix);
    const extents = [gpu.measure([lent]), memory.measure([matrix])] as const;
    const canvases = [document.createElement('canvas'), document.createElement('canvas')] as const;
    const job = { ...given, extent: extents[1].slot(0) };
    gpu.paint([{ canvas: canvases[0], job: { ...job, matrix: lent, extent: extents[0].slot(0) } }]);
    memory.paint([{ canvas: canvases[1], job }]);
    const pixels = { gpu: pixelsOn(canvases[0]), memory: pixelsOn(canvases[1]) };
    for (const extent of extents) extent.stop();
    lent.buffer.destroy();
    return { job, ...pixels };
  }

  /** What the GPU has refused so far. */
  async function faults(): Promise<readonly string[]> {
    await gpu.painted();
    return errors;
  }

  return { adapter, device, gpu, memory, painted, faults };
}

export function matrixOf(rows: number, columns: number, cells: ArrayLike<number>): MemoryMatrix {
  const data = Float32Array.from(cells);
  return { kind: 'memory', rows, columns, rowAxis: 'query', columnAxis: 'key', data };
}

/** The same matrix in a buffer that has more before and after it, as lent buffers can have. */
export function onDevice(device: GPUDevice, matrix: MemoryMatrix): GpuMatrix {
  const { data, kind: _, ...shape } = matrix;
  const buffer = device.createBuffer({
    size: data.byteLength + 128,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
  });
  device.queue.writeBuffer(buffer, 64, new Float32Array(data));
  return { kind: 'gpu', ...shape, buffer, from: 16 };
}

/** A job that shows all of a matrix on −1…1, with what is given instead. */
export function heatmapOf(matrix: MemoryMatrix, given: Partial<HeatmapJob> = {}): HeatmapJob {
  return {
    kind: 'heatmap',
    matrix,
    window: whole(matrix.rows, matrix.columns),
    scale: { kind: 'diverging', domain: { kind: 'fixed', max: 1 }, curve: 'linear' },
    extent: null,
    table: tables.diverging,
    special: specialColours.paper,
    width: matrix.columns * 4,
    height: matrix.rows * 4,
    ...given,
  };
}

export const curveColours = {
  line: packed('#7a3fb0'),
  second: packed('#2b6cb0'),
  faint: packed('#c8b0e0'),
  baseline: packed('#00000030'),
};

export function curveOf(matrix: MemoryMatrix, given: Partial<CurveJob> = {}): CurveJob {
  return {
    kind: 'curve',
    matrix,
    row: 0,
    window: whole(matrix.rows, matrix.columns),
    style: 'line',
    scale: { kind: 'diverging', domain: { kind: 'fixed', max: 1 }, curve: 'linear' },
    extent: null,
    colours: curveColours,
    highlighted: null,
    lineWidth: 2,
    width: matrix.columns * 4,
    height: 60,
    ...given,
  };
}

/** [height × width] packed colours of what is on a canvas. */
export function pixelsOn(canvas: HTMLCanvasElement): Uint32Array {
  const { width, height } = canvas;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('pixelsOn: this browser has no 2d context');
  context.drawImage(canvas, 0, 0);
  return new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
}

/** The four bytes of a colour, with alpha multiplied in. */
function bytesOf(colour: number): number[] {
  const alpha = (colour >>> 24) / 255;
  return [0, 8, 16].map((shift) => ((colour >>> shift) & 255) * alpha).concat(255 * alpha);
}

/** The largest difference in any channel of any pixel, 0…255. */
export function apart(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < one.length; i += 1) {
    if (one[i] === other[i]) continue;
    const bytes = bytesOf(other[i] ?? 0);
    bytesOf(one[i] ?? 0).forEach((byte, k) => {
      largest = Math.max(largest, Math.abs(byte - (bytes[k] ?? 0)));
    });
  }
  return largest;
}

/** Values in [−1, 1) that look random and are always the same. */
export function values(count: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/**
 * Calls a WGSL function for each of some inputs.
 *
 * @param code  defines `fn answer(input: vec4f) -> f32`
 */
export async function answersOf(
  device: GPUDevice,
  code: string,
  inputs: readonly (readonly [number, number, number, number])[],
): Promise<Float32Array> {
  const module = device.createShaderModule({
    code: `${code}
@group(0) @binding(0) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> answers: array<f32>;
@compute @workgroup_size(1)
fn main(@builtin(global_invocation_id) id: vec3u) { answers[id.x] = answer(inputs[id.x]); }`,
  });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage;
  const size = 4 * inputs.length;
  const given = device.createBuffer({ size: 4 * size, usage: STORAGE | COPY_DST });
  const answers = device.createBuffer({ size, usage: STORAGE | COPY_SRC });
  const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
  device.queue.writeBuffer(given, 0, Float32Array.from(inputs.flat()));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [given, answers].map((buffer, binding) => ({ binding, resource: { buffer } })),
    }),
  );
  pass.dispatchWorkgroups(inputs.length);
  pass.end();
  encoder.copyBufferToBuffer(answers, 0, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const read = new Float32Array(staging.getMappedRange().slice(0));
  for (const buffer of [given, answers, staging]) buffer.destroy();
  return read;
}
