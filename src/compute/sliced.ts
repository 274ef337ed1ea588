/**
 * Any program of tfjs's WebGPU backend, so that a part of its workgroups can be run at a time: two
 * more uniforms say where the part begins and how many workgroups there are in all. Their last words
 * are the first thread and the end of the threads, for programs whose threads take long.
 */
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu';

/** What is appended to the uniforms of a program: `sliceBegin` and `sliceOf`, 16 bytes each. */
const sliceBytes = 32;

/** What is submitted next begins at this workgroup of one of the axes. */
export function beginAt(queue: GPUQueue, uniforms: GPUBuffer, axis: number, group: number): void {
  const begin = new Int32Array(3);
  begin[axis] = group;
  queue.writeBuffer(uniforms, uniforms.size - sliceBytes, begin);
}

/** What is submitted next runs these threads alone, of a program that heeds it. */
export function runThreads(queue: GPUQueue, uniforms: GPUBuffer, from: number, end: number): void {
  queue.writeBuffer(uniforms, uniforms.size - sliceBytes + 12, Int32Array.of(from));
  queue.writeBuffer(uniforms, uniforms.size - 4, Int32Array.of(end));
}

/** Whether a thread is not among those, for programs whose threads take long. */
export const otherThreadWgsl = (index: string) =>
  `(${index} < uniforms.sliceBegin.w || (uniforms.sliceOf.w > 0 && ${index} >= uniforms.sliceOf.w))`;

/** tfjs keeps where a thread is in variables of the module; they are moved on before it starts. */
const movedOn = (index: string, [x, y, z]: readonly number[]) => /* wgsl */ `
  fn main(${index === '' ? '' : 'index : i32'}) {
    let begin = vec3<u32>(uniforms.sliceBegin.xyz);
    workgroupId += begin;
    globalId += begin * vec3<u32>(${x}, ${y}, ${z});
    numWorkgroups = vec3<u32>(uniforms.sliceOf.xyz);
    whole(${index === '' ? '' : 'getGlobalIndex()'});
  }`;

/** The same program, which reads where it begins, and the uniforms to append to its own. */
export function sliced(program: WebGPUProgram) {
  const own = (program.uniforms ?? '').trim();
  const before = own === '' || own.endsWith(',') ? own : `${own},`;
  const copy: WebGPUProgram = Object.create(program);
  Object.assign(copy, {
    uniforms: `${before} sliceBegin : vec4<i32>, sliceOf : vec4<i32>,`,
    getUserCode() {
      const code: string = Reflect.apply(program.getUserCode, copy, []);
      const head = /fn\s+main\s*\(([^)]*)\)/.exec(code);
      if (!head) throw new Error(`sliced: ${program.shaderKey} has no main`);
      const [main, index = ''] = head;
      return (
        code.replace(main, `fn whole(${index})`) + movedOn(index.trim(), program.workgroupSize)
      );
    },
  });
  // How many workgroups there are is settled after these are made, and before they are read.
  const begin = { type: 'int32', data: [0, 0, 0, 0] };
  const of = {
    type: 'int32',
    get data() {
      return [...copy.dispatch, 0];
    },
  };
  return { program: copy, uniforms: [begin, of] };
}
