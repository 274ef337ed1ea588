/**
 * Extents of matrices on the GPU: the shader, and the meaning of the four words it leaves for each.
 */
import { type Extent, extentOf } from '../fields/statistics.ts';
import { float32Of } from './shader.ts';

/** [max, complement of min, NaN count, ∞ count] of one matrix; max and min as ordered bits. */
export const slotWords = 4;

/** Invocations of a workgroup. */
const groupSize = 256;

/** Workgroups along one matrix: enough for any GPU, while each of them sees many values. */
export function groupsFor(values: number): number {
  return Math.min(Math.max(Math.ceil(values / (groupSize * 8)), 1), 256);
}

/** @param words  [4] of one slot */
export function extentOfSlot(words: Uint32Array): Extent {
  const [max = 0, min = 0, nan = 0, infinite = 0] = words;
  const finite = max === 0 ? null : { min: valueOf(~min >>> 0), max: valueOf(max) };
  return extentOf(finite, nan, infinite);
}

function valueOf(ordered: number): number {
  return float32Of(ordered >= 0x80000000 ? ordered & 0x7fffffff : ~ordered);
}

/** How many buffers one pass can measure: with the slots, the eight storage buffers that a shader may bind. */
export const mostSources = 7;
/** How many matrices, or parts of them. */
export const mostTogether = 64;

/** Cells that are looked at in one go: some 25 ms on a software adapter. */
export const mostCells = 2 ** 18;

/** Part of a matrix to measure: which of the buffers it lies in and where, and the matrix's place. */
export interface Measured {
  readonly source: number;
  readonly from: number;
  readonly count: number;
  readonly slot: number;
}

/** Lays a list of parts out as the shader's `list`. */
export function listOf(measured: readonly Measured[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(4 * mostTogether);
  measured.forEach(({ source, from, count, slot }, i) => {
    words.set([source, from, count, slot], 4 * i);
  });
  return words;
}

const sources = Array.from({ length: mostSources }, (_, i) => i);

/**
 * Floats become ordered bits: u32 that compare as the floats do, with 0 for none. The minimum is
 * kept as the largest complement, so that a cleared slot is where both begin.
 */
export const measureWgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> slots: array<atomic<u32>>;
@group(0) @binding(1) var<uniform> list: array<vec4u, ${mostTogether}>;
${sources
  .map((i) => `@group(0) @binding(${i + 2}) var<storage, read> source${i}: array<u32>;`)
  .join('\n')}

var<workgroup> highest: atomic<u32>;
var<workgroup> lowest: atomic<u32>;
var<workgroup> nans: atomic<u32>;
var<workgroup> infinities: atomic<u32>;

fn bitsOf(source: u32, at: u32) -> u32 {
  switch source {
    ${sources
      .slice(0, -1)
      .map((i) => `case ${i}u: { return source${i}[at]; }`)
      .join('\n    ')}
    default: { return source${mostSources - 1}[at]; }
  }
}

@compute @workgroup_size(${groupSize})
fn measure(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let matrix = list[group.y];
  var found = vec4u(0u);
  for (var at = group.x * ${groupSize}u + local; at < matrix.z; at += groups.x * ${groupSize}u) {
    let bits = bitsOf(matrix.x, matrix.y + at);
    let size = bits & 0x7fffffffu;
    if (size > 0x7f800000u) {
      found.z += 1u;
    } else if (size == 0x7f800000u) {
      found.w += 1u;
    } else {
      let ordered = select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
      found.x = max(found.x, ordered);
      found.y = max(found.y, ~ordered);
    }
  }
  atomicMax(&highest, found.x);
  atomicMax(&lowest, found.y);
  atomicAdd(&nans, found.z);
  atomicAdd(&infinities, found.w);
  workgroupBarrier();
  if (local == 0u) {
    let slot = matrix.w * ${slotWords}u;
    atomicMax(&slots[slot], atomicLoad(&highest));
    atomicMax(&slots[slot + 1u], atomicLoad(&lowest));
    atomicAdd(&slots[slot + 2u], atomicLoad(&nans));
    atomicAdd(&slots[slot + 3u], atomicLoad(&infinities));
  }
}
`;
