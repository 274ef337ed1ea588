/**
 * How a kernel of our own reaches tfjs's WebGPU backend: a WGSL body, its inputs and its uniforms
 * become a tfjs program. Knows tfjs's program shape, and nothing about any operation.
 */

import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu';
import { type NamedAttrMap, registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';

export interface Uniform {
  readonly name: string;
  readonly type: 'int32' | 'float32';
  readonly value: number;
}

/** What a kernel is, for given inputs. */
export interface Kernel {
  readonly inputs: readonly TensorInfo[];
  /** Names of the inputs' arrays in the shader. */
  readonly names: readonly string[];
  readonly outputShape: number[];
  readonly uniforms: readonly Uniform[];
  /** Tells apart variants with different code. */
  readonly variant?: string;
  /**
   * Statements that compute the output. 'cell': once a cell, with `index`. 'row': once a
   * workgroup of 64 threads, with `row` and `lane`.
   */
  readonly per: 'cell' | 'row';
  readonly body: string;
  /** Functions and workgroup variables that the body uses. */
  readonly declarations?: string;
}

type Describe = (inputs: Record<string, TensorInfo>, attributes: NamedAttrMap) => Kernel;

const lanes = 64;

/** Registers a kernel under a name of ours with the WebGPU backend. */
export function registerOwn(name: string, describe: Describe): void {
  registerKernel({
    kernelName: name,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const present = Object.fromEntries(
        Object.entries(inputs).flatMap(([key, tensor]) => (tensor ? [[key, tensor] as const] : [])),
      );
      const kernel = describe(present, attrs ?? {});
      // The kernel is registered for this backend alone.
      return (backend as WebGPUBackend).runWebGPUProgram(
        programOf(name, kernel),
        [...kernel.inputs],
        'float32',
        kernel.uniforms.map(({ type, value }) => ({ type, data: [value] })),
      );
    },
  });
}

function programOf(name: string, kernel: Kernel): WebGPUProgram {
  const cells = kernel.outputShape.reduce((product, size) => product * size, 1);
  const rows = cells / (kernel.outputShape.at(-1) ?? 1);
  const perRow = kernel.per === 'row';
  const axes = kernel.outputShape.map((_, axis) => axis);
  // A barrier allows no early return: a workgroup past the end does the last row again.
  const opening = perRow
    ? `let row = min(index / ${lanes}, uniforms.rows - 1); let lane = i32(localId.x);`
    : 'if (index >= uniforms.size) { return; }';
  return {
    variableNames: [...kernel.names],
    outputShape: kernel.outputShape,
    uniforms: kernel.uniforms
      .map((uniform) => `${uniform.name} : ${uniform.type === 'int32' ? 'i32' : 'f32'},`)
      .join(' '),
    shaderKey: `whereabouts_${name}_${kernel.variant ?? ''}`,
    size: !perRow,
    workgroupSize: [lanes, 1, 1],
    dispatchLayout: { x: axes },
    dispatch: [perRow ? rows : Math.ceil(cells / lanes), 1, 1],
    getUserCode: () => `
      ${kernel.declarations ?? ''}
      fn main(index : i32) {
        ${opening}
        ${kernel.body}
      }`,
  };
}
