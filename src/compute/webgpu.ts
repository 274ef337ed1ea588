/**
 * A WebGPU device of our own as tfjs's backend `webgpu`: tfjs would request one itself, throw on a
 * null adapter and never notice that it was lost. Loaded only where there is WebGPU.
 */

import { WebGPUBackend, type WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu';
import {
  type DataId,
  env,
  registerBackend,
  removeBackend,
  setBackend,
  type Tensor,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { answered } from '../gpu/finished.ts';
import { type Pace, Tape } from '../gpu/tape.ts';
import { registerKernels } from './kernels/index.ts';
import { registerUsedKernels } from './kernels/used.ts';
import { BoundedPool } from './pool.ts';
import { beginAt, runThreads, sliced } from './sliced.ts';

/** What tfjs 4.22 keeps private of its backend, and writes its commands with. */
interface Internals {
  commandEncoder: unknown;
  computePassEncoder: unknown;
  commandQueueOwnedIds: WeakSet<DataId>;
  dispatchCountInPass: number;
  tensorDataPendingDisposal: DataId[];
  uniformPendingDisposal: GPUBuffer[];
  stagingPendingDisposal: GPUBuffer[];
  releaseResource(id: DataId): void;
}

/** What a program of ours says of itself beside. */
export interface Timed {
  /** About how many steps the longest loop of a thread has. */
  readonly depth?: number;
  /** Its threads, where each takes so long that fewer than a workgroup may be run at a time. */
  readonly threads?: number;
}

/**
 * tfjs's backend with a bounded pool, counting what it does. What it would submit at once is put on
 * a tape, which is played in pieces before anything of it is drawn or read.
 */
export class CountingBackend extends WebGPUBackend {
  readonly pool: BoundedPool;
  readonly tape: Tape;
  dispatches = 0;
  bytesRead = 0;
  #program = { name: '', depth: 1, threads: 0 };
  readonly #own = this as unknown as Internals;
  readonly #recorder = this.#recorderOf();

  constructor(device: GPUDevice, info: GPUAdapterInfo, pace: Pace) {
    super(device, info);
    this.pool = new BoundedPool({ createBuffer: (asked) => this.#newBuffer(asked) });
    this.tape = new Tape(device, pace);
    // tfjs's class has private fields, which make its type nominal; it uses only these methods.
    this.bufferManager = this.pool as unknown as WebGPUBackend['bufferManager'];
  }

  override runWebGPUProgram(
    program: WebGPUProgram & Timed,
    inputs: TensorInfo[],
    outputDtype: TensorInfo['dtype'],
    uniforms: Parameters<WebGPUBackend['runWebGPUProgram']>[3] = [],
    output?: TensorInfo,
  ): TensorInfo {
    this.dispatches += 1;
    const { shaderKey: name, threads = 0 } = program;
    this.#program = { name, depth: depthOf(program, inputs), threads };
    const slice = sliced(program);
    const all = [...uniforms, ...slice.uniforms];
    return super.runWebGPUProgram(slice.program, inputs, outputDtype, all, output);
  }

  override ensureCommandEncoderReady(): void {
    this.pool.held = true;
    this.#own.commandEncoder ??= this.#recorder;
  }

  /** tfjs hands over what it has recorded; that it goes to the queue is the tape's affair. */
  override submitQueue(): void {
    const own = this.#own;
    own.commandEncoder = null;
    own.dispatchCountInPass = 0;
    own.commandQueueOwnedIds = new WeakSet();
    // Their buffers may be written again by what is recorded later, which comes later.
    for (const id of own.tensorDataPendingDisposal.splice(0)) {
      own.releaseResource(id);
      this.tensorMap.delete(id);
    }
  }

  /** Resolves when everything recorded is with the GPU, and all that takes long is done. */
  async play(): Promise<void> {
    this.endComputePassEncoder();
    this.submitQueue();
    await this.tape.play();
    if (this.tape.empty) this.#release();
  }

  override async getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer> {
    await this.play();
    return this.readRuns(buffer, [0], buffer.size);
  }

  /**
   * Runs of `run` bytes of a buffer, one after another, as it is now: what is still on the tape is
   * not waited for.
   */
  async readRuns(buffer: GPUBuffer, from: readonly number[], run: number): Promise<ArrayBuffer> {
    const size = run * from.length;
    this.bytesRead += size;
    const staging = this.device.createBuffer({
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    try {
      const encoder = this.device.createCommandEncoder();
      from.forEach((start, place) => {
        encoder.copyBufferToBuffer(buffer, start, staging, run * place, run);
      });
      this.queue.submit([encoder.finish()]);
      await answered(this.device, staging.mapAsync(GPUMapMode.READ));
      return staging.getMappedRange().slice(0);
    } finally {
      staging.destroy();
    }
  }

  /** The buffer of a tensor, on loan: valid until the tensor is disposed. */
  lend(tensor: Tensor): GPUBuffer {
    this.uploadToGPU(tensor.dataId);
    const resource = this.tensorMap.get(tensor.dataId).resource;
    if (!(resource instanceof GPUBuffer)) throw new Error('webgpu: a tensor without a buffer');
    return resource;
  }

  /**
   * Finding the memory of a large buffer takes long, and setting it to zero, which the browser would do
   * in the middle of its first use: each goes out alone, so that others get a turn.
   */
  #newBuffer(asked: GPUBufferDescriptor): GPUBuffer {
    const buffer = this.device.createBuffer(asked);
    if (asked.size < sentAlone) return buffer;
    this.queue.submit([]);
    if (asked.mappedAtCreation) return buffer;
    const encoder = this.device.createCommandEncoder();
    encoder.clearBuffer(buffer);
    this.queue.submit([encoder.finish()]);
    return buffer;
  }

  /** The part of a command encoder that tfjs uses. */
  #recorderOf() {
    let pipeline: GPUComputePipeline;
    let bindings: GPUBindGroup;
    const pass = {
      setPipeline: (given: GPUComputePipeline) => {
        pipeline = given;
      },
      setBindGroup: (_: number, given: GPUBindGroup) => {
        bindings = given;
      },
      dispatchWorkgroups: (...groups: [number, number, number]) => {
        // tfjs has just written it.
        const uniforms = this.#own.uniformPendingDisposal.at(-1);
        if (!uniforms) throw new Error('webgpu: a program without uniforms');
        const { name, depth, threads } = this.#program;
        const [own, bound] = [pipeline, bindings];
        const axis = groups.indexOf(Math.max(...groups));
        this.tape.add({
          name,
          work: util.sizeFromShape([...groups]) * lanes * depth,
          parts: threads || (groups[axis] ?? 1),
          encode: (commands, from, count) => {
            // The queue keeps the order of what is written and what is submitted.
            const some = threads > 0 && count < threads;
            if (some) runThreads(this.queue, uniforms, from, from + count);
            const first = threads > 0 ? Math.floor(from / lanes) : from;
            const end = threads > 0 ? Math.ceil((from + count) / lanes) : from + count;
            if (first > 0) beginAt(this.queue, uniforms, axis, first);
            const on = commands.compute();
            on.setPipeline(own);
            on.setBindGroup(0, bound);
            const [x = 1, y, z] = groups.with(axis, end - first);
            on.dispatchWorkgroups(x, y, z);
          },
        });
      },
      end: () => {},
    };
    return {
      beginComputePass: () => pass,
      copyBufferToBuffer: (...copy: [GPUBuffer, number, GPUBuffer, number, number]) =>
        this.tape.add({
          name: 'copy',
          work: 0,
          parts: 1,
          encode: (commands) => commands.encoder().copyBufferToBuffer(...copy),
          always: true,
        }),
    };
  }

  #release(): void {
    const { uniformPendingDisposal: uniforms, stagingPendingDisposal: staging } = this.#own;
    for (const buffer of uniforms.splice(0)) this.pool.releaseBuffer(buffer);
    for (const buffer of staging.splice(0)) this.pool.releaseBuffer(buffer, false);
    this.pool.held = false;
  }
}

/** Bytes of a buffer that is not created together with others: a software adapter takes 3 ms. */
const sentAlone = 4e6;

/** Threads of a workgroup, of most programs. */
const lanes = 64;

/** About how many steps the longest loop of a thread has. */
function depthOf({ depth, shaderKey, outputShape }: WebGPUProgram & Timed, inputs: TensorInfo[]) {
  if (depth !== undefined) return depth;
  const [first = 1, second = 1] = inputs.map(({ shape }) => util.sizeFromShape(shape));
  const out = Math.max(util.sizeFromShape(outputShape), 1);
  // Of all that it is given a thread reads one number.
  if (/^(slice|stridedSlice|gather)/.test(shaderKey)) return 1;
  // [n, k] times [k, m].
  if (shaderKey.startsWith('matMul')) return Math.sqrt((first * second) / out);
  return Math.max((first + second) / out, 1);
}

export interface OpenedGpu {
  readonly device: GPUDevice;
  readonly backend: CountingBackend;
  readonly adapter: string;
}

/** The limits that our sizes and kernels can make use of. */
const wanted = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

let kernelsRegistered = false;

/**
 * Requests an adapter and a device and makes them tfjs's current backend.
 *
 * @param pace  as much as goes to the GPU at once
 * @returns null where there is no adapter: a normal case
 * @throws what the browser says when a device cannot be had
 */
export async function openWebGpu(pace: Pace = {}): Promise<OpenedGpu | null> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: Object.fromEntries(wanted.map((name) => [name, adapter.limits[name]])),
  });
  if (!kernelsRegistered) {
    registerUsedKernels();
    registerKernels();
  }
  kernelsRegistered = true;
  // Small tensors too: the page says that its numbers come from the GPU.
  env().set('WEBGPU_CPU_FORWARD', false);
  const backend = new CountingBackend(device, adapter.info, pace);
  registerBackend('webgpu', () => backend, 3);
  await setBackend('webgpu');
  const { vendor, architecture, device: model, description } = adapter.info;
  const name = description || [vendor, architecture, model].filter(Boolean).join(' ');
  return { device, backend, adapter: name || 'WebGPU' };
}

/** Forgets the backend; all tensors must have been disposed. The name is free to register again. */
export function closeWebGpu(): void {
  removeBackend('webgpu');
}
