/**
 * How a kernel of our own reaches tfjs's WebGPU backend: a WGSL body, its inputs and its uniforms
 * become a tfjs program. Knows tfjs's program shape, and nothing about any operation.
 */

import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu';
import { type NamedAttrMap, registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { otherThreadWgsl } from '../sliced.ts';
import type { Timed } from '../webgpu.ts';

export interface Uniform {
  readonly name: string;
  readonly type: 'int32' | 'float32';
  readonly value: number;
}

export const int = (name: string, value: unknown): Uniform => ({
  name,
  type: 'int32',
  value: Number(value),
});

export const float = (name: string, value: unknown): Uniform => ({
  name,
  type: 'float32',
  value: Number(value),
});

/** What a kernel is, for given inputs. */
export interface Kernel {
  /** By the names of their arrays in the shader; none where it is not given. */
  readonly inputs: Readonly<Record<string, TensorInfo | undefined>>;
  /** Inputs that are fetched four numbers at a time: arrays of vec4. */
  readonly fourfold?: readonly string[];
  readonly outputShape: number[];
  readonly uniforms: readonly Uniform[];
  /** Tells apart variants with different code. */
  readonly variant?: string;
  /**
   * Statements that compute the output. 'cell': once a cell, with `index`. 'row': once a
   * workgroup of 64 threads, with `row` and `lane`. 'group': the same, with `group`, as often as the
   * uniform `groups` says. 'thread': with `index`, as often as the uniform `threads` says.
   */
  readonly per: 'cell' | 'row' | 'group' | 'thread';
  readonly body: string;
  /** About how many steps the longest loop of a thread has; 1 where it is not given. */
  readonly depth?: number;
  /** Functions and workgroup variables that the body uses. */
  readonly declarations?: string;
}

/** An attribute that is one of several words. */
export function wordOf(attributes: NamedAttrMap, name: string): string {
  const word = attributes[name];
  if (typeof word !== 'string') throw new Error(`kernel: ${name} must be a word`);
  return word;
}

const lanes = 64;

/**
 * Registers a kernel under a name of ours with the WebGPU backend.
 *
 * @param required  inputs without which it does not run
 */
export function registerWgsl<R extends string>(
  name: string,
  required: readonly R[],
  describe: (
    inputs: Readonly<Record<R, TensorInfo> & Record<string, TensorInfo | undefined>>,
    attributes: NamedAttrMap,
  ) => Kernel,
): void {
  registerKernel({
    kernelName: name,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const missing = required.filter((each) => !inputs[each]);
      if (missing.length > 0) throw new Error(`${name}: needs ${missing.join(', ')}`);
      const given = inputs as Record<R, TensorInfo> & Record<string, TensorInfo | undefined>;
      const kernel = describe(given, attrs ?? {});
      const present = Object.entries(kernel.inputs).flatMap(([array, tensor]) =>
        tensor ? [{ array, tensor }] : [],
      );
      // The kernel is registered for this backend alone.
      const made = (backend as WebGPUBackend).runWebGPUProgram(
        programOf(
          name,
          kernel,
          present.map(({ array }) => array),
        ),
        present.map(({ tensor: { dataId, dtype, shape } }) => ({
          dataId,
          dtype,
          shape: [util.sizeFromShape(shape)],
        })),
        'float32',
        kernel.uniforms.map(({ type, value }) => ({ type, data: [value] })),
      );
      return { ...made, shape: kernel.outputShape };
    },
  });
}

/** The value of a uniform. */
function valueOf({ uniforms }: Kernel, name: string): number {
  return uniforms.find((uniform) => uniform.name === name)?.value ?? 0;
}

/** How often a body runs, in workgroups, and what it is told of where it is. */
function layoutOf(kernel: Kernel): { groups: number; opening: string } {
  const { per, outputShape } = kernel;
  const cells = outputShape.reduce((product, size) => product * size, 1);
  // A barrier allows no early return: a workgroup past the end does the last one again.
  const workgroup = (name: string, count: string) =>
    `let ${name} = min(index / ${lanes}, uniforms.${count} - 1); let lane = i32(localId.x);`;
  switch (per) {
    case 'cell':
      return {
        groups: Math.ceil(cells / lanes),
        opening: 'if (index >= uniforms.size) { return; }',
      };
    case 'thread':
      return {
        groups: Math.ceil(valueOf(kernel, 'threads') / lanes),
        opening: `if (index >= uniforms.threads || ${otherThreadWgsl('index')}) { return; }`,
      };
    case 'row':
      return { groups: cells / (outputShape.at(-1) ?? 1), opening: workgroup('row', 'rows') };
    case 'group':
      return { groups: valueOf(kernel, 'groups'), opening: workgroup('group', 'groups') };
  }
}

/**
 * tfjs compiles a program anew where a shape has another number of axes, or is another's. A body counts
 * cells alone: its inputs are lines, its output a column, and one program serves all.
 */
function programOf(name: string, kernel: Kernel, variableNames: string[]): WebGPUProgram & Timed {
  const { groups, opening } = layoutOf(kernel);
  return {
    variableNames,
    variableComponents: variableNames.map((array) => (kernel.fourfold?.includes(array) ? 4 : 1)),
    outputShape: [util.sizeFromShape(kernel.outputShape), 1],
    uniforms: kernel.uniforms
      .map((uniform) => `${uniform.name} : ${uniform.type === 'int32' ? 'i32' : 'f32'},`)
      .join(' '),
    shaderKey: `whereabouts_${name}_${kernel.variant ?? ''}`,
    depth: kernel.depth ?? 1,
    ...(kernel.per === 'thread' && { threads: valueOf(kernel, 'threads') }),
    size: kernel.per === 'cell',
    workgroupSize: [lanes, 1, 1],
    dispatchLayout: { x: [0, 1] },
    dispatch: [groups, 1, 1],
    getUserCode: () => `
      ${kernel.declarations ?? ''}
      fn main(index : i32) {
        ${opening}
        ${kernel.body}
      }`,
  };
}
