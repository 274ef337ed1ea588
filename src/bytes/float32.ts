/** float32 numbers as text: little-endian bytes in base64. */

export function writeFloat32(values: Float32Array): string {
  const bytes = new Uint8Array(values.slice().buffer);
  const letters: string[] = [];
  // In pieces: each byte is an argument of one call, which takes only so many.
  for (let at = 0; at < bytes.length; at += 4096) {
    letters.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
  }
  return btoa(letters.join(''));
}

/** Null where it is no base64, or no whole number of values. */
export function readFloat32(text: string): Float32Array | null {
  let letters: string;
  try {
    letters = atob(text);
  } catch {
    return null;
  }
  if (letters.length % 4 !== 0) return null;
  return new Float32Array(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)).buffer);
}
