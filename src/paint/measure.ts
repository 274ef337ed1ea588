/**
 * Extents of matrices on the GPU: the shader, and the meaning of the four words it leaves for each.
 */
import { type Extent, extentOf } from '../fields/statistics.ts';
import { float32Of } from './shader.ts';

/** [max, complement of min, NaN count, ∞ count] of one matrix; max and min as ordered bits. */
export const slotWords = 4;

/** Invocations of a workgroup. */
const groupSize = 64;
/** Values that an invocation looks at, at least: its atomics then cost little beside them. */
const valuesEach = 32;

/** Workgroups along one matrix: enough for any GPU, while each of them sees many values. */
export function groupsFor(values: number): number {
  return Math.min(Math.max(Math.ceil(values / (groupSize * valuesEach)), 1), 256);
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

/** How many matrices, or parts of them, one pass can measure. */
export const mostTogether = 64;

/** Cells that are looked at in one go: some 10 ms on a software adapter. */
export const mostCells = 2 ** 20;

/** Part of a matrix to measure: where it was copied to, and the matrix's place. */
export interface Measured {
  readonly at: number;
  readonly count: number;
  readonly slot: number;
}

/** Lays a list of parts out as the shader's `list`. */
export function listOf(measured: readonly Measured[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(4 * mostTogether);
  measured.forEach(({ at, count, slot }, i) => words.set([at, count, slot], 4 * i));
  return words;
}

/**
 * Floats become ordered bits: u32 that compare as the floats do, with 0 for none. The minimum is
 * kept as the largest complement, so that a cleared slot is where both begin. What a
 * software adapter is slow at is left out: a barrier, and a choice among buffers, cost ten times the
 * rest. So all that is measured together is copied into one buffer before.
 */
export const measureWgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> slots: array<atomic<u32>>;
@group(0) @binding(1) var<uniform> list: array<vec4u, ${mostTogether}>;
@group(0) @binding(2) var<storage, read> values: array<u32>;

/** What was seen, and one value more. */
fn seen(found: vec4u, bits: u32) -> vec4u {
  let size = bits & 0x7fffffffu;
  let ordered = select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
  let finite = select(vec2u(0u), vec2u(ordered, ~ordered), size < 0x7f800000u);
  let other = vec2u(u32(size > 0x7f800000u), u32(size == 0x7f800000u));
  return vec4u(max(found.xy, finite), found.zw + other);
}

@compute @workgroup_size(${groupSize})
fn measure(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let part = list[group.y];
  let end = part.x + part.y;
  var found = vec4u(0u);
  for (var at = part.x + group.x * ${groupSize}u + local; at < end; at += groups.x * ${groupSize}u) {
    found = seen(found, values[at]);
  }
  let slot = part.z * ${slotWords}u;
  atomicMax(&slots[slot], found.x);
  atomicMax(&slots[slot + 1u], found.y);
  if (found.z > 0u) { atomicAdd(&slots[slot + 2u], found.z); }
  if (found.w > 0u) { atomicAdd(&slots[slot + 3u], found.w); }
}
`;
