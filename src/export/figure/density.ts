/**
 * How large a PNG is on paper: a pHYs chunk after its first. What it shows is not touched.
 * Source: PNG specification, third edition, 11.3.4.3.
 */

/** Signature and the whole header chunk. */
const before = 33;

/** @param perMetre  pixels along both sides */
export async function withDensity(png: Blob, perMetre: number): Promise<Blob> {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set(new TextEncoder().encode('pHYs'), 4);
  view.setUint32(8, Math.round(perMetre));
  view.setUint32(12, Math.round(perMetre));
  chunk[16] = 1; // The unit is the metre.
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  return new Blob([png.slice(0, before), chunk, png.slice(before)], { type: png.type });
}

/** The checksum of a chunk. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
