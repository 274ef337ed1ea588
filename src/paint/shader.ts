/**
 * What the shaders of heatmaps and curves have in common: how a number is put into a block of their
 * buffer, and how they find the m of the scale without anyone reading it back.
 */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The f32 nearest to a number, as the u32 with the same bits. */
export function float32Bits(value: number): number {
  float[0] = value;
  return bits[0] ?? 0;
}

/** The f32 that a u32 has the bits of. */
export function float32Of(word: number): number {
  bits[0] = word;
  return float[0] ?? 0;
}

/** Needs `slots`, as measure.ts fills them. */
export const storedLargestWgsl = /* wgsl */ `
/** What a vertex tells the pixels: the m of the scale is looked up once, not in every pixel. */
struct Corner {
  @builtin(position) at: vec4f,
  @location(0) @interpolate(flat) largest: f32,
}

fn storedLargest(measured: u32, slot: u32, fixedLargest: f32) -> f32 {
  if (measured == 0u) { return fixedLargest; }
  let words = slots[slot];
  if (words.x == 0u) { return 0.0; }
  return max(abs(valueOf(words.x)), abs(valueOf(~words.y)));
}

fn valueOf(ordered: u32) -> f32 {
  return bitcast<f32>(select(~ordered, ordered & 0x7fffffffu, ordered >= 0x80000000u));
}
`;
